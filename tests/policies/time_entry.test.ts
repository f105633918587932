import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { asStaff, aTimeEntry, type ProjectRecord, type ProjectRole, seats } from '../support/builders.ts';
import {
  attempt, attemptError, beneath, closedToClients, errorOf, floored, granted, readByStaff, refusedRow, staffMayOnly,
} from './law.ts'; // prettier-ignore
import { projectRoles, useWorld, type World } from './world.ts';

const table = 'app.time_entry';
const inside = useWorld();
const key = 'description collate "C"';
const creates = [
  'id', 'project_id', 'task_id', 'spent_on', 'minutes', 'started_at', 'after_hours', 'description',
]; // prettier-ignore
const edits = [
  'spent_on', 'minutes', 'started_at', 'after_hours', 'description', 'status', 'decision_reason',
]; // prettier-ignore

const tasks = {} as Record<keyof World['projects'], ProjectRecord>;
/** On "shared", time of everybody on it; elsewhere of somebody. */
beforeAll(async () => {
  const { db, team } = inside();
  const { rows } = await db.admin.query<ProjectRecord & { title: string }>(
    "select tenant_id, client_id, project_id, id, title from app.task where title like '%/open'",
  );
  for (const name of ['shared', 'hidden', 'neighbour', 'foreign'] as const)
    tasks[name] = rows.find(({ title }) => title === `${name}/open`)!;
  for (const role of projectRoles)
    await aTimeEntry(db, tasks.shared, team[role], { description: `shared/${role}` });
  await aTimeEntry(db, tasks.hidden, team.contributor, { description: 'hidden/contributor' });
  await aTimeEntry(db, tasks.neighbour, team.outsider, { description: 'neighbour/outsider' });
  await aTimeEntry(db, tasks.foreign, team.twin, { description: 'foreign/twin' });
});

const onShared = [...projectRoles].sort().map((role) => `shared/${role}`);

granted(inside, table, { staff: { select: true, insert: creates, update: edits, delete: true } });
floored(inside, table, { trusts: ['staff'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key,
  manager: () => ['hidden/contributor', 'neighbour/outsider', ...onShared],
  member: () => ['hidden/contributor', ...onShared],
  outsider: () => [],
  foreigner: () => ['foreign/twin'],
});

const may = (role: ProjectRole, minimum: ProjectRole) =>
  projectRoles.indexOf(role) >= projectRoles.indexOf(minimum);
const record = 'insert into app.time_entry (project_id, task_id, spent_on, minutes) values ($1, $2, $3, 30)';
const on = (task: ProjectRecord) => [task.project_id, task.id, '2026-03-03'];

describe('role staff records', () => {
  staffMayOnly(inside, table, 'insert', creates);
  staffMayOnly(inside, table, 'update', edits);

  test.each(projectRoles)('%s records time where contributor is enough, as their own', async (role) => {
    const w = inside();
    const made = attempt(
      w,
      seats.staff(w.staff[role]),
      `${record} returning staff_member_id as by, status`,
      on(tasks.shared),
    );
    if (may(role, 'contributor'))
      expect((await made).rows).toEqual([{ by: w.team[role].id, status: 'recorded' }]);
    else expect(await errorOf(made)).toBe(refusedRow(table));
  });

  test('L85: nobody records time where they only observe; a task that is not seen, or is elsewhere, is none', async () => {
    const w = inside();
    const outcome = (token: string, values: unknown[]) => attemptError(w, seats.staff(token), record, values);
    const none = '23503 no such task';
    expect(await outcome(w.staff.owner, on(tasks.hidden))).toBe(refusedRow(table));
    expect(await outcome(w.staff.owner, on(tasks.neighbour))).toBe(none);
    expect(await outcome(w.staff.foreigner, on(tasks.neighbour))).toBe(none);
    expect(await outcome(w.staff.outsider, on(tasks.shared))).toBe(none);
    expect(await outcome(w.staff.owner, [tasks.shared.project_id, tasks.hidden.id, '2026-03-03'])).toBe(none);
    for (const token of Object.values(w.staffNobodies))
      expect(await outcome(token, on(tasks.shared))).toBe(none);
  });

  test('nobody records time as somebody else, beneath grants and triggers', async () => {
    const w = inside();
    const make = (who: string, project: string, tenant = w.acme.tenant_id) =>
      errorOf(
        beneath(
          w.db,
          { sins: [`grant insert on ${table} to staff`], seat: seats.staff(w.staff.contributor), bare: true },
          `insert into ${table} (tenant_id, project_id, task_id, staff_member_id, spent_on, minutes) values ($1, $2, gen_random_uuid(), $3, now(), 1)`,
          [tenant, project, who],
        ),
      );
    const { shared, hidden } = w.projects;
    expect(await make(w.team.contributor.id, shared.id)).toBe('no error');
    expect(await make(w.team.owner.id, shared.id)).toBe(refusedRow(table));
    expect(await make(w.team.contributor.id, hidden.id)).toBe(refusedRow(table));
    expect(await make(w.team.contributor.id, shared.id, w.rival.tenant_id)).toBe(refusedRow(table));
  });
});

describe('role staff edits and deletes', () => {
  const reached = async (token: string, sql: string) =>
    (await attempt(inside(), seats.staff(token), `${sql} returning ${key} as key`)).rows
      .map((row: { key: string }) => row.key)
      .sort();

  test.each(projectRoles)(
    '%s reaches their own from contributor, all of the project from manager',
    async (role) => {
      const w = inside();
      const wanted = may(role, 'manager') ? onShared : may(role, 'contributor') ? [`shared/${role}`] : [];
      for (const sql of [`update ${table} set minutes = 5`, `delete from ${table}`])
        expect(await reached(w.staff[role], sql)).toEqual(wanted);
    },
  );

  test("a Manager reaches all of the tenant and nothing of another's; an outsider not even their own of before", async () => {
    const w = inside();
    for (const sql of [`update ${table} set minutes = 5`, `delete from ${table}`]) {
      expect(await reached(w.staff.tenantManager, sql)).toHaveLength(7);
      expect(await reached(w.staff.foreigner, sql)).toEqual(['foreign/twin']);
      for (const token of [w.staff.outsider, ...Object.values(w.staffNobodies)])
        expect(await reached(token, sql)).toEqual([]);
    }
  });

  test('beneath grants and triggers, none is moved to another project, tenant or person', async () => {
    const w = inside();
    const move = (role: ProjectRole, column: string, to: string) =>
      beneath(
        w.db,
        { sins: [`grant update on ${table} to staff`], seat: seats.staff(w.staff[role]), bare: true },
        `update ${table} set ${column} = '${to}'`,
      );
    const { hidden, shared } = w.projects;
    expect((await move('contributor', 'project_id', shared.id)).rowCount).toBe(1);
    expect((await move('manager', 'project_id', shared.id)).rowCount).toBe(5);
    for (const role of ['contributor', 'manager'] as const) {
      expect(await errorOf(move(role, 'project_id', hidden.id))).toBe(refusedRow(table));
      expect(await errorOf(move(role, 'tenant_id', w.rival.tenant_id))).toBe(refusedRow(table));
    }
    expect(await errorOf(move('contributor', 'staff_member_id', w.team.owner.id))).toBe(refusedRow(table));
  });

  test('an edit counts the version up', async () => {
    const w = inside();
    const sql = `update ${table} set minutes = 5 returning version`;
    expect((await attempt(w, seats.staff(w.staff.contributor), sql)).rows).toEqual([{ version: 2 }]);
  });
});

describe('a decision', () => {
  const decide = (w: World, token: string, whose: string, what = "status = 'approved'") =>
    attempt(
      w,
      seats.staff(token),
      `update ${table} set ${what} where description = $1 returning decided_by as by, decided_at`,
      [whose],
    );
  const notManager = '42501 only a project manager decides on time';
  const own = '42501 nobody but a project owner decides on their own time';

  test('is a project manager’s, and says whose and when', async () => {
    const w = inside();
    expect(await errorOf(decide(w, w.staff.contributor, 'shared/contributor'))).toBe(notManager);
    for (const role of ['manager', 'owner'] as const) {
      const { rows } = await decide(w, w.staff[role], 'shared/contributor');
      expect(rows).toEqual([{ by: w.team[role].id, decided_at: expect.any(Date) as Date }]);
    }
    const rejected = await decide(
      w,
      w.staff.manager,
      'shared/owner',
      "status = 'rejected', decision_reason = 'x'",
    );
    expect(rejected.rows).toMatchObject([{ by: w.team.manager.id }]);
    expect((await decide(w, w.staff.reviewer, 'shared/contributor')).rows).toEqual([]);
    expect((await decide(w, w.staff.manager, 'neighbour/outsider')).rows).toEqual([]);
  });

  test('on one’s own time is a project owner’s alone, or a tenant Manager’s', async () => {
    const w = inside();
    for (const what of ["status = 'approved'", "status = 'rejected'", "decision_reason = 'x'"]) {
      expect(await errorOf(decide(w, w.staff.manager, 'shared/manager', what))).toBe(own);
      expect((await decide(w, w.staff.owner, 'shared/owner', what)).rows).toHaveLength(1);
    }
    expect((await decide(w, w.staff.tenantManager, 'shared/manager')).rows).toHaveLength(1);
  });

  test('has a reason that is the decider’s to write, and no person’s whose time it is', async () => {
    const w = inside();
    expect(
      await errorOf(decide(w, w.staff.contributor, 'shared/contributor', "decision_reason = 'fine'")),
    ).toBe(notManager);
    expect((await decide(w, w.staff.manager, 'shared/contributor', "decision_reason = 'why'")).rows).toEqual([
      { by: null, decided_at: null },
    ]);
  });

  test('cannot be given as somebody else’s, nor on a timer that runs', async () => {
    const w = inside();
    expect(await errorOf(decide(w, w.staff.manager, 'shared/contributor', 'decided_by = null'))).toMatch(
      /^42501/,
    );
    const { db, team } = w;
    const running = aTimeEntry(db, tasks.shared, team.observer, {
      minutes: undefined, started_at: '2026-03-02', description: 'running',
    }); // prettier-ignore
    await running;
    expect(await errorOf(decide(w, w.staff.manager, 'running'))).toMatch(/^23514/);
    await db.admin.query("delete from app.time_entry where description = 'running'");
  });

  describe('to reject', () => {
    const rejected = 'shared/contributor';
    const reject = "status = 'rejected', decision_reason = 'On the wrong task'";
    const turn = (token: string, what: string, whose = rejected) =>
      attempt(
        inside(),
        seats.staff(token),
        `update ${table} set ${what} where description = $1 returning status, minutes, decision_reason as reason, decided_by as by, decided_at as at`,
        [whose],
      );
    beforeAll(async () => {
      for (const whose of [rejected, 'shared/manager'])
        await asStaff(
          inside().db,
          inside().staff.owner,
          `update ${table} set ${reject} where description = $1`,
          [whose],
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
      expect((await turn(staff.manager, "status = 'recorded'", 'shared/manager')).rows).toEqual([
        { ...again, minutes: 60 },
      ]);
    });

    test('lets nobody else put it forward, whatever row security might let pass', async () => {
      const { db, staff } = inside();
      const sin = `create policy sin on ${table} for update to staff using (true)`;
      const again = `update ${table} set status = 'recorded' where description = 'shared/manager'`;
      const under = (token: string) => beneath(db, { sins: [sin], seat: seats.staff(token) }, again);
      expect(await errorOf(under(staff.contributor))).toBe(notManager);
      expect((await under(staff.owner)).rowCount).toBe(1);
    });

    test.each(["decision_reason = ''", "status = 'recorded', decision_reason = ''", "status = 'approved'"])(
      'lets its author decide nothing: %s is refused',
      async (what) => {
        const { staff } = inside();
        expect(await errorOf(turn(staff.contributor, what))).toBe(notManager);
        expect(await errorOf(turn(staff.manager, what, 'shared/manager'))).toBe(own);
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

    test('is taken back by a project manager', async () => {
      const { staff } = inside();
      const back = await turn(staff.manager, "status = 'recorded', decision_reason = ''");
      expect(back.rows).toEqual([{ status: 'recorded', minutes: 60, reason: '', by: null, at: null }]);
      expect((await turn(staff.reviewer, "status = 'recorded'")).rows).toEqual([]);
    });

    test('is an approval’s own way back only for managers: its author puts nothing approved forward again', async () => {
      const { staff, db } = inside();
      await asStaff(db, staff.owner, `update ${table} set status = 'approved' where description = $1`, [
        'shared/manager',
      ]);
      expect(await errorOf(turn(staff.manager, "status = 'recorded'", 'shared/manager'))).toBe(own);
    });
  });

  describe('to approve', () => {
    beforeAll(async () => {
      const { db, staff } = inside();
      await asStaff(
        db,
        staff.manager,
        `update ${table} set status = 'approved' where description = 'shared/contributor'`,
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
          expect(await errorOf(decide(w, token, 'shared/contributor', change))).toBe(
            '23514 approved time does not change',
          );
    });

    test('keeps it from being deleted', async () => {
      const w = inside();
      const sql = `delete from ${table} where description = 'shared/contributor'`;
      for (const token of [w.staff.contributor, w.staff.owner, w.staff.tenantManager])
        expect((await attempt(w, seats.staff(token), sql)).rowCount).toBe(0);
    });

    test('is taken back by a project manager, not by the person', async () => {
      const w = inside();
      const back = "status = 'recorded'";
      expect(await errorOf(decide(w, w.staff.contributor, 'shared/contributor', back))).toBe(notManager);
      expect((await decide(w, w.staff.manager, 'shared/contributor', back)).rows).toEqual([
        { by: null, decided_at: null },
      ]);
    });
  });
});

describe('a timer', () => {
  afterEach(() => inside().db.admin.query('delete from app.time_entry where minutes is null'));
  const start = (role: ProjectRole) =>
    errorOf(
      asStaff(
        inside().db,
        inside().staff[role],
        'insert into app.time_entry (project_id, task_id, spent_on, started_at) values ($1, $2, $3, now())',
        on(tasks.shared),
      ),
    );

  test('runs once a person', async () => {
    const w = inside();
    expect(await start('contributor')).toBe('no error');
    expect(await start('contributor')).toMatch(/^23505 .*time_entry_one_running/);
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
      expect(await errorOf(aTimeEntry(db, tasks.shared, team.owner, values))).toMatch(/^23514/);
  });
});

test('a task with time on it stays', async () => {
  const w = inside();
  const remove = "delete from app.task where title = 'shared/open'";
  expect(await attemptError(w, seats.staff(w.staff.owner), remove)).toMatch(/^23503 .*time_entry/);
});
