/** `npm run db:audit` as a DBA runs it: what it prints, as text and as JSON, and how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptedResiduals } from '../../db/audit/holes.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function audit(...options: string[]) {
  const { DATABASE_URL_AUDITOR: _, ...environment } = process.env;
  const command = spawn('npm', ['run', '-s', 'db:audit', '--', ...options], {
    cwd: new URL('../..', import.meta.url),
    env: { ...environment, DATABASE_URL_OWNER: database.url('owner') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, ended] = await Promise.all([text(command.stdout), once(command, 'close')]);
  return { said, code: ended[0] as number };
}

type Told = {
  server: string;
  report: { title: string; rows: unknown[] }[];
  residuals: unknown[];
  findings: { rule: string; level: string; object: string }[];
};

test(
  'of a database as it should be: the whole law, no finding, and a good end',
  { timeout: 60_000 },
  async () => {
    const { said, code } = await audit();
    expect(code).toBe(0);
    expect(said).toMatch(/^PostgreSQL \d+/);
    expect(said).toMatch(/\nFindings\n─+\n0 errors, 0 warnings\n$/);
    // A section, a heading of it, and a fact below.
    expect(said).toMatch(/\nTables \(\d{2,}\)\n─+\nRow security on and forced on every one/);
    expect(said).toMatch(
      /\n {2}app\.task\n {4}owner: portal_owner\n {4}row security: on, forced\n {4}meaning: /,
    );
    expect(said).toMatch(/\nAccepted, with the reason\n─+\n.+: .+\.\n/);

    const json = await audit('--json');
    expect(json.code).toBe(0);
    const told = JSON.parse(json.said) as Told;
    expect(told.server).toMatch(/^PostgreSQL \d+/);
    expect(told.findings).toEqual([]);
    expect(told.residuals).toEqual(acceptedResiduals);
    const { rows } = await database.admin.query<{ tables: number; definers: number }>(
      `select (select count(*)::int from pg_class where relkind = 'r' and relnamespace in ('app'::regnamespace, 'identity'::regnamespace)) as tables,
            (select count(*)::int from pg_proc where prosecdef and pronamespace in ('app'::regnamespace, 'identity'::regnamespace)) as definers`,
    );
    const rowsOf = (title: string) => told.report.find((section) => section.title === title)?.rows.length;
    expect(rowsOf('Tables')).toBe(rows[0]?.tables);
    expect(rowsOf('Functions that run as somebody else')).toBe(rows[0]?.definers);
    for (const { title, rows } of told.report) {
      expect({ title, empty: rows.length === 0 }).toEqual({ title, empty: false });
      expect(said).toContain(`\n${title} (${rows.length})\n`);
    }
  },
);

test('of a sinful one: what is wrong and how to mend it, and a bad end', { timeout: 60_000 }, async () => {
  await database.admin.query('alter table app.task no force row level security');
  const { said, code } = await audit();
  expect(code).toBe(1);
  expect(said).toMatch(/\nERROR {2}table_without_forced_rls: app\.task: .+\. Remedy: .+\.\n/);
  expect(said).toMatch(/\n[1-9]\d* errors, \d+ warnings\n$/);
  expect(said).toMatch(/\n {2}app\.task\n {4}owner: portal_owner\n {4}row security: NOT FORCED\n/);

  const json = await audit('--json');
  expect(json.code).toBe(1);
  expect((JSON.parse(json.said) as Told).findings).toContainEqual(
    expect.objectContaining({ rule: 'table_without_forced_rls', level: 'error', object: 'app.task' }),
  );

  // A warning alone is told, and is no bad end.
  await database.admin.query(
    'alter table app.task force row level security; comment on table app.task is null',
  );
  const warned = await audit();
  expect(warned.code).toBe(0);
  expect(warned.said).toMatch(/\nWARNING {2}table_without_comment: app\.task: .+\n0 errors, 1 warnings\n$/);
});
