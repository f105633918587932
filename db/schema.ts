/**
 * `db/schema/`: the migrated law as the catalog has it, a file a table, so that a table is read in one place and what a migration
 * results in is a diff to review.
 *
 *   node db/schema.ts            rewrite it
 *   node db/schema.ts --check    exit 1 when it is stale
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ClientBase } from 'pg';
import { describeRoles, describeRoutines, describeTypes } from './catalog/describe-rest.ts';
import { describeTable } from './catalog/describe-table.ts';
import { readGrants, readPolicies, SCHEMAS } from './catalog/law.ts';
import { readColumns, readConstraints, readIndexes, readRelations } from './catalog/tables.ts';
import { readRoutines, readTriggers } from './catalog/triggers.ts';
import { withScratchDatabase } from './scratch.ts';

const directory = join(import.meta.dirname, 'schema');

const byTable = <Row extends { table: string }>(rows: readonly Row[]) => {
  const groups = Map.groupBy(rows, ({ table }) => table);
  return (table: string) => groups.get(table) ?? [];
};

/** The law of a database as files: path below db/schema → text. */
export async function describeLaw(database: ClientBase): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const add = (path: string, text: string | null) => {
    if (text === null) return;
    if (files.has(path))
      throw new Error(`db/schema/${path} would be two files: a table may not be called so`);
    files.set(path, text);
  };
  const constraints = await readConstraints(database);
  const routines = await readRoutines(database);
  add('roles.sql', await describeRoles(database));
  for (const schema of SCHEMAS) {
    add(`${schema}/types.sql`, await describeTypes(database, schema));
    add(`${schema}/functions.sql`, describeRoutines(routines, schema));
  }
  const columnsOf = byTable(await readColumns(database));
  const constraintsOf = byTable(constraints);
  const indexesOf = byTable(await readIndexes(database));
  const grantsOf = byTable(await readGrants(database));
  const policiesOf = byTable(await readPolicies(database, 'reading'));
  const triggersOf = byTable(await readTriggers(database));
  for (const relation of await readRelations(database)) {
    const { name, schema, base } = relation;
    const text = describeTable({
      relation,
      columns: columnsOf(name),
      constraints: constraintsOf(name),
      indexes: indexesOf(name),
      references: constraints.filter(({ target }) => target === name),
      grants: grantsOf(name),
      policies: policiesOf(name),
      triggers: triggersOf(name),
      routines: new Map(routines.map((routine) => [routine.signature, routine])),
    });
    add(`${schema}/${base}.sql`, text);
  }
  return files;
}

/** The files as they lie in a folder. */
export const readLaw = (folder = directory): Map<string, string> =>
  new Map(
    globSync('**/*.sql', { cwd: folder })
      .toSorted()
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );

export type Drift = { path: string; is: 'stale' | 'missing' | 'surplus' };

/** The files that are not as the database has it. */
export function driftOf(
  written: ReadonlyMap<string, string>,
  described: ReadonlyMap<string, string>,
): Drift[] {
  const drift: Drift[] = [];
  for (const [path, text] of described)
    if (written.get(path) !== text) drift.push({ path, is: written.has(path) ? 'stale' : 'missing' });
  for (const path of written.keys()) if (!described.has(path)) drift.push({ path, is: 'surplus' });
  return drift;
}

/** Makes a folder hold these files and no other; returns those that it changed. */
export function writeLaw(described: ReadonlyMap<string, string>, folder = directory): Drift[] {
  const drift = driftOf(readLaw(folder), described);
  for (const { path, is } of drift) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (is === 'surplus') rmSync(file);
    else writeFileSync(file, described.get(path)!);
  }
  return drift;
}

if (import.meta.main) {
  const described = await withScratchDatabase(describeLaw);
  if (process.argv.includes('--check')) {
    const drift = driftOf(readLaw(), described);
    for (const { path, is } of drift) console.error(`${is}: db/schema/${path}`);
    if (drift.length) console.error('Run "npm run db:types" and commit the result.');
    process.exitCode = drift.length ? 1 : 0;
  } else writeLaw(described);
}
