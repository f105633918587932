/**
 * Somebody who can send any SQL on the login client_app and leaves something behind: settings for later connections, a reason in the
 * team's log, a lock that the team waits for, a session for when they are let in again.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { environmentFor } from '../../db/logins.ts';
import { migrate } from '../../db/migrate.ts';
import { startUpOptions, withStartUp } from '../../src/lib/server/db/start-up.ts';
import { asClient, aLook, aSession, aStaffMember, asStaff, seats, transact } from '../support/builders.ts';
import { errorOf } from '../policies/policy-assertions.ts';
import { useWorld } from '../policies/world.ts';

const inside = useWorld();
const names = "select coalesce(string_agg(name, ' ' order by name), '') as names from app.project";

test.each([
  "pg_logical_emit_message(true, 'a', 'b')",
  "pg_logical_emit_message(false, 'a', 'b'::bytea)",
  'pg_export_snapshot()',
  "pg_notify('a', 'b')",
])('L87: nobody of ours may call %s', async (call) => {
  for (const login of ['client_app', 'client_auth', 'staff_app', 'staff_auth', 'worker_app'] as const) {
    const connection = await inside().db.as(login);
    expect({ login, error: await errorOf(connection.query(`select ${call}`)) }).toEqual({
      login,
      error: expect.stringMatching(/^42501/) as unknown,
    });
    await connection.end();
  }
});

test('L87: app.reason, set by a client, is no reason in the team’s log', async () => {
  const { db, client, contracts, acme, tickets } = inside();
  await transact(db, seats.client(client.admin), async (connection) => {
    await connection.query("set local app.reason = 'said by the client'");
    await connection.query("select app.raise_ticket($1, null, $2, 'low', 'With a reason', '', '{}', $3)", [
      contracts.both.id,
      contracts.both.jobType.id,
      randomUUID(),
    ]);
    await connection.query("select app.reply_to_ticket($1, 'With a reason', '{}', $2)", [
      tickets.open.id,
      randomUUID(),
    ]);
  });
  const { rows } = await db.admin.query<{ reason: string | null }>(
    "select reason from app.visibility_log where tenant_id = $1 and record_label = 'With a reason'",
    [acme.tenant_id],
  );
  expect(rows).toEqual([{ reason: null }, { reason: null }]);
});

describe('L87: defaults that a login gives itself', () => {
  const hostile = {
    default_transaction_isolation: 'serializable',
    default_transaction_read_only: 'on',
    statement_timeout: '1',
    lock_timeout: '1',
    idle_in_transaction_session_timeout: '1',
    idle_session_timeout: '1',
    client_min_messages: 'debug5',
    debug_print_parse: 'on',
    debug_print_rewritten: 'on',
    debug_print_plan: 'on',
    row_security: 'off',
    search_path: 'pg_temp, app',
    plan_cache_mode: 'force_custom_plan',
    timezone: 'Asia/Kolkata',
    datestyle: 'German',
    bytea_output: 'escape',
  };
  const settle = async (set: (name: string, value: string) => string) => {
    const { db } = inside();
    // In this database alone: roles are the whole server's, which others test on.
    for (const [name, value] of Object.entries(hostile))
      await db.admin.query(`alter role client_app in database ${db.name} ${set(name, value)}`);
  };
  const sins = async () =>
    (
      await inside().db.admin.query(
        "select from pg_db_role_setting where setrole = 'client_app'::regrole and setdatabase <> 0",
      )
    ).rowCount;
  afterAll(() => settle((name) => `reset ${name}`));

  test('lose against what the application asks for as it connects', async () => {
    const { db } = inside();
    await settle((name, value) => `set ${name} = ${pg.escapeLiteral(value)}`);
    const connection = new pg.Client(withStartUp(db.url('client_app'), 'client_app'));
    await connection.connect();
    const { rows } = await connection.query<{ name: string; setting: string; source: string }>(
      'select lower(name) as name, setting, source from pg_settings where lower(name) = any ($1)',
      [Object.keys(hostile)],
    );
    await connection.end();
    expect(rows).toHaveLength(Object.keys(hostile).length);
    for (const { name, setting, source } of rows) {
      expect({ name, source }).toEqual({ name, source: 'client' });
      expect({ name, setting }).not.toEqual({ name, setting: hostile[name as keyof typeof hostile] });
    }
  });

  test('options of the connection string stay, before ours', () => {
    const url =
      'postgresql://client_app:x@db.example/portal?sslmode=require&options=-c%20statement_timeout%3D1';
    const { connectionString, options } = withStartUp(url, 'client_app');
    expect(connectionString).toBe('postgresql://client_app:x@db.example/portal?sslmode=require');
    expect(options).toBe(`-c statement_timeout=1 ${startUpOptions('client_app')}`);
    expect(options).toContain(String.raw`-c default_transaction_isolation=read\ committed`);
  });

  test('are gone once the application has started', async () => {
    const { db } = inside();
    await settle((name, value) => `set ${name} = ${pg.escapeLiteral(value)}`);
    Object.assign(process.env, environmentFor(db.urls), { REALMS: 'client,staff' });
    vi.resetModules();
    const pools = await import('../../src/lib/server/db/pools.ts');
    const gone = await pools.resetDefaults();
    expect(gone.map(({ login }) => login)).toEqual(['client_app']);
    expect(gone[0]?.settings).toContain('row_security=off');
    expect(await sins()).toBe(0);
    expect(await pools.resetDefaults()).toEqual([]);
    for (const login of ['client_app', 'client_auth', 'staff_app', 'staff_auth'] as const)
      await pools.poolOf(login).end();
  });

  test('are gone once the database was migrated', async () => {
    await settle((name, value) => `set ${name} = ${pg.escapeLiteral(value)}`);
    const log: string[] = [];
    await migrate(inside().db.url('owner'), { log: (line) => log.push(line) });
    expect(log.join()).toContain('alter role client_app in database');
    expect(await sins()).toBe(0);
  });
});

describe('L87: a person who is let in again', () => {
  const sessions = async (person: string) =>
    (
      await inside().db.admin.query(
        'select from identity.client_session where client_user_id = $1 or viewer_staff_id = $1 union all select from identity.staff_session where staff_member_id = $1',
        [person],
      )
    ).rowCount;

  test.each(['the person', 'their client'])('gets no session back where %s was deactivated', async (what) => {
    const { db, people } = inside();
    const token = await aSession(db, people.neighbour);
    expect(await asClient(db, token, names)).toEqual([{ names: 'neighbour' }]);
    const [table, id] =
      what === 'the person' ? ['client_user', people.neighbour.id] : ['client', people.neighbour.client_id];
    await db.admin.query(`update app.${table} set active = false where id = $1`, [id]);
    // One that began meanwhile is none either.
    const late = await aSession(db, people.neighbour);
    await db.admin.query(`update app.${table} set active = true where id = $1`, [id]);
    for (const old of [token, late]) expect(await asClient(db, old, names)).toEqual([{ names: '' }]);
    expect(await sessions(people.neighbour.id)).toBe(0);
  });

  test('gets neither a session nor a look back as a member of the team', async () => {
    const { db, acme, people } = inside();
    const person = await aStaffMember(db, acme, { role: 'manager' });
    const token = await aSession(db, person);
    await aLook(db, token, people.admin);
    expect(await sessions(person.id)).toBe(2);
    await db.admin.query("update app.staff_member set role = 'member' where id = $1", [person.id]);
    // A look is a manager's; the session stays.
    expect(await sessions(person.id)).toBe(1);
    await db.admin.query('update app.staff_member set active = false where id = $1', [person.id]);
    expect(await sessions(person.id)).toBe(0);
    await db.admin.query("update app.staff_member set active = true, role = 'manager' where id = $1", [
      person.id,
    ]);
    expect(await asStaff(db, token, names)).toEqual([{ names: '' }]);
  });
});
