/** Somebody who can send any SQL on the login staff_app, with the session of a Member: the other tenant, and the projects they are not on. */
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import {
  aLook, aProject, aProjectMember, asClient, aSession, aStaffMember, asStaff, hashOf, type ProjectRole,
} from '../support/builders.ts'; // prettier-ignore
import { useWorld } from '../policies/world.ts';

const inside = useWorld();
const names = "select coalesce(string_agg(name, ' ' order by name), '') as names from app.project";

async function sendAs(token: string, ...statements: string[]): Promise<unknown> {
  return sendUnder('staff', token, ...statements);
}

async function sendUnder(role: 'staff' | 'client', token: string, ...statements: string[]): Promise<unknown> {
  const client = await inside().db.as('staff_app');
  try {
    await client.query('begin');
    await client.query("select set_config('role', $1, true), set_config('app.session', $2, true)", [
      role,
      token,
    ]);
    let rows: unknown[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows as unknown[];
    return rows;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return `${error.code} ${error.message}`;
  } finally {
    await client.end();
  }
}
const send = (...statements: string[]) => sendAs(inside().staff.owner, ...statements);

describe('L87: being somebody else', () => {
  test('no other token, role or setting opens more', async () => {
    const { client, staff } = inside();
    expect(await send(names)).toEqual([{ names: 'hidden shared' }]);
    for (const token of [client.admin, staff.deactivated, staff.expired, 'guess', ''])
      expect(await sendAs(token, names)).toEqual([{ names: '' }]);
    for (const role of [
      'portal_owner',
      'definer_identity',
      'definer_view',
      'client_sign_in',
      'client_app',
      'staff_sign_in',
      'staff_auth',
      'postgres',
      'auditor',
    ])
      expect(await send(`set role ${role}`)).toMatch(/^42501/);
    expect(await send('reset role', names)).toBe('42501 permission denied for schema app');
    expect(await send('set row_security = off', names)).toMatch(/^42501 query would be affected/);
    expect(await send('set local session_replication_role = replica')).toMatch(/^42501/);
    for (const query of [
      "with x as materialized (select set_config('app.session', 'x', true) as v) select name from x, app.project where v is not null",
      "select query_to_xml('select 1', true, true, '')",
      "update pg_settings set setting = 'off' where name = 'row_security'",
    ])
      // prettier-ignore
      expect(await send(query)).toMatch(/^42501/);
  });

  test('the twin with the same id in another tenant is somebody else', async () => {
    const { db, team } = inside();
    const twin = await aSession(db, team.twin);
    expect(await sendAs(twin, names)).toEqual([{ names: 'foreign' }]);
    expect(
      await sendAs(twin, "update app.task set title = 'x' where title like 'shared%' returning title"),
    ).toEqual([]);
  });

  test('give_reason() sets the reason and nothing else', async () => {
    expect(await send("select app.give_reason('app.session')", names)).toEqual([{ names: 'hidden shared' }]);
    expect(await send('select app.give_reason(null)', names)).toEqual([{ names: 'hidden shared' }]);
    expect(await send("select app.give_reason(array['a'])")).toMatch(/^42883/);
  });
});

describe('another tenant', () => {
  test('no table tells a row of it', async () => {
    const { db, rival } = inside();
    const { rows } = await db.admin.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c
        where relkind = 'r' and relnamespace = 'app'::regnamespace and has_table_privilege('staff', c.oid, 'select') order by 1`,
    );
    expect(rows.length).toBeGreaterThan(15);
    for (const { name } of rows) {
      const seen = await send(
        `select count(*) filter (where tenant_id = '${rival.tenant_id}')::int as foreign from ${name}`,
      );
      expect({ name, seen }).toEqual({ name, seen: [{ foreign: 0 }] });
    }
  });

  test('L85: its ids are refused as ids of nothing are', async () => {
    const { db, team, clients } = inside();
    const { rows } = await db.admin.query<{ task: string; story: string; contract: string }>(
      `select (select id from app.task where title = 'foreign/open') as task, (select id from app.story where title = 'foreign/open') as story,
              (select id from app.contract where name = 'Stranger''s') as contract`,
    );
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const shared = inside().projects.shared.id;
    const { task, story, contract } = rows[0] ?? { task: '', story: '', contract: '' };
    const pairs: [string, string][] = [
      [`insert into app.text (kind, record_id, body) values ('comment', '${task}', 'x')`, task],
      [`insert into app.text (kind, record_id, body) values ('note', '${task}', 'x')`, task],
      [`insert into app.task (project_id, title, story_id) values ('${shared}', 'x', '${story}')`, story],
      [
        `update app.task set assignee_staff_id = '${team.foreigner.id}' where title = 'shared/open'`,
        team.foreigner.id,
      ],
      [`delete from app.task where id = '${task}'`, task],
      [`update app.task set title = 'x' where id = '${task}'`, task],
    ];
    for (const [statement, id] of pairs) {
      const told = await send(statement);
      expect({ statement, told }).toEqual({ statement, told: await send(statement.replace(id, nowhere)) });
      if (typeof told === 'string') expect(told).toMatch(/^23503/);
    }
    const { staff, acme } = inside();
    const create = (client: string, under: string) =>
      sendAs(
        staff.tenantManager,
        `insert into app.project (tenant_id, client_id, contract_id, name) values ('${acme.tenant_id}', '${client}', ${under}, 'x')`,
      );
    expect(await create(clients.stranger.id, 'null')).toBe(await create(nowhere, 'null'));
    expect(await create(clients.own.id, `'${contract}'`)).toBe(await create(clients.own.id, `'${nowhere}'`));
  });

  test('the same id may be taken in each tenant, so that taking one tells nothing', async () => {
    const { db } = inside();
    const { rows } = await db.admin.query<{ id: string }>(
      "select id from app.task where title = 'foreign/open'",
    );
    expect(
      await send(
        `insert into app.task (id, project_id, title) values ('${rows[0]?.id}', '${inside().projects.shared.id}', 'x')`,
      ),
    ).toEqual([]);
  });

  test('accepted residual: an id known of a project one is not on is taken, within the tenant; ids are random', async () => {
    const { db, projects } = inside();
    const { rows } = await db.admin.query<{ id: string }>(
      "select id from app.task where title = 'neighbour/open'",
    );
    expect(
      await send(
        `insert into app.task (id, project_id, title) values ('${rows[0]?.id}', '${projects.shared.id}', 'x')`,
      ),
    ).toMatch(/^23505/);
  });

  test('errors over its rows are not raised', async () => {
    for (const query of [
      "select title from app.task where case when title like 'foreign%' then 1 / (length(title) - length(title)) > 0 else false end",
      "select name from app.client where case when name = 'Stranger' then 1 / (length(name) - 8) > 0 else false end",
      "select name from app.staff_member where case when name = 'foreigner' then 1 / (length(name) - 9) > 0 else false end",
    ])
      // prettier-ignore
      expect({ query, rows: await send(query) }).toEqual({ query, rows: [] });
  });
});

describe('more than one’s project role', () => {
  const asRole = (role: ProjectRole, ...statements: string[]) => sendAs(inside().staff[role], ...statements);

  test('nobody puts themselves on a project, or higher on one', async () => {
    const { acme, projects, team } = inside();
    const join = `insert into app.project_member values ('${acme.tenant_id}', '${projects.neighbour.id}', '${team.manager.id}', 'owner')`;
    for (const role of ['observer', 'manager', 'owner'] as const)
      expect(await asRole(role, join)).toMatch(/^42501 new row violates/);
    expect(
      await asRole(
        'manager',
        `update app.project_member set role = 'owner' where staff_member_id = '${team.manager.id}' returning role`,
      ),
    ).toEqual([]);
    expect(
      await asRole(
        'manager',
        `${join} on conflict (tenant_id, project_id, staff_member_id) do update set role = 'owner'`,
      ),
    ).toMatch(/^42501/);
    expect(
      await asRole(
        'manager',
        `merge into app.project_member m using (select 1) s on m.staff_member_id = '${team.manager.id}' when matched then update set role = 'owner' returning m.role`,
      ),
    ).toMatch(/^42501 target row violates/);
    expect(await asRole('owner', `update app.staff_member set role = 'owner'`)).toMatch(/^42501/);
  });

  test('a contributor does not share: not by edit, insert, upsert, merge, nor by what a task hangs on', async () => {
    const { projects } = inside();
    const closed = '42501 permission denied for table task';
    const shared = projects.shared.id;
    expect(
      await asRole(
        'contributor',
        "update app.task set visibility = 'client_visible' where title = 'shared/internal'",
      ),
    ).toBe(closed);
    expect(
      await asRole(
        'contributor',
        `insert into app.task (project_id, title, visibility) values ('${shared}', 'x', 'client_visible')`,
      ),
    ).toBe('42501 new row violates row-level security policy for table "task"');
    expect(
      await asRole(
        'contributor',
        `insert into app.task (id, project_id, title) select id, project_id, title from app.task where title = 'shared/internal' on conflict (tenant_id, id) do update set visibility = 'client_visible'`,
      ),
    ).toBe(closed);
    expect(
      await asRole(
        'contributor',
        "merge into app.task t using (select 1) s on t.title = 'shared/internal' when matched then update set visibility = 'client_visible'",
      ),
    ).toBe(closed);
    expect(
      await asRole(
        'contributor',
        `insert into app.project_default select tenant_id, id, 'task', 'client_visible' from app.project where name = 'shared'`,
      ),
    ).toMatch(/^42501/);
    const { rows } = await inside().db.admin.query<{ id: string }>(
      "select id from app.task where title = 'shared/internal'",
    );
    expect(
      await asRole(
        'contributor',
        `select 1 / app.set_visibility(array['${rows[0]?.id}']::uuid[], 'client_visible', 'mine')`,
      ),
    ).toBe('22012 division by zero');
    expect(await asRole('contributor', 'update app.task set shared = true')).toMatch(/^428C9/);
    expect(await asRole('contributor', 'update app.task set visible = true')).toBe(closed);
    const columns = 'tenant_id, id, client_id, kind, project_id, root_id, visibility';
    for (const statement of [
      "update app.record set visibility = 'client_visible'",
      'update app.record set parent_visible = true',
      'update app.record set parent_id = null',
      'delete from app.record',
      `insert into app.record (${columns}) select ${columns} from app.record`,
      `insert into app.record (${columns}) select ${columns} from app.record on conflict (tenant_id, id) do update set visibility = 'client_visible'`,
      "merge into app.record r using (select 1) s on true when matched then update set visibility = 'client_visible'",
    ])
      for (const role of ['contributor', 'owner'] as const)
        expect({ statement, told: await asRole(role, statement) }).toEqual({
          statement,
          told: '42501 permission denied for table record',
        });
    expect(await asRole('contributor', 'update app.task set project_shared = true')).toMatch(/^42501/);
  });

  test('logs, histories and numbers are written by triggers alone', async () => {
    for (const table of [
      'visibility_log',
      'task_status_change',
      'milestone_change',
      'number_counter',
      'client_visit',
      'task_sprint_change',
      'task_estimate_change',
      'read_receipt',
      'client_view',
    ]) {
      expect(await asRole('owner', `insert into app.${table} default values`)).toBe(
        `42501 permission denied for table ${table}`,
      );
      expect(await asRole('owner', `delete from app.${table}`)).toBe(
        `42501 permission denied for table ${table}`,
      );
    }
    expect(await asRole('owner', 'truncate app.task')).toBe('42501 permission denied for table task');
    for (const statement of [
      'alter table app.task disable trigger all',
      'drop owned by staff',
      'create table app.mine ()',
      'drop trigger log_visibility on app.task',
    ])
      expect(await asRole('owner', statement)).toMatch(/^42501/);
  });

  test('the actor of a log is who the session says, not who the statement says', async () => {
    expect(
      await asRole(
        'owner',
        "insert into app.text (kind, record_id, body, author_staff_id) select 'comment', id, 'x', gen_random_uuid() from app.task",
      ),
    ).toBe('42501 permission denied for table text');
    expect(await asRole('owner', "update app.text set author_name = 'Somebody else'")).toBe(
      '42501 permission denied for table text',
    );
  });

  test('credentials and sessions are closed, of both realms', async () => {
    for (const table of [
      'client_credential',
      'client_session',
      'client_attempt',
      'staff_credential',
      'staff_session',
      'staff_attempt',
      'live_key',
    ])
      expect(await asRole('owner', `select count(*) from identity.${table}`)).toBe(
        '42501 permission denied for schema identity',
      );
  });
});

describe('role client, which this login may take', () => {
  const asClientRole = (token: string, ...statements: string[]) => sendUnder('client', token, ...statements);
  const clientTables = async () =>
    (
      await inside().db.admin.query<{ name: string }>(
        `select c.oid::regclass::text as name from pg_class c
          where relkind = 'r' and relnamespace = 'app'::regnamespace and has_any_column_privilege('client', c.oid, 'select') order by 1`,
      )
    ).rows.map(({ name }) => name);
  /** How many rows of each table role client sees here under this token; 0 is nothing. */
  const seen = async (token: string, ...first: string[]) => {
    const counts: Record<string, number> = {};
    for (const name of await clientTables()) {
      const rows = (await asClientRole(token, ...first, `select count(*)::int as count from ${name}`)) as {
        count: number;
      }[];
      if (rows[0]?.count !== 0) counts[name] = rows[0]?.count ?? -1;
    }
    return counts;
  };

  test('shows nothing under a staff session, a client’s own, a guess, or none; a look shows what the client sees', async () => {
    const { db, staff, client, looks } = inside();
    expect((await clientTables()).length).toBeGreaterThan(12);
    for (const token of [staff.owner, staff.tenantManager, client.admin, client.stranger, 'guess', ''])
      expect(await seen(token)).toEqual({});
    expect(await sendAs(staff.owner, 'set role client', names)).toEqual([{ names: '' }]);
    expect(await sendAs(staff.owner, 'set local role client', 'select app.client_id() as id')).toEqual([
      { id: null },
    ]);

    const theirs: Record<string, number> = {};
    for (const name of await clientTables()) {
      const rows = await asClient(db, client.admin, `select 1 from ${name}`);
      if (rows.length > 0) theirs[name] = rows.length;
    }
    expect(await seen(looks.admin)).toEqual(theirs);
  });

  test('shows under a look exactly the rows and values of that client user, table by table', async () => {
    const { db, client, looks } = inside();
    const { rows } = await db.admin.query<{ name: string; columns: string }>(
      `select c.oid::regclass::text as name, string_agg(quote_ident(attname), ', ' order by attnum) as columns
         from pg_class c join pg_attribute a on attrelid = c.oid and attnum > 0 and not attisdropped
        where relkind = 'r' and relnamespace = 'app'::regnamespace and has_column_privilege('client', c.oid, attnum, 'select') group by 1`,
    );
    for (const { name, columns } of rows) {
      const read = `select row(${columns})::text as line from ${name} order by 1`;
      expect({ name, rows: await asClientRole(looks.admin, read) }).toEqual({
        name,
        rows: await asClient(db, client.admin, read),
      });
    }
  });

  test('a look turned into another role and back is still that of one client user', async () => {
    const { looks, staff } = inside();
    expect(await asClientRole(looks.admin, 'set role staff', names)).toEqual([{ names: '' }]);
    expect(await asClientRole(looks.admin, 'set role staff', 'set role client', names)).toEqual([
      { names: 'shared' },
    ]);
    expect(await asClientRole(looks.admin, `set app.session = '${staff.tenantManager}'`, names)).toEqual([
      { names: '' },
    ]);
    expect(await asClientRole(looks.admin, 'reset role', names)).toBe(
      '42501 permission denied for schema app',
    );
  });

  test('no session is forged: not by hand, nor for another tenant’s client, nor by a Member', async () => {
    const { staff, people, projects, db } = inside();
    const sessions = 'select from identity.client_session';
    const before = (await db.admin.query(sessions)).rowCount;
    for (const under of ['staff', 'client'] as const)
      for (const statement of [
        'insert into identity.client_session default values',
        'update identity.client_session set expires_at = now()',
        'select token_hash from identity.client_session',
        'select token_hash from identity.staff_session',
      ])
        expect(await sendUnder(under, staff.tenantManager, statement)).toBe(
          '42501 permission denied for schema identity',
        );
    const view = (person: string) => `select app.begin_client_view('${person}', sha256('mine')) as id`;
    const preview = (project: string) => `select app.begin_preview('${project}', sha256('mine')) as id`;
    expect(await sendAs(staff.tenantManager, view(people.stranger.id))).toEqual([{ id: null }]);
    expect(await sendAs(staff.tenantManager, view(projects.shared.id))).toEqual([{ id: null }]);
    expect(await sendAs(staff.owner, view(people.admin.id))).toEqual([{ id: null }]);
    expect(await sendAs(staff.contributor, preview(projects.shared.id))).toEqual([{ id: false }]);
    expect(await sendAs(staff.owner, preview(projects.neighbour.id))).toEqual([{ id: false }]);
    expect(await sendAs(staff.tenantManager, view('x'))).toMatch(/^22P02/);
    expect((await db.admin.query(sessions)).rowCount).toBe(before);
  });

  test('nothing is written under a look, nor under a preview', async () => {
    const { looks } = inside();
    for (const name of await clientTables()) {
      const bare = name.replace('app.', '');
      for (const statement of [
        `insert into ${name} default values`,
        `delete from ${name}`,
        `truncate ${name}`,
        `lock table ${name} in exclusive mode`,
      ])
        expect({ statement, told: await asClientRole(looks.admin, statement) }).toEqual({
          statement,
          told: `42501 permission denied for table ${bare}`,
        });
    }
    for (const call of [
      "give_reason('x')",
      "begin_preview(gen_random_uuid(), 'x')",
      "staff_projects('observer')",
      'staff_me()',
    ])
      expect(await asClientRole(looks.admin, `select app.${call}`)).toMatch(
        /^42501 permission denied for function/,
      );
  });

  test('accepted residual: a preview that is committed goes on for its minute, and gives what its client sees and nothing else', async () => {
    const { db, client, clients, projects, acme } = inside();
    // A Member who manages one project of the client, and is on no other.
    const member = await aStaffMember(db, acme, { name: 'previewer' });
    const only = await aProject(db, clients.own, { name: 'only', visibility: 'client_visible' });
    await aProjectMember(db, only, member, 'manager');
    const session = await aSession(db, member);
    expect(await sendAs(session, names)).toEqual([{ names: 'only' }]);
    await asStaff(db, session, 'select app.begin_preview($1, $2)', [only.id, hashOf('kept preview')]);

    for (const name of (await clientTables()).filter((table) => table !== 'app.client_visit')) {
      const count = `select count(*)::int as count from ${name}`;
      expect({ name, rows: await asClientRole('kept preview', count) }).toEqual({
        name,
        rows: await asClient(db, client.admin, count),
      });
    }
    expect(await asClientRole('kept preview', 'select began_at from app.client_visit')).toEqual([]);
    expect(await asClientRole('kept preview', names)).toEqual(await asClient(db, client.admin, names));
    expect(await sendAs('kept preview', names)).toEqual([{ names: '' }]);
    expect(await asClient(db, 'kept preview', names)).toEqual([{ names: '' }]);
    // Not prolonged by being begun anew: a token is taken once.
    const again = `select app.begin_preview('${only.id}', '\\x${hashOf('kept preview').toString('hex')}')`;
    expect(await sendAs(session, again)).toMatch(/^23505/);
    await db.admin.query('update identity.client_session set expires_at = now() where token_hash = $1', [
      hashOf('kept preview'),
    ]);
    expect(await seen('kept preview')).toEqual({});
    await db.admin.query('delete from app.project where id = $1', [only.id]);
    expect(projects.shared.id).not.toBe(only.id);
  });

  test('another’s look is not ended, found or prolonged', async () => {
    const { db, staff, people, acme } = inside();
    const manager = await aSession(
      db,
      await aStaffMember(db, acme, { name: 'other manager', role: 'manager' }),
    );
    const look = await aLook(db, manager, people.admin);
    const { rows } = await db.admin.query<{ id: string; hash: string }>(
      "select view_id as id, '\\x' || encode(token_hash, 'hex') as hash from identity.client_session where token_hash = $1",
      [hashOf(look)],
    );
    const { id, hash } = rows[0]!;
    for (const token of [staff.tenantManager, staff.foreigner, staff.owner])
      expect(await sendAs(token, `select app.end_client_view('${id}', '${hash}') as ended`)).toEqual([
        { ended: false },
      ]);
    expect(await asClientRole(look, names)).toEqual([{ names: 'shared' }]);
    expect(
      await sendAs(staff.tenantManager, `select app.begin_client_view('${people.employee.id}', '${hash}')`),
    ).toMatch(/^23505/);
  });
});
