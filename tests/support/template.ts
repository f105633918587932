/** Templates with something in them, each filled once a run. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import pg from 'pg';
import { inject } from 'vitest';
import { openTestDatabase, type TestDatabase } from './database.ts';

/**
 * The template of this name, and what was told of it when it was filled: plain data, which the other files read. The first file of a
 * run to ask fills it, while others wait.
 */
export async function templateWith<Told>(
  name: string,
  fill: (database: TestDatabase) => Promise<Told>,
): Promise<{ template: string; told: Told }> {
  const { adminUrl, template: empty, directory } = inject('cluster');
  const file = join(directory, `${name}.told`);
  const read = () => ({ template: name, told: deserialize(readFileSync(file)) as Told });
  if (existsSync(file)) return read();
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock(hashtext($1))', [name]);
    if (existsSync(file)) return read();
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`create database ${name} template ${empty} strategy file_copy`);
    const database = await openTestDatabase(name);
    const told = await fill(database);
    await database.close();
    await admin.query(`alter database ${name} with allow_connections false`);
    // Renamed into its place once the template is whole: an interrupted filling leaves none.
    writeFileSync(`${file}.new`, serialize(told), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return { template: name, told };
  } finally {
    await admin.end();
  }
}
