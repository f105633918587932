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
  transact,
  toFlag,
} from '../support/builders.ts';
import { attempt, attemptError, beneath, denied, errorOf, reached, refusedRow } from './policy-assertions.ts';
import { projectRecord } from './record.ts';
import { projectRoles, type World } from './world.ts';

const edits = [
  'story_id', 'milestone_id', 'title', 'description', 'status', 'priority', 'starts_on', 'due_on',
  'estimate_minutes', 'labels', 'assignee_staff_id', 'position',
]; // prettier-ignore

const inside = projectRecord('app.task', {
  key: 'title',
  reads: [
    'id', 'project_id', 'number', 'visible_story_id', 'visible_sprint_id', 'visible_milestone_id', 'title',
    'description', 'status', 'priority', 'due_on', 'completed_at', 'shared_at',
  ], // prettier-ignore
  writtenBy: 'contributor',
  creates: ['id', 'project_id', 'sprint_id', 'visibility', ...edits],
  edits,
  definers: {
    definer_plan: { select: ['id', 'project_id'], update: ['sprint_id'] },
    definer_review: { select: ['id', 'project_id', 'version'], update: ['status'] },
    definer_comment: {
      select: ['tenant_id', 'id', 'client_id', 'project_id', 'project_shared', 'visible', 'shared'],
    },
  },
  narrow: {
    definer_plan: { from: 'manager', sets: 'sprint_id = sprint_id' },
    definer_review: {
      from: 'reviewer',
      sets: "status = 'done'",
      only: "status = 'in_review'",
      sins: ["update app.task set status = 'in_review' where title like '%/open'"],
    },
  },
});

/** Plans the task of a title into the sprint that an expression names; how many tasks it reached. */
const planning = (title: string, sprint: string) =>
  `select app.plan_into_sprint(t.project_id, array[t.id], ${sprint}) from app.task t where t.title = '${title}'`;

type Name = keyof World['projects'];

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
      const flag = (visibility: string) => db.admin.query(toFlag, [visibility, target.id]);

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
      const change =
        kind === 'sprint'
          ? planning('shared/open', '$1')
          : `update app.task set ${kind}_id = $1 where title = 'shared/open'`;
      const refer = (id: string | undefined) =>
        attemptError(w, seats.staff(w.staff.tenantManager), change, [id]);
      const idOf = (wanted: string) => rows.find((row) => row.name === wanted)?.id;

      expect(await refer(idOf('shared/internal'))).toBe('no error');
      expect(await refer(idOf('neighbour/open'))).toMatch(/^23503/);
      expect(await refer(idOf('foreign/open'))).toBe(`23503 no such ${kind}`);
      expect(await refer('00000000-0000-4000-8000-000000000000')).toBe(`23503 no such ${kind}`);
    },
  );
});

describe('putting a task into a sprint, from one to another, or out of it', () => {
  const other = "(select id from app.sprint where name = 'shared/internal')";
  const attemptAs = (role: ProjectRole, sql: string, values: unknown[] = []) =>
    attemptError(inside(), seats.staff(inside().staff[role]), sql, values);
  const edit = (what: string) => `update app.task set ${what} where title = 'shared/open'`;

  test('is a project manager’s', async () => {
    const { projects } = inside();
    const create = `insert into app.task (project_id, title, sprint_id) values ($1, 'planned', ${other})`;
    for (const role of projectRoles) {
      const plans = role === 'manager' || role === 'owner';
      const seat = seats.staff(inside().staff[role]);
      for (const target of [other, 'null']) {
        const plan = planning('shared/open', target);
        expect({ role, reached: await reached(inside(), seat, plan) }).toEqual({
          role,
          reached: plans ? 1 : 0,
        });
      }
      expect(await attemptAs(role, create, [projects.shared.id])).toBe(
        plans ? 'no error' : refusedRow('app.task'),
      );
      expect(await attemptAs(role, edit('sprint_id = null'))).toBe(denied('app.task'));
    }
  });

  test('reaches tasks of the project that is named alone, and says how many', async () => {
    const { projects, staff } = inside();
    const plan = (project: string) =>
      reached(
        inside(),
        seats.staff(staff.tenantManager),
        "select app.plan_into_sprint($1, array(select id from app.task where title in ('shared/open', 'hidden/open')), null)",
        [project],
      );
    for (const name of ['shared', 'hidden'] as const)
      expect({ name, reached: await plan(projects[name].id) }).toEqual({ name, reached: 1 });
    expect(await plan(projects.neighbour.id)).toBe(0);
  });

  test('counts its version up', async () => {
    const w = inside();
    const version = "select version from app.task where title = 'shared/open'";
    const { rows: before } = await w.db.admin.query<{ version: number }>(version);
    const after = await transact(
      w.db,
      seats.staff(w.staff.manager),
      async (line) => {
        await line.query(planning('shared/open', 'null'));
        return (await line.query(version)).rows as unknown[];
      },
      'rollback',
    );
    expect(after).toEqual([{ version: (before[0]?.version ?? 0) + 1 }]);
  });

  test('is nothing that a contributor needs for work on the board', async () => {
    const { projects } = inside();
    for (const what of ["status = 'in_progress', position = 4", "status = 'done'"])
      expect(await attemptAs('contributor', edit(what))).toBe('no error');
    const create = "insert into app.task (project_id, title) values ($1, 'found on the way')";
    expect(await attemptAs('contributor', create, [projects.shared.id])).toBe('no error');
  });

  test('is refused into a completed sprint; what is in one stays, is worked on, and may leave', async () => {
    const { db, clients, staff } = inside();
    const project = await aProject(db, clients.own);
    const sprint = await aSprint(db, project);
    const [inIt, outside] = [
      await aTask(db, project, { sprint_id: sprint.id }),
      await aTask(db, project, {}),
    ];
    await db.admin.query("update app.sprint set status = 'completed' where id = $1", [sprint.id]);
    const as = (sql: string, values: unknown[]) =>
      attemptError(inside(), seats.staff(staff.tenantManager), sql, values);
    const refused = '23514 a completed sprint takes no more tasks';
    const planInto = 'select app.plan_into_sprint(project_id, array[id], $1) from app.task where id = $2';
    expect(await as(planInto, [sprint.id, outside.id])).toBe(refused);
    const create = "insert into app.task (project_id, title, sprint_id) values ($1, 'late', $2)";
    expect(await as(create, [project.id, sprint.id])).toBe(refused);

    expect(await as(planInto, [sprint.id, inIt.id])).toBe('no error');
    expect(await as("update app.task set status = 'done' where id = $1", [inIt.id])).toBe('no error');
    expect(await as(planInto, [null, inIt.id])).toBe('no error');
    // A DBA, too.
    expect(await errorOf(aTask(db, project, { sprint_id: sprint.id }))).toBe(refused);
    await db.admin.query("update app.sprint set status = 'planned' where id = $1", [sprint.id]);
    expect(await as(planInto, [sprint.id, outside.id])).toBe('no error');
  });

  test('is recorded without an actor where a manager deletes the sprint: its tasks are back in the backlog', async () => {
    const { staff } = inside();
    const remove = "delete from app.sprint where name = 'shared/open'";
    expect(await attemptError(inside(), seats.staff(staff.manager), remove)).toBe('no error');
  });
});

test('app.projects_sharing() names projects of the tenant that share this kind, beneath a policy that shows every default', async () => {
  const { db, staff, acme, rival, projects } = inside();
  const { shared, hidden, neighbour } = projects;
  const says = (tenant: { tenant_id: string }, project: { id: string }, kind: string, flag: string) =>
    `insert into app.project_default values ('${tenant.tenant_id}', '${project.id}', '${kind}', '${flag}')`;
  const sins = [
    'create policy sin on app.project_default for select to staff using (true)',
    'delete from app.project_default',
    says(acme, hidden, 'task', 'client_visible'),
    says(acme, hidden, 'note', 'internal_only'),
    says(acme, neighbour, 'task', 'internal_only'),
    says(acme, neighbour, 'comment', 'client_visible'),
    says(rival, shared, 'task', 'client_visible'),
  ];
  const { rows } = await beneath(
    db,
    { sins, seat: seats.staff(staff.contributor) },
    "select app.projects_sharing('task')::text[] as projects",
  );
  expect(rows).toEqual([{ projects: [hidden.id] }]);
});

describe('reviewing a task', () => {
  const others = ['to_do', 'in_progress', 'blocked', 'done'];
  const named = (name: string) => `where title = '${name}/open'`;
  const inStatus = (status: string) => [`update app.task set status = '${status}' where title like '%/open'`];
  /** Updates the open tasks, after they were put into a status. */
  const edit = (token: string, what: string, from = 'in_review') =>
    beneath(
      inside().db,
      { sins: inStatus(from), seat: seats.staff(token) },
      `update app.task set ${what} ${named('shared')}`,
    );
  const idOf = async (title: string) => {
    const { rows } = await inside().db.admin.query<{ id: string }>(
      'select id from app.task where title = $1',
      [title],
    );
    return rows[0]?.id;
  };
  /** Reviews the open task of a project, after the open tasks were put into a status; how many it reached. */
  const as = async (token: string, verdict: string, from = 'in_review', project: Name = 'shared') => {
    const { rows } = await beneath(
      inside().db,
      { sins: inStatus(from), seat: seats.staff(token) },
      'select app.review_tasks($1, array[$2::uuid], $3) as reached',
      [inside().projects[project].id, await idOf(`${project}/open`), verdict],
    );
    return rows[0]?.reached;
  };
  const stands = `select status, completed_at from app.task ${named('shared')}`;
  /** As `as`, and what a query says after that. */
  const leaves = async (token: string, verdict: string, query = stands) => {
    const w = inside();
    await w.db.admin.query(inStatus('in_review')[0] ?? '');
    return transact(
      w.db,
      seats.staff(token),
      async (line) => {
        await line.query('select app.review_tasks($1, array[$2::uuid], $3)', [
          w.projects.shared.id,
          await idOf('shared/open'),
          verdict,
        ]);
        return (await line.query(query)).rows as unknown[];
      },
      'rollback',
    );
  };

  test.each(projectRoles)('%s takes it onward or back where reviewer is enough', async (role) => {
    const token = inside().staff[role];
    const outcomes = [];
    for (const status of ['done', 'in_progress']) {
      expect(await as(token, status)).toBe(role === 'observer' ? 0 : 1);
      outcomes.push(...(await leaves(token, status)));
    }
    expect(outcomes).toEqual(
      role === 'observer'
        ? [1, 2].map(() => ({ status: 'in_review', completed_at: null }))
        : [
            { status: 'done', completed_at: expect.any(Date) as Date },
            { status: 'in_progress', completed_at: null },
          ],
    );
  });

  test('a reviewer takes it nowhere else, and from nowhere else', async () => {
    const { staff } = inside();
    for (const status of ['in_review', 'to_do', 'blocked'])
      expect(await errorOf(as(staff.reviewer, status))).toBe(refusedRow('app.task'));
    for (const from of others)
      for (const status of ['in_review', ...others]) expect(await as(staff.reviewer, status, from)).toBe(0);
  });

  test('of a task that was saved since it was read is none, nor of one of another project', async () => {
    const { db, staff, projects } = inside();
    const review = async (given: { version: string; project?: Name; token?: string }) => {
      const { rows } = await beneath(
        db,
        { sins: inStatus('in_review'), seat: seats.staff(given.token ?? staff.reviewer) },
        `select app.review_tasks($1, array[id], 'done', ${given.version}) as reached from app.task ${named('shared')}`,
        [projects[given.project ?? 'shared'].id],
      );
      return rows[0]?.reached;
    };
    expect(await review({ version: 'null' })).toBe(1);
    expect(await review({ version: 'version' })).toBe(1);
    expect(await review({ version: 'version - 1' })).toBe(0);
    expect(await review({ version: 'null', project: 'hidden' })).toBe(0);
    expect(await review({ version: 'null', project: 'hidden', token: staff.tenantManager })).toBe(0);
  });

  test('counts its version up', async () => {
    const version = `select version from app.task ${named('shared')}`;
    const { rows: before } = await inside().db.admin.query<{ version: number }>(version);
    expect(await leaves(inside().staff.reviewer, 'done', version)).toEqual([
      { version: (before[0]?.version ?? 0) + 1 },
    ]);
  });

  test('a reviewer changes nothing of it themselves, with the status or without; a contributor does', async () => {
    const { staff, team } = inside();
    const changes = {
      story_id: 'null',
      milestone_id: 'null',
      title: "'reworded'",
      description: "'reworded'",
      status: "'done'",
      priority: "'high'",
      starts_on: "'2026-01-01'",
      due_on: "'2030-01-01'",
      estimate_minutes: '5',
      labels: "'{new}'",
      assignee_staff_id: `'${team.reviewer.id}'`,
      position: 'position + 1',
    };
    expect(Object.keys(changes).sort()).toEqual([...edits].sort());
    for (const [column, value] of Object.entries(changes)) {
      const change = `${column} = ${value}`;
      const onItsWay = column === 'status' ? change : `status = 'done', ${change}`;
      for (const what of [onItsWay, change])
        expect({ what, count: (await edit(staff.reviewer, what)).rowCount }).toEqual({ what, count: 0 });
      expect((await edit(staff.contributor, change)).rowCount).toBe(1);
    }
  });

  test('is nobody’s of another project or tenant, nor without a session; a tenant Manager’s everywhere', async () => {
    const w = inside();
    for (const token of [w.staff.outsider, w.staff.foreigner, ...Object.values(w.staffNobodies)])
      expect(await as(token, 'done')).toBe(0);
    for (const project of ['hidden', 'neighbour', 'foreign'] as const) {
      expect(await as(w.staff.reviewer, 'done', 'in_review', project)).toBe(0);
      expect(await as(w.staff.tenantManager, 'done', 'in_review', project)).toBe(
        project === 'foreign' ? 0 : 1,
      );
    }
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
      `select app.review_tasks(project_id, array[id], 'done') as reached, sprint_id is not null as planned from app.task ${named('shared')}`,
    );
    expect(rows).toEqual([{ reached: 1, planned: true }]);
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
  expect(await lie('visible = not visible')).toMatch(/^23503/);
  expect(await lie('story_visible = not story_visible')).toMatch(/^23503/);
  expect(await lie('sprint_visible = null')).toMatch(/^23514/);
  expect(await lie('client_id = gen_random_uuid()')).toMatch(/^23503/);
  expect(await lie('shared = true')).toMatch(/^428C9/);
});
