/** Days that cannot be meant are refused or asked back in words, and what an old database holds stops nobody. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let dana: Visitor;
let projectId: string;
beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  dana = await company.asPerson('dana.');
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
});
afterAll(() => company.stop());

const errorOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { message: string; data: { fields?: Record<string, string> } } }).error;
const fieldsOf = (answer: Answer) => errorOf(answer).data.fields ?? {};
const count = async (table: string, title: string) =>
  Number(
    await company.idOf(
      `select count(*) as id from app.${table} t where coalesce(to_jsonb(t) ->> 'name', to_jsonb(t) ->> 'title') = $1`,
      [title],
    ),
  );

test('a year typed as 26 is refused at its field, in words', async () => {
  const answer = await marta.mutate('staff', 'sprints.create', {
    ...{ projectId, name: 'Sprint of 2,000 years', startsOn: '0026-12-01', endsOn: '2026-12-31' },
  });
  expect(answer.status).toBe(400);
  expect(fieldsOf(answer)).toEqual({
    startsOn: 'Enter the year in full, like 2026.',
    endsOn: 'A sprint can last up to 26 weeks.',
  });
  const late = await marta.mutate('staff', 'milestones.create', {
    ...{ projectId, title: 'At the end of time', agreedOn: '9999-12-31' },
  });
  expect(fieldsOf(late)).toEqual({ agreedOn: 'Enter a date from 2000 to 2099.' });
  expect([await count('sprint', 'Sprint of 2,000 years'), await count('milestone', 'At the end of time')]).toEqual([0, 0]); // prettier-ignore
});

test('a span longer than its kind lasts is refused', async () => {
  const long = await marta.mutate('staff', 'sprints.create', {
    ...{ projectId, name: 'Seven months', startsOn: '2026-12-01', endsOn: '2027-06-30' },
  });
  expect(fieldsOf(long)).toEqual({ endsOn: 'A sprint can last up to 26 weeks.' });
  const clientId = await company.idOf('select client_id as id from app.project where id = $1', [projectId]);
  const age = await marta.mutate('staff', 'projects.create', {
    ...{ clientId, name: 'An age', startsOn: '2026-12-01', endsOn: '2046-12-31' },
  });
  expect(fieldsOf(age)).toEqual({ endsOn: 'Start and end can be up to 20 years apart.' });
});

describe('a day far from the project’s other dates', () => {
  const far = 'Sat 15 Jun 2069 is';
  const asked = (answer: Answer) => {
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toMatch(/ is \d+ years (after|before) every other date/);
    expect(fieldsOf(answer).confirmedDays).toMatch(/Correct it, or confirm it's right\.$/);
  };

  test('is asked back once, and taken when it is meant', async () => {
    const milestone = { projectId, title: 'Far ahead', agreedOn: '2069-06-15' };
    asked(await marta.mutate('staff', 'milestones.create', milestone));
    // An answer to another day is none to this one.
    asked(await marta.mutate('staff', 'milestones.create', { ...milestone, confirmedDays: '2059-06-15' }));
    expect(await count('milestone', 'Far ahead')).toBe(0);
    const confirmed = { ...milestone, confirmedDays: '2069-06-15' };
    expect((await marta.mutate('staff', 'milestones.create', confirmed)).status).toBe(200);
    await company.database.admin.query(`delete from app.milestone where title = 'Far ahead'`);
  });

  test('is asked back wherever a day of a project is saved', async () => {
    const record = async (table: string) => {
      const { rows } = await company.database.admin.query<Record<string, string> & { version: number }>(
        `select t.*, t.version from app.${table} t where project_id = $1 order by id limit 1`,
        [projectId],
      );
      return rows[0]!;
    };
    const [sprint, epic, task, milestone] = [await record('sprint'), await record('epic'), await record('task'), await record('milestone')]; // prettier-ignore
    const { rows } = await company.database.admin.query<{ version: number; name: string }>(
      'select version, name from app.project where id = $1',
      [projectId],
    );
    const project = rows[0]!;
    const [startsOn, endsOn] = ['2069-06-15', '2069-06-28'];
    for (const [name, input] of [
      ['sprints.create', { name: 'S', startsOn, endsOn }],
      ['sprints.update', { sprintId: sprint.id, version: sprint.version, name: 'S', startsOn, endsOn }],
      ['epics.update', { epicId: epic.id, version: epic.version, title: 'E', startsOn, endsOn }],
      [
        'milestones.update',
        { milestoneId: milestone.id, version: milestone.version, title: 'M', agreedOn: startsOn },
      ],
      [
        'tasks.update',
        {
          taskId: task.id,
          version: task.version,
          title: 'T',
          status: 'to_do',
          priority: 'low',
          dueOn: endsOn,
        },
      ],
      ['projects.update', { version: project.version, name: project.name, startsOn, endsOn }],
    ] as const)
      // prettier-ignore
      asked(await marta.mutate('staff', name, { projectId, ...input }));
    const clientId = await company.idOf('select client_id as id from app.project where id = $1', [projectId]);
    asked(await marta.mutate('staff', 'projects.create', { clientId, name: 'P', startsOn, endsOn }));
  });

  test('is warned of where it comes by a file', async () => {
    const text = 'Title,Due\nNear,2026-12-24\nFar,2069-06-15\nMistyped,0026-06-15\n';
    const preview = await marta.mutate('staff', 'imports.preview', { projectId, text });
    const { warnings, errors } = dataOf(preview) as Record<string, { list: { row: number; sentence: string }[] }>; // prettier-ignore
    expect(warnings?.list.some(({ sentence }) => sentence.startsWith(far))).toBe(true);
    expect(errors?.list.map(({ sentence }) => sentence).join()).toMatch(/“0026-06-15” in “Due”: Enter the year in full/); // prettier-ignore
  });

  test('is asked about on the page without JavaScript, with all that was typed still there', async () => {
    const page = `/staff/projects/${projectId}/sprints`;
    const typed = { name: 'Of the year 2069', goal: 'Kept', startsOn: '2069-06-15', endsOn: '2069-06-28' };
    const { status, body } = await marta.submit(`${page}?/create`, typed);
    expect(status).toBe(400);
    expect(body).toContain(far);
    for (const value of Object.values(typed)) expect(body).toContain(`value="${value}"`);
    const [, confirmedDays] = /name="confirmedDays" value="([^"]+)"/.exec(body) ?? [];
    expect(confirmedDays).toBe('2069-06-15 2069-06-28');
    expect((await marta.submit(`${page}?/create`, { ...typed, confirmedDays: confirmedDays! })).status).toBe(
      200,
    );
    expect(await count('sprint', 'Of the year 2069')).toBe(1);
    await company.database.admin.query(`delete from app.sprint where name = 'Of the year 2069'`);
  });
});

test('rows that an old database holds cannot stop the server, nor fill the network', async () => {
  const { admin } = company.database;
  await admin.query(`
    alter domain app.day drop constraint day_check;
    alter table app.sprint drop constraint sprint_check, drop constraint if exists sprint_check1;
    alter table app.project drop constraint project_check;
    alter table app.epic drop constraint epic_check`);
  await admin.query(
    `insert into app.sprint (tenant_id, project_id, name, starts_on, ends_on, visibility)
     select tenant_id, id, 'Old', '0026-12-01', '2026-12-31', 'client_visible' from app.project where id = $1`,
    [projectId],
  );
  await admin.query(
    `insert into app.milestone (tenant_id, project_id, title, agreed_on, forecast_on, visibility)
     select tenant_id, id, 'Old ' || day, day, 'infinity', 'client_visible'
       from app.project, unnest('{0026-12-01,9999-12-31,infinity,-infinity}'::date[]) day where id = $1`,
    [projectId],
  );
  await admin.query(`update app.epic set starts_on = '-infinity', due_on = '9999-12-31' where project_id = $1`, [projectId]); // prettier-ignore
  await admin.query(`update app.project set starts_on = '0026-12-01', due_on = 'infinity' where id = $1`, [projectId]); // prettier-ignore
  await admin.query(`update app.task set due_on = 'infinity' where project_id = $1 and number % 3 = 0`, [projectId]); // prettier-ignore
  const sprintId = await company.idOf(`select id from app.sprint where name = 'Old'`);
  const staff = `/staff/projects/${projectId}`;
  const pages: [Visitor, string][] = [
    ...[
      '',
      '/roadmap',
      '/sprints',
      '/backlog',
      '/milestones',
      '/epics',
      '/tasks',
      `/sprints/${sprintId}`,
    ].map((path): [Visitor, string] => [marta, staff + path]),
    [dana, '/portal'],
    [dana, `/portal/projects/${projectId}`],
    [dana, `/portal/projects/${projectId}/board`],
    [dana, `/portal/projects/${projectId}/tasks`],
  ];
  for (const [visitor, path] of pages) {
    const { status, body } = await visitor.fetch(path);
    expect({ path, status }).toEqual({ path, status: 200 });
    expect({ path, fits: body.length < 1_000_000 }).toEqual({ path, fits: true });
  }
  const { burnDown } = dataOf(await marta.query('staff', 'sprints.open', { projectId, sprintId })) as { burnDown: unknown[] }; // prettier-ignore
  expect(burnDown).toHaveLength(182);
}, 60_000);
