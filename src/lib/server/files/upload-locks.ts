import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/server';

type Holder = { release: RequestRelease; released: Promise<true>; end: () => void };

/** A holder is asked to end at once; if it does not, the newcomer is sent away to try again. */
const wait_ms_max = 10_000;

/**
 * One request at a time for an upload, in this process. A newcomer ends the one before, whose line is often dead without the
 * server having noticed. Among processes, storage sees to it that nobody writes over another.
 */
class UploadLocks implements Locker {
  readonly #holders = new Map<string, Holder>();

  newLock(id: string): Lock {
    let held: Holder | null = null;
    return {
      lock: async (signal, release) => {
        const deadline = Date.now() + wait_ms_max;
        for (let holder = this.#holders.get(id); holder; holder = this.#holders.get(id)) {
          await holder.release();
          if (!(await endedBy(holder, deadline)) || signal.aborted) throw ERRORS.ERR_LOCK_TIMEOUT;
        }
        const { promise: released, resolve } = Promise.withResolvers<true>();
        held = { release, released, end: () => resolve(true) };
        this.#holders.set(id, held);
      },
      unlock: async () => {
        if (!held) return;
        this.#holders.delete(id);
        held.end();
        held = null;
        await Promise.resolve();
      },
    };
  }
}

async function endedBy(holder: Holder, deadline: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.max(0, deadline - Date.now()));
  });
  try {
    return await Promise.race([holder.released, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const uploadLocks: Locker = new UploadLocks();
