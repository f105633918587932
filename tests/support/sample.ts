/** The sample companies in a database of a test file's own. */
import { seedDemo } from '../../db/demo/index.ts';
import type { Account } from '../../db/running.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { templateWith } from './template.ts';

/** A database that holds the sample companies, and who may sign in there. */
export async function createSampleDatabase(): Promise<{ database: TestDatabase; accounts: Account[] }> {
  // They are dated from the day of their seeding: a run over midnight (UTC) seeds others.
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const { template, told } = await templateWith(`portal_sample_${day}`, (database) =>
    seedDemo(database.url('owner')),
  );
  return { database: await createTestDatabase(template), accounts: told };
}
