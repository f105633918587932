/** Runs supabase/tests, which `supabase test db` can run as well. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { loadPgtap, runPgtap } from '../support/pgtap.ts';

const directory = join(import.meta.dirname, '../../supabase/tests');
const files = existsSync(directory)
  ? readdirSync(directory)
      .filter((name) => name.endsWith('.sql'))
      .sort()
  : [];
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await loadPgtap(database.admin);
});
afterAll(() => database.drop());

test('there are pgTAP files', () => {
  expect(files).not.toEqual([]);
});

test.each(files)('%s', async (file) => {
  const { failures } = await runPgtap(database.url('owner'), join(directory, file));
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
});
