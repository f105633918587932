import { TRPCError } from '@trpc/server';
import { stopping } from '../stopping';
import type { Hub } from './hub';

/** How often an open stream's session is looked up again although nothing was heard, in milliseconds. */
const recheckMilliseconds = 20_000;

/** The channels of a person's page: the changes of what it shows, none where they lack the section, and their own session's end. */
export type Channels = { changes: readonly string[]; person: string };

/**
 * The content-free events of one open page: 'changed' when something of what it shows changed. It ends within a moment of
 * the session's end: a word on the person's channel has `channelsNow` ask the database who is still signed in, and for what.
 */
export async function* liveEvents(
  hub: Hub,
  { changes, person }: Channels,
  cursor: string | null,
  signal: AbortSignal,
  channelsNow: () => Promise<Channels | null>,
): AsyncGenerator<'changed'> {
  const ended = new AbortController();
  const check = async () => {
    const now = await channelsNow().catch(() => null);
    if (now?.person !== person || now.changes.join() !== changes.join()) ended.abort();
  };
  const timer = setInterval(() => void check(), recheckMilliseconds);
  const any = AbortSignal.any([signal, ended.signal, stopping]);
  try {
    for await (const channel of hub.watch(changes, person, cursor, any)) {
      if (channel === person) await check();
      else yield 'changed';
    }
  } finally {
    clearInterval(timer);
  }
  // A browser whose session is over is told so; one that meets a shutdown comes back by itself.
  if (stopping.aborted) throw new TRPCError({ code: 'SERVICE_UNAVAILABLE' });
}
