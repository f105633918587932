/** The sample companies in a database of a test file's own. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { seedDemo } from '../../db/demo/index.ts';
import { urlAs } from '../../db/logins.ts';
import type { Account } from '../../db/running.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** A database that holds the sample companies, and who may sign in there. */
export async function createSampleDatabase(): Promise<{ database: TestDatabase; accounts: Account[] }> {
  const { template, accounts } = await sampleTemplate();
  return { database: await createTestDatabase(template), accounts };
}

/**
 * The template that holds them. The first file of a run to ask for it seeds it, while others wait; the sample companies
 * are dated from the day of their seeding, so that a run over midnight (UTC) seeds another.
 */
async function sampleTemplate(): Promise<{ template: string; accounts: Account[] }> {
  const { adminUrl, template: empty, directory } = inject('cluster');
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`select pg_advisory_lock(hashtext('portal_sample'))`);
    const { rows } = await admin.query<{ template: string }>(
      `select to_char(current_date, '"portal_sample_"YYYYMMDD') as template`,
    );
    const template = rows[0]!.template;
    // Renamed into its place once the template is whole: an interrupted seeding leaves none.
    const file = join(directory, `${template}.json`);
    if (existsSync(file)) return { template, accounts: JSON.parse(readFileSync(file, 'utf8')) as Account[] };

    await admin.query(`drop database if exists ${template} with (force)`);
    await admin.query(`create database ${template} template ${empty} strategy file_copy`);
    const { username, password } = new URL(adminUrl);
    const accounts = await seedDemo(urlAs(adminUrl, username, password, template));
    await admin.query(`alter database ${template} with allow_connections false`);
    writeFileSync(`${file}.new`, JSON.stringify(accounts), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return { template, accounts };
  } finally {
    await admin.end();
  }
}
