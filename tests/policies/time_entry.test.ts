import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
  attempt, attemptError, beneath, closedToClients, denied, errorOf, floored, granted, readByStaff, refusedRow, staffMayOnly,
} from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.time_entry';
const inside = useWorld();
const key = 'description collate "C"';
const creates = ['id', 'record_id', 'spent_on', 'minutes', 'started_at', 'after_hours', 'description'];
const edits = ['spent_on', 'minutes', 'started_at', 'after_hours', 'description'];
/** What the functions of time read of it is all of it; they change the decision alone. */
const decisions = ['status', 'decision_reason'];

type Scope = 'here' | 'watched' | 'unreached' | 'foreign';
/** What time is spent on: where each works in their role, where they all observe, where they are not, and the other tenant's. */
const work = { task: {}, ticket: {} } as {
  task: Record<Scope, ProjectRecord>;
  ticket: Record<Scope, Ticket>;
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

granted(inside, table, {
  staff: { select: true, insert: creates, update: edits, delete: true },
  definer_time: { select: true, update: decisions },
});
floored(inside, table, { trusts: ['staff', 'definer_time'] });
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
const record = 'insert into app.time_entry (record_id, spent_on, minutes) values ($1, $2, 30)';
const on = (what: { id: string }) => [what.id, '2026-03-03'];
const none = '23503 no such task or ticket';

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
      const { here: worked, watched, unreached } = work[kind];
      expect(await outcome(w.staff.owner, on(watched))).toBe(refusedRow(table));
      expect(await outcome(w.staff.owner, on(unreached))).toBe(none);
      expect(await outcome(w.staff.foreigner, on(unreached))).toBe(none);
      expect(await outcome(w.staff.outsider, on(worked))).toBe(none);
      for (const token of Object.values(w.staffNobodies)) expect(await outcome(token, on(worked))).toBe(none);
    });
  });

  test('L85: time is in the project or on the contract of what it is on, whatever is said beside it', async () => {
    const { db, staff, team } = inside();
    const { here: worked, watched } = work.task;
    for (const column of ['client_id', 'project_id', 'contract_id'])
      expect(
        await attemptError(
          inside(),
          seats.staff(staff.owner),
          `insert into ${table} (record_id, ${column}, spent_on, minutes) values ($1, gen_random_uuid(), $2, 30)`,
          on(worked),
        ),
      ).toBe(denied(table));
    const { id } = await aTimeEntry(db, worked, team.owner, { project_id: watched.project_id });
    const place = `select project_id, contract_id from ${table} where id = $1`;
    expect((await db.admin.query(place, [id])).rows).toEqual([
      { project_id: worked.project_id, contract_id: null },
    ]);
    for (const [change, error] of [
      [`project_id = '${watched.project_id}'`, /^23503/],
      [`record_id = '${watched.id}'`, /^23503/],
      [`client_id = gen_random_uuid()`, /^23503/],
      [`contract_id = project_id`, /^23514/],
    ] as const)
      expect({
        change,
        error: await errorOf(db.admin.query(`update ${table} set ${change} where id = $1`, [id])),
      }).toEqual({ change, error: expect.stringMatching(error) as unknown });
    await db.admin.query(`delete from ${table} where id = $1`, [id]);
  });

  test('no time on another kind of record, nor on nothing', async () => {
    const w = inside();
    const { rows } = await w.db.admin.query<{ kind: string; id: string }>(
      `select distinct on (kind) kind::text as kind, id from app.record
        where tenant_id = $1 and kind not in ('task', 'ticket') and (project_id = $2 or contract_id = $3) order by kind`,
      [w.acme.tenant_id, w.projects.shared.id, w.contracts.both.id],
    );
    expect(rows.map(({ kind }) => kind).sort()).toEqual([
      'attachment',
      'comment',
      'epic',
      'message',
      'milestone',
      'note',
      'project',
      'sprint',
      'story',
    ]);
    for (const { kind, id } of [...rows, { kind: 'none', id: null }])
      expect({
        kind,
        error: await attemptError(w, seats.staff(w.staff.owner), record, [id, '2026-03-03']),
      }).toEqual({ kind, error: none });
  });

  test('nobody records time as somebody else, beneath grants and triggers', async () => {
    const w = inside();
    const make = (who: string, column: string, parent: string, tenant = w.acme.tenant_id) =>
      errorOf(
        beneath(
          w.db,
          { sins: [`grant insert on ${table} to staff`], seat: seats.staff(w.staff.contributor), bare: true },
          `insert into ${table} (tenant_id, client_id, ${column}, record_id, staff_member_id, spent_on, minutes)
           values ($1, gen_random_uuid(), $2, gen_random_uuid(), $3, now(), 1)`,
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
  const idOf = async (of: string) =>
    (await inside().db.admin.query<{ id: string }>(`select id from ${table} where description = $1`, [of]))
      .rows[0]!.id;
  /** How many of them were decided on. */
  const decide = async (token: string, of: string, decision = 'approved', reason = '') => {
    const rows = await asStaff<{ decided: number }>(
      inside().db,
      token,
      'select app.decide_time(array[$1::uuid], $2, $3) as decided',
      [await idOf(of), decision, reason],
    );
    return rows[0]?.decided;
  };
  const entry = async (of: string) => {
    const { rows } = await inside().db.admin.query(
      `select status, minutes, decision_reason as reason, decided_by as by, decided_at is not null as decided
         from ${table} where description = $1`,
      [of],
    );
    return rows[0] as unknown;
  };
  const waits = { status: 'recorded', minutes: 60, reason: '', by: null, decided: false };
  afterEach(() =>
    inside().db.admin.query(
      `update ${table} set status = 'recorded', decision_reason = '', decided_by = null, decided_at = null;
       update ${table} set minutes = 60 where minutes is not null;
       update app.tenant set approve_own_time = false`,
    ),
  );

  test('is a manager’s of the project or contract, and says whose and when', async () => {
    const w = inside();
    for (const role of ['manager', 'owner', 'tenantManager'] as const) {
      expect(await decide(w.staff[role], whose('contributor'))).toBe(1);
      const { id: by } = w.team[role];
      expect(await entry(whose('contributor'))).toEqual({ ...waits, status: 'approved', by, decided: true });
      expect(await decide(w.staff[role], whose('contributor'), 'recorded')).toBe(1);
      expect(await entry(whose('contributor'))).toEqual(waits);
    }
    for (const token of [w.staff.contributor, w.staff.reviewer, w.staff.observer, w.staff.outsider, w.staff.foreigner, ...Object.values(w.staffNobodies)])
      expect(await decide(token, whose('owner'))).toBe(0); // prettier-ignore
    expect(await decide(w.staff.manager, `${kind} unreached/outsider`)).toBe(0);
    expect(await entry(whose('owner'))).toEqual(waits);
  });

  test('needs no role on anything else', async () => {
    const { db, acme, projects, contracts } = inside();
    const person = await aStaffMember(db, acme);
    const token = await aSession(db, person);
    if (kind === 'task') await aProjectMember(db, projects.shared, person, 'manager');
    else await aContractMember(db, contracts.both, person, 'manager');
    expect(await decide(token, whose('contributor'))).toBe(1);
  });

  test('is nobody’s on their own time, unless their company lets them, and then only where they decide', async () => {
    const w = inside();
    const bosses = `${kind} here/tenantManager`;
    await aTimeEntry(w.db, work[kind].here, w.team.tenantManager, { description: bosses });
    const own = async () =>
      [
        await decide(w.staff.contributor, whose('contributor'), 'rejected', 'x'),
        await decide(w.staff.manager, whose('manager'), 'rejected', 'x'),
        await decide(w.staff.owner, whose('owner')),
        await decide(w.staff.tenantManager, bosses),
      ] as const;
    expect(await own()).toEqual([0, 0, 0, 0]);
    await w.db.admin.query('update app.tenant set approve_own_time = true where tenant_id = $1', [
      w.rival.tenant_id,
    ]);
    expect(await own()).toEqual([0, 0, 0, 0]);
    await w.db.admin.query('update app.tenant set approve_own_time = true where tenant_id = $1', [
      w.acme.tenant_id,
    ]);
    expect(await own()).toEqual([0, 1, 1, 1]);
    await w.db.admin.query(`delete from ${table} where description = $1`, [bosses]);
  });

  test('is made by the function alone: nobody writes one, nor signs it as somebody else', async () => {
    const w = inside();
    for (const what of ["status = 'approved'", "decision_reason = 'x'", 'decided_by = null'])
      for (const token of [w.staff.contributor, w.staff.owner, w.staff.tenantManager])
        expect(await attemptError(w, seats.staff(token), `update ${table} set ${what}`)).toBe(denied(table));
  });

  test('is made once, and not on a timer that runs', async () => {
    const { db, staff, team } = inside();
    expect(await decide(staff.manager, whose('contributor'))).toBe(1);
    expect(await decide(staff.owner, whose('contributor'), 'rejected', 'x')).toBe(0);
    await aTimeEntry(db, work[kind].here, team.observer, {
      minutes: undefined, started_at: '2026-03-02', description: 'running',
    }); // prettier-ignore
    expect(await errorOf(decide(staff.manager, 'running'))).toMatch(/^23514/);
    await db.admin.query("delete from app.time_entry where description = 'running'");
  });

  test('to reject lets its author put it forward again, with why it was rejected still on it', async () => {
    const { db, staff } = inside();
    await decide(staff.manager, whose('contributor'), 'rejected', 'On the wrong task');
    const save = (token: string, what: string) =>
      asStaff(db, token, `update ${table} set ${what} where description = $1`, [whose('contributor')]);
    await save(staff.contributor, 'minutes = 5');
    const again = { ...waits, reason: 'On the wrong task' };
    expect(await entry(whose('contributor'))).toEqual({ ...again, minutes: 5 });
    expect(await decide(staff.manager, whose('contributor'), 'recorded')).toBe(0);
    expect(await decide(staff.manager, whose('contributor'))).toBe(1);
  });

  describe('to approve', () => {
    beforeEach(async () => {
      await decide(inside().staff.manager, whose('contributor'));
    });

    test.each([
      "spent_on = '2026-01-01'",
      'minutes = 5',
      'started_at = now()',
      'after_hours = true',
      "description = 'x'",
    ])('keeps the entry as it is: %s is refused to everybody', async (what) => {
      const w = inside();
      for (const token of [w.staff.contributor, w.staff.manager, w.staff.owner, w.staff.tenantManager]) {
        const sql = `update ${table} set ${what} where description = $1`;
        expect(await attemptError(w, seats.staff(token), sql, [whose('contributor')])).toBe(
          '23514 approved time does not change',
        );
      }
    });

    test('keeps it from being deleted', async () => {
      const w = inside();
      const sql = `delete from ${table} where description = '${whose('contributor')}'`;
      for (const token of [w.staff.contributor, w.staff.owner, w.staff.tenantManager])
        expect((await attempt(w, seats.staff(token), sql)).rowCount).toBe(0);
    });

    test('is taken back by a manager, not by the person', async () => {
      const { staff } = inside();
      expect(await decide(staff.contributor, whose('contributor'), 'recorded')).toBe(0);
      expect(await decide(staff.manager, whose('contributor'), 'recorded')).toBe(1);
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
        'insert into app.time_entry (record_id, spent_on, started_at) values ($1, $2, now())',
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
