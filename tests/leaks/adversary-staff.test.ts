/** Somebody who can send any SQL on the login staff_app, with the session of a Member: the other tenant, and the projects they are not on. */
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { aSession, type ProjectRole } from '../support/builders.ts';
import { useWorld } from '../policies/world.ts';

const inside = useWorld();
const names = "select coalesce(string_agg(name, ' ' order by name), '') as names from app.project";

async function sendAs(token: string, ...statements: string[]): Promise<unknown> {
  const client = await inside().db.as('staff_app');
  try {
    await client.query('begin');
    await client.query("select set_config('role', 'staff', true), set_config('app.session', $1, true)", [
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
      'client',
      'portal_owner',
      'definer_identity',
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
      [`insert into app.comment (task_id, body) values ('${task}', 'x')`, task],
      [`insert into app.note (project_id, task_id, body) values ('${shared}', '${task}', 'x')`, task],
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
    const refused = '42501 only a project manager changes visibility';
    const shared = projects.shared.id;
    expect(
      await asRole(
        'contributor',
        "update app.task set visibility = 'client_visible' where title = 'shared/internal'",
      ),
    ).toBe(refused);
    expect(
      await asRole(
        'contributor',
        `insert into app.task (project_id, title, visibility) values ('${shared}', 'x', 'client_visible')`,
      ),
    ).toBe(refused);
    expect(
      await asRole(
        'contributor',
        `insert into app.task (id, project_id, title) select id, project_id, title from app.task where title = 'shared/internal' on conflict (tenant_id, id) do update set visibility = 'client_visible'`,
      ),
    ).toBe(refused);
    expect(
      await asRole(
        'contributor',
        "merge into app.task t using (select 1) s on t.title = 'shared/internal' when matched then update set visibility = 'client_visible'",
      ),
    ).toBe(refused);
    expect(
      await asRole(
        'contributor',
        `insert into app.project_default select tenant_id, id, 'task', 'client_visible' from app.project where name = 'shared'`,
      ),
    ).toMatch(/^42501/);
    expect(await asRole('contributor', 'update app.task set shared = true')).toMatch(/^428C9/);
    expect(await asRole('contributor', 'update app.task set project_shared = true')).toMatch(/^42501/);
  });

  test('logs, histories and numbers are written by triggers alone', async () => {
    for (const table of [
      'visibility_log',
      'task_status_change',
      'milestone_change',
      'number_counter',
      'client_visit',
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
        "insert into app.comment (task_id, body, author_staff_id) select id, 'x', gen_random_uuid() from app.task",
      ),
    ).toBe('42501 permission denied for table comment');
    expect(await asRole('owner', "update app.comment set author_name = 'Somebody else'")).toBe(
      '42501 permission denied for table comment',
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
