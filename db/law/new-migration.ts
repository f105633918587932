/** Writes what the migrated catalog lacks of the registry as a new migration. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientBase } from 'pg';
import type { Table } from '../policies.ts';
import { compareWithRegistry, migrationText } from './compare.ts';

/** 14 digits: now, in UTC, or one more than the last migration's where that is not later. */
function nextVersion(directory: string): string {
  const now = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const last = readdirSync(directory)
    .flatMap((file) => /^(\d{14})_.*\.sql$/.exec(file)?.[1] ?? [])
    .toSorted()
    .at(-1);
  return last === undefined || now > last ? now : String(BigInt(last) + 1n);
}

/**
 * Writes `<version>_<name>.sql` into the folder of migrations and returns that file's name; null, and nothing written, where a database
 * that has had these migrations does not differ from the registry.
 */
export async function writeMigration(
  database: ClientBase,
  tables: readonly Table[],
  name: string,
  directory: string,
): Promise<string | null> {
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw new Error(`A migration's name is lower case letters, digits and "_", not "${name}".`);
  const differences = await compareWithRegistry(database, tables);
  if (differences.size === 0) return null;
  const file = `${nextVersion(directory)}_${name}.sql`;
  writeFileSync(join(directory, file), migrationText(differences), { flag: 'wx' });
  return file;
}
