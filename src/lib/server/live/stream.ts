import { TRPCError } from '@trpc/server';
import type { Hub } from './hub';

/** How often an open stream's session is looked up again although nothing was heard, in milliseconds. */
const recheckMilliseconds = 20_000;

/**
 * The content-free events of one open page: 'changed' when something of its section changed. It ends within a moment of
 * the session's end: channels are `[section, person]`, and a word on the person's channel has `channelsNow` ask the
 * database who is still signed in.
 */
export async function* liveEvents(
  hub: Hub,
  channels: readonly [string, string],
  cursor: string | null,
  signal: AbortSignal,
  channelsNow: () => Promise<readonly [string, string] | null>,
): AsyncGenerator<'changed'> {
  const [section, person] = channels;
  const ended = new AbortController();
  const check = async () => {
    const now = await channelsNow().catch(() => null);
    if (now?.[0] !== section || now[1] !== person) ended.abort();
  };
  const timer = setInterval(() => void check(), recheckMilliseconds);
  try {
    for await (const channel of hub.watch(channels, cursor, AbortSignal.any([signal, ended.signal, shutdown.signal]))) {
      if (channel === person) await check();
      else yield 'changed';
    }
  } finally {
    clearInterval(timer);
  }
  // A browser whose session is over is told so; one that meets a shutdown comes back by itself.
  if (shutdown.signal.aborted) throw new TRPCError({ code: 'SERVICE_UNAVAILABLE' });
}

const shutdown = new AbortController();
process.once('SIGTERM', () => shutdown.abort());
process.once('SIGINT', () => shutdown.abort());
