import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  dataOf,
  headersOf,
  startSampleCompany,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

let company: SampleCompany;
let dana: Visitor;
let ids: Record<
  | 'project'
  | 'hiddenProject'
  | 'foreignProject'
  | 'task'
  | 'hiddenTask'
  | 'taskOfHiddenProject'
  | 'foreignTask',
  string
>;

beforeAll(async () => {
  company = await startSampleCompany();
  dana = await company.as('Nexus Corp', 'Client Admin');
  const project = (name: string) => company.idOf('select id from app.project where name = $1', [name]);
  const task = (title: string) => company.idOf('select id from app.task where title = $1', [title]);
  ids = {
    project: await project('Platform Rewrite Q1'),
    hiddenProject: await project('Renewal pitch 2027'),
    foreignProject: await project('Patient portal refresh'),
    task: await task('API performance work'),
    hiddenTask: await task('OAuth provider fix'),
    taskOfHiddenProject: await task('Compare prices of three rivals'),
    foreignTask: await task('Calendar by clinic'),
  };
});

afterAll(() => company.stop());

type List = {
  projects: {
    id: string;
    name: string;
    progress: { percent: number };
    sprint: { name: string } | null;
    contract: { number: string } | null;
  }[];
};

describe('projects.list', () => {
  test('shows a client its shared projects, with progress of what is shared alone', async () => {
    const { projects } = dataOf(await dana.query('portal', 'projects.list')) as List;
    expect(projects.map(({ name }) => name)).toEqual(['Platform Rewrite Q1', 'Accessibility review']);
    expect(projects[0]).toMatchObject({
      progress: { done: 21, total: 50, percent: 42 },
      sprint: { name: 'Sprint 9' },
      contract: { number: 'CON-2024-018' },
    });
  });

  test('L24 the page shows what the procedure answers', async () => {
    const { projects } = dataOf(await dana.query('portal', 'projects.list')) as List;
    const page = await dana.fetch('/portal');
    const linked = page.body.matchAll(/<a [^>]*href="\/portal\/projects\/([^"/]+)"/g);
    expect([...linked].map(([, id]) => id)).toEqual(projects.map(({ id }) => id));
    for (const { name } of projects) expect(page.body).toContain(name);
    expect(page.body).not.toContain('Renewal pitch');
  });

  test('cannot show another client under the same contract anything of it', async () => {
    const helen = await company.as('Orbis Health', 'Client Admin');
    const { projects } = dataOf(await helen.query('portal', 'projects.list')) as List;
    expect(projects.map(({ name }) => name).sort()).toEqual([
      'Patient portal refresh',
      'Single sign-on for clinics',
    ]);
  });

  test('L41 an employee without the section gets none', async () => {
    const claire = await company.as('Nexus Corp', 'Client Employee (no projects section)');
    expect((dataOf(await claire.query('portal', 'projects.list')) as List).projects).toEqual([]);
    expect((await claire.query('portal', 'projects.open', { projectId: ids.project })).status).toBe(404);
    expect((await claire.fetch('/portal')).body).not.toContain('Platform Rewrite');
  });
});

describe('L16 L25 L28 hidden, foreign and unknown answer alike', () => {
  const projectCalls = ['projects.open', 'projects.burnUp', 'projects.board', 'projects.tasks'];

  test.each(projectCalls)('%s', async (name) => {
    const ask = (projectId: string) => dana.query('portal', name, { projectId });
    expect((await ask(ids.project)).status).toBe(200);
    const unknown = await ask(company.unknownId);
    expect(unknown.status).toBe(404);
    for (const projectId of [ids.hiddenProject, ids.foreignProject]) {
      const answer = await ask(projectId);
      expect([answer.status, answer.body]).toEqual([unknown.status, unknown.body]);
      expect(headersOf(answer)).toEqual(headersOf(unknown));
    }
  });

  test('projects.task', async () => {
    const ask = (projectId: string, taskId: string) =>
      dana.query('portal', 'projects.task', { projectId, taskId });
    expect((await ask(ids.project, ids.task)).status).toBe(200);
    const unknown = await ask(ids.project, company.unknownId);
    for (const [projectId, taskId] of [
      [ids.project, ids.hiddenTask],
      [ids.hiddenProject, ids.taskOfHiddenProject],
      [ids.foreignProject, ids.foreignTask],
      [ids.project, ids.foreignTask],
    ] as const) {
      const answer = await ask(projectId, taskId);
      expect([answer.status, answer.body]).toEqual([404, unknown.body]);
      expect(headersOf(answer)).toEqual(headersOf(unknown));
    }
  });

  test.each([
    ['projects.stories', 'epicId', 'epic'],
    ['projects.milestone', 'milestoneId', 'milestone'],
  ] as const)('%s', async (name, key, table) => {
    const ask = (projectId: string, id: string) => dana.query('portal', name, { projectId, [key]: id });
    const one = (projectId: string, which: string) =>
      company.idOf(`select id from app.${table} where project_id = $1 and ${which} order by id limit 1`, [
        projectId,
      ]);
    const shared = await one(ids.project, 'shared');
    expect((await ask(ids.project, shared)).status).toBe(200);
    const unknown = await ask(ids.project, company.unknownId);
    const foreign = await one(ids.foreignProject, 'true');
    for (const [projectId, id] of [
      [ids.project, await one(ids.project, 'not shared')],
      [ids.foreignProject, foreign],
      [ids.project, foreign],
      [ids.hiddenProject, shared],
    ] as const) {
      const answer = await ask(projectId, id);
      expect([answer.status, answer.body]).toEqual([404, unknown.body]);
      expect(headersOf(answer)).toEqual(headersOf(unknown));
    }
  });

  test.each(['', '/board', '/tasks', '/stories'])('page /portal/projects/[projectId]%s', async (rest) => {
    const open = (id: string) => dana.fetch(`/portal/projects/${id}${rest}`);
    expect((await open(ids.project)).status).toBe(200);
    const pages = await Promise.all(
      [ids.hiddenProject, ids.foreignProject, company.unknownId, 'x'].map(open),
    );
    for (const page of pages) {
      expect(page.status).toBe(404);
      expect(page.body).toContain("We can't find this page, or you don't have access to it.");
      expect(withoutNames(page.body)).toBe(withoutNames(pages[2]!.body));
      // What is no id at all is as short as it was asked for.
      const { 'content-length': length, ...headers } = headersOf(page);
      const { 'content-length': usual, ...others } = headersOf(pages[2]!);
      expect(headers).toEqual(others);
      if (page !== pages[3]) expect(length).toBe(usual);
    }
  });

  test('page of a task', async () => {
    const open = (id: string) => dana.fetch(`/portal/projects/${ids.project}/tasks/${id}`);
    expect((await open(ids.task)).body).toContain('Fix deployed to staging');
    const [hidden, unknown] = await Promise.all([open(ids.hiddenTask), open(company.unknownId)]);
    expect([hidden.status, withoutNames(hidden.body)]).toEqual([404, withoutNames(unknown.body)]);
    expect(headersOf(hidden)).toEqual(headersOf(unknown));
  });
});

describe('projects.burnUp', () => {
  type Days = { days: { day: string; total: number; done: number }[] };
  const ask = async (projectId = ids.project) =>
    (dataOf(await dana.query('portal', 'projects.burnUp', { projectId })) as Days).days;

  test('tells from the project’s start to today how much is shared and done', async () => {
    const days = await ask();
    const { rows } = await company.database.admin.query<{ start: string }>(
      'select starts_on::text as start from app.project where id = $1',
      [ids.project],
    );
    expect(days[0]?.day).toBe(rows[0]!.start);
    expect(days.at(-1)).toMatchObject({ total: 50, done: 21 });
    expect(days.length).toBeLessThanOrEqual(180);
    expect(days.some(({ done }) => done > 0 && done < 21)).toBe(true);
  });

  test('L50 L52 nothing that is hidden moves it: not its curve, not its range', async () => {
    const before = await dana.query('portal', 'projects.burnUp', { projectId: ids.project });
    await company.database.admin.query(
      `update app.task set status = 'done', completed_at = '2020-01-01' where id = $1`,
      [ids.hiddenTask],
    );
    const after = await dana.query('portal', 'projects.burnUp', { projectId: ids.project });
    expect(after.body).toBe(before.body);
  });

  test('L61 a task counts from the day it was shared, whatever it had been before', async () => {
    const task = await company.idOf(
      `select id from app.task where title = 'Flaky test in the order comparison'`,
    );
    const flag = (to: string) =>
      company.database.admin.query('update app.record set visibility = $1 where id = $2', [to, task]);
    const before = await ask();
    await flag('client_visible');
    const after = await ask();
    expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
    expect(after.at(-1)).toMatchObject({ total: 51, done: 22 });
    await flag('internal_only');
    expect(await ask()).toEqual(before);
  });

  test('ends with the last thing that happened where the project is over, and spreads a long time over 180 days', async () => {
    const review = await company.idOf(`select id from app.project where name = 'Accessibility review'`);
    const days = await ask(review);
    expect(days.at(-1)).toMatchObject({ total: 5, done: 5 });
    expect(Date.now() - Date.parse(days.at(-1)!.day)).toBeGreaterThan(100 * 86_400_000);
    await company.database.admin.query(`update app.project set starts_on = '2010-01-01' where id = $1`, [
      review,
    ]);
    const long = await ask(review);
    expect([long.length, long.at(-1)?.day]).toEqual([180, days.at(-1)?.day]);
  });
});

describe('projects.board', () => {
  type Board = {
    sprint: { name: string } | null;
    sprints: { id: string; name: string }[];
    tasks: { status: string }[];
  };
  const ask = async (sprintId?: string) =>
    dataOf(
      await dana.query('portal', 'projects.board', { projectId: ids.project, ...(sprintId && { sprintId }) }),
    ) as Board;

  test('shows the current sprint, and an earlier one that is shared', async () => {
    const current = await ask();
    expect(current.sprint?.name).toBe('Sprint 9');
    expect(current.sprints.map(({ name }) => name)).toEqual(
      [9, 8, 7, 6, 5, 4, 3, 2, 1].map((nth) => `Sprint ${nth}`),
    );
    const earlier = await ask(current.sprints[2]!.id);
    expect(earlier.sprint?.name).toBe('Sprint 7');
    expect(earlier.tasks.length).toBeGreaterThan(0);
    const page = await dana.fetch(`/portal/projects/${ids.project}/board?sprint=${current.sprints[2]!.id}`);
    expect(page.body).toContain('Sprint 7: ');
  });

  test('L28 a sprint that is hidden, of another project or unknown is not found', async () => {
    const sprint = (name: string, project: string) =>
      company.idOf('select id from app.sprint where name = $1 and project_id = $2', [name, project]);
    const other = await company.idOf(`select id from app.project where name = 'Accessibility review'`);
    const at = (sprintId: string) =>
      dana.query('portal', 'projects.board', { projectId: ids.project, sprintId });
    const unknown = await at(company.unknownId);
    for (const id of [
      await sprint('Sprint 10', ids.project),
      await sprint('Review', other),
      await sprint('Iteration 1', ids.foreignProject),
    ]) {
      const { status, body } = await at(id);
      expect([status, body]).toEqual([404, unknown.body]);
    }
  });
});

describe('projects.tasks', () => {
  type Tasks = { total: number; pages: number; tasks: { id: string; title: string; number: number }[] };
  type Choices = Record<'epics' | 'stories' | 'milestones', { id: string; title: string }[]>;
  const ask = async (filter: object = {}) =>
    dataOf(await dana.query('portal', 'projects.tasks', { projectId: ids.project, ...filter })) as Tasks &
      Choices;
  const titles = async (filter: object) => (await ask(filter)).tasks.map(({ title }) => title);

  test('filters by status, story, epic and milestone, and searches titles and numbers', async () => {
    const all = await ask();
    const idOf = (list: keyof Choices, title: string) => all[list].find((one) => one.title === title)!.id;
    expect((await ask({ status: 'blocked' })).total).toBe(1);
    const story = await titles({ storyId: idOf('stories', 'Bulk export') });
    expect(story).toContain('Progress of a bulk export');
    const epic = await titles({ epicId: idOf('epics', 'Public API') });
    expect(epic).toEqual(expect.arrayContaining(story));
    expect(epic).toHaveLength(13);
    expect(await titles({ milestoneId: idOf('milestones', 'API at agreed speed'), search: 'LOAD' })).toEqual([
      'Load test with a day of real traffic',
    ]);
    for (const search of ['TSK-0138', 'tsk138', '138'])
      expect(await titles({ search })).toEqual(['API performance work']);
    expect(await titles({ search: '%' })).toEqual([]);
  });

  test('orders by number, due day, urgency and day of finishing', async () => {
    const numbers = (await ask()).tasks.map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const first = async (sort: string) => (await ask({ sort })).tasks[0]!.title;
    expect(await first('finished')).toBe('Response cache for catalogue calls');
    expect(await first('due')).toBe('Architecture decision record');
    expect(await first('priority')).not.toBe('Architecture decision record');
  });

  test('L40 L42 no word of a hidden task, a description or a note finds anything', async () => {
    for (const search of [
      'OAuth',
      'TSK-0142',
      'Token refresh',
      'Part of TSK-0138',
      'They will ask for credits',
    ])
      expect((await ask({ search })).total).toBe(0);
  });

  describe('a search', () => {
    const search = (who: Visitor, words: string, projectId = ids.project) =>
      who.query('portal', 'projects.tasks', { projectId, search: words });
    const page = (who: Visitor) => who.fetch(`/portal/projects/${ids.project}/tasks?search=performance`);
    const found = async (...asked: Parameters<typeof search>) =>
      (dataOf(await search(...asked)) as Tasks).tasks.map(({ title }) => title);
    const set = (column: string, value: unknown) =>
      company.database.admin.query(`update app.client_user set ${column} = $1 where name = 'Ravi Menon'`, [
        value,
      ]);

    test('L41 L48 of an employee without the section finds what one of no project does, also when it was just taken away', async () => {
      const claire = await company.as('Nexus Corp', 'Client Employee (no projects section)');
      const ravi = await company.as('Nexus Corp', 'Client Employee');
      expect(await found(ravi, 'performance')).toEqual(['API performance work']);
      expect((await page(ravi)).body).toContain('API performance work');
      const unknown = await search(dana, 'performance', company.unknownId);
      const meetsNothing = async (who: Visitor) => {
        for (const words of ['performance', 'TSK-0138', 'nothing of the kind']) {
          const { status, body } = await search(who, words);
          expect([status, body]).toEqual([404, unknown.body]);
        }
        const { status, body } = await page(who);
        expect(status).toBe(404);
        expect(body).not.toContain('API performance');
      };
      await meetsNothing(claire);
      await set('sections', []);
      try {
        await meetsNothing(ravi);
      } finally {
        await set('sections', ['projects']);
      }
      expect(await found(ravi, 'performance')).toEqual(['API performance work']);
    });

    test('L48 of somebody deactivated, or of nobody, is refused', async () => {
      const ravi = await company.as('Nexus Corp', 'Client Employee');
      expect(await found(ravi, 'performance')).toEqual(['API performance work']);
      await set('active', false);
      try {
        const refused = await search(company.visitor(), 'performance');
        for (const words of ['performance', 'nothing of the kind']) {
          const { status, body } = await search(ravi, words);
          expect([status, body]).toEqual([401, refused.body]);
        }
        const { status, body } = await page(ravi);
        expect([status, body]).toEqual([303, '']);
      } finally {
        await set('active', true);
      }
    });

    test('L41 for the words of another client finds none of them', async () => {
      const helen = await company.as('Orbis Health', 'Client Admin');
      const number = (id: string) =>
        company.idOf('select number::text as id from app.task where id = $1', [id]);
      const [ours, theirs] = [await number(ids.task), await number(ids.foreignTask)];
      expect(await found(dana, 'performance')).toEqual(['API performance work']);
      expect(await found(helen, 'clinic', ids.foreignProject)).toContain('Calendar by clinic');
      for (const words of ['performance', `TSK-${ours}`])
        expect(await found(helen, words, ids.foreignProject)).not.toContain('API performance work');
      expect(await found(helen, 'performance', ids.foreignProject)).toEqual([]);
      expect(await found(dana, 'by clinic')).toEqual([]);
      expect(await found(dana, `TSK-${theirs}`)).not.toContain('Calendar by clinic');
      const unknown = await search(dana, 'performance', company.unknownId);
      const { status, body } = await search(helen, 'performance');
      expect([status, body]).toEqual([404, unknown.body]);
    });
  });

  test('L44 what can be filtered by is what is shared, and a hidden epic or milestone finds what an unknown one does', async () => {
    const { epics, stories, milestones } = await ask();
    expect(epics.map(({ title }) => title)).not.toContain('Delivery risk buffer');
    expect(stories.map(({ title }) => title)).not.toContain('OAuth provider migration');
    expect(milestones.map(({ title }) => title)).not.toContain('Margin review with finance');
    const hidden = (table: string, title: string) =>
      company.idOf(`select id from app.${table} where title = $1`, [title]);
    const none = await dana.query('portal', 'projects.tasks', {
      projectId: ids.project,
      epicId: company.unknownId,
    });
    for (const filter of [
      { epicId: await hidden('epic', 'Delivery risk buffer') },
      { storyId: await hidden('story', 'OAuth provider migration') },
      { milestoneId: await hidden('milestone', 'Margin review with finance') },
    ]) {
      const { status, body } = await dana.query('portal', 'projects.tasks', {
        projectId: ids.project,
        ...filter,
      });
      expect([status, body]).toEqual([200, none.body]);
    }
  });

  test('L32 refuses a key, an order and a status that there are not; the page leaves them out', async () => {
    for (const filter of [
      { visibility: 'internal_only' },
      { sort: 'position' },
      { status: 'secret' },
      { epicId: 'x' },
    ]) {
      const { status } = await dana.query('portal', 'projects.tasks', { projectId: ids.project, ...filter });
      expect(status).toBe(400);
    }
    const page = await dana.fetch(
      `/portal/projects/${ids.project}/tasks?status=secret&part=epic:x&sort=position&page=-3&milestone=%00`,
    );
    expect(page.status).toBe(200);
    expect(page.body).toContain('50 tasks shared with you.');
  });
});

test('P3 a milestone tells how its dates moved while it was shared, and nothing of why or before', async () => {
  const { milestones } = dataOf(await dana.query('portal', 'projects.open', { projectId: ids.project })) as {
    milestones: { id: string; title: string; changes: Record<string, string | null>[] }[];
  };
  const run = milestones.find(({ title }) => title === 'Reporting parallel run')!;
  expect(run.changes).toHaveLength(2);
  expect(Object.keys(run.changes[0]!).sort()).toEqual(
    ['at', 'fromAgreedOn', 'fromForecastOn', 'fromMetOn', 'toAgreedOn', 'toForecastOn', 'toMetOn'].sort(),
  );
  const move = async (visibility: string, day: string) => {
    const { admin } = company.database;
    await admin.query('update app.record set visibility = $1 where id = $2', [visibility, run.id]);
    await admin.query('update app.milestone set forecast_on = $1 where id = $2', [day, run.id]);
  };
  await move('internal_only', '2027-03-01');
  await move('internal_only', '2027-03-02');
  await move('client_visible', '2027-03-02');
  const { body } = await dana.query('portal', 'projects.open', { projectId: ids.project });
  expect(body).not.toContain('2027-03-01');
  expect(body).toContain('"toForecastOn":');
});

test('P1 what changed since the last visit names the sprint where the client sees it, and nothing of hidden work', async () => {
  const changes = async () =>
    (dataOf(await dana.query('portal', 'projects.list')) as { projects: { changes: string[] }[] })
      .projects[0]!.changes;
  expect(await changes()).toEqual(expect.arrayContaining(['3 tasks completed in Sprint 9']));
  const flag = (to: string) =>
    company.database.admin.query(
      `update app.record set visibility = $1 where id = (select id from app.sprint where name = 'Sprint 9' and project_id = $2)`,
      [to, ids.project],
    );
  await flag('internal_only');
  expect(await changes()).toEqual(expect.arrayContaining(['3 tasks completed']));
  await flag('client_visible');
});

describe('P1 what became of a milestone since the last visit', () => {
  type News = { changes: string[]; milestones: { title: string }[] };
  const titled = 'Hand-over of the keys';
  const milestone = (values: string) =>
    company.idOf(
      `insert into app.milestone (tenant_id, client_id, project_id, title, visibility, agreed_on, forecast_on, met_on)
       select tenant_id, client_id, id, $2, 'client_visible', ${values} from app.project where id = $1 returning id`,
      [ids.project, titled],
    );
  const set = (id: string, change: string) =>
    company.database.admin.query(`update app.milestone set ${change} where id = $1`, [id]);
  const flag = (id: string, to: string) =>
    company.database.admin.query('update app.record set visibility = $1 where id = $2', [to, id]);
  /** What both places tell of milestones of this title. */
  const told = async () => {
    const { changes } = dataOf(
      await dana.query('portal', 'projects.open', { projectId: ids.project }),
    ) as News;
    const { projects } = dataOf(await dana.query('portal', 'projects.list')) as { projects: News[] };
    expect(projects[0]!.changes).toEqual(changes);
    return changes.flatMap((sentence) => sentence.split(`Milestone “${titled}”`)[1] ?? []);
  };
  afterEach(() => company.database.admin.query('delete from app.milestone where title = $1', [titled]));

  test('met and taken back is no news, nor is that it was met on another day first', async () => {
    const id = await milestone(`'2027-02-01', '2027-02-01', null`);
    await set(id, `met_on = '2027-01-29'`);
    expect(await told()).toEqual([' completed']);
    await set(id, `met_on = '2027-01-28'`);
    expect(await told()).toEqual([' completed']);
    await set(id, 'met_on = null');
    expect(await told()).toEqual([]);
  });

  test('met before and corrected since, or no longer, is told as that', async () => {
    const id = await milestone(`'2027-02-01', '2027-02-01', '2027-01-29'`);
    await set(id, `met_on = '2027-01-28'`);
    expect(await told()).toEqual([': completion date corrected to Thu 28 Jan']);
    await set(id, 'met_on = null');
    expect(await told()).toEqual([' reopened']);
  });

  test('the agreed day moved alone is no other expectation; a day that moved and came back is nothing', async () => {
    const id = await milestone(`'2027-02-01', '2027-02-08', null`);
    await set(id, `agreed_on = '2027-02-05'`);
    expect(await told()).toEqual([': agreed date changed to Fri 5 Feb']);
    await set(id, `agreed_on = '2027-02-01', forecast_on = '2027-02-09'`);
    expect(await told()).toEqual([' is now expected Tue 9 Feb']);
    await set(id, `forecast_on = '2027-02-08'`);
    expect(await told()).toEqual([]);
  });

  test('two of one title are told as two', async () => {
    const [one, other] = [
      await milestone(`'2027-02-01', null, null`),
      await milestone(`'2027-03-01', null, null`),
    ];
    await set(one, `met_on = '2027-01-29'`);
    await set(other, `forecast_on = '2027-03-02'`);
    expect(await told()).toEqual([' completed', ' is now expected Tue 2 Mar']);
    await set(other, `met_on = '2027-01-29'`);
    expect(await told()).toEqual([' completed', ' completed']);
  });

  test('nothing of what happened while it was hidden, nor of what was done before the visit', async () => {
    const id = await milestone(`'2027-02-01', '2027-02-08', null`);
    await flag(id, 'internal_only');
    await set(id, `forecast_on = '2027-02-09'`);
    await set(id, `met_on = '2027-01-29'`);
    await set(id, `met_on = null`);
    await flag(id, 'client_visible');
    expect(await told()).toEqual([]);
    await set(id, `forecast_on = '2027-02-10'`);
    await company.database.admin.query(
      `update app.milestone_change set changed_at = changed_at - interval '1 year' where milestone_id = $1`,
      [id],
    );
    expect(await told()).toEqual([]);
  });
});

test('a page of tasks past the end says so, and leads back to the first', async () => {
  const page = (query: string) => dana.fetch(`/portal/projects/${ids.project}/tasks?${query}`);
  const past = await page('page=2');
  expect(past.body).toContain('50 tasks shared with you.');
  expect(past.body).toContain("There's nothing on this page");
  expect(past.body).toContain(
    `<a href="/portal/projects/${ids.project}/tasks" class="text-accent underline">`,
  );
  expect(past.body).not.toContain('No tasks yet');
  expect((await page('status=blocked&page=2')).body).toContain('/tasks?status=blocked"');
  const none = await page('search=nothing-of-the-kind&page=2');
  expect(none.body).toContain('No matching tasks');
  expect(none.body).not.toContain("There's nothing on this page");
});

test('no page and no answer spells an internal text or number', async () => {
  const { rows } = await company.database.admin.query<{ text: string }>(`
    select title as text from app.task where not shared union select title from app.epic where not shared
    union select title from app.story where not shared union select name from app.sprint where not shared
    union select title from app.milestone where not shared union select name from app.project where not shared
    union select left(body, 40) from app.text where not shared
    union select 'TSK-0142' union select name from app.staff_member union select email from app.staff_member
    union select name from app.client where name <> 'Nexus Corp'`);
  const answers = await Promise.all([
    dana.fetch('/portal'),
    ...['', '/board', '/tasks', '/tasks?page=2', `/tasks/${ids.task}`].map((rest) =>
      dana.fetch(`/portal/projects/${ids.project}${rest}`),
    ),
    dana.query('portal', 'projects.list'),
    dana.query('portal', 'projects.open', { projectId: ids.project }),
    dana.query('portal', 'account.me'),
    dana.query('portal', 'projects.burnUp', { projectId: ids.project }),
    dana.query('portal', 'projects.board', { projectId: ids.project }),
    dana.query('portal', 'projects.tasks', { projectId: ids.project }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const all = answers.map(({ body }) => body).join('\n');
  expect(all).toContain('TSK-0138');
  for (const { text } of rows) expect(all).not.toContain(text);
});

test('L17 L59 no answer carries a field that only staff have', async () => {
  const { body } = await dana.query('portal', 'projects.task', { projectId: ids.project, taskId: ids.task });
  for (const word of [
    'estimate',
    'assignee',
    'position',
    'visibility',
    'version',
    'internal',
    'tenant',
    'createdAt',
    'updated',
  ]) {
    expect(body.toLowerCase()).not.toContain(`"${word.toLowerCase()}`);
  }
});

test('visits.record moves "since your last visit" only after half an hour away', async () => {
  const ravi = await company.as('Nexus Corp', 'Client Employee');
  const since = async () =>
    (dataOf(await ravi.query('portal', 'projects.list')) as { since: string | null }).since;
  await ravi.mutate('portal', 'visits.record');
  const first = await since();
  await ravi.mutate('portal', 'visits.record');
  expect(await since()).toBe(first);
  expect(Date.now() - Date.parse(first!)).toBeGreaterThan(2 * 86_400_000);
});

describe('since the last visit', () => {
  const person = `(select id from app.client_user where name = 'Ravi Menon')`;
  const visit = async () => {
    const { rows } = await company.database.admin.query<{ last: Date; previous: Date | null }>(
      `select last_seen_at as last, previous_seen_at as previous from app.client_visit where client_user_id = ${person}`,
    );
    return rows[0];
  };
  const away = (minutes: number) =>
    company.database.admin.query(
      `update app.client_visit set last_seen_at = now() - $1 * interval '1 minute' where client_user_id = ${person}`,
      [minutes],
    );
  const sinceOf = async (who: Visitor) =>
    (dataOf(await who.query('portal', 'projects.list')) as { since: string | null }).since;
  const picture = (body: string) => /<noscript><img src="(\/portal\/api\/visited)"/.exec(body)?.[1] ?? '';

  test('the first page of a new visit has it already, before the visit is noted', async () => {
    const ravi = await company.as('Nexus Corp', 'Client Employee');
    await away(31);
    const before = await visit();
    expect(Date.parse((await sinceOf(ravi))!)).toBe(before!.last.getTime());
    await ravi.mutate('portal', 'visits.record');
    expect(Date.parse((await sinceOf(ravi))!)).toBe(before!.last.getTime());
    await away(29);
    expect(Date.parse((await sinceOf(ravi))!)).toBe(before!.last.getTime());
  });

  test('a browser that runs no scripts notes the visit by a picture, on every page', async () => {
    const ravi = await company.as('Nexus Corp', 'Client Employee');
    await company.database.admin.query(`delete from app.client_visit where client_user_id = ${person}`);
    const first = await ravi.fetch('/portal');
    expect(first.body).toContain('From your next visit,');
    expect(await ravi.fetch(picture(first.body))).toMatchObject({ status: 204, body: '' });
    expect(await visit()).toMatchObject({ previous: null });
    await away(60);
    const next = await ravi.fetch(`/portal/projects/${ids.project}`);
    expect(next.body).not.toContain('From your next visit,');
    expect(next.body).toContain('Since your last visit');
    await ravi.fetch(picture(next.body));
    expect((await visit())?.previous).not.toBeNull();
    for (const path of ['/portal/team', `/portal/projects/${ids.project}/tasks/${ids.task}`])
      expect(picture((await ravi.fetch(path)).body)).not.toBe('');
  });

  test.each<Record<string, string>>([
    { 'sec-fetch-dest': 'image', 'sec-fetch-site': 'same-origin', 'sec-purpose': 'prefetch' },
    { 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' },
    { 'sec-fetch-dest': 'image', 'sec-fetch-site': 'cross-site' },
  ])('is not moved by a picture that no page shows: %j', async (headers) => {
    const ravi = await company.as('Nexus Corp', 'Client Employee');
    await away(60);
    const before = await visit();
    expect((await ravi.fetch('/portal/api/visited', { headers })).status).toBe(204);
    expect(await visit()).toEqual(before);
  });

  test('is nobody else’s to move: not without a session, nor for staff who look through a person’s eyes', async () => {
    const outside = await company.visitor().fetch('/portal/api/visited');
    expect(outside.status).toBe(303);
    const marta = await company.as('Halden & Pike Delivery', 'Manager');
    const own = new Set(marta.cookies.keys());
    const [clientUserId, clientId] = [
      await company.idOf(`select id from app.client_user where name = 'Ravi Menon'`),
      await company.idOf(`select client_id as id from app.client_user where name = 'Ravi Menon'`),
    ];
    await marta.submit(`/staff/clients/${clientId}?/viewAs`, { clientUserId });
    const looking = company.visitor();
    for (const [name, value] of marta.cookies) if (!own.has(name)) looking.cookies.set(name, value);
    await away(60);
    const before = await visit();
    const page = await looking.fetch('/portal');
    expect(page.body).toContain('Viewing as Ravi Menon');
    expect(picture(page.body)).toBe('');
    expect((await looking.fetch('/portal/api/visited')).status).toBe(403);
    expect(await visit()).toEqual(before);
  });
});

/** Without what the page repeats of its own address, where Kit resolves addresses on the server. */
const withoutNames = (html: string) =>
  html
    .replaceAll(/params: \{\w+:"[^"]*"\}/g, '')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, '');
