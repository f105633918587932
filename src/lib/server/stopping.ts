/**
 * How a process ends. The entry (src/entry.js) takes no new connection and says `portal:stop`: streams end, and jobs take nothing
 * new. Once every connection is closed it says `sveltekit:shutdown`: what is still at work, a request whose browser has gone or
 * a job in the middle, is waited for; then the listening connections close, and the pools last. So nobody asks a pool that has
 * ended, whatever takes how long.
 */
import { log } from './log';

const stop = new AbortController();

/** Aborted when the process is told to stop. */
export const stopping: AbortSignal = stop.signal;

/** How long what is at work after the last connection was closed is waited for, in milliseconds. */
const work_ms_max = 10_000;

const closers: Record<'listening' | 'pools', (() => Promise<void>)[]> = { listening: [], pools: [] };
const atWork = new Set<Promise<unknown>>();

/** Has `close` called in its turn when the process ends: everything that listens, then every pool. */
export function closeAtTheEnd(turn: keyof typeof closers, close: () => Promise<void>): void {
  closers[turn].push(close);
}

/** Runs work that a stop waits for. */
export async function atWorkUntilDone<T>(work: () => Promise<T>): Promise<T> {
  const running = work();
  atWork.add(running);
  try {
    return await running;
  } finally {
    atWork.delete(running);
  }
}

async function end(): Promise<void> {
  // Only a process that hangs is still here by then.
  setTimeout(() => {
    log.error({ atWork: atWork.size }, 'what was at work did not end in time; ending without it');
    process.exit(1);
  }, work_ms_max).unref();
  while (atWork.size) await Promise.allSettled(atWork);
  for (const turn of [closers.listening, closers.pools])
    await Promise.allSettled(turn.map((close) => close()));
}

process.once('portal:stop', () => stop.abort());
process.once('sveltekit:shutdown', () => {
  stop.abort();
  void end();
});
