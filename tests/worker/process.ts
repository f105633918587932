/** The background jobs in a process of their own, which a test may kill. */
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../db/port.ts';
import type { TestDatabase } from '../support/database.ts';
import { startKillable, type Killable } from '../support/killable.ts';

export type Worker = Killable;

/** Starts the built application with the jobs alone: it holds the worker's login and no other. */
export const startWorker = async (database: TestDatabase, env: NodeJS.ProcessEnv = {}): Promise<Worker> =>
  startKillable(await freePort(), {
    REALMS: 'worker',
    DATABASE_URL_WORKER: database.urls.worker,
    ...env,
  });

/** Asks again until the answer is true. Throws with what was last seen after 45 seconds. */
export async function until<Seen>(look: () => Promise<Seen>, holds: (seen: Seen) => boolean): Promise<Seen> {
  const deadline = Date.now() + 45_000;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(seen)}`);
    await sleep(50);
  }
}
