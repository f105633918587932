import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  aContract,
  aProjectMember,
  aSession,
  aStaffMember,
  asStaff,
  aTimeEntry,
  type ProjectRecord,
  type ProjectRole,
  seats,
} from '../support/builders.ts';
import { aContractMember, aSupport, aTicket, type Ticket } from '../support/ticket-builders.ts';
import {
  attempt, attemptError, beneath, closedToClients, errorOf, floored, granted, readByStaff, refusedRow, staffMayOnly,
} from './law.ts'; // prettier-ignore
import { projectRoles, useWorld, type World } from './world.ts';

const table = 'app.time_entry';
const inside = useWorld();
const key = 'description collate "C"';
const creates = [
  'id', 'project_id', 'task_id', 'ticket_id', 'spent_on', 'minutes', 'started_at', 'after_hours', 'description',
]; // prettier-ignore
const edits = [
  'spent_on', 'minutes', 'started_at', 'after_hours', 'description', 'status', 'decision_reason',
]; // prettier-ignore

type Place = 'here' | 'watched' | 'unreached' | 'foreign';
/** What time is spent on: where each works in their role, where they all observe, where they are not, and the other tenant's. */
const work = { task: {}, ticket: {} } as {
  task: Record<Place, ProjectRecord>;
  ticket: Record<Place, Ticket>;
};
const kinds = ['task', 'ticket'] as const;
/** Of each kind, time of everybody on what lies here; elsewhere of somebody. */
beforeAll(async () => {
  const { db, team, clients, contracts, tickets } = inside();
  const { rows } = await db.admin.query<ProjectRecord & { title: string }>(
    "select tenant_id, client_id, project_id, id, title from app.task where title like '%/open'",
  );
  const taskOf = (project: string) => rows.find(({ title }) => title === `${project}/open`)!;
  work.task = {
    here: taskOf('shared'),
    watched: taskOf('hidden'),
    unreached: taskOf('neighbour'),
    foreign: taskOf('foreign'),
  };
  const nobodys = await aSupport(db, await aContract(db, [clients.neighbour], { number: '3' }));
  for (const role of projectRoles) await aContractMember(db, contracts.neighbour, team[role], 'observer');
  work.ticket = {
    here: tickets.open,
    watched: await aTicket(db, contracts.neighbour, clients.neighbour),
    unreached: await aTicket(db, nobodys, clients.neighbour),
    foreign: tickets.foreign,
  };
  for (const kind of kinds) {
    const { here, watched, unreached, foreign } = work[kind];
    for (const role of projectRoles)
      await aTimeEntry(db, here, team[role], { description: `${kind} here/${role}` });
    await aTimeEntry(db, watched, team.contributor, { description: `${kind} watched/contributor` });
    await aTimeEntry(db, unreached, team.outsider, { description: `${kind} unreached/outsider` });
    await aTimeEntry(db, foreign, team.twin, { description: `${kind} foreign/twin` });
  }
});

const allHere = (kind: string) => [...projectRoles].sort().map((role) => `${kind} here/${role}`);
const here = kinds.flatMap(allHere);
const of = (kind: string, ...places: string[]) => places.map((place) => `${kind} ${place}`);

granted(inside, table, { staff: { select: true, insert: creates, update: edits, delete: true } });
floored(inside, table, { trusts: ['staff'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key,
  manager: () =>
    [...here, ...kinds.flatMap((kind) => of(kind, 'watched/contributor', 'unreached/outsider'))].sort(),
  member: () => [...here, ...kinds.flatMap((kind) => of(kind, 'watched/contributor'))].sort(),
  outsider: () => [],
  foreigner: () => kinds.flatMap((kind) => of(kind, 'foreign/twin')),
});

const may = (role: ProjectRole, minimum: ProjectRole) =>
  projectRoles.indexOf(role) >= projectRoles.indexOf(minimum);
const record =
  'insert into app.time_entry (project_id, task_id, ticket_id, spent_on, minutes) values ($1, $2, $3, $4, 30)';
const on = (what: ProjectRecord | Ticket) =>
  'contract_id' in what
    ? [null, null, what.id, '2026-03-03']
    : [what.project_id, what.id, null, '2026-03-03'];

describe('role staff records', () => {
  staffMayOnly(inside, table, 'insert', creates);
  staffMayOnly(inside, table, 'update', edits);

  describe.each(kinds)('on a %s', (kind) => {
    test.each(projectRoles)('%s: time where contributor is enough, as their own', async (role) => {
      const w = inside();
      const made = attempt(
        w,
        seats.staff(w.staff[role]),
        `${record} returning staff_member_id as by, status, section, contract_id`,
        on(work[kind].here),
      );
      if (may(role, 'contributor'))
        expect((await made).rows).toEqual([
          {
            by: w.team[role].id,
            status: 'recorded',
            section: `${kind === 'task' ? 'project' : kind}s`,
            contract_id: kind === 'task' ? null : w.contracts.both.id,
          },
        ]);
      else expect(await errorOf(made)).toBe(refusedRow(table));
    });

    test('L85: no time where they only observe; what is not seen, or is elsewhere, is none', async () => {
      const w = inside();
      const outcome = (token: string, values: unknown[]) =>
        attemptError(w, seats.staff(token), record, values);
      const none = `23503 no such ${kind}`;
      const { here: worked, watched, unreached } = work[kind];
      expect(await outcome(w.staff.owner, on(watched))).toBe(refusedRow(table));
      expect(await outcome(w.staff.owner, on(unreached))).toBe(none);
      expect(await outcome(w.staff.foreigner, on(unreached))).toBe(none);
      expect(await outcome(w.staff.outsider, on(worked))).toBe(none);
      for (const token of Object.values(w.staffNobodies)) expect(await outcome(token, on(worked))).toBe(none);
    });
  });

  test('L85: no time on a task under another project than its own', async () => {
    const { staff } = inside();
    const { here: worked, watched } = work.task;
    const values = [worked.project_id, watched.id, null, '2026-03-03'];
    expect(await attemptError(inside(), seats.staff(staff.owner), record, values)).toBe('23503 no such task');
  });

  test('no time on both a task and a ticket, nor on a project or on nothing', async () => {
    const w = inside();
    const { project_id, id } = work.task.here;
    const ticket = work.ticket.here.id;
    for (const [values, error] of [
      [[project_id, id, ticket], /^23514/],
      [[project_id, null, ticket], /^23514/],
      [[project_id, null, null], /^23503 no such task/],
      [[null, null, null], /^23503 no such task/],
    ] as const)
      expect(await attemptError(w, seats.staff(w.staff.owner), record, [...values, '2026-03-03'])).toMatch(
        error,
      );
  });

  test('nobody records time as somebody else, beneath grants and triggers', async () => {
    const w = inside();
    const make = (who: string, column: string, parent: string, tenant = w.acme.tenant_id) =>
      errorOf(
        beneath(
          w.db,
          { sins: [`grant insert on ${table} to staff`], seat: seats.staff(w.staff.contributor), bare: true },
          `insert into ${table} (tenant_id, ${column === 'project_id' ? 'project_id, task_id' : 'client_id, contract_id, ticket_id'}, staff_member_id, spent_on, minutes)
           values ($1, ${column === 'project_id' ? '$2' : 'gen_random_uuid(), $2'}, gen_random_uuid(), $3, now(), 1)`,
          [tenant, parent, who],
        ),
      );
    for (const [column, worked, watched] of [
      ['project_id', w.projects.shared.id, w.projects.hidden.id],
      ['contract_id', w.contracts.both.id, w.contracts.neighbour.id],
    ] as const) {
      expect(await make(w.team.contributor.id, column, worked)).toBe('no error');
      expect(await make(w.team.owner.id, column, worked)).toBe(refusedRow(table));
      expect(await make(w.team.contributor.id, column, watched)).toBe(refusedRow(table));
      expect(await make(w.team.contributor.id, column, worked, w.rival.tenant_id)).toBe(refusedRow(table));
    }
  });
});

describe('role staff edits and deletes', () => {
  const reached = async (token: string, sql: string) =>
    (await attempt(inside(), seats.staff(token), `${sql} returning ${key} as key`)).rows
      .map((row: { key: string }) => row.key)
      .sort();

  test.each(projectRoles)(
    '%s reaches their own from contributor, all of the project or contract from manager',
    async (role) => {
      const w = inside();
      const own = may(role, 'contributor') ? kinds.map((kind) => `${kind} here/${role}`) : [];
      const wanted = may(role, 'manager') ? here : own;
      for (const sql of [`update ${table} set minutes = 5`, `delete from ${table}`])
        expect(await reached(w.staff[role], sql)).toEqual(wanted);
    },
  );

  test("a Manager reaches all of the tenant and nothing of another's; an outsider not even their own of before", async () => {
    const w = inside();
    for (const sql of [`update ${table} set minutes = 5`, `delete from ${table}`]) {
      expect(await reached(w.staff.tenantManager, sql)).toHaveLength(14);
      expect(await reached(w.staff.foreigner, sql)).toEqual(kinds.map((kind) => `${kind} foreign/twin`));
      for (const token of [w.staff.outsider, ...Object.values(w.staffNobodies)])
        expect(await reached(token, sql)).toEqual([]);
    }
  });

  test('beneath grants and triggers, none is moved to another project, contract, tenant or person', async () => {
    const w = inside();
    // Without a WHERE, which would bring the policy of reading to bear on the new row.
    const move = (role: ProjectRole, kind: string, column: string, to: string) =>
      beneath(
        w.db,
        {
          sins: [
            `grant update on ${table} to staff`,
            `delete from ${table} where description not like '${kind} %'`,
            `update app.project_member set role = 'reviewer' where project_id = '${w.projects.hidden.id}'`,
            `update app.contract_member set role = 'reviewer' where contract_id = '${w.contracts.neighbour.id}'`,
          ],
          seat: seats.staff(w.staff[role]),
          bare: true,
        },
        `update ${table} set ${column} = '${to}'`,
      );
    for (const [kind, column, worked, watched] of [
      ['task', 'project_id', w.projects.shared.id, w.projects.hidden.id],
      ['ticket', 'contract_id', w.contracts.both.id, w.contracts.neighbour.id],
    ] as const) {
      expect((await move('contributor', kind, column, worked)).rowCount).toBe(1);
      expect((await move('manager', kind, column, worked)).rowCount).toBe(5);
      for (const role of ['contributor', 'manager'] as const) {
        expect(await errorOf(move(role, kind, column, watched))).toBe(refusedRow(table));
        expect(await errorOf(move(role, kind, 'tenant_id', w.rival.tenant_id))).toBe(refusedRow(table));
      }
      const toOwner = move('contributor', kind, 'staff_member_id', w.team.owner.id);
      expect(await errorOf(toOwner)).toBe(refusedRow(table));
    }
  });

  test('an edit counts the version up', async () => {
    const w = inside();
    const sql = `update ${table} set minutes = 5 returning version`;
    expect((await attempt(w, seats.staff(w.staff.contributor), sql)).rows).toEqual([
      { version: 2 },
      { version: 2 },
    ]);
  });
});

describe.each(kinds)('a decision on time on a %s', (kind) => {
  const whose = (role: ProjectRole) => `${kind} here/${role}`;
  const decide = (w: World, token: string, of: string, what = "status = 'approved'") =>
    attempt(
      w,
      seats.staff(token),
      `update ${table} set ${what} where description = $1 returning decided_by as by, decided_at`,
      [of],
    );
  const notManager = '42501 only a manager decides on time';
  const own = '42501 nobody but an owner decides on their own time';

  test('is a manager’s of the project or contract, and says whose and when', async () => {
    const w = inside();
    expect(await errorOf(decide(w, w.staff.contributor, whose('contributor')))).toBe(notManager);
    for (const role of ['manager', 'owner'] as const) {
      const { rows } = await decide(w, w.staff[role], whose('contributor'));
      expect(rows).toEqual([{ by: w.team[role].id, decided_at: expect.any(Date) as Date }]);
    }
    const rejected = await decide(
      w,
      w.staff.manager,
      whose('owner'),
      "status = 'rejected', decision_reason = 'x'",
    );
    expect(rejected.rows).toMatchObject([{ by: w.team.manager.id }]);
    expect((await decide(w, w.staff.reviewer, whose('contributor'))).rows).toEqual([]);
    expect((await decide(w, w.staff.manager, `${kind} unreached/outsider`)).rows).toEqual([]);
  });

  test('needs no role on anything else', async () => {
    const { db, acme, projects, contracts } = inside();
    const person = await aStaffMember(db, acme);
    const token = await aSession(db, person);
    if (kind === 'task') await aProjectMember(db, projects.shared, person, 'manager');
    else await aContractMember(db, contracts.both, person, 'manager');
    expect((await decide(inside(), token, whose('contributor'))).rows).toHaveLength(1);
  });

  test('on one’s own time is an owner’s alone, or a tenant Manager’s', async () => {
    const w = inside();
    for (const what of ["status = 'approved'", "status = 'rejected'", "decision_reason = 'x'"]) {
      expect(await errorOf(decide(w, w.staff.manager, whose('manager'), what))).toBe(own);
      expect((await decide(w, w.staff.owner, whose('owner'), what)).rows).toHaveLength(1);
    }
    expect((await decide(w, w.staff.tenantManager, whose('manager'))).rows).toHaveLength(1);
  });

  test('has a reason that is the decider’s to write, and no person’s whose time it is', async () => {
    const w = inside();
    expect(
      await errorOf(decide(w, w.staff.contributor, whose('contributor'), "decision_reason = 'fine'")),
    ).toBe(notManager);
    expect((await decide(w, w.staff.manager, whose('contributor'), "decision_reason = 'why'")).rows).toEqual([
      { by: null, decided_at: null },
    ]);
  });

  test('cannot be given as somebody else’s, nor on a timer that runs', async () => {
    const w = inside();
    expect(await errorOf(decide(w, w.staff.manager, whose('contributor'), 'decided_by = null'))).toMatch(
      /^42501/,
    );
    const { db, team } = w;
    const running = aTimeEntry(db, work[kind].here, team.observer, {
      minutes: undefined, started_at: '2026-03-02', description: 'running',
    }); // prettier-ignore
    await running;
    expect(await errorOf(decide(w, w.staff.manager, 'running'))).toMatch(/^23514/);
    await db.admin.query("delete from app.time_entry where description = 'running'");
  });

  describe('to reject', () => {
    const rejected = whose('contributor');
    const reject = "status = 'rejected', decision_reason = 'On the wrong task'";
    const turn = (token: string, what: string, of = rejected) =>
      attempt(
        inside(),
        seats.staff(token),
        `update ${table} set ${what} where description = $1 returning status, minutes, decision_reason as reason, decided_by as by, decided_at as at`,
        [of],
      );
    beforeAll(async () => {
      for (const of of [rejected, whose('manager')])
        await asStaff(
          inside().db,
          inside().staff.owner,
          `update ${table} set ${reject} where description = $1`,
          [of],
        );
    });
    afterAll(() =>
      inside().db.admin.query(
        `update ${table} set status = 'recorded', decision_reason = '', decided_by = null, decided_at = null`,
      ),
    );

    test('lets its author correct it and put it forward again; why it was rejected stays with it', async () => {
      const { staff } = inside();
      const again = { status: 'recorded', reason: 'On the wrong task', by: null, at: null };
      for (const [what, minutes] of [
        ["status = 'recorded', minutes = 5", 5],
        ["status = 'recorded'", 60],
      ] as const)
        expect((await turn(staff.contributor, what)).rows).toEqual([{ ...again, minutes }]);
      expect((await turn(staff.manager, "status = 'recorded'", whose('manager'))).rows).toEqual([
        { ...again, minutes: 60 },
      ]);
    });

    test('lets nobody else put it forward, whatever row security might let pass', async () => {
      const { db, staff } = inside();
      const sin = `create policy sin on ${table} for update to staff using (true)`;
      const again = `update ${table} set status = 'recorded' where description = '${whose('manager')}'`;
      const under = (token: string) => beneath(db, { sins: [sin], seat: seats.staff(token) }, again);
      expect(await errorOf(under(staff.contributor))).toBe(notManager);
      expect((await under(staff.owner)).rowCount).toBe(1);
    });

    test.each(["decision_reason = ''", "status = 'recorded', decision_reason = ''", "status = 'approved'"])(
      'lets its author decide nothing: %s is refused',
      async (what) => {
        const { staff } = inside();
        expect(await errorOf(turn(staff.contributor, what))).toBe(notManager);
        expect(await errorOf(turn(staff.manager, what, whose('manager')))).toBe(own);
      },
    );

    test('keeps the entry as it is, unless it is put forward again', async () => {
      const { staff } = inside();
      for (const token of [staff.contributor, staff.manager, staff.owner])
        for (const what of ['minutes = 5', "spent_on = '2026-01-01'", "description = 'x'"])
          expect(await errorOf(turn(token, what))).toBe(
            '23514 rejected time changes as it is put forward again',
          );
    });

    test('is taken back by a manager', async () => {
      const { staff } = inside();
      const back = await turn(staff.manager, "status = 'recorded', decision_reason = ''");
      expect(back.rows).toEqual([{ status: 'recorded', minutes: 60, reason: '', by: null, at: null }]);
      expect((await turn(staff.reviewer, "status = 'recorded'")).rows).toEqual([]);
    });

    test('is an approval’s own way back only for managers: its author puts nothing approved forward again', async () => {
      const { staff, db } = inside();
      await asStaff(db, staff.owner, `update ${table} set status = 'approved' where description = $1`, [
        whose('manager'),
      ]);
      expect(await errorOf(turn(staff.manager, "status = 'recorded'", whose('manager')))).toBe(own);
    });
  });

  describe('to approve', () => {
    beforeAll(async () => {
      const { db, staff } = inside();
      await asStaff(
        db,
        staff.manager,
        `update ${table} set status = 'approved' where description = '${whose('contributor')}'`,
      );
    });

    test.each([
      "spent_on = '2026-01-01'",
      'minutes = 5',
      'started_at = now()',
      'after_hours = true',
      "description = 'x'",
    ])('keeps the entry as it is: %s is refused to everybody', async (what) => {
      const w = inside();
      for (const token of [w.staff.contributor, w.staff.manager, w.staff.owner, w.staff.tenantManager])
        for (const change of [
          what,
          ...(token === w.staff.contributor ? [] : [`${what}, status = 'recorded'`]),
        ])
          expect(await errorOf(decide(w, token, whose('contributor'), change))).toBe(
            '23514 approved time does not change',
          );
    });

    test('keeps it from being deleted', async () => {
      const w = inside();
      const sql = `delete from ${table} where description = '${whose('contributor')}'`;
      for (const token of [w.staff.contributor, w.staff.owner, w.staff.tenantManager])
        expect((await attempt(w, seats.staff(token), sql)).rowCount).toBe(0);
    });

    test('is taken back by a manager, not by the person', async () => {
      const w = inside();
      const back = "status = 'recorded'";
      expect(await errorOf(decide(w, w.staff.contributor, whose('contributor'), back))).toBe(notManager);
      expect((await decide(w, w.staff.manager, whose('contributor'), back)).rows).toEqual([
        { by: null, decided_at: null },
      ]);
    });
  });
});

describe('a timer', () => {
  afterEach(() => inside().db.admin.query('delete from app.time_entry where minutes is null'));
  const start = (role: ProjectRole, what: ProjectRecord | Ticket = work.task.here) =>
    errorOf(
      asStaff(
        inside().db,
        inside().staff[role],
        'insert into app.time_entry (project_id, task_id, ticket_id, spent_on, started_at) values ($1, $2, $3, $4, now())',
        on(what),
      ),
    );

  test('runs once a person', async () => {
    const w = inside();
    expect(await start('contributor')).toBe('no error');
    for (const what of [work.task.here, work.ticket.here])
      expect(await start('contributor', what)).toMatch(/^23505 .*time_entry_one_running/);
    expect(await start('manager')).toBe('no error');
    await asStaff(
      w.db,
      w.staff.contributor,
      'update app.time_entry set minutes = 5 where minutes is null and staff_member_id = app.staff_id()',
    );
    expect(await start('contributor')).toBe('no error');
  });

  test('has a beginning; what has none has minutes, at most a day', async () => {
    const { db, team } = inside();
    for (const values of [{ minutes: undefined }, { minutes: 0 }, { minutes: 1441 }])
      expect(await errorOf(aTimeEntry(db, work.task.here, team.owner, values))).toMatch(/^23514/);
  });
});

test('a ticket with time on it stays', async () => {
  const { db, tickets } = inside();
  const remove = db.admin.query('delete from app.ticket where tenant_id = $1 and id = $2', [
    tickets.open.tenant_id,
    tickets.open.id,
  ]);
  expect(await errorOf(remove)).toMatch(/^23503 .*time_entry/);
});

test('a task with time on it stays', async () => {
  const w = inside();
  const remove = "delete from app.task where title = 'shared/open'";
  expect(await attemptError(w, seats.staff(w.staff.owner), remove)).toMatch(/^23503 .*time_entry/);
});
