import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aLook, aProject, aProjectMember, asClient, aSession, aStaffMember, asStaff, hashOf, seats, type StaffMember,
} from '../support/builders.ts'; // prettier-ignore
import {
  attempt, attemptError, beneath, closedTo, closedToClients, errorOf, floored, granted, notWrittenByStaff, readByStaff,
} from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.client_view';
const inside = useWorld();
const key = '(select name from app.client_user u where u.id = client_user_id) collate "C"';

granted(inside, table, {
  staff: { select: true },
  auditor: { select: true },
  definer_view: { select: true, insert: true, update: ['ended_at'] },
});
floored(inside, table, { trusts: ['staff', 'auditor', 'definer_view'] });
closedToClients(inside, table);
closedTo(inside, table, 'staff who look through a client’s eyes', (w) => seats.look(w.looks.admin));
readByStaff(inside, table, {
  key,
  manager: () => ['Admin'],
  member: () => [],
  outsider: () => [],
  foreigner: () => ['Stranger'],
});
notWrittenByStaff(inside, table);

test('the auditor reads all of it and writes nothing', async () => {
  const { db } = inside();
  const auditor = await db.as('auditor');
  const count = 'select count(*)::int as count from app.client_view';
  expect((await auditor.query(count)).rows).toEqual((await db.admin.query(count)).rows);
  for (const sql of ['delete from app.client_view', 'update app.client_view set ended_at = null'])
    expect(await errorOf(auditor.query(sql))).toBe('42501 permission denied for table client_view');
});

const seesProjects = async (token: string) =>
  (await attempt(inside(), seats.look(token), 'select name from app.project order by name')).rows.map(
    ({ name }: { name: string }) => name,
  );

/** A manager of Acme who looks as the Client Admin; what is done to them is nobody else's trouble. */
async function aViewer(values: { expiresIn?: string } = {}) {
  const { db, acme, people } = inside();
  const person: StaffMember = await aStaffMember(db, acme, { role: 'manager' });
  const session = await aSession(db, person, values);
  const look = await aLook(db, session, people.admin);
  const change = (what: string) =>
    db.admin.query(`update app.staff_member set ${what} where tenant_id = $1 and id = $2`, [
      person.tenant_id,
      person.id,
    ]);
  return { person, session, look, change };
}

describe('app.begin_client_view()', () => {
  const begin = async (token: string, person: string, hash = hashOf(Math.random().toString())) =>
    (await asStaff(inside().db, token, 'select app.begin_client_view($1, $2) as view', [person, hash]))[0]
      ?.view as string | null;
  const countOf = async () =>
    (
      await inside().db.admin.query(
        "select (select count(*) from app.client_view) as views, (select count(*) from identity.client_session where login_role = 'staff_app') as sessions",
      )
    ).rows as unknown[];

  test('begins half an hour as that person, of which there is an entry', async () => {
    const { db, people } = inside();
    const { person, look, session } = await aViewer();
    expect(await seesProjects(look)).toEqual(['shared']);
    const { rows } = await db.admin.query(
      `select v.client_user_id as whom, v.staff_member_id as who, v.ended_at, v.expires_at - v.began_at = interval '30 minutes' as half_an_hour,
              s.expires_at = v.expires_at as same_end, s.view_id = v.id as same, s.login_role as login, s.viewer_session as begun_from
         from identity.client_session s, app.client_view v where s.token_hash = $1 and v.staff_member_id = $2`,
      [hashOf(look), person.id],
    );
    expect(rows).toEqual([
      {
        whom: people.admin.id, who: person.id, ended_at: null, half_an_hour: true, same_end: true, same: true,
        login: 'staff_app', begun_from: hashOf(session),
      }, // prettier-ignore
    ]);
  });

  test('is refused to Members, whatever they are on a project, and to nobody', async () => {
    const { staff, people, staffNobodies } = inside();
    const before = await countOf();
    for (const token of [
      ...projectRoles.map((role) => staff[role]),
      staff.outsider,
      ...Object.values(staffNobodies),
    ])
      expect(await begin(token, people.employee.id)).toBeNull();
    expect(await countOf()).toEqual(before);
  });

  test('is refused as another tenant’s person, one who may not sign in, and nobody, all alike', async () => {
    const { staff, people } = inside();
    const before = await countOf();
    for (const { id } of [
      people.stranger,
      people.deactivated,
      people.ofClosedClient,
      { id: people.admin.tenant_id },
    ])
      expect(await begin(staff.tenantManager, id)).toBeNull();
    expect(await begin(staff.foreigner, people.admin.id)).toBeNull();
    expect(await countOf()).toEqual(before);
    expect(await begin(staff.tenantManager, people.neighbour.id)).not.toBeNull();
  });

  test('takes no token that is taken, nor one that is no hash', async () => {
    const { staff, people, client } = inside();
    expect(await errorOf(begin(staff.tenantManager, people.admin.id, hashOf(client.admin)))).toMatch(
      /^23505/,
    );
    expect(await errorOf(begin(staff.tenantManager, people.admin.id, Buffer.from('short')))).toMatch(
      /^23514/,
    );
  });

  test('clears away the person’s own looks that are over, and nobody else’s', async () => {
    const { db, people } = inside();
    const [one, other] = [await aViewer(), await aViewer()];
    await db.admin.query(
      "update identity.client_session set expires_at = now() - interval '1 second' where token_hash = any ($1)",
      [[hashOf(one.look), hashOf(other.look)]],
    );
    await aLook(db, one.session, people.admin);
    const { rows } = await db.admin.query<{ token_hash: Buffer }>(
      'select token_hash from identity.client_session where token_hash = any ($1)',
      [[hashOf(one.look), hashOf(other.look)]],
    );
    expect(rows).toEqual([{ token_hash: hashOf(other.look) }]);
  });
});

describe('a look through a client user’s eyes', () => {
  test('opens nothing under role staff, nor on the client’s login, and a client’s own session nothing on the staff’s', async () => {
    const w = inside();
    const { look } = await aViewer();
    expect(await seesProjects(look)).toEqual(['shared']);
    expect(await asStaff(w.db, look, 'select name from app.project')).toEqual([]);
    expect(await asStaff(w.db, look, 'select app.staff_id() as id')).toEqual([{ id: null }]);
    expect(await asClient(w.db, look, 'select name from app.project')).toEqual([]);
    expect(await asClient(w.db, look, 'select app.client_user_id() as id')).toEqual([{ id: null }]);
    expect(await seesProjects(w.client.admin)).toEqual([]);
  });

  test('has the sections of the person, as they are from one statement to the next', async () => {
    const { db, staff, people, client } = inside();
    const look = await aLook(db, staff.tenantManager, people.sectionless);
    expect(await seesProjects(look)).toEqual([]);
    const flag = (sections: string) =>
      db.admin.query('update app.client_user set sections = $1 where id = $2', [
        sections,
        people.sectionless.id,
      ]);
    await flag('{projects}');
    expect(await seesProjects(look)).toEqual(['shared']);
    await flag('{tickets,invoices,documents,team}');
    expect(await seesProjects(look)).toEqual([]);
    const team = 'select name from app.client_user order by name';
    expect((await attempt(inside(), seats.look(look), team)).rows).toEqual(
      await asClient(db, client.sectionless, team),
    );
  });

  const ends: Record<string, (viewer: Awaited<ReturnType<typeof aViewer>>) => Promise<unknown>> = {
    'the staff session is ended': ({ session }) =>
      inside().db.admin.query('delete from identity.staff_session where token_hash = $1', [hashOf(session)]),
    'the staff session expires': ({ session }) =>
      inside().db.admin.query('update identity.staff_session set expires_at = now() where token_hash = $1', [
        hashOf(session),
      ]),
    'its owner is deactivated': ({ change }) => change('active = false'),
    'its owner is a Manager no longer': ({ change }) => change("role = 'member'"),
    'its own half hour is over': ({ look }) =>
      inside().db.admin.query('update identity.client_session set expires_at = now() where token_hash = $1', [
        hashOf(look),
      ]),
    'it is said to be done': async ({ session, look }) => {
      const { db } = inside();
      const { rows } = await db.admin.query<{ id: string }>(
        'select view_id as id from identity.client_session where token_hash = $1',
        [hashOf(look)],
      );
      expect(
        await asStaff(db, session, 'select app.end_client_view($1, $2) as ended', [
          rows[0]?.id,
          hashOf(look),
        ]),
      ).toEqual([{ ended: true }]);
    },
    'the person is deactivated': () =>
      inside().db.admin.query('update app.client_user set active = false where id = $1', [
        inside().people.admin.id,
      ]),
    'the client is deactivated': () =>
      inside().db.admin.query('update app.client set active = false where id = $1', [
        inside().clients.own.id,
      ]),
  };
  test.each(Object.entries(ends))('reads nothing once %s', async (_, end) => {
    const { db, people, clients } = inside();
    const viewer = await aViewer();
    expect(await seesProjects(viewer.look)).toEqual(['shared']);
    await end(viewer);
    expect(await seesProjects(viewer.look)).toEqual([]);
    await db.admin.query('update app.client_user set active = true where id = $1', [people.admin.id]);
    await db.admin.query('update app.client set active = true where id = $1', [clients.own.id]);
  });

  test('stays through what leaves its owner a Manager, and through a longer staff session', async () => {
    const { db } = inside();
    const { look, change, session } = await aViewer();
    await change("role = 'owner'");
    await change("name = 'Renamed'");
    await db.admin.query(
      "update identity.staff_session set expires_at = expires_at + interval '1 day' where token_hash = $1",
      [hashOf(session)],
    );
    expect(await seesProjects(look)).toEqual(['shared']);
  });

  test('writes nothing: no visit, no section, no comment, no receipt', async () => {
    const w = inside();
    const { look } = await aViewer();
    await w.db.admin.query(
      'update app.project set client_may_comment = true where id = $1 and tenant_id = $2',
      [w.projects.shared.id, w.acme.tenant_id],
    );
    const { rows } = await w.db.admin.query<{ id: string }>(
      "select id from app.task where title = 'shared/open'",
    );
    const task = rows[0]?.id;
    const stand = async () =>
      (
        await w.db.admin.query(
          `select (select count(*) from app.client_visit) as visits, (select count(*) from app.text) as comments,
                  (select count(*) from app.read_receipt) as receipts, (select string_agg(sections::text, ' ' order by id) from app.client_user) as sections`,
        )
      ).rows as unknown[];
    const before = await stand();
    const call = async (sql: string, values: unknown[] = []) => {
      const client = await w.db.as('staff_app');
      await client.query('begin');
      await client.query("select set_config('role', 'client', true), set_config('app.session', $1, true)", [
        look,
      ]);
      const result = (await client.query<{ answer: unknown }>(`select ${sql} as answer`, values)).rows[0]
        ?.answer;
      await client.query('commit');
      await client.end();
      return result;
    };
    expect(await call('app.client_user_id()')).toBe(w.people.admin.id);
    await call('app.record_visit()');
    await call("app.record_receipt('task', $1)", [task]);
    expect(await call("app.comment_on_task($1, 'x', '{}', gen_random_uuid())", [task])).toBeNull();
    expect(await call("app.switch_sections($1, '{team}')", [w.people.employee.id])).toBe(false);
    expect(await call("app.choose_locale('de-DE')")).toBe(false);
    expect(await stand()).toEqual(before);

    // The person themselves does all of that.
    const token = await aSession(w.db, w.people.admin);
    await asClient(w.db, token, 'select app.record_visit()');
    await asClient(w.db, token, "select app.record_receipt('task', $1)", [task]);
    const said = await asClient<{ id: string }>(
      w.db,
      token,
      "select app.comment_on_task($1, 'x', '{}', gen_random_uuid()) as id",
      [task],
    );
    expect(said[0]?.id).toEqual(expect.any(String));
    expect(await stand()).toMatchObject([{ visits: '1', receipts: '1' }]);
    await w.db.admin.query("delete from app.text where body = 'x'");
  });

  test('is of that staff session by foreign key, and never without an entry', async () => {
    const { db } = inside();
    const { look } = await aViewer();
    const lie = (what: string) =>
      errorOf(
        db.admin.query(`update identity.client_session set ${what} where token_hash = $1`, [hashOf(look)]),
      );
    for (const what of [
      "viewer_role = 'owner'",
      "viewer_expires_at = 'infinity'",
      'viewer_active = false',
      'viewer_staff_id = gen_random_uuid()',
    ])
      expect(await lie(what)).toMatch(/^23503/);
    for (const what of [
      'view_id = null',
      'client_user_id = null',
      'viewer_role = null',
      "login_role = 'client_app'",
    ])
      expect(await lie(what)).toMatch(/^23514/);
    for (const what of ['is_valid = true', "ends_at = 'infinity'"]) expect(await lie(what)).toMatch(/^428C9/);
  });
});

describe('app.end_client_view()', () => {
  const viewOf = async (look: string) =>
    (
      await inside().db.admin.query<{ id: string }>(
        'select view_id as id from identity.client_session where token_hash = $1',
        [hashOf(look)],
      )
    ).rows[0]?.id;
  const end = async (token: string, view: string | undefined, look: string) =>
    (
      await asStaff(inside().db, token, 'select app.end_client_view($1, $2) as ended', [view, hashOf(look)])
    )[0]?.ended as boolean;
  const endedAt = async (view: string | undefined) =>
    (
      await inside().db.admin.query<{ at: Date | null }>(
        'select ended_at as at from app.client_view where id = $1',
        [view],
      )
    ).rows[0]?.at;

  test('ends one’s own look, from any of one’s sessions, once', async () => {
    const { db } = inside();
    const { look, person } = await aViewer();
    const view = await viewOf(look);
    const another = await aSession(db, person);
    expect(await end(another, view, look)).toBe(true);
    expect(await endedAt(view)).toBeInstanceOf(Date);
    expect(await seesProjects(look)).toEqual([]);
    expect(await end(another, view, look)).toBe(false);
  });

  test('says of none that it ended while it goes on: neither another’s, nor by a token that is not its', async () => {
    const { staff, staffNobodies } = inside();
    const viewer = await aViewer();
    const other = await aLook(inside().db, viewer.session, inside().people.admin);
    const view = await viewOf(viewer.look);
    for (const token of [staff.tenantManager, staff.foreigner, staff.owner, ...Object.values(staffNobodies)])
      expect(await end(token, view, viewer.look)).toBe(false);
    expect(await end(viewer.session, view, other)).toBe(false);
    expect(await end(viewer.session, view, 'guess')).toBe(false);
    expect(await endedAt(view)).toBeNull();
    expect(await seesProjects(viewer.look)).toEqual(['shared']);
  });

  test('says of one that was over by then that it ended when it did', async () => {
    const { db } = inside();
    const { look, session } = await aViewer();
    const view = await viewOf(look);
    await db.admin.query("update app.client_view set expires_at = now() - interval '1 hour' where id = $1", [
      view,
    ]);
    await end(session, view, look);
    const { rows } = await db.admin.query(
      'select ended_at = expires_at as same from app.client_view where id = $1',
      [view],
    );
    expect(rows).toEqual([{ same: true }]);
  });
});

describe('app.begin_preview()', () => {
  const begin = async (token: string, project: string, look: string) =>
    (
      await asStaff(inside().db, token, 'select app.begin_preview($1, $2) as begun', [project, hashOf(look)])
    )[0]?.begun as boolean;

  test('is for project managers of that project, and Managers of the tenant', async () => {
    const { staff, projects, staffNobodies } = inside();
    for (const role of projectRoles) {
      expect(await begin(staff[role], projects.shared.id, `of ${role}`)).toBe(
        role === 'manager' || role === 'owner',
      );
      expect(await begin(staff[role], projects.hidden.id, `${role} hidden`)).toBe(false);
      expect(await begin(staff[role], projects.neighbour.id, `${role} neighbour`)).toBe(false);
    }
    expect(await begin(staff.tenantManager, projects.neighbour.id, 'of the Manager')).toBe(true);
    for (const token of [staff.outsider, ...Object.values(staffNobodies)])
      expect(await begin(token, projects.shared.id, 'of nobody')).toBe(false);
    expect(await begin(staff.foreigner, projects.neighbour.id, 'of a foreigner')).toBe(false);
  });

  test('of an id that two tenants have is of one’s own tenant', async () => {
    const { staff, projects, clients, db } = inside();
    expect(await begin(staff.foreigner, projects.foreign.id, 'foreign look')).toBe(true);
    const { rows } = await db.admin.query(
      'select client_id as id from identity.client_session where token_hash = $1',
      [hashOf('foreign look')],
    );
    expect(rows).toEqual([{ id: clients.stranger.id }]);
    expect(await seesProjects('foreign look')).toEqual(['foreign']);
  });

  describe('begun', () => {
    const look = 'a preview';
    beforeAll(() => begin(inside().staff.manager, inside().projects.shared.id, look));

    test('sees what is shared with the client, section by section, and is nobody in particular', async () => {
      const w = inside();
      expect(await seesProjects(look)).toEqual(['shared']);
      const { rows } = await attempt(
        w,
        seats.look(look),
        `select app.client_user_id() as id, (app.client_me()).name, app.client_section('team') is not null as team,
                (select count(*)::int from app.client_visit) as visits`,
      );
      expect(rows).toEqual([{ id: null, name: null, team: true, visits: 0 }]);
    });

    test('writes nothing', async () => {
      const w = inside();
      await w.db.admin.query('update app.project set client_may_comment = true where id = $1', [
        w.projects.shared.id,
      ]);
      const task = "(select id from app.task where title = 'shared/open')";
      const answer = async (sql: string) =>
        (await attempt(w, seats.look(look), `select ${sql} as answer`)).rows[0] as unknown;
      expect(await answer(`app.comment_on_task(${task}, 'x', '{}', gen_random_uuid())`)).toEqual({
        answer: null,
      });
      expect(await answer(`app.switch_sections('${w.people.employee.id}', '{team}')`)).toEqual({
        answer: false,
      });
      expect(await answer("app.choose_locale('de-DE')")).toEqual({ answer: false });
      await answer('app.record_visit()');
      await answer(`app.record_receipt('task', ${task})`);
    });

    test('lasts a minute, ends with the staff session, and leaves no entry that somebody looked as a person', async () => {
      const { db } = inside();
      const { rows } = await db.admin.query(
        "select expires_at - created_at = interval '1 minute' as minute, view_id from identity.client_session where token_hash = $1",
        [hashOf(look)],
      );
      expect(rows).toEqual([{ minute: true, view_id: null }]);
      const member = await aStaffMember(db, inside().acme);
      const project = await aProject(db, inside().clients.own, {
        visibility: 'client_visible',
        name: 'theirs',
      });
      await aProjectMember(db, project, member, 'manager');
      const session = await aSession(db, member);
      expect(await begin(session, project.id, 'until then')).toBe(true);
      expect(await seesProjects('until then')).toEqual(['shared', 'theirs']);
      await db.admin.query('delete from identity.staff_session where token_hash = $1', [hashOf(session)]);
      expect(await seesProjects('until then')).toEqual([]);
      await db.admin.query('delete from app.project where id = $1', [project.id]);
    });
  });
});

describe('app.begin_ticket_preview()', () => {
  const begin = async (token: string, ticket: string, look: string) =>
    (
      await asStaff(inside().db, token, 'select app.begin_ticket_preview($1, $2) as begun', [
        ticket,
        hashOf(look),
      ])
    )[0]?.begun as boolean;
  // What they leave is not for other tests to count.
  afterAll(() =>
    inside().db.admin.query('delete from identity.client_session where created_at >= $1', [began]),
  );
  let began: Date;
  beforeAll(async () => {
    began = (await inside().db.admin.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now;
  });
  const clientOf = async (look: string) => {
    const { rows } = await inside().db.admin.query<{ id: string; view: string | null; minute: boolean }>(
      `select client_id as id, view_id as view, expires_at - created_at = interval '1 minute' as minute
         from identity.client_session where token_hash = $1`,
      [hashOf(look)],
    );
    return rows;
  };

  test('is for managers of the ticket’s contract, and Managers of the tenant, and is of its client', async () => {
    const { staff, tickets, clients, staffNobodies } = inside();
    for (const role of projectRoles)
      expect(await begin(staff[role], tickets.internal.id, `ticket of ${role}`)).toBe(
        role === 'manager' || role === 'owner',
      );
    expect(await begin(staff.tenantManager, tickets.neighbour.id, 'ticket of the Manager')).toBe(true);
    expect(await clientOf('ticket of the Manager')).toEqual([
      { id: clients.neighbour.id, view: null, minute: true },
    ]);
    for (const token of [staff.outsider, ...Object.values(staffNobodies)])
      expect(await begin(token, tickets.internal.id, 'ticket of nobody')).toBe(false);
    expect(await begin(staff.foreigner, tickets.internal.id, 'ticket of a foreigner')).toBe(false);
  });

  test('of an id that two tenants have is of one’s own tenant', async () => {
    const { staff, tickets, clients } = inside();
    expect(await begin(staff.foreigner, tickets.foreign.id, 'foreign ticket')).toBe(true);
    expect(await clientOf('foreign ticket')).toMatchObject([{ id: clients.stranger.id }]);
  });

  test('sees the tickets that are shared with the client, and no others', async () => {
    const { staff, tickets } = inside();
    await begin(staff.manager, tickets.internal.id, 'ticket preview');
    const { rows } = await attempt(
      inside(),
      seats.look('ticket preview'),
      'select title, app.client_user_id() as person from app.ticket',
    );
    expect(rows).toEqual([{ title: 'open', person: null }]);
  });
});

test('nobody calls them as a client, in their own person or through another’s eyes', async () => {
  const w = inside();
  for (const call of [
    "begin_client_view(gen_random_uuid(), 'x')",
    "end_client_view(gen_random_uuid(), 'x')",
    "begin_preview(gen_random_uuid(), 'x')",
    "begin_ticket_preview(gen_random_uuid(), 'x')",
  ])
    for (const seat of [seats.client(w.client.admin), seats.look(w.looks.admin)])
      expect(await attemptError(w, seat, `select app.${call}`)).toMatch(
        /^42501 permission denied for function/,
      );
});

describe('role definer_view', () => {
  test('however careless its function, reaches the person’s own looks, and people, projects and tickets as far as their role goes', async () => {
    const { db, staff, team, acme, clients, people } = inside();
    const careless = (statement: string) =>
      `create or replace function app.begin_preview(project uuid, token_hash bytea) returns boolean
         language plpgsql volatile strict security definer set search_path = pg_catalog, pg_temp as $$
         declare reached integer;
         begin
           ${statement};
           get diagnostics reached = row_count;
           raise exception 'reached %', reached;
         end $$`;
    const reached = (token: string, statement: string, ...sins: string[]) =>
      errorOf(
        beneath(
          db,
          { sins: [...sins, careless(statement)], seat: seats.staff(token), bare: true },
          "select app.begin_preview(gen_random_uuid(), 'x')",
        ),
      );
    const one = await aViewer();
    // In the other tenant somebody has the same id, and looks too.
    const twin = await aStaffMember(db, inside().rival, { id: one.person.id, role: 'manager' });
    await aLook(db, await aSession(db, twin), people.stranger);
    const counts: [string, number, number, number][] = [
      // Of a Manager of the tenant who has just begun a look, of a Member who has none and observes, of the other tenant's Manager.
      ['perform s.token_hash from identity.client_session s', 1, 0, 2],
      ['delete from identity.client_session', 1, 0, 2],
      ['perform s.token_hash from identity.staff_session s', 1, 1, 1],
      ['perform id from app.client_view', 1, 0, 1],
      ['update app.client_view set ended_at = now()', 1, 0, 1],
      ['perform id from app.client_user', 6, 0, 1],
      ['perform id from app.project', 3, 0, 1],
      ['perform id from app.ticket', 3, 0, 1],
    ];
    for (const what of ['project', 'ticket']) {
      const theirs = `perform id from app.${what}`;
      expect(await reached(staff.contributor, theirs)).toBe('P0001 reached 0');
      expect(await reached(staff.manager, theirs)).toBe(`P0001 reached ${what === 'project' ? 1 : 3}`);
    }
    expect(await reached(staff.owner, 'perform id from app.client_user')).toBe('P0001 reached 0');
    for (const [statement, own, none, foreign] of counts) {
      expect({ statement, said: await reached(one.session, statement) }).toEqual({
        statement,
        said: `P0001 reached ${own}`,
      });
      expect({ statement, said: await reached(staff.observer, statement) }).toEqual({
        statement,
        said: `P0001 reached ${none}`,
      });
      expect({ statement, said: await reached(staff.foreigner, statement) }).toEqual({
        statement,
        said: `P0001 reached ${foreign}`,
      });
      expect(await reached(staff.expired, statement)).toBe('P0001 reached 0');
    }

    const session = (login: string, tenant: string, viewer: string) =>
      `insert into identity.client_session (token_hash, tenant_id, client_id, client_user_id, can_sign_in, sections, login_role, viewer_session, viewer_staff_id, view_id, expires_at)
       values (sha256('x'), '${tenant}', '${clients.own.id}', '${people.admin.id}', true, '{}', '${login}', sha256('y'), '${viewer}', gen_random_uuid(), now())`;
    const grant = 'grant insert on identity.client_session to definer_view';
    const drop =
      'alter table identity.client_session drop constraint client_session_check, drop constraint client_session_check1';
    const make = (login: string, tenant: string, viewer: string) =>
      reached(one.session, session(login, tenant, viewer), grant, drop);
    expect(await make('staff_app', acme.tenant_id, one.person.id)).toBe('P0001 reached 1');
    // One after the other: each takes constraints off the table for its while.
    for (const [login, tenant, viewer] of [
      ['client_app', acme.tenant_id, one.person.id],
      ['staff_app', inside().rival.tenant_id, one.person.id],
      ['staff_app', acme.tenant_id, team.tenantManager.id],
    ] as const)
      expect(await make(login, tenant, viewer)).toMatch(/^42501 new row violates row-level security/);

    const entry = (tenant: string, who: string) =>
      `insert into app.client_view (tenant_id, client_id, client_user_id, staff_member_id, expires_at)
       values ('${tenant}', '${clients.own.id}', '${people.admin.id}', '${who}', now())`;
    expect(await reached(one.session, entry(acme.tenant_id, one.person.id))).toBe('P0001 reached 1');
    expect(await reached(one.session, entry(acme.tenant_id, team.tenantManager.id))).toMatch(
      /row-level security/,
    );
    expect(await reached(one.session, entry(inside().rival.tenant_id, one.person.id))).toMatch(
      /row-level security/,
    );
    const move = (what: string) =>
      reached(
        one.session,
        `update app.client_view set ${what}`,
        'grant update on app.client_view to definer_view',
      );
    expect(await move(`staff_member_id = '${team.tenantManager.id}'`)).toMatch(/row-level security/);
    expect(await move(`tenant_id = '${inside().rival.tenant_id}'`)).toMatch(/row-level security/);
  });
});
