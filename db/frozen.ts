/**
 * Which migrations are frozen: databases have had them, so that they never change again. `supabase/frozen.json` names each with the
 * SHA-256 of its content.
 *
 *   node db/frozen.ts            freeze those that are not yet
 *   node db/frozen.ts --check    exit 1 when one has changed or is gone, or another would come before it
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder that holds `frozen.json` and `migrations`. */
const SUPABASE = join(import.meta.dirname, '../supabase');

const listOf = (supabase: string) => join(supabase, 'frozen.json');

/** Migrations as the folder has them, by name. */
const migrationsIn = (supabase: string) =>
  readdirSync(join(supabase, 'migrations'))
    .filter((file) => file.endsWith('.sql'))
    .toSorted();

/** Each frozen migration's file name, with the SHA-256 of its content. */
export const readFrozen = (supabase = SUPABASE): Map<string, string> =>
  new Map(Object.entries(JSON.parse(readFileSync(listOf(supabase), 'utf8')) as Record<string, string>));

const hashOf = (supabase: string, file: string) =>
  createHash('sha256')
    .update(readFileSync(join(supabase, 'migrations', file)))
    .digest('hex');

/** Sentences about frozen migrations that are not as they were, and about others that would come before one. */
export function faultsOfFrozen(supabase = SUPABASE): string[] {
  const frozen = readFrozen(supabase);
  const faults: string[] = [];
  for (const [file, hash] of frozen) {
    const is = !existsSync(join(supabase, 'migrations', file))
      ? 'is gone'
      : hashOf(supabase, file) !== hash && 'has changed';
    if (is)
      faults.push(
        `${file} is frozen and ${is}: bring it back as it was, and put the change into a new migration.`,
      );
  }
  const last = [...frozen.keys()].toSorted().at(-1) ?? '';
  for (const file of migrationsIn(supabase))
    if (file < last && !frozen.has(file))
      faults.push(
        `${file} comes before ${last}, which is frozen: put the change into a new migration, with a later number.`,
      );
  return faults;
}

/** Freezes the migrations that are not yet frozen, and returns their names. Throws, and freezes none, at any fault. */
export function freeze(supabase = SUPABASE): string[] {
  const faults = faultsOfFrozen(supabase);
  if (faults.length) throw new Error(faults.join('\n'));
  const frozen = readFrozen(supabase);
  const added = migrationsIn(supabase).filter((file) => !frozen.has(file));
  for (const file of added) frozen.set(file, hashOf(supabase, file));
  const list = Object.fromEntries([...frozen].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  if (added.length) writeFileSync(listOf(supabase), `${JSON.stringify(list, null, 2)}\n`);
  return added;
}

if (import.meta.main) {
  try {
    if (process.argv.includes('--check')) {
      const faults = faultsOfFrozen();
      if (faults.length) throw new Error(faults.join('\n'));
    } else {
      const added = freeze();
      console.log(added.length ? `Frozen: ${added.join(', ')}` : 'Every migration is frozen already.');
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
