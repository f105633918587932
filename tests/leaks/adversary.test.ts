/**
 * Somebody who can send any SQL on the login client_app, with one valid session of a client user: what they are, what they
 * may become, and what they may do to the database. What they can find out sideways is in adversary-oracles.test.ts.
 *
 * "Accepted residual" in a title is what PostgreSQL grants every login and nothing here takes away; RLS.md says why.
 */
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { aClientUser, asClient, aSession, hashOf } from '../support/builders.ts';
import { errorOf } from '../policies/policy-assertions.ts';
import { useWorld } from '../policies/world.ts';

const inside = useWorld();
/** What PostgreSQL answers to what one has no privilege for. */
const refused = expect.stringMatching(/^42501/) as string;
/** As `refused`, or not to be had on a running server, or by nobody. */
const refusedOrImpossible = expect.stringMatching(/^(42501|55P02|0A000)/) as string;
const refusedOrClosed = expect.stringMatching(/^(42501|55000)/) as string;
const names = "select coalesce(string_agg(name, ' ' order by name), '') as names from app.project";

/** Sends statements one after another on a connection of its own; answers the rows of the last, or the first error. */
async function send(...statements: (string | [string, unknown[]])[]): Promise<unknown> {
  const client = await inside().db.as('client_app');
  try {
    let rows: unknown[] = [];
    for (const statement of statements) {
      const [sql, values] = typeof statement === 'string' ? [statement, undefined] : statement;
      rows = (await client.query(sql, values)).rows as unknown[];
    }
    return rows;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return `${error.code} ${error.message}`;
  } finally {
    await client.end();
  }
}

/** As `send`, inside a transaction that began as the application begins one. */
const sendAs = (token: string, ...statements: string[]) =>
  send(
    'begin',
    ["select set_config('role', 'client', true), set_config('app.session', $1, true)", [token]],
    ...statements,
  );
const sendAsEmployee = (...statements: string[]) => sendAs(inside().client.employee, ...statements);

test('the session works: it reads what is shared with its client', async () => {
  expect(await sendAsEmployee(names)).toEqual([{ names: 'shared' }]);
});

describe('L87: being somebody else', () => {
  test.each([
    ["another's identity by guess", "set local app.session = 'guess'"],
    ['the hash that the session table keeps', `set local app.session = '\\x00'`],
    ['no identity', 'reset app.session'],
    ['the default of everything', 'reset all'],
    ['a setting of the same name, elsewhere', "set local app.client_id = '1'"],
    ['a search path', 'set local search_path = pg_temp, app'],
    ['a session that reads its own token back', "select current_setting('app.session')"],
  ])('%s', async (_, statement) => {
    const seen = await sendAsEmployee(statement, names);
    expect([[{ names: 'shared' }], [{ names: '' }]]).toContainEqual(seen);
  });

  test('the hash of a session, were it known, is no token', async () => {
    const { client } = inside();
    for (const hash of [
      hashOf(client.neighbour).toString('hex'),
      `\\x${hashOf(client.neighbour).toString('hex')}`,
      hashOf(client.neighbour).toString('base64url'),
    ])
      expect(await sendAs(hash, names)).toEqual([{ names: '' }]);
  });

  test('a staff token on this login', async () => {
    const { staff } = inside();
    expect(await sendAs(staff.tenantManager, names)).toEqual([{ names: '' }]);
    expect(await sendAs(staff.tenantManager, 'select app.staff_id()')).toMatch(/^42501/);
  });

  test('a token replayed after sign-out, expiry, deactivation', async () => {
    const { db, clients } = inside();
    const person = await aClientUser(db, clients.own);
    const token = await aSession(db, person);
    expect(await asClient(db, token, names)).toEqual([{ names: 'shared' }]);
    await db.admin.query(
      "update identity.client_session set expires_at = now() - interval '1 ms' where token_hash = $1",
      [hashOf(token)],
    );
    expect(await asClient(db, token, names)).toEqual([{ names: '' }]);
    await db.admin.query(
      "update identity.client_session set expires_at = now() + interval '1 hour' where token_hash = $1",
      [hashOf(token)],
    );
    await db.admin.query('update app.client_user set active = false where id = $1', [person.id]);
    expect(await asClient(db, token, names)).toEqual([{ names: '' }]);
    await db.admin.query('update app.client_user set active = true where id = $1', [person.id]);
    expect(await asClient(db, token, names)).toEqual([{ names: '' }]);
    const another = await aSession(db, person);
    expect(await asClient(db, another, names)).toEqual([{ names: 'shared' }]);
    await db.admin.query('delete from identity.client_session where token_hash = $1', [hashOf(another)]);
    expect(await asClient(db, another, names)).toEqual([{ names: '' }]);
  });

  test.each([
    'staff', 'client_sign_in', 'staff_sign_in', 'worker', 'auditor', 'portal_owner', 'definer_identity', 'definer_log', 'definer_live',
    'definer_number', 'definer_visit', 'definer_team', 'staff_app', 'client_auth', 'postgres', 'pg_read_all_data', 'pg_monitor',
  ])('SET ROLE %s, SET SESSION AUTHORIZATION', async (role) => {
    expect(await sendAsEmployee(`set role ${role}`)).toBe(`42501 permission denied to set role "${role}"`);
    expect(await sendAsEmployee('reset role', `set role ${role}`)).toBe(`42501 permission denied to set role "${role}"`);
    expect(await sendAsEmployee(`set session authorization ${role}`)).toMatch(/^42501/);
    expect(await sendAsEmployee(`set local session authorization ${role}`)).toMatch(/^42501/);
    expect(await send(`grant ${role} to client_app`)).toMatch(/^42501/);
  }); // prettier-ignore

  test('RESET ROLE leaves the bare login, which may do nothing', async () => {
    for (const statement of [
      'reset role',
      'set role none',
      'set session authorization default',
      'discard all',
    ])
      expect(await send(statement, names)).toBe('42501 permission denied for schema app');
    expect(await sendAsEmployee('reset role', names)).toBe('42501 permission denied for schema app');
    expect(await sendAsEmployee('reset role', 'select app.client_id()')).toBe(
      '42501 permission denied for schema app',
    );
    expect(await sendAsEmployee('reset role', 'select token_hash from identity.client_session')).toMatch(
      /^42501/,
    );
  });

  test('set_config inside a query: plainly, in a materialized CTE, in XML, in a lateral, in an aggregate', async () => {
    const set = "set_config('app.session', 'x', true)";
    for (const query of [
      `select ${set}`,
      `with x as materialized (select ${set} as v) select p.name from x, app.project p where x.v is not null`,
      `select query_to_xml('select set_config(''role'', ''none'', true)', true, true, '')`,
      `select query_to_xml('set role none', true, true, '')`,
      `select cursor_to_xml('c', 1, true, true, '')`,
      `select table_to_xml('app.project', true, true, '')`,
      `select schema_to_xml('app', true, true, '')`,
      `select database_to_xml(true, true, '')`,
      `select p.name from app.project p, lateral (select ${set}) s`,
      `select name from app.project where ${set} is not null`,
      `select name from app.project order by ${set}`,
      `update pg_settings set setting = 'off' where name = 'row_security'`,
      `select * from ts_stat('select to_tsvector(name) from app.project')`,
    ])
      expect({ query, error: await sendAsEmployee(query) }).toEqual({ query, error: refused });
  });

  test('settings that decide who is bound', async () => {
    expect(await sendAsEmployee('set row_security = off', names)).toBe(
      '42501 query would be affected by row-level security policy for table "project"',
    );
    for (const statement of [
      'set local session_replication_role = replica',
      "set log_statement = 'all'",
      'set zero_damaged_pages = on',
      'set allow_system_table_mods = on',
      "set session_preload_libraries = 'x'",
      "load 'auto_explain'",
      "set jit_provider = 'x'",
    ])
      // prettier-ignore
      expect({ statement, error: await sendAsEmployee(statement) }).toEqual({ statement, error: refusedOrImpossible });
  });

  test('savepoints do not carry a role or an identity out of where it was set', async () => {
    const { client } = inside();
    expect(await sendAsEmployee('savepoint a', 'reset role', 'rollback to a', names)).toEqual([
      { names: 'shared' },
    ]);
    expect(
      await sendAsEmployee(
        'savepoint a',
        `set local app.session = '${client.neighbour}'`,
        'rollback to a',
        names,
      ),
    ).toEqual([{ names: 'shared' }]);
    expect(await sendAsEmployee('commit', names)).toMatch(/^42501/);
    expect(
      await sendAsEmployee('rollback', "select current_user || '/' || current_setting('app.session') as who"),
    ).toEqual([{ who: 'client_app/' }]);
  });

  test('a cursor or a prepared statement keeps no right beyond its role and session', async () => {
    expect(
      await sendAsEmployee(`declare c cursor with hold for ${names}`, 'commit', 'fetch all from c'),
    ).toEqual([{ names: 'shared' }]);
    expect(
      await sendAsEmployee(`declare c cursor for ${names}`, "set local app.session = ''", 'fetch all from c'),
    ).toEqual([{ names: '' }]);
    expect(await sendAsEmployee(`prepare p as ${names}`, 'execute p', 'commit', 'execute p')).toMatch(
      /^42501/,
    );
    expect(
      await sendAsEmployee(
        `prepare p as ${names}`,
        'execute p',
        'execute p',
        'execute p',
        "set local app.session = ''",
        'execute p',
      ),
    ).toEqual([{ names: '' }]);
    expect(
      await sendAsEmployee(
        'set local plan_cache_mode = force_generic_plan',
        `prepare p as ${names}`,
        'execute p',
        "set local app.session = ''",
        'execute p',
      ),
    ).toEqual([{ names: '' }]);
  });

  test('another database of the server', async () => {
    for (const database of ['postgres', 'template1', 'template0', 'portal_template']) {
      const url = new URL(inside().db.url('client_app'));
      url.pathname = `/${database}`;
      const client = new pg.Client({ connectionString: url.href });
      client.on('error', () => {});
      expect({ database, error: await errorOf(client.connect()) }).toEqual({
        database,
        error: refusedOrClosed,
      });
    }
  });
});

describe('changing anything', () => {
  test.each([
    'create table app.mine ()', 'create table public.mine ()', 'create table mine ()', 'create temp table mine (a text)',
    'select 1 as a into temp mine', 'create temp view mine as select 1', 'create schema mine', 'create unlogged table mine ()',
    'create materialized view mine as select 1', 'create temp sequence mine', 'create sequence app.mine', 'create type app.mine as enum ()',
    "create function pg_temp.mine() returns text language sql as 'select 1::text'", "create function app.sha256(bytea) returns bytea language sql as 'select $1'",
    "create function public.mine() returns text language sql security definer as 'select 1::text'",
    'create operator pg_temp.= (leftarg = uuid, rightarg = uuid, function = uuid_ne)', 'create operator app.= (leftarg = uuid, rightarg = uuid, function = uuid_ne)',
    'create cast (text as uuid) with inout', 'create domain app.mine as text', 'create collation app.mine from "C"',
    'create aggregate pg_temp.mine (text) (sfunc = textcat, stype = text)', 'create language plpython3u', 'create extension dblink',
    'create extension postgres_fdw', 'create server mine foreign data wrapper x', 'create foreign data wrapper x', 'create user mapping for current_user server x',
    'create publication mine for table app.task', "create subscription mine connection '' publication mine", 'create event trigger mine on ddl_command_start execute function app.refuse_ddl()',
    'create trigger mine before insert on app.task execute function app.refuse_change()', 'create rule mine as on select to app.task do instead select 1',
    'create policy mine on app.task using (true)', 'drop policy floor on app.task', 'alter policy client_select on app.task using (true)',
    'alter policy client_select on app.task to client_app', 'alter table app.task disable row level security', 'alter table app.task no force row level security',
    'alter table app.task owner to client', 'alter table app.task alter column title set statistics 1000', 'drop table app.task', 'drop event trigger refuse_ddl_by_logins',
    'alter event trigger refuse_ddl_by_logins disable', 'alter function app.client_id() owner to client', 'create or replace function app.client_id() returns uuid language sql return null',
    'drop owned by client', 'drop owned by client cascade', 'drop owned by client_app', 'drop owned by current_user', 'reassign owned by client to client_app',
    "comment on table app.task is 'x'", "comment on role client is 'x'", "security label on table app.task is 'x'", 'grant select on app.task to client_app',
    'grant all on all tables in schema app to public', 'revoke select on app.task from staff', 'alter default privileges grant select on tables to public',
    'create index on app.task (title)', 'create statistics app.mine on title, status from app.task', 'refresh materialized view app.mine', 'cluster app.task',
    'reindex table app.task', 'import foreign schema x from server y into app', 'alter system set fsync = off', 'create database mine',
    'create role mine', 'create tablespace mine location \'/tmp\'', 'alter role staff_app password \'x\'', 'alter role client superuser', 'alter role client_app bypassrls',
    'alter role client_app createrole', 'alter role client login', 'grant client to client_auth', 'grant staff to client_app', 'checkpoint',
  ])('%s', async (statement) => {
    expect(await sendAsEmployee('commit', statement)).toMatch(/^42501/);
    expect(await sendAsEmployee('commit', 'set role client', statement)).toMatch(/^42501/);
  }); // prettier-ignore

  test('the law is as it was', async () => {
    const { rows } = await inside().db.admin.query(
      `select (select count(*)::int from pg_policy) as policies, (select polroles::regrole[]::text from pg_policy where polname = 'client_select' and polrelid = 'app.task'::regclass) as task`,
    );
    await sendAsEmployee('drop owned by client cascade');
    await send('drop owned by client_app cascade');
    const { rows: after } = await inside().db.admin.query(
      `select (select count(*)::int from pg_policy) as policies, (select polroles::regrole[]::text from pg_policy where polname = 'client_select' and polrelid = 'app.task'::regclass) as task`,
    );
    expect(after).toEqual(rows);
    expect(after).toMatchObject([{ task: '{client}' }]);
  });

  test('L86: writes are refused before any row is touched, ON CONFLICT and MERGE included', async () => {
    const denied = '42501 permission denied for table task';
    for (const statement of [
      "insert into app.task (project_id, title) values (gen_random_uuid(), 'x')",
      "insert into app.task (id) select id from app.task on conflict (tenant_id, id) do update set title = 'x' where (task.title::int) > 0",
      'insert into app.task (id) select id from app.task on conflict do nothing',
      "update app.task set title = 'x'",
      'delete from app.task',
      'delete from app.task where (title::int) > 0',
      'merge into app.task t using app.task s on t.id = s.id when matched then delete',
      "merge into app.task t using (select 1) s on (t.title::int) > 0 when matched then update set title = 'x'",
      'truncate app.task',
      'truncate app.task cascade',
      'select id from app.task for update',
      'select id from app.task for share',
      'select id from app.task for key share',
    ])
      // prettier-ignore
      expect({ statement, error: await sendAsEmployee(statement) }).toEqual({ statement, error: denied });
  });

  test('no lock on a table, in any mode; a column grant gives none', async () => {
    for (const mode of [
      'access share',
      'row share',
      'row exclusive',
      'share update exclusive',
      'share',
      'share row exclusive',
      'exclusive',
      'access exclusive',
    ])
      // prettier-ignore
      expect({ mode, error: await sendAsEmployee(`lock table app.task in ${mode} mode`) }).toEqual({ mode, error: '42501 permission denied for table task' });
  });

  test('no advisory lock, no large object, no notification from a query, no sleep, nobody else’s end', async () => {
    for (const call of [
      'pg_advisory_lock(1)',
      'pg_try_advisory_lock(1)',
      'pg_advisory_xact_lock_shared(1, 2)',
      'pg_advisory_unlock_all()',
      'lo_create(0)',
      'lo_creat(1)',
      "lo_from_bytea(0, '')",
      "lo_put(1, 0, '')",
      'lo_get(1)',
      'lo_open(1, 1)',
      "lo_import('/etc/passwd')",
      "lo_export(1, '/tmp/x')",
      "pg_notify('a', 'b')",
      'pg_sleep(0)',
      'pg_cancel_backend(1)',
      'pg_terminate_backend(1)',
      'pg_terminate_backend(1, 1)',
      'pg_export_snapshot()',
      'pg_reload_conf()',
      'pg_rotate_logfile()',
      "pg_create_restore_point('x')",
      'pg_switch_wal()',
      'pg_stat_reset()',
      "pg_logical_slot_get_changes('a', null, null)",
      "pg_create_logical_replication_slot('a', 'pgoutput')",
      "pg_create_physical_replication_slot('a')",
      'pg_promote()',
    ])
      // prettier-ignore
      expect({ call, error: await sendAsEmployee(`select ${call}`) }).toEqual({ call, error: refused });
  });

  test('no code but SQL: no DO, no function of its own', async () => {
    for (const statement of [
      "do $$ begin execute 'reset role'; end $$",
      'do language plpgsql $$ begin perform 1; end $$',
      "do language sql 'select 1'",
    ])
      expect(await sendAsEmployee(statement)).toMatch(/^(42501|0A000)/);
    expect(await sendAsEmployee('call app.client_id()')).toMatch(/^42809/);
  });

  test('no file, no program, no other server', async () => {
    for (const statement of [
      "copy (select 1) to '/tmp/x'",
      "copy (select 1) to program 'id'",
      "copy app.task (title) from '/etc/passwd'",
      "copy app.task (title) from program 'id'",
      "select pg_read_file('/etc/passwd')",
      "select pg_read_binary_file('/etc/passwd')",
      "select pg_ls_dir('/')",
      "select pg_stat_file('/etc/passwd')",
      'select pg_ls_logdir()',
      'select pg_ls_waldir()',
      'select pg_current_logfile()',
      'select * from pg_hba_file_rules',
      'select * from pg_file_settings',
      'select * from pg_authid',
      'select * from pg_shadow',
      'select * from pg_statistic',
      'select * from pg_statistic_ext_data',
      'select * from pg_largeobject',
      'select * from pg_subscription',
      'select * from pg_user_mapping',
      'select * from pg_config',
    ])
      // prettier-ignore
      expect({ statement, error: await sendAsEmployee(statement) }).toEqual({ statement, error: refused });
    expect(await sendAsEmployee("select dblink('a', 'b')")).toMatch(/^42883/);
    expect(await sendAsEmployee('copy app.task (title) from stdin')).toBe(
      '42501 permission denied for table task',
    );
    expect(await sendAsEmployee('copy app.task to stdout')).toBe('42501 permission denied for table task');
  });

  test('COPY … TO STDOUT gives the rows that a SELECT gives', async () => {
    const client = await inside().db.as('client_app');
    let copied = '';
    (client as unknown as { connection: NodeJS.EventEmitter }).connection.on(
      'copyData',
      ({ chunk }: { chunk: Buffer }) => (copied += chunk.toString()),
    );
    await client.query('begin');
    await client.query("select set_config('role', 'client', true), set_config('app.session', $1, true)", [
      inside().client.employee,
    ]);
    await client.query('copy app.task (title) to stdout');
    await client.query('copy (select name from app.project) to stdout');
    await client.end();
    expect(copied).toBe('shared/open\nshared\n');
  });

  test('VACUUM and ANALYZE pass every table over', async () => {
    const client = await inside().db.as('client_app');
    const notices: string[] = [];
    client.on('notice', ({ message }) => notices.push(message ?? ''));
    await client.query('set role client');
    for (const statement of ['analyze app.task', 'vacuum app.task']) await client.query(statement);
    await client.end();
    expect(notices).toEqual([
      'permission denied to analyze "task", skipping it',
      'permission denied to vacuum "task", skipping it',
    ]);
  });
});

describe('reading around a column or a row', () => {
  test('whole rows, system columns and composite detours', async () => {
    for (const query of [
      'select * from app.task',
      'select t from app.task t',
      'select t.* from app.task t',
      'select row_to_json(t) from app.task t',
      'select to_jsonb(t) from app.task t',
      'select t::text from app.task t',
      '(table app.task)',
      'select (t).title from app.task t',
      'select count(t) from app.task t',
      'select t is null from app.task t',
      'select ctid from app.task',
      'select xmin from app.task',
      'select xmax::text from app.task',
      'select tableoid from app.task',
      'select cmin from app.task',
      'select a.id from app.task a natural join app.task b',
      'select id from app.task where estimate_minutes > 0',
      'select id from app.task order by position',
      'select id from app.task group by id, assignee_staff_id',
      'select max(version) from app.task',
      'select count(*) filter (where not shared) from app.task',
      'select id from app.task a join app.task b using (tenant_id, id)',
      'select 1 from app.task where task = task',
      "select id from app.task where ctid = '(0,1)'",
      'with t as (select * from app.task) select title from t',
      'select id from app.task tablesample system (100) where not shared',
      'select jsonb_agg(t) from (select * from app.task) t',
      "select currtid2('app.task', '(0,1)')",
    ])
      // prettier-ignore
      expect({ query, error: await sendAsEmployee(query) }).toEqual({ query, error: '42501 permission denied for table task' });
  });

  test.each(['comment', 'note'])('when a %s was written, and by which of the team', async (kind) => {
    for (const query of [
      `select created_at from app.text where kind = '${kind}'`,
      `select id from app.text where kind = '${kind}' order by created_at`,
      `select 1 from app.text where kind = '${kind}' and created_at < now()`,
      `select max(updated_at) from app.text where kind = '${kind}'`,
      `select author_staff_id from app.text where kind = '${kind}'`,
      `select t from app.text t where kind = '${kind}'`,
    ])
      expect({ query, error: await sendAsEmployee(query) }).toEqual({
        query,
        error: `42501 permission denied for table text`,
      });
    expect(
      await sendAsEmployee(`select 1 from app.text where kind = '${kind}' and shared_at < now()`),
    ).not.toEqual([]);
  });

  test('tables without a client grant, which are all but these', async () => {
    const readable = [
      ...['app.attachment', 'app.client', 'app.client_user', 'app.client_visit', 'app.contract_client'],
      ...['app.epic', 'app.job_type', 'app.message', 'app.milestone'],
      ...['app.milestone_change', 'app.project', 'app.sprint', 'app.story'],
      ...['app.task', 'app.task_status_change', 'app.tenant', 'app.text', 'app.ticket', 'app.ticket_event'],
      ...['app.ticket_task', 'app.upload'],
    ];
    // Whatever else there is, so that a new table is asked for by itself.
    const { rows } = await inside().db.admin.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`,
    );
    const names = rows.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(readable));
    const closed = names.filter((name) => !readable.includes(name));
    expect(closed).toEqual(
      expect.arrayContaining([
        ...[
          'app.record',
          'app.visibility_log',
          'app.number_counter',
          'app.staff_member',
          'app.contract',
          'app.project_member',
        ],
        ...[
          'app.project_default',
          'app.time_entry',
          'app.task_dependency',
          'app.sprint_capacity',
          'app.saved_filter',
        ],
        ...['app.task_sprint_change', 'app.task_estimate_change', 'app.read_receipt', 'app.client_view'],
        ...[
          'identity.client_session',
          'identity.client_credential',
          'identity.staff_session',
          'identity.live_key',
        ],
        'supabase_migrations.schema_migrations',
      ]),
    );
    const answers: Record<string, unknown> = {};
    for (const name of closed)
      for (const what of ['*', 'count(*)', '1'])
        answers[`${what} from ${name}`] = await sendAsEmployee(`select ${what} from ${name}`);
    expect(
      Object.entries(answers).filter(
        ([, answer]) => !/^42501 permission denied for (table|schema)/.test(String(answer)),
      ),
    ).toEqual([]);
  });

  test('every way of asking names the same rows', async () => {
    for (const query of [
      'select title from app.task',
      'select title from only app.task',
      'select title from app.task tablesample system (100)',
      'select distinct title from app.task',
      'select title from app.task union select title from app.task',
      'select title from app.task except all select null',
      'select min(title) as title from app.task',
      'select t.title from app.project p join app.task t on t.project_id = p.id',
      'select t.title from app.task t left join app.task u on u.id <> t.id',
      'select t.title from app.task t full join (select 1) s on false where t.title is not null',
      'with recursive r as (select title from app.task union select title from r) select * from r',
      'select title from app.task where title is not null or true',
      'select title from app.task where id in (select id from app.task)',
      'select title from app.task order by random() fetch first 100 rows with ties'.replace(
        'random()',
        'title',
      ),
      'select (array_agg(title))[1] as title from app.task',
      "select coalesce(title, 'x') as title from app.task where not (title is null)",
    ])
      // prettier-ignore
      expect({ query, rows: await sendAsEmployee(query) }).toEqual({ query, rows: [{ title: 'shared/open' }] });
    expect(await sendAsEmployee('select count(*)::int as count from app.task')).toEqual([{ count: 1 }]);
  });

  test('L85: no sequence counts anything', async () => {
    expect(await sendAsEmployee('select lastval()')).toMatch(/^55000/);
    expect(await inside().db.admin.query('select from pg_sequences')).toMatchObject({ rowCount: 0 });
  });

  test('the catalog holds no row of any table', async () => {
    const text = JSON.stringify(
      await Promise.all(
        [
          "select * from pg_stats where schemaname in ('app', 'identity')", 'select * from pg_stats_ext', 'select * from pg_prepared_statements', 'select * from pg_cursors',
          'select setconfig from pg_db_role_setting', "select * from information_schema.columns where table_schema in ('app', 'identity')", 'select prosrc from pg_proc where pronamespace = \'app\'::regnamespace',
          'select pg_get_expr(polqual, polrelid) from pg_policy', "select * from information_schema.element_types", 'select * from pg_description', 'select partition_bound from (select 1 as partition_bound) x',
        ].map((query) => sendAsEmployee(query)),
      ),
    ); // prettier-ignore
    expect(text).not.toMatch(/shared\/|hidden\/|neighbour\/|foreign\/|Rival|Stranger|@example\.com|\$argon2/);
    expect(
      await sendAsEmployee(
        "select count(*)::int as count from pg_stats where schemaname in ('app', 'identity')",
      ),
    ).toEqual([{ count: 0 }]);
  });
});

describe('functions, asked oddly', () => {
  test('answer about nobody else', async () => {
    const { clients, people } = inside();
    const own = [clients.own.id, people.employee.id, inside().acme.tenant_id];
    for (const call of [
      'app.client_section(null)', "app.client_section('team')", 'app.client_live(null)', "app.client_live('team')", 'app.client_me()', 'app.client_id()',
      'array(select app.client_id() from generate_series(1, 100))', "(select array_agg(app.client_section(s)) from unnest(enum_range(null::app.section)) s)",
    ]) {
      const told = JSON.stringify(await sendAsEmployee(`select ${call} as answer`));
      const ids = told.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];
      expect({ call, others: ids.filter((id) => !own.includes(id)) }).toEqual({ call, others: [] });
    } // prettier-ignore
    for (const call of [
      "app.client_section('everything')",
      "app.client_section('projects', 1)",
      "app.client_section(array['projects'])",
      `app.client_section('${'x'.repeat(100_000)}')`,
    ])
      expect(await sendAsEmployee(`select ${call}`)).toMatch(/^(22P02|42883)/);
    expect(await sendAs('x'.repeat(1_000_000), names)).toEqual([{ names: '' }]);
    expect(await sendAs('\u{1F512}%', names)).toEqual([{ names: '' }]);
  });

  test('a visit is noted for oneself alone', async () => {
    await sendAsEmployee('select app.record_visit() from generate_series(1, 50)', 'commit');
    const { rows } = await inside().db.admin.query('select client_user_id as id from app.client_visit');
    expect(rows).toEqual([{ id: inside().people.employee.id }]);
  });
});

describe('accepted residual', () => {
  test('accepted residual: a login may change its own password and its own defaults, and gains nothing by it', async () => {
    const { db } = inside();
    const client = await db.as('client_app');
    await client.query('begin');
    await client.query("alter role client_app password 'mine'");
    await client.query("alter role client_app set search_path = 'pg_temp'");
    await client.query("alter role client_app set statement_timeout = '1ms'");
    expect(await errorOf(client.query("alter role client_app set app.session = 'mine'"))).toMatch(/^42501/);
    await client.query('rollback');
    expect(await errorOf(client.query("alter role client_app set log_statement = 'all'"))).toMatch(/^42501/);
    for (const change of [
      'superuser',
      'bypassrls',
      'createrole',
      'createdb',
      'replication',
      'inherit',
      "valid until 'infinity'",
      'connection limit 1',
      'rename to x',
    ])
      expect({
        change,
        error: await errorOf(
          client.query(
            change.startsWith('rename')
              ? `alter role client_app ${change}`
              : `alter role client_app with ${change}`,
          ),
        ),
      }).toEqual({
        change,
        error: refusedOrImpossible,
      });
    expect(await errorOf(client.query("alter role client_app set role = 'staff'"))).toMatch(
      /^(42501|no error|22023)/,
    );
    expect(await errorOf(client.query('alter role client_app reset role'))).toBe('no error');
    await client.end();
  });

  test('accepted residual: what it leaves on a pooled connection gives it nothing of whoever comes next', async () => {
    const { db, client: tokens } = inside();
    const connection = await db.as('client_app');
    const as = async (token: string, sql: string) => {
      await connection.query('begin');
      await connection.query(
        "select set_config('role', 'client', true), set_config('app.session', $1, true)",
        [token],
      );
      const { rows } = await connection.query<Record<string, unknown>>(sql);
      await connection.query('commit');
      return rows;
    };
    await as(tokens.neighbour, "set session app.session = 'left behind'");
    await as(tokens.neighbour, `set session search_path = pg_temp`);
    await as(tokens.neighbour, `declare left_behind cursor with hold for ${names}`);
    await as(tokens.neighbour, 'listen left_behind');
    expect(await as(tokens.employee, names)).toEqual([{ names: 'shared' }]);
    // The cursor holds what its maker could read, and no more once somebody else is there.
    expect(await as(tokens.employee, 'fetch all from left_behind')).toEqual([{ names: 'neighbour' }]);
    await connection.end();
  });
});

describe('should the event trigger be missing', () => {
  const beneath = useWorld();

  async function sendTo(...statements: string[]): Promise<unknown> {
    const { db, client: tokens } = beneath();
    await db.admin.query('alter event trigger refuse_ddl_by_logins disable');
    const client = await db.as('client_app');
    try {
      await client.query('begin');
      await client.query("select set_config('role', 'client', true), set_config('app.session', $1, true)", [
        tokens.employee,
      ]);
      let rows: unknown[] = [];
      for (const statement of statements) rows = (await client.query(statement)).rows as unknown[];
      return rows;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      return `${error.code} ${error.message}`;
    } finally {
      await client.query('rollback');
      await client.end();
    }
  }

  test.each([
    'create table app.mine ()', 'create table public.mine ()', 'create temp table mine (a text)', 'create schema mine', 'create temp view mine as select 1',
    "create function pg_temp.mine() returns text language sql as 'select 1::text'", "create function app.mine() returns text language sql as 'select 1::text'",
    'create policy mine on app.task using (true)', 'drop policy floor on app.task', 'alter policy client_select on app.task using (true)',
    'alter table app.task disable row level security', 'drop table app.task', 'alter function app.client_id() owner to client',
    "comment on table app.task is 'x'", 'create index on app.task (title)', 'create statistics app.mine on title, status from app.task',
    'create trigger mine before insert on app.task execute function app.refuse_change()', 'create publication mine for table app.task', 'create extension dblink',
    'grant select on app.task to client_app', 'create event trigger mine on ddl_command_start execute function app.refuse_ddl()',
  ])('%s is refused all the same', async (statement) => {
    expect(await sendTo(statement)).toMatch(/^(42501|3F000)/);
  }); // prettier-ignore

  test('L86: DROP OWNED (CVE-2026-116311) takes away from its own role, and opens no row', async () => {
    const outcome = await sendTo('drop owned by client', names);
    expect(
      [[{ names: 'shared' }], [{ names: '' }]].some(
        (rows) => JSON.stringify(rows) === JSON.stringify(outcome),
      ) || String(outcome).startsWith('42501'),
    ).toBe(true);
    const { rows } = await beneath().db.admin.query(
      "select polroles::regrole[]::text as roles from pg_policy where polname = 'floor' and polrelid = 'app.project'::regclass",
    );
    expect(rows).toEqual([{ roles: '{-}' }]);
  });
});
