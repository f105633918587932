/** A client's transaction that goes on for too long is ended by whichever process runs the jobs, and the team's is not. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startWorker, until, type Worker } from './process.ts';

let database: TestDatabase;
let worker: Worker;

beforeAll(async () => {
  database = await createTestDatabase();
  // Nobody waits half a minute here: whatever transaction there is, is old.
  const { rows } = await database.admin.query<{ source: string }>(
    "select pg_get_functiondef('app.end_old_transactions()'::regprocedure) as source",
  );
  expect(rows[0]?.source).toContain("interval '30 seconds'");
  await database.admin.query(
    String(rows[0]?.source).replace("interval '30 seconds'", "interval '0 seconds'"),
  );
});
afterAll(async () => {
  await worker.kill('SIGKILL');
  await database.drop();
});

test('the worker ends a client’s transaction that lifted its time-outs', async () => {
  const [client, staff] = [await database.as('client_app'), await database.as('staff_app')];
  for (const connection of [client, staff]) {
    await connection.query('set idle_in_transaction_session_timeout = 0');
    await connection.query('begin');
    await connection.query('select 1');
  }
  const open = async () =>
    (
      await database.admin.query<{ login: string }>(
        `select usename::text as login from pg_stat_activity
          where datname = current_database() and usename in ('client_app', 'staff_app') and xact_start is not null order by 1`,
      )
    ).rows.map(({ login }) => login);
  expect(await open()).toEqual(['client_app', 'staff_app']);
  worker = await startWorker(database);
  expect(await until(open, (logins) => !logins.includes('client_app'))).toEqual(['staff_app']);
});
