/** A sprint from its plan to its end: hours, changes, what is carried over, the burn-down; and the roadmap. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

type Work = { minutes: number; tasks: number };
type Sprint = {
  version: number;
  status: string;
  goal: string;
  startsOn: string;
  endsOn: string;
  today: string;
  tasks: { id: string; status: string }[];
  capacity: { staffMemberId: string; hours: number }[];
  planned: { id: string; name: string }[];
  burnDown: { day: string; remaining: Work | null; added: Work; removed: Work }[];
};

let company: SampleCompany;
let marta: Visitor;
let jonas: Visitor;
let dana: Visitor;
let projectId: string;
let current: string;

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  jonas = await company.asPerson('jonas@');
  dana = await company.asPerson('dana.');
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  current = await company.idOf(`select id from app.sprint where project_id = $1 and status = 'active'`, [
    projectId,
  ]);
});
afterAll(() => company.stop());

const open = async (sprintId: string) =>
  dataOf(await marta.query('staff', 'sprints.open', { projectId, sprintId })) as Sprint;
const fieldsOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { data: { fields?: Record<string, string> } } }).error.data.fields;

describe('the hours people have for a sprint', () => {
  const set = (visitor: Visitor, people: { staffMemberId: string; hours: unknown }[]) =>
    visitor.mutate('staff', 'sprints.setCapacity', { projectId, sprintId: current, people });
  const idOf = (address: string) =>
    company.idOf('select id from app.staff_member where email like $1', [`${address}%`]);

  test('are set, changed and taken away', async () => {
    const [one, two] = [await idOf('jonas@'), await idOf('priya@')];
    await set(marta, [
      { staffMemberId: one, hours: '32' },
      { staffMemberId: two, hours: 7.5 },
    ]);
    const hours = async () =>
      Object.fromEntries((await open(current)).capacity.map((one) => [one.staffMemberId, one.hours]));
    expect(await hours()).toMatchObject({ [one]: 32, [two]: 7.5 });
    expect((await set(marta, [{ staffMemberId: one, hours: '' }])).status).toBe(200);
    expect(await hours()).not.toHaveProperty(one);
    expect(await hours()).toMatchObject({ [two]: 7.5 });
  });

  test('are for managers to say, in adding and in taking away', async () => {
    const two = await idOf('priya@');
    await set(marta, [{ staffMemberId: two, hours: 20 }]);
    for (const hours of [8, null])
      expect((await set(jonas, [{ staffMemberId: two, hours }])).status).toBe(403);
    expect((await open(current)).capacity).toContainEqual({
      ...{ staffMemberId: two, name: 'Priya Nair', hours: 20 },
    });
  });

  test('say at the field what is wrong with them', async () => {
    const staffMemberId = await idOf('jonas@');
    const answer = await set(marta, [{ staffMemberId, hours: 'a lot' }]);
    expect(fieldsOf(answer)).toEqual({ 'people.0.hours': 'Enter hours, like 32 or 7.5.' });
  });

  test.each([
    ['7,5', 7.5],
    [' 7.25 ', 7.25],
    ['7:30', 7.5],
    ['7h 30', 7.5],
    ['90 min', 1.5],
    ['1,000', 1000],
    ['9999', 9999],
    ['0.01', 0.01],
  ])('are read as a duration is: %j', async (typed, hours) => {
    const staffMemberId = await idOf('jonas@');
    expect((await set(marta, [{ staffMemberId, hours: typed }])).status).toBe(200);
    expect((await open(current)).capacity).toContainEqual(expect.objectContaining({ staffMemberId, hours }));
  });

  test.each([
    ...[
      '0x10',
      '1e3',
      '0b11',
      '0o7',
      'Infinity',
      '-Infinity',
      'NaN',
      '-1',
      '\u22121',
      '+5',
      '７',
      '٧',
      '7.5.5',
    ],
    ...['7h 75', 'null', '1_000', -1, true, [8], {}],
  ])('are not made of %j', async (hours) => {
    const staffMemberId = await idOf('jonas@');
    await set(marta, [{ staffMemberId, hours: 8 }]);
    expect(fieldsOf(await set(marta, [{ staffMemberId, hours }]))).toEqual({
      'people.0.hours': 'Enter hours, like 32 or 7.5.',
    });
    expect((await open(current)).capacity).toContainEqual(
      expect.objectContaining({ staffMemberId, hours: 8 }),
    );
  });

  test('have a bound, and nothing typed takes the person out', async () => {
    const staffMemberId = await idOf('jonas@');
    expect(fieldsOf(await set(marta, [{ staffMemberId, hours: '10,000' }]))).toEqual({
      'people.0.hours': 'Hours can be up to 9,999.',
    });
    expect((await set(marta, [{ staffMemberId, hours: '  ' }])).status).toBe(200);
    expect((await open(current)).capacity.map((one) => one.staffMemberId)).not.toContain(staffMemberId);
  });

  test('belong to nobody of another company', async () => {
    const staffMemberId = await company.idOf(
      `select id from app.staff_member where tenant_id <> (select tenant_id from app.project where id = $1) limit 1`,
      [projectId],
    );
    expect((await set(marta, [{ staffMemberId, hours: 8 }])).status).toBe(404);
  });

  test('and the whole planning never reach the client', async () => {
    const { staffMemberId } = (await open(current)).capacity[0] ?? { staffMemberId: '' };
    for (const name of ['projects.open', 'projects.board']) {
      const { status, body } = await dana.query('portal', name, { projectId });
      expect(status).toBe(200);
      expect(body).not.toContain(staffMemberId);
      expect(body).not.toMatch(/hours|estimate|capacity|burnDown/i);
    }
  });
});

describe('a sprint', () => {
  test('saved over a newer version is refused', async () => {
    const { version, startsOn, endsOn } = await open(current);
    const save = (goal: string) =>
      marta.mutate('staff', 'sprints.update', {
        ...{ projectId, sprintId: current, version, name: 'Sprint 9', goal, startsOn, endsOn },
      });
    expect((await save('First')).status).toBe(200);
    expect((await save('Second')).status).toBe(409);
    expect((await open(current)).goal).toBe('First');
  });

  test('does not end before it starts', async () => {
    const answer = await marta.mutate('staff', 'sprints.update', {
      ...{ projectId, sprintId: current, version: 1, name: 'Sprint 9' },
      ...{ startsOn: '2026-11-16', endsOn: '2026-11-15' },
    });
    expect(fieldsOf(answer)).toEqual({ endsOn: 'The end date is before the start date.' });
  });

  test('that is not running, or is somebody else’s, takes nothing over', async () => {
    const { planned } = await open(current);
    const [next, later] = planned;
    const foreign = await company.idOf(
      `select id from app.sprint where project_id <> $1 and status = 'planned' limit 1`,
      [projectId],
    );
    const complete = async (sprintId: string, carryOverTo: string | null) =>
      marta.mutate('staff', 'sprints.complete', {
        ...{ projectId, sprintId, version: (await open(sprintId)).version, carryOverTo },
      });
    expect((await complete(next?.id ?? '', later?.id ?? '')).status).toBe(409);
    const answer = await complete(current, foreign);
    expect(fieldsOf(answer)).toEqual({ carryOverTo: 'Choose a planned sprint or the backlog.' });
    expect((await open(current)).status).toBe('active');
  });

  test('once completed keeps what is done; the rest goes first into the next one, in its order', async () => {
    const before = await open(current);
    const unfinished = before.tasks.filter(({ status }) => status !== 'done').map(({ id }) => id);
    const [next] = before.planned;
    const waiting = (await open(next?.id ?? '')).tasks.map(({ id }) => id);
    const left = before.burnDown.findLast(({ remaining }) => remaining)?.remaining;
    expect(unfinished.length).toBeGreaterThan(3);
    expect(left?.tasks).toBe(unfinished.length);

    const complete = () =>
      marta.mutate('staff', 'sprints.complete', {
        ...{ projectId, sprintId: current, version: before.version, carryOverTo: next?.id },
      });
    const answer = await complete();
    expect(dataOf(answer)).toEqual({ carriedOver: unfinished.length });
    expect((await complete()).status).toBe(409);

    const after = await open(current);
    expect(after.status).toBe('completed');
    expect(after.tasks.map(({ status }) => status)).not.toContain('to_do');
    expect((await open(next?.id ?? '')).tasks.map(({ id }) => id)).toEqual([...unfinished, ...waiting]);
    // What was left when the sprint ended is not said to have been done.
    expect(after.burnDown.findLast(({ remaining }) => remaining)?.remaining).toEqual(left);
  });

  test('completed into the backlog leaves the unfinished in no sprint', async () => {
    const sprintId = await company.idOf(
      `select id from app.sprint where status = 'active' and tenant_id = (select tenant_id from app.project where id = $1) limit 1`,
      [projectId],
    );
    const other = await company.idOf('select project_id as id from app.sprint where id = $1', [sprintId]);
    const input = { projectId: other, sprintId };
    const { version, tasks } = dataOf(await marta.query('staff', 'sprints.open', input)) as Sprint;
    const answer = await marta.mutate('staff', 'sprints.complete', { ...input, version, carryOverTo: null });
    expect(answer.status).toBe(200);
    const { rows } = await company.database.admin.query<{ sprint_id: string | null }>(
      `select distinct sprint_id from app.task where id = any($1)`,
      [tasks.filter(({ status }) => status !== 'done').map(({ id }) => id)],
    );
    expect(rows).toEqual([{ sprint_id: null }]);
  });
});

describe('a sprint that is completed while somebody else is at work', () => {
  /** A project with a running sprint of two unfinished tasks, and a planned one. */
  async function aRun() {
    const { admin } = company.database;
    const insert = async (table: string, from: string, columns: string, values: string) => {
      const { rows } = await admin.query<{ id: string }>(
        `insert into app.${table} (${columns}) select ${values} from ${from} returning id`,
      );
      return rows.map(({ id }) => id);
    };
    const [project = ''] = await insert(
      'project',
      `app.project where id = '${projectId}'`,
      'tenant_id, client_id, name',
      `tenant_id, client_id, 'Run'`,
    );
    const sprint = (status: string) =>
      insert(
        'sprint',
        `app.project where id = '${project}'`,
        'tenant_id, project_id, name, status, starts_on, ends_on',
        `tenant_id, id, '${status}', '${status}', current_date, current_date + 7`,
      );
    const [[running = ''], [next = '']] = [await sprint('active'), await sprint('planned')];
    const tasks = await insert(
      'task',
      `app.sprint, generate_series(1, 2) n where id = '${running}'`,
      'tenant_id, project_id, sprint_id, title',
      `tenant_id, project_id, id, 'Task ' || n`,
    );
    const complete = () =>
      marta.mutate('staff', 'sprints.complete', {
        ...{ projectId: project, sprintId: running, version: 1, carryOverTo: next },
      });
    const now = async () => {
      const { rows } = await admin.query<{ status: string; sprints: (string | null)[] }>(
        `select s.status, array(select distinct t.sprint_id from app.task t where t.id = any($2)) as sprints
           from app.sprint s where s.id = $1`,
        [running, tasks],
      );
      return rows[0];
    };
    return { project, running, next, complete, now };
  }

  /** What `complete` answers when it comes upon another connection's change that is committed while it waits. */
  async function answerAfter(change: string, values: string[], complete: () => Promise<Answer>) {
    const { admin } = company.database;
    const other = await admin.connect();
    try {
      await other.query('begin');
      await other.query(change, values);
      const answer = complete();
      const waits = async () =>
        (
          await admin.query<{ waits: boolean }>(
            `select exists (select from pg_stat_activity
               where datname = current_database() and usename = 'staff_app' and wait_event_type = 'Lock') as waits`,
          )
        ).rows[0]?.waits;
      for (let tries = 0; tries < 100 && !(await waits()); tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 20));
      await other.query('commit');
      return await answer;
    } finally {
      other.release();
    }
  }

  const nothingDone = ({ running }: { running: string }) => ({ status: 'active', sprints: [running] });

  test('waits for a deletion of where the rest would go, and then asks for another place', async () => {
    const run = await aRun();
    const answer = await answerAfter('delete from app.sprint where id = $1', [run.next], run.complete);
    expect(fieldsOf(answer)).toEqual({ carryOverTo: 'Choose a planned sprint or the backlog.' });
    expect(await run.now()).toEqual(nothingDone(run));
  });

  test('does not carry work into a sprint that was completed meanwhile', async () => {
    const run = await aRun();
    const change = `update app.sprint set status = 'completed' where id = $1`;
    const answer = await answerAfter(change, [run.next], run.complete);
    expect(fieldsOf(answer)).toEqual({ carryOverTo: 'Choose a planned sprint or the backlog.' });
    expect(await run.now()).toEqual(nothingDone(run));
  });

  test('is completed once by two at a time', async () => {
    const run = await aRun();
    const answers = await Promise.all([run.complete(), run.complete()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await run.now()).toEqual({ status: 'completed', sprints: [run.next] });
  });

  test('and the place of the rest is deleted afterwards, which leaves it in the backlog', async () => {
    const run = await aRun();
    const [answer] = await Promise.all([
      run.complete(),
      company.database.admin.query('delete from app.sprint where id = $1', [run.next]),
    ]);
    const { status, sprints } = (await run.now()) ?? {};
    if (answer.status === 200) expect({ status, sprints }).toEqual({ status: 'completed', sprints: [null] });
    else expect({ status, sprints }).toEqual(nothingDone(run));
  });
});

test('changed estimates of the sample are in its burn-downs and in the tasks’ history', async () => {
  const { rows } = await company.database.admin.query<{ taskId: string; sprintId: string; isSound: boolean }>(
    `select t.id as "taskId", t.sprint_id as "sprintId",
            c.changed_at between t.created_at and now() and c.to_minutes = t.estimate_minutes
              and c.actor_staff_id is not null as "isSound"
       from app.task_estimate_change c join app.task t on t.id = c.task_id
      where t.project_id = $1 and t.title <> 'Grows' and c.from_minutes is not null
      order by c.changed_at desc`,
    [projectId],
  );
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter(({ isSound }) => !isSound)).toEqual([]);
  const { body } = await marta.fetch(`/staff/projects/${projectId}/tasks/${rows[0]!.taskId}`);
  expect(body).toMatch(/stimate[^<]*from/);
  // More is left than the evening before, although nothing came into the sprint.
  const sprints = await Promise.all([...new Set(rows.map(({ sprintId }) => sprintId))].map(open));
  const grew = sprints.flatMap(({ burnDown }) =>
    burnDown.filter(({ added, remaining }, nth) => {
      const before = burnDown[nth - 1]?.remaining;
      return remaining && before && added.tasks === 0 && remaining.minutes > before.minutes;
    }),
  );
  expect(grew.length).toBeGreaterThan(0);
});

test('a changed estimate counts from then on; the days before and completed sprints stay', async () => {
  const { admin } = company.database;
  const { rows } = await admin.query<{ id: string; task: string }>(
    `with s as (
       insert into app.sprint (tenant_id, project_id, name, starts_on, ends_on)
       select tenant_id, id, 'Estimated anew', current_date - 2, current_date + 3 from app.project where id = $1
       returning tenant_id, project_id, id
     )
     insert into app.task (tenant_id, project_id, sprint_id, title, estimate_minutes)
     select tenant_id, project_id, id, 'Grows', 60 from s returning sprint_id as id, id as task`,
    [projectId],
  );
  const { id: sprintId = '', task: taskId = '' } = rows[0] ?? {};
  await admin.query(
    `update app.task_sprint_change set changed_at = now() - interval '2 days' where task_id = $1`,
    [taskId],
  );
  const estimate = async (estimateMinutes: number) => {
    const input = { projectId, taskId };
    const { version } = dataOf(await marta.query('staff', 'tasks.open', input)) as { version: number };
    const answer = await marta.mutate('staff', 'tasks.update', {
      ...{ ...input, version, title: 'Grows', status: 'to_do', priority: 'low', estimateMinutes },
    });
    expect(answer.status).toBe(200);
  };
  const left = async () => {
    const { burnDown, today } = await open(sprintId);
    const at = burnDown.findIndex(({ day }) => day === today);
    return [burnDown[at - 1], burnDown[at]].map((day) => day?.remaining?.minutes);
  };
  expect(await left()).toEqual([60, 60]);
  await estimate(240);
  expect(await left()).toEqual([60, 240]);

  const { estimates } = dataOf(await marta.query('staff', 'tasks.open', { projectId, taskId })) as {
    estimates: object[];
  };
  expect(estimates).toMatchObject([{ from: 60, to: 240, actor: 'Marta Lind' }]);
  const page = await marta.fetch(`/staff/projects/${projectId}/tasks/${taskId}`);
  expect(page.body).toContain('Marta Lind changed the estimate from 1 h to 4 h');

  // Completed a moment ago, the picture ends there, whatever is changed of the sprint or its tasks later.
  await admin.query(`update app.sprint set status = 'completed' where id = $1`, [sprintId]);
  await estimate(30);
  await admin.query(`update app.sprint set goal = 'Told later' where id = $1`, [sprintId]);
  expect(await left()).toEqual([60, 240]);
});

describe('planning into and out of sprints', () => {
  test('is a Manager’s: a Contributor’s move, plan, save or change of many is refused, and changes nothing', async () => {
    const inSprint = await company.idOf(
      `select t.id from app.task t join app.sprint s on s.id = t.sprint_id
        where t.project_id = $1 and s.name = 'Sprint 10' order by t.number limit 1`,
      [projectId],
    );
    const other = await company.idOf(
      `select id from app.sprint where project_id = $1 and name = 'Sprint 11'`,
      [projectId],
    );
    type Task = { version: number; title: string; status: string; priority: string; sprintId: string };
    const now = async () =>
      dataOf(await marta.query('staff', 'tasks.open', { projectId, taskId: inSprint })) as Task;
    const before = await now();
    const { version, title, status, priority } = before;
    const task = { projectId, taskId: inSprint, version };
    for (const sprintId of [other, null])
      for (const [procedure, input] of [
        ['tasks.reorder', { ...task, status, sprintId, afterTaskId: null }],
        ['tasks.plan', { projectId, tasks: [{ taskId: inSprint, version }], sprintId }],
        ['tasks.update', { ...task, title, status, priority, sprintId }],
        ['tasks.updateMany', { projectId, ids: [inSprint], sprintId: sprintId ?? 'none' }],
      ] as const)
        expect([procedure, (await jonas.mutate('staff', procedure, input)).status]).toEqual([procedure, 403]);
    const create = { projectId, title: 'Straight into the sprint', sprintId: other };
    expect((await jonas.mutate('staff', 'tasks.create', create)).status).toBe(403);
    expect(await now()).toEqual(before);
  });

  test('is not what a Contributor does at work: they move, save, add to the backlog, and copy to it', async () => {
    const taskId = await company.idOf(
      `select t.id from app.task t join app.sprint s on s.id = t.sprint_id
        where t.project_id = $1 and s.name = 'Sprint 10' order by t.number limit 1`,
      [projectId],
    );
    type Task = { version: number; title: string; sprintId: string | null };
    const now = async (id = taskId) =>
      dataOf(await marta.query('staff', 'tasks.open', { projectId, taskId: id })) as Task;
    const { sprintId, title, version } = await now();
    const move = { projectId, taskId, version, status: 'in_progress' };
    expect((await jonas.mutate('staff', 'tasks.move', move)).status).toBe(200);
    const placed = { ...move, status: 'blocked', afterTaskId: null, version: (await now()).version };
    expect((await jonas.mutate('staff', 'tasks.reorder', placed)).status).toBe(200);
    const saved = { projectId, taskId, title, status: 'in_review', priority: 'low' };
    const save = await jonas.mutate('staff', 'tasks.update', { ...saved, version: (await now()).version });
    expect(save.status).toBe(200);
    expect((await now()).sprintId).toBe(sprintId);
    const found = await jonas.mutate('staff', 'tasks.create', { projectId, title: 'Found on the way' });
    expect(found.status).toBe(200);
    for (const [visitor, wanted] of [
      [jonas, null],
      [marta, sprintId],
    ] as const) {
      const copied = dataOf(await visitor.mutate('staff', 'tasks.copy', { projectId, taskId })) as {
        id: string;
      };
      expect((await now(copied.id)).sprintId).toBe(wanted);
    }
  });

  test('is offered to those who may, and to nobody else', async () => {
    const taskId = await company.idOf(
      `select id from app.task where project_id = $1 and sprint_id is not null order by number limit 1`,
      [projectId],
    );
    const base = `/staff/projects/${projectId}`;
    for (const [path, offer] of [
      ['/backlog', 'action="?/plan"'],
      [`/tasks/${taskId}?edit`, 'name="sprintId"'],
      ['/tasks', 'name="sprintId"><option value="">No change'],
    ] as const) {
      const has = async (visitor: Visitor) =>
        (await visitor.fetch(base + path)).body
          .replaceAll(/<!--.*?-->| class="[^"]*"|\s*(?=<)/g, '')
          .includes(offer);
      expect([path, await has(marta)]).toEqual([path, true]);
      expect([path, await has(jonas)]).toEqual([path, false]);
    }
    expect((await jonas.fetch(`${base}/tasks/${taskId}?edit`)).body).toContain('Save task');
  });
});

describe('a sprint that two people move on', () => {
  const messageOf = ({ body }: Answer) => (JSON.parse(body) as { error: { message: string } }).error.message;
  /** A project with nothing but a planned sprint. */
  async function aPlan() {
    const project = await company.idOf(
      `insert into app.project (tenant_id, client_id, name)
       select tenant_id, client_id, 'Moved on' from app.project where id = $1 returning id`,
      [projectId],
    );
    const sprintId = await company.idOf(
      `insert into app.sprint (tenant_id, project_id, name, starts_on, ends_on)
       select tenant_id, id, 'First run', current_date, current_date + 7 from app.project where id = $1 returning id`,
      [project],
    );
    const now = async () => {
      const { rows } = await company.database.admin.query<{ status: string; version: number }>(
        'select status, version from app.sprint where id = $1',
        [sprintId],
      );
      return rows[0];
    };
    const move = (version: number, status: string, visitor = marta) =>
      visitor.mutate('staff', 'sprints.move', { projectId: project, sprintId, version, status });
    return { project, sprintId, now, move };
  }
  const told = "Someone just changed First run; it's now current. We've refreshed it.";

  test('is moved over the version that was read alone', async () => {
    const { now, move } = await aPlan();
    expect((await move(1, 'active')).status).toBe(200);
    const late = await move(1, 'planned');
    expect([late.status, messageOf(late)]).toEqual([409, told]);
    expect(await now()).toEqual({ status: 'active', version: 2 });
    expect((await move(2, 'planned')).status).toBe(200);
    expect(await now()).toEqual({ status: 'planned', version: 3 });
  });

  test('of two at the same moment obeys one', async () => {
    const { now, move } = await aPlan();
    const answers = await Promise.all([move(1, 'active'), move(1, 'active')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await now()).toEqual({ status: 'active', version: 2 });
  });

  test('is refused to the forms of the list and of its page, which carry the version', async () => {
    const { project, sprintId, now, move } = await aPlan();
    const list = `/staff/projects/${project}/sprints`;
    for (const path of [list, `${list}/${sprintId}`])
      expect((await marta.fetch(path)).body).toMatch(
        /<form[^>]* action="\?\/move"(?:(?!<\/form>).)*name="version" value="1"/s,
      );
    expect((await move(1, 'active')).status).toBe(200);
    for (const [path, fields] of [
      [list, { sprintId }],
      [`${list}/${sprintId}`, {}],
    ] as const) {
      const answer = await marta.submit(`${path}?/move`, { ...fields, version: '1', status: 'planned' });
      expect([path, answer.status]).toEqual([path, 409]);
      expect(answer.body).toContain(told);
    }
    expect(await now()).toEqual({ status: 'active', version: 2 });
  });

  test('is not moved by a Contributor, nor where it is not', async () => {
    const { project, move } = await aPlan();
    await company.database.admin.query(
      `insert into app.project_member (tenant_id, project_id, staff_member_id, role)
       select tenant_id, $1, id, 'contributor' from app.staff_member where email like 'jonas@%' and tenant_id = (select tenant_id from app.project where id = $1)`,
      [project],
    );
    expect((await move(1, 'active', jonas)).status).toBe(403);
    const absent = await marta.mutate('staff', 'sprints.move', {
      ...{ projectId: project, sprintId: company.unknownId, version: 1, status: 'planned' },
    });
    expect(absent.status).toBe(404);
  });
});

test('the burn-down follows what comes in, goes out, is done and is opened again', async () => {
  const sprintId = await company.idOf(
    `insert into app.sprint (tenant_id, client_id, project_id, name, starts_on, ends_on)
     select tenant_id, client_id, id, 'Burning', current_date - 2, current_date + 5 from app.project where id = $1
     returning id`,
    [projectId],
  );
  const today = async () => {
    const { burnDown, today: day } = await open(sprintId);
    return burnDown.find((row) => row.day === day);
  };
  const create = async (title: string) => {
    const answer = await marta.mutate('staff', 'tasks.create', { projectId, title, sprintId });
    return (dataOf(answer) as { id: string }).id;
  };
  const [one, two] = [await create('Burns'), await create('Goes out')];
  expect(await today()).toMatchObject({ remaining: { tasks: 2 }, added: { tasks: 2 } });
  await marta.mutate('staff', 'tasks.move', { projectId, taskId: one, version: 1, status: 'done' });
  expect(await today()).toMatchObject({ remaining: { tasks: 1 } });
  await marta.mutate('staff', 'tasks.move', { projectId, taskId: one, version: 2, status: 'in_review' });
  expect(await today()).toMatchObject({ remaining: { tasks: 2 } });
  await marta.mutate('staff', 'tasks.plan', {
    ...{ projectId, tasks: [{ taskId: two, version: 1 }], sprintId: null },
  });
  expect(await today()).toMatchObject({ remaining: { tasks: 1 } });
});

describe('an epic on the roadmap', () => {
  type Epic = { id: string; version: number; title: string; startsOn: string | null; endsOn: string | null };
  const first = async () => {
    const { epics } = dataOf(await marta.query('staff', 'projects.roadmap', { projectId })) as {
      epics: Epic[];
    };
    return epics[0]!;
  };

  test('gets its dates from a manager, over the version that was read', async () => {
    const { id, version, title } = await first();
    const save = (visitor: Visitor) =>
      visitor.mutate('staff', 'epics.update', {
        ...{ projectId, epicId: id, version, title, startsOn: '2026-12-01', endsOn: '2031-02-03' },
      });
    expect((await save(jonas)).status).toBe(403);
    expect((await save(marta)).status).toBe(200);
    expect((await save(marta)).status).toBe(409);
    expect(await first()).toMatchObject({ startsOn: '2026-12-01', endsOn: '2031-02-03' });
    const { body } = await dana.query('portal', 'projects.open', { projectId });
    expect(body).not.toContain('2031-02-03');
  });

  test('does not end before it starts', async () => {
    const { id, version, title } = await first();
    const answer = await marta.mutate('staff', 'epics.update', {
      ...{ projectId, epicId: id, version, title, startsOn: '2026-12-01', endsOn: '2026-11-01' },
    });
    expect(fieldsOf(answer)).toEqual({ endsOn: 'The end date is before the start date.' });
  });
});

describe('a completed sprint', () => {
  const sentence =
    "Long ago is completed, so you can't add tasks to it. Choose another sprint or the backlog.";
  let completed: string;
  let ahead: string;
  /** A sprint takes its tasks before it is completed. */
  const aTask = async (title: string, sprintId: string | null) => {
    const set = (status: string) =>
      company.idOf(`update app.sprint set status = $2 where id = $1 returning id`, [sprintId, status]);
    if (sprintId === completed) await set('planned');
    const id = await company.idOf(
      `insert into app.task (project_id, sprint_id, title) values ($1, $2, $3) returning id`,
      [projectId, sprintId, title],
    );
    if (sprintId === completed) await set('completed');
    return id;
  };
  const sprintOf = (taskId: string) =>
    company.idOf(`select coalesce(sprint_id::text, 'backlog') as id from app.task where id = $1`, [taskId]);
  const call = (name: string, input: object) =>
    marta.mutate('staff', `tasks.${name}`, { projectId, ...input });
  const fieldsOfTask = (title: string) => ({ version: 1, title, status: 'to_do', priority: 'medium' });

  beforeAll(async () => {
    ahead = await company.idOf(
      `insert into app.sprint (tenant_id, client_id, project_id, name, starts_on, ends_on)
       select tenant_id, client_id, id, 'Still to come', '2028-05-08', '2028-05-19' from app.project where id = $1 returning id`,
      [projectId],
    );
    completed = await company.idOf(
      `insert into app.sprint (tenant_id, client_id, project_id, name, status, starts_on, ends_on)
       select tenant_id, client_id, id, 'Long ago', 'completed', '2025-05-05', '2025-05-16' from app.project where id = $1 returning id`,
      [projectId],
    );
  });

  test('takes no task in any way there is, and says so', async () => {
    const taskId = await aTask('Too late', null);
    const answers = await Promise.all([
      call('reorder', { taskId, version: 1, status: 'to_do', afterTaskId: null, sprintId: completed }),
      call('plan', { tasks: [{ taskId, version: 1 }], sprintId: completed }),
      call('update', { taskId, ...fieldsOfTask('Too late'), sprintId: completed }),
      call('updateMany', { ids: [taskId], sprintId: completed }),
      call('create', { title: 'Too late, too', sprintId: completed }),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(fieldsOf(answer)).toEqual({ sprintId: sentence });
      expect(answer.body).toContain(`"message":"${sentence}"`);
    }
    expect(await sprintOf(taskId)).toBe('backlog');
  });

  test('keeps what is in it, to be changed and put in order, and gives it away', async () => {
    const taskId = await aTask('Left behind', completed);
    const kept = await call('update', { taskId, ...fieldsOfTask('Was left behind'), sprintId: completed });
    expect(kept.status).toBe(200);
    const first = { taskId, version: 2, status: 'done', afterTaskId: null };
    expect((await call('reorder', first)).status).toBe(200);
    expect(await sprintOf(taskId)).toBe(completed);
    const tasks = [{ taskId, version: 3 }];
    expect((await call('plan', { tasks, sprintId: ahead })).status).toBe(200);
    expect(await sprintOf(taskId)).toBe(ahead);
  });

  test('has no place for the copy of a task, which waits in the backlog', async () => {
    const taskId = await aTask('To do again', completed);
    const { id } = dataOf(await call('copy', { taskId })) as { id: string };
    expect(await sprintOf(id)).toBe('backlog');
  });

  test('that is being completed takes none either', async () => {
    const taskId = await aTask('On its way', null);
    const connection = await company.database.admin.connect();
    try {
      await connection.query('begin');
      await connection.query(`update app.sprint set status = 'completed' where id = $1`, [ahead]);
      const answer = call('plan', { tasks: [{ taskId, version: 1 }], sprintId: ahead });
      await new Promise((resolve) => setTimeout(resolve, 400));
      await connection.query('commit');
      expect((await answer).status).toBe(400);
      expect(await sprintOf(taskId)).toBe('backlog');
    } finally {
      connection.release();
      await company.database.admin.query(`update app.sprint set status = 'planned' where id = $1`, [ahead]);
    }
  });

  test('is offered to no task that is not in it', async () => {
    const offers = async (path: string) => {
      const { body } = await marta.fetch(`/staff/projects/${projectId}${path}`);
      const select = /<select[^>]*name="sprintId"[\s\S]*?<\/select>/.exec(body)?.[0] ?? '';
      expect(select).toContain(ahead);
      return select.includes(completed);
    };
    expect(await offers('/tasks')).toBe(false);
    expect(await offers('/backlog')).toBe(false);
    expect(await offers(`/tasks/${await aTask('Elsewhere', null)}?edit`)).toBe(false);
    expect(await offers(`/tasks/${await aTask('In it', completed)}?edit`)).toBe(true);
  });
});
