/** The background jobs in a process of their own, which a test may kill. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../db/port.ts';
import type { TestDatabase } from '../support/database.ts';

const ENTRY = join(import.meta.dirname, '../../build/index.js');

export type Worker = { kill: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>; said: () => string };

/** Starts the built application with the jobs alone: it holds the worker's login and no other. */
export async function startWorker(database: TestDatabase, env: NodeJS.ProcessEnv = {}): Promise<Worker> {
  const child: ChildProcess = spawn(process.execPath, [ENTRY], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      REALMS: 'worker',
      DATABASE_URL_WORKER: database.urls.worker,
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      SHUTDOWN_TIMEOUT: '3',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    said: () => said,
    kill: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

/** Asks again until the answer is true. Throws with what was last seen after 20 seconds. */
export async function until<Seen>(look: () => Promise<Seen>, holds: (seen: Seen) => boolean): Promise<Seen> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(seen)}`);
    await sleep(50);
  }
}
