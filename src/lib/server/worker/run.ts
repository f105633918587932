import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../log';
import { atWorkUntilDone, stopping } from '../stopping';
import { lookAtClocks } from './clocks/look-at-clocks';
import { checkFiles } from './files/check-files';
import { makePreviews } from './files/make-previews';
import { dropExpired, sweepFiles } from './files/sweep-files';
import { endOldTransactions } from './sessions/end-old-transactions';
import { closeResolved } from './tickets/close-resolved';

/** Each does some of what is due and returns how much that was; what it leaves is there in the next turn. */
type Job = { name: string; every_ms: number; work: () => Promise<number> };

const jobs: readonly Job[] = [
  { name: 'SLA clocks', every_ms: 1_000, work: lookAtClocks },
  { name: 'looking at files', every_ms: 1_000, work: checkFiles },
  { name: 'making previews', every_ms: 1_000, work: makePreviews },
  { name: 'dropping expired uploads', every_ms: 60_000, work: dropExpired },
  { name: 'sweeping files', every_ms: 3_600_000, work: sweepFiles },
  { name: 'ending old client transactions', every_ms: 5_000, work: endOldTransactions },
  { name: 'closing resolved tickets', every_ms: 60_000, work: closeResolved },
];

/**
 * Runs the background jobs until the process is stopped. What is to be done stands in tables, so any number of processes may
 * run them, and one that is killed leaves nothing half done.
 */
export function runWorker(): void {
  for (const job of jobs) void repeat(job, stopping);
}

async function repeat({ name, every_ms, work }: Job, stopped: AbortSignal) {
  while (!stopped.aborted) {
    let done = 0;
    try {
      done = await atWorkUntilDone(work);
    } catch (error) {
      log.error({ err: error, job: name }, 'a background job failed; it is tried again');
    }
    // Where there was something there may be more.
    if (!done) await sleep(every_ms, undefined, { signal: stopped }).catch(() => {});
  }
}
