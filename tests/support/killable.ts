/** The built application in a process of its own, which a test may kill in the middle of its work. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ENTRY = join(import.meta.dirname, '../../build/index.js');

export type Killable = {
  pid: number | undefined;
  kill: (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => Promise<void>;
  said: () => string;
};

/** Starts it with `env` alone, on loopback, and does not wait until it answers. */
export function startKillable(port: number, env: NodeJS.ProcessEnv): Killable {
  const child: ChildProcess = spawn(process.execPath, [ENTRY], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      SHUTDOWN_TIMEOUT: '3',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    pid: child.pid,
    said: () => said,
    kill: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}
