/**
 * Processes that never outlive the one that started them.
 *
 * A shell stands between parent and child and reads a pipe from the parent. When the pipe closes, because the parent
 * asked for it or because it was killed, the shell sends the child its stop signal. The pair is its own process group,
 * so that Ctrl-C in a terminal reaches the parent alone, which then stops its children in the right order.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

const GUARD = `
exec 3<&0
"$@" 3<&- </dev/null &
child=$!
( cat <&3 >/dev/null; kill -s "$GUARD_SIGNAL" $child ) 2>/dev/null &
watch=$!
exec 3<&-
wait $child
status=$?
kill $watch 2>/dev/null
[ -z "$GUARD_REMOVE" ] || rm -rf -- "$GUARD_REMOVE"
exit $status`;

export type Guarded = {
  /** Resolves with the exit status once the process has ended, for whatever reason. */
  exited: Promise<number | null>;
  hasExited(): boolean;
  /** Asks it to stop, waits, and kills it when it takes too long. */
  stop(timeout_ms?: number): Promise<void>;
};

export type GuardedOptions = {
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** A file that receives its output, 0600. */
  logFile: string;
  stopSignal: 'INT' | 'TERM';
  /** A directory to delete once the process has ended, even when nobody is left to do it. */
  removeAfterwards?: string | undefined;
  uid?: number | undefined;
  gid?: number | undefined;
};

/** Starts `command` under the guard. */
export function spawnGuarded(command: string, args: string[], options: GuardedOptions): Guarded {
  const guards = process.platform !== 'win32';
  const { env, cwd, uid, gid } = options;
  const log = openSync(options.logFile, 'a', 0o600);
  const child = spawn(
    guards ? '/bin/sh' : command,
    guards ? ['-c', GUARD, 'guard', command, ...args] : args,
    {
      cwd,
      env: { ...env, GUARD_SIGNAL: options.stopSignal, GUARD_REMOVE: options.removeAfterwards },
      stdio: ['pipe', log, log],
      detached: guards,
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    },
  );
  closeSync(log);
  child.stdin!.on('error', () => {});

  let ended = false;
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      ended = true;
      child.stdin!.destroy();
      resolve(code);
    });
  });
  exited.catch(() => (ended = true));

  return {
    exited,
    hasExited: () => ended,
    async stop(timeout_ms = 10_000) {
      if (ended) return;
      if (guards) child.stdin!.end();
      else child.kill();
      const timer = setTimeout(() => killGroup(child.pid!, guards), timeout_ms);
      await exited.catch(() => {});
      clearTimeout(timer);
    },
  };
}

function killGroup(pid: number, isGroup: boolean) {
  try {
    process.kill(isGroup ? -pid : pid, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}

/** Whether any process has this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
