import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../log';
import { atWorkUntilDone, stopping } from '../stopping';
import { evaluateSla } from './clocks/evaluate-sla';
import { checkFile } from './files/check-file';
import { expireUpload } from './files/expire-upload';
import { previewPicture } from './files/preview-picture';
import { sweepFiles } from './files/sweep-files';
import { laneOf } from './jobs/work-off';
import { endOldTransactions } from './sessions/end-old-transactions';
import { closeTicket } from './tickets/close-ticket';

/** Does some of what is due and returns how much that was; what it leaves is there in the next turn. */
type Turn = { name: string; every_ms: number; work: () => Promise<number> };

/** Files take long: they have lanes of their own, so that no clock waits for one. */
const lanes: readonly Turn[] = [
  {
    name: 'jobs of the database',
    every_ms: 1_000,
    work: laneOf({
      kinds: { evaluate_sla: evaluateSla, close_ticket: closeTicket, expire_upload: expireUpload },
      lease_s: 10,
      most: 10,
    }),
  },
  {
    name: 'checking files',
    every_ms: 1_000,
    work: laneOf({ kinds: { check_file: checkFile }, lease_s: 600, most: 1 }),
  },
  {
    name: 'previewing pictures',
    every_ms: 1_000,
    work: laneOf({ kinds: { preview_picture: previewPicture }, lease_s: 600, most: 1 }),
  },
];

/** Work without a record, which does no harm if every process does it. */
const timers: readonly Turn[] = [
  { name: 'sweeping files', every_ms: 3_600_000, work: sweepFiles },
  { name: 'ending old client transactions', every_ms: 5_000, work: endOldTransactions },
];

/**
 * Does background work until the process is stopped. What is to be done stands in app.job, so any number of processes may do it,
 * and one that is killed leaves nothing half done.
 */
export function runWorker(): void {
  for (const turn of [...lanes, ...timers]) void repeat(turn, stopping);
}

async function repeat({ name, every_ms, work }: Turn, stopped: AbortSignal) {
  while (!stopped.aborted) {
    let done = 0;
    try {
      done = await atWorkUntilDone(work);
    } catch (error) {
      log.error({ err: error, turn: name }, 'background work failed; it is tried again');
    }
    // After one job there may be more.
    if (!done) await sleep(every_ms, undefined, { signal: stopped }).catch(() => {});
  }
}
