import { describe, expect, test } from 'vitest';
import {
  aMilestone,
  aProject,
  aSprint,
  aStory,
  asClient,
  asStaff,
  aTask,
  type ProjectRole,
  seats,
  type Task,
} from '../support/builders.ts';
import { attempt, attemptError, beneath, errorOf, refusedRow } from './law.ts';
import { projectRecord } from './record.ts';
import { projectRoles } from './world.ts';

const planned = [
  'story_id', 'sprint_id', 'milestone_id', 'title', 'description', 'status', 'priority', 'starts_on', 'due_on',
  'estimate_minutes', 'labels', 'assignee_staff_id', 'position', 'visibility',
]; // prettier-ignore

const inside = projectRecord('app.task', {
  key: 'title',
  reads: [
    'id', 'project_id', 'number', 'visible_story_id', 'visible_sprint_id', 'visible_milestone_id', 'title',
    'description', 'status', 'priority', 'due_on', 'completed_at', 'shared_at',
  ], // prettier-ignore
  writtenBy: 'contributor',
  creates: ['id', 'project_id', ...planned],
  edits: planned,
  definers: {
    definer_comment: { select: ['tenant_id', 'id', 'client_id', 'project_id', 'shared'] },
    definer_receipt: { select: ['id', 'project_id'] },
  },
});

describe('L57: what a task is grouped by', () => {
  const targets = { story: aStory, sprint: aSprint, milestone: aMilestone };

  test.each(Object.keys(targets) as (keyof typeof targets)[])(
    'a client learns the %s while it is shared, and never otherwise',
    async (kind) => {
      const { db, clients, client } = inside();
      const project = await aProject(db, clients.own, { visibility: 'client_visible' });
      const target = await targets[kind](db, project, { visibility: 'internal_only' });
      const task = await aTask(db, project, { [`${kind}_id`]: target.id, visibility: 'client_visible' });
      const seen = () =>
        asClient(db, client.admin, `select visible_${kind}_id as target from app.task where id = $1`, [
          task.id,
        ]);
      const flag = (visibility: string) =>
        db.admin.query(`update app.${kind} set visibility = $1 where id = $2`, [visibility, target.id]);

      expect(await seen()).toEqual([{ target: null }]);
      await flag('client_visible');
      expect(await seen()).toEqual([{ target: target.id }]);
      await flag('internal_only');
      expect(await seen()).toEqual([{ target: null }]);
      await flag('client_visible');
      await db.admin.query(`delete from app.${kind} where id = $1`, [target.id]);
      expect(await seen()).toEqual([{ target: null }]);
    },
  );

  test.each(Object.keys(targets))(
    'a %s of another project, another tenant or of nowhere cannot be referred to',
    async (kind) => {
      const w = inside();
      const name = kind === 'sprint' ? 'name' : 'title';
      const { rows } = await w.db.admin.query<{ name: string; id: string }>(
        `select ${name} as name, id from app.${kind}`,
      );
      const refer = (id: string | undefined) =>
        attemptError(
          w,
          seats.staff(w.staff.tenantManager),
          `update app.task set ${kind}_id = $1 where title = 'shared/open'`,
          [id],
        );
      const idOf = (wanted: string) => rows.find((row) => row.name === wanted)?.id;

      expect(await refer(idOf('shared/internal'))).toBe('no error');
      expect(await refer(idOf('neighbour/open'))).toMatch(/^23503/);
      expect(await refer(idOf('foreign/open'))).toBe(`23503 no such ${kind}`);
      expect(await refer('00000000-0000-4000-8000-000000000000')).toBe(`23503 no such ${kind}`);
    },
  );
});

describe('putting a task into a sprint, from one to another, or out of it', () => {
  const into = (target: string) => `sprint_id = ${target}`;
  const other = "(select id from app.sprint where name = 'shared/internal')";
  const attemptAs = (role: ProjectRole, sql: string, values: unknown[] = []) =>
    attemptError(inside(), seats.staff(inside().staff[role]), sql, values);
  const edit = (what: string) => `update app.task set ${what} where title = 'shared/open'`;
  const notManager = '42501 only a project manager plans sprints';

  test('is a project manager’s', async () => {
    const { projects } = inside();
    const create = `insert into app.task (project_id, title, sprint_id) values ($1, 'planned', ${other})`;
    for (const role of ['manager', 'owner'] as const) {
      for (const target of [other, 'null'])
        expect(await attemptAs(role, edit(into(target)))).toBe('no error');
      expect(await attemptAs(role, create, [projects.shared.id])).toBe('no error');
    }
    for (const target of [other, 'null'])
      expect(await attemptAs('contributor', edit(into(target)))).toBe(notManager);
    expect(await attemptAs('contributor', create, [projects.shared.id])).toBe(notManager);
  });

  test('is nothing that a contributor needs for work on the board', async () => {
    const { projects } = inside();
    for (const what of ["status = 'in_progress', position = 4", "status = 'done'", 'sprint_id = sprint_id'])
      expect(await attemptAs('contributor', edit(what))).toBe('no error');
    const create = "insert into app.task (project_id, title) values ($1, 'found on the way')";
    expect(await attemptAs('contributor', create, [projects.shared.id])).toBe('no error');
  });

  test('is refused into a completed sprint; what is in one stays, is worked on, and may leave', async () => {
    const { db, clients, staff } = inside();
    const project = await aProject(db, clients.own);
    const sprint = await aSprint(db, project, { status: 'completed' });
    const [inIt, outside] = [
      await aTask(db, project, { sprint_id: sprint.id }),
      await aTask(db, project, {}),
    ];
    const as = (sql: string, values: unknown[]) =>
      attemptError(inside(), seats.staff(staff.tenantManager), sql, values);
    const refused = '23514 a completed sprint takes no more tasks';
    const planInto = 'update app.task set sprint_id = $1 where id = $2';
    expect(await as(planInto, [sprint.id, outside.id])).toBe(refused);
    const create = "insert into app.task (project_id, title, sprint_id) values ($1, 'late', $2)";
    expect(await as(create, [project.id, sprint.id])).toBe(refused);

    expect(await as(planInto, [sprint.id, inIt.id])).toBe('no error');
    expect(await as("update app.task set status = 'done' where id = $1", [inIt.id])).toBe('no error');
    expect(await as('update app.task set sprint_id = null where id = $1', [inIt.id])).toBe('no error');
    await db.admin.query("update app.sprint set status = 'planned' where id = $1", [sprint.id]);
    expect(await as(planInto, [sprint.id, outside.id])).toBe('no error');
  });

  test('is nobody’s deed where a manager deletes the sprint: its tasks are back in the backlog', async () => {
    const { staff } = inside();
    const remove = "delete from app.sprint where name = 'shared/open'";
    expect(await attemptError(inside(), seats.staff(staff.manager), remove)).toBe('no error');
  });
});

describe('reviewing a task', () => {
  const others = ['to_do', 'in_progress', 'blocked', 'done'];
  const named = (name: string) => `where title = '${name}/open'`;
  const inStatus = (status: string) => [`update app.task set status = '${status}' where title like '%/open'`];
  /** Updates the open tasks, after they were put into a status. */
  const as = (token: string, what: string, from = 'in_review', which = named('shared')) =>
    beneath(
      inside().db,
      { sins: inStatus(from), seat: seats.staff(token) },
      `update app.task set ${what} ${which} returning status, completed_at`,
    );

  test.each(projectRoles)('%s takes it onward or back where reviewer is enough', async (role) => {
    const token = inside().staff[role];
    const outcomes = [];
    for (const status of ['done', 'in_progress'])
      outcomes.push(...(await as(token, `status = '${status}'`)).rows);
    expect(outcomes).toEqual(
      role === 'observer'
        ? []
        : [
            { status: 'done', completed_at: expect.any(Date) as Date },
            { status: 'in_progress', completed_at: null },
          ],
    );
  });

  test('a reviewer takes it nowhere else, and from nowhere else', async () => {
    const { staff } = inside();
    for (const status of ['in_review', 'to_do', 'blocked'])
      expect(await errorOf(as(staff.reviewer, `status = '${status}'`))).toBe(refusedRow('app.task'));
    for (const from of others)
      for (const status of ['in_review', ...others])
        expect((await as(staff.reviewer, `status = '${status}'`, from)).rows).toEqual([]);
  });

  test('a reviewer changes nothing else of it, with the status or without; a contributor does', async () => {
    const { staff, team } = inside();
    const alone = '42501 a review changes the status alone';
    const changes = {
      story_id: ['null', alone],
      sprint_id: ['null', '42501 only a project manager plans sprints'],
      milestone_id: ['null', alone],
      title: ["'reworded'", alone],
      description: ["'reworded'", alone],
      priority: ["'high'", alone],
      starts_on: ["'2026-01-01'", alone],
      due_on: ["'2030-01-01'", alone],
      estimate_minutes: ['5', alone],
      labels: ["'{new}'", alone],
      assignee_staff_id: [`'${team.reviewer.id}'`, alone],
      position: ['position + 1', alone],
      visibility: ["'internal_only'", '42501 only a project manager changes visibility'],
    };
    expect([...Object.keys(changes), 'status'].sort()).toEqual([...planned].sort());
    for (const [column, [value, refusal]] of Object.entries(changes)) {
      const change = `${column} = ${value}`;
      expect(await errorOf(as(staff.reviewer, `status = 'done', ${change}`))).toBe(refusal);
      expect(await errorOf(as(staff.reviewer, change))).toBe(
        refusal === alone ? refusedRow('app.task') : refusal,
      );
      const worker = refusal === alone ? staff.contributor : staff.manager;
      expect((await as(worker, change)).rows).toHaveLength(1);
    }
    expect(await errorOf(as(staff.reviewer, "status = 'done', title = title"))).toBe('no error');
  });

  test('is nobody’s of another project or tenant, nor without a session; a tenant Manager’s everywhere', async () => {
    const w = inside();
    const accept = "status = 'done'";
    for (const token of [w.staff.outsider, w.staff.foreigner, ...Object.values(w.staffNobodies)])
      expect((await as(token, accept)).rows).toEqual([]);
    for (const project of ['hidden', 'neighbour', 'foreign'])
      expect((await as(w.staff.reviewer, accept, 'in_review', named(project))).rows).toEqual([]);
    const every = "where title like '%/open'";
    expect((await as(w.staff.reviewer, accept, 'in_review', every)).rows).toHaveLength(1);
    expect((await as(w.staff.tenantManager, accept, 'in_review', every)).rows).toHaveLength(3);
  });

  test('does not take it into a project that one observes, beneath the grants', async () => {
    const { db, staff, projects } = inside();
    const into = (id: string) =>
      beneath(
        db,
        {
          sins: [...inStatus('in_review'), 'grant update on app.task to staff'],
          seat: seats.staff(staff.reviewer),
          bare: true,
        },
        `update app.task set status = 'done', project_id = '${id}' ${named('shared')}`,
      );
    expect((await into(projects.shared.id)).rowCount).toBe(1);
    expect(await errorOf(into(projects.hidden.id))).toBe(refusedRow('app.task'));
  });

  test('holds back nobody who is no staff member, as a cascade or a DBA', async () => {
    const { db, staff } = inside();
    const edit = `update app.task set title = 'by hand' ${named('shared')}`;
    const byHand = await beneath(db, { sins: inStatus('in_review') }, edit);
    expect(byHand.rowCount).toBe(1);
    const remove = "delete from app.sprint where name = 'shared/open'";
    const seat = seats.staff(staff.manager);
    expect((await beneath(db, { sins: inStatus('in_review'), seat }, remove)).rowCount).toBe(1);
  });

  test('leaves its place in a completed sprint as it is', async () => {
    const w = inside();
    const sins = [...inStatus('in_review'), "update app.sprint set status = 'completed'"];
    const { rows } = await beneath(
      w.db,
      { sins, seat: seats.staff(w.staff.reviewer) },
      `update app.task set status = 'done' ${named('shared')} returning sprint_id is not null as planned`,
    );
    expect(rows).toEqual([{ planned: true }]);
  });

  test('a reviewer makes no task and deletes none', async () => {
    const w = inside();
    const seat = seats.staff(w.staff.reviewer);
    const create = "insert into app.task (project_id, title, status) values ($1, 'finished', 'done')";
    expect(await attemptError(w, seat, create, [w.projects.shared.id])).toBe(refusedRow('app.task'));
    const sins = inStatus('in_review');
    expect((await beneath(w.db, { sins, seat }, 'delete from app.task')).rowCount).toBe(0);
    expect((await attempt(w, seat, 'select from app.task for no key update')).rowCount).toBe(0);
  });
});

test('L85: a colleague of another tenant is as unassignable as nobody', async () => {
  const w = inside();
  const assign = (id: string) =>
    attemptError(
      w,
      seats.staff(w.staff.tenantManager),
      "update app.task set assignee_staff_id = $1 where title = 'shared/open'",
      [id],
    );
  expect(await assign(w.team.outsider.id)).toBe('no error');
  expect(await assign(w.team.foreigner.id)).toMatch(/^23503/);
  expect(await assign(w.team.foreigner.id)).toBe(await assign('00000000-0000-4000-8000-000000000000'));
});

test('completed_at says since when a task has been done', async () => {
  const { db, staff, projects } = inside();
  const [task] = await asStaff<Task>(
    db,
    staff.contributor,
    "insert into app.task (project_id, title, status) values ($1, 'doing', 'in_progress') returning id",
    [projects.shared.id],
  );
  const turn = async (status: string) =>
    (
      await asStaff<{ completed_at: Date | null }>(
        db,
        staff.contributor,
        'update app.task set status = $1 where id = $2 returning completed_at',
        [status, task?.id],
      )
    )[0]?.completed_at;

  const done = await turn('done');
  expect(done).toBeInstanceOf(Date);
  expect(await turn('done')).toEqual(done);
  expect(await turn('blocked')).toBeNull();
  await db.admin.query('delete from app.task where id = $1', [task?.id]);
});

test('the copies of project, story, sprint and milestone cannot be made to lie', async () => {
  const { db } = inside();
  const lie = (change: string) =>
    errorOf(db.admin.query(`update app.task set ${change} where title = 'hidden/open'`));
  expect(await lie('project_shared = true')).toMatch(/^23503/);
  expect(await lie('story_shared = true')).toMatch(/^23503/);
  expect(await lie('sprint_shared = null')).toMatch(/^23514/);
  expect(await lie('client_id = gen_random_uuid()')).toMatch(/^23503/);
  expect(await lie('shared = true')).toMatch(/^428C9/);
});
