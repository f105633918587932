import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

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
  const projectCalls = ['projects.open', 'projects.board', 'projects.tasks'];

  test.each(projectCalls)('%s', async (name) => {
    const ask = (projectId: string) => dana.query('portal', name, { projectId });
    expect((await ask(ids.project)).status).toBe(200);
    const unknown = await ask(company.unknownId);
    expect(unknown.status).toBe(404);
    for (const projectId of [ids.hiddenProject, ids.foreignProject]) {
      const answer = await ask(projectId);
      expect([answer.status, answer.body]).toEqual([unknown.status, unknown.body]);
      expect(names(answer.headers)).toEqual(names(unknown.headers));
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
    }
  });

  test.each(['', '/board', '/tasks'])('page /portal/projects/[projectId]%s', async (rest) => {
    const open = (id: string) => dana.fetch(`/portal/projects/${id}${rest}`);
    expect((await open(ids.project)).status).toBe(200);
    const pages = await Promise.all(
      [ids.hiddenProject, ids.foreignProject, company.unknownId, 'x'].map(open),
    );
    for (const page of pages) {
      expect(page.status).toBe(404);
      expect(page.body).toContain('There is nothing here that you can see.');
      expect(withoutNames(page.body)).toBe(withoutNames(pages[2]!.body));
    }
  });

  test('page of a task', async () => {
    const open = (id: string) => dana.fetch(`/portal/projects/${ids.project}/tasks/${id}`);
    expect((await open(ids.task)).body).toContain('Fix deployed to staging');
    const [hidden, unknown] = await Promise.all([open(ids.hiddenTask), open(company.unknownId)]);
    expect([hidden.status, withoutNames(hidden.body)]).toEqual([404, withoutNames(unknown.body)]);
  });
});

test('no page and no answer spells an internal text or number', async () => {
  const { rows } = await company.database.admin.query<{ text: string }>(`
    select title as text from app.task where not shared union select title from app.epic where not shared
    union select title from app.story where not shared union select name from app.sprint where not shared
    union select title from app.milestone where not shared union select name from app.project where not shared
    union select left(body, 40) from app.comment where not shared union select left(body, 40) from app.note where not shared
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

const names = (headers: Headers) => [...headers.keys()].filter((name) => name !== 'keep-alive').sort();
const withoutNames = (html: string) =>
  html.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, '');
