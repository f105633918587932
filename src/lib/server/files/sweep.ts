import type { Kept, Storage } from './storage';

const batch = 500;

/**
 * Deletes what no row of the database names, once it is older than an upload may last, and returns how many. Of uploads
 * that ended without a word nobody else tidies up.
 */
export async function sweepOrphans(
  storage: Storage,
  /** Those of the keys that an attachment or a living upload has. */
  knownOf: (keys: string[]) => Promise<Iterable<string>>,
  { olderThan_ms = 48 * 60 * 60 * 1000 }: { olderThan_ms?: number } = {},
): Promise<number> {
  let deleted = 0;
  let waiting: Kept[] = [];
  const sweep = async () => {
    const known = new Set(await knownOf(waiting.map(({ key }) => key)));
    for (const { key } of waiting) {
      if (known.has(key)) continue;
      await storage.delete(key);
      deleted += 1;
    }
    waiting = [];
  };
  for await (const kept of storage.list()) {
    if (kept.changedAt.getTime() > Date.now() - olderThan_ms) continue;
    waiting.push(kept);
    if (waiting.length === batch) await sweep();
  }
  if (waiting.length > 0) await sweep();
  return deleted;
}
