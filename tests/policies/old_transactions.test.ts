/** A client's transaction may lift its own time-outs; the worker ends it, and can end nobody else's: app.end_old_transactions(). */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asClient, seats, transact } from '../support/builders.ts';
import { errorOf } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const inside = useWorld();

describe('L87: a transaction that goes on', () => {
  let owner: pg.PoolClient;
  /** The function as it is, or with another age than half a minute. */
  const endOld = async (age?: string) => {
    const { rows } = await owner.query<{ source: string }>(
      "select pg_get_functiondef('app.end_old_transactions()'::regprocedure) as source",
    );
    const source = rows[0]?.source ?? '';
    expect(source).toContain("interval '30 seconds'");
    if (age) await owner.query(source.replace("interval '30 seconds'", `interval '${age}'`));
    try {
      return await transact(inside().db, seats.worker(), async (connection) => {
        const { rows: ended } = await connection.query<{ ended: number }>(
          'select app.end_old_transactions() as ended',
        );
        return ended[0]?.ended;
      });
    } finally {
      await owner.query(source);
    }
  };
  beforeAll(async () => {
    owner = await inside().db.admin.connect();
  });
  afterAll(() => owner.release());

  /** Begins a transaction that lifts its own time-outs. */
  async function hold(
    login: 'client_app' | 'client_auth' | 'staff_app' | 'staff_auth',
    statement = 'select 1',
  ) {
    const { db, client } = inside();
    const connection = await db.as(login);
    await connection.query('begin');
    await connection.query(
      'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0',
    );
    if (login === 'client_app')
      await connection.query(
        "select set_config('role', 'client', true), set_config('app.session', $1, true)",
        [client.admin],
      );
    await connection.query(statement);
    return connection;
  }
  const lives = async (connection: pg.Client) =>
    (await errorOf(connection.query('select 1')).catch(() => 'gone')) === 'no error';

  test('is ended where it is a client’s, with the lock that the team waits for, and no other', async () => {
    const { db, tickets } = inside();
    const mine = await hold(
      'client_app',
      `select app.rate_ticket('${tickets.open.id}', 5, ''), app.record_receipt('ticket', '${tickets.open.id}')`,
    );
    const signingIn = await hold('client_auth');
    const others = [await hold('staff_app'), await hold('staff_auth')];
    const idle = await db.as('client_app');
    expect(await endOld()).toBe(0);
    expect(await lives(mine)).toBe(true);
    expect(await endOld('0 seconds')).toBe(2);
    expect(await lives(mine)).toBe(false);
    expect(await lives(signingIn)).toBe(false);
    for (const other of [...others, idle]) expect(await lives(other)).toBe(true);
    for (const other of [...others, idle]) await other.end();
  });

  test('of another’s login cannot be ended by the function’s role, however careless the function', async () => {
    const staff = await hold('staff_app');
    const { rows } = await inside().db.admin.query<{ pid: number }>(
      "select pid from pg_stat_activity where usename = 'staff_app' and datname = current_database() and state = 'idle in transaction'",
    );
    await owner.query('begin');
    await owner.query('set local role definer_signal');
    expect(await errorOf(owner.query('select pg_terminate_backend($1)', [rows[0]?.pid]))).toMatch(/^42501/);
    await owner.query('rollback');
    for (const call of ['app.end_old_transactions()', 'pg_terminate_backend(1)'])
      expect(await errorOf(asClient(inside().db, inside().client.admin, `select ${call}`))).toMatch(/^42501/);
    expect(await lives(staff)).toBe(true);
    await staff.end();
  });
});
