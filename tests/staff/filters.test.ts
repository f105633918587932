/** The task list: what a filter leaves, in which order, and the filters that a person keeps. */
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
let jonas: Visitor;
let projectId: string;

type Listed = {
  tasks: { id: string; number: number; title: string; status: string; priority: string; waitsFor: number }[];
  total: number;
  pages: number;
  facets: { labels: { label: string; tasks: number }[] };
  saved: { id: string; name: string; query: string }[];
};

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  jonas = await company.asPerson('jonas@');
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
});
afterAll(() => company.stop());

const list = async (filter: object, visitor = marta) =>
  dataOf(await visitor.query('staff', 'tasks.list', { projectId, ...filter })) as Listed;
const titles = async (filter: object, visitor = marta) =>
  (await list(filter, visitor)).tasks.map(({ title }) => title);
const count = (where: string) =>
  company.idOf(`select count(*)::text as id from app.task t where project_id = $1 and ${where}`, [projectId]);
const create = async (title: string, changes: object = {}) => {
  const created = await marta.mutate('staff', 'tasks.create', { projectId, title });
  const { id } = dataOf(created) as { id: string };
  await marta.mutate('staff', 'tasks.update', {
    ...{ projectId, taskId: id, version: 1, title, status: 'to_do', priority: 'low', ...changes },
  });
  return id;
};
const fieldsOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { data: { fields?: Record<string, string> } } }).error.data.fields;

describe('search', () => {
  test.each(['TSK-0138', 'tsk-138', '138', '0138'])('finds a task by its number as %s', async (search) => {
    expect(await titles({ search })).toContain('API performance work');
  });

  test('finds words of title, description and labels, whatever their case; nothing else is a pattern', async () => {
    await create('Plain title', { description: 'Mentions the zeppelin once', labels: 'Airship-Works' });
    for (const search of ['plain TITLE', 'Zeppelin', 'airship-works'])
      expect(await titles({ search })).toEqual(['Plain title']);
    for (const search of ['pl%title', 'pl_in title', '^plain']) expect(await titles({ search })).toEqual([]);
    expect(await titles({ search: `'; drop table app.task; --` })).toEqual([]);
  });
});

describe('filters', () => {
  test('several statuses and priorities', async () => {
    const { total, tasks } = await list({ status: ['blocked', 'in_review'], priority: ['low', 'medium'] });
    expect(String(total)).toBe(
      await count(`status in ('blocked', 'in_review') and priority in ('low', 'medium')`),
    );
    expect(total).toBeGreaterThan(0);
    expect(tasks.every(({ status }) => ['blocked', 'in_review'].includes(status))).toBe(true);
  });

  test('mine, nobody’s, no sprint, a label', async () => {
    const martaId = await company.idOf(`select id from app.staff_member where email like 'marta@%'`);
    await create('For Marta', { assigneeId: martaId, labels: 'only-here' });
    await create('For nobody');
    expect(await titles({ assigneeId: 'me' })).toContain('For Marta');
    expect(await titles({ assigneeId: 'me' }, jonas)).not.toContain('For Marta');
    expect(await titles({ assigneeId: 'none', sprintId: 'none' })).toContain('For nobody');
    expect(await titles({ label: 'only-here' })).toEqual(['For Marta']);
    expect((await list({})).facets.labels).toContainEqual({ label: 'only-here', tasks: 1 });
  });

  test('overdue by the client’s calendar, and not once it is done', async () => {
    await create('Late', { dueOn: '2026-01-02' });
    await create('Late but done', { dueOn: '2026-01-02', status: 'done' });
    const late = await titles({ overdue: true });
    expect(late).toContain('Late');
    expect(late).not.toContain('Late but done');
  });

  test('waiting for another task, until that is done', async () => {
    const first = await create('Comes first');
    const second = await create('Comes second');
    await marta.mutate('staff', 'tasks.addDependency', { projectId, taskId: second, which: 'Comes first' });
    expect(await titles({ waiting: true })).toContain('Comes second');
    const { version } = dataOf(await marta.query('staff', 'tasks.open', { projectId, taskId: first })) as {
      version: number;
    };
    await marta.mutate('staff', 'tasks.move', { projectId, taskId: first, version, status: 'done' });
    expect(await titles({ waiting: true })).not.toContain('Comes second');
  });

  test('hold nothing of another project: its labels are no facet here', async () => {
    const other = await company.idOf(`select id from app.project where name = 'Accessibility review'`);
    await company.database.admin.query(`update app.task set labels = '{elsewhere}' where project_id = $1`, [
      other,
    ]);
    expect(JSON.stringify(await list({}))).not.toContain('elsewhere');
  });
});

test('sorts both ways, with nothing twice and nothing lost over the pages', async () => {
  const order = ['low', 'medium', 'high', 'urgent'];
  const ranks = (await list({ sort: '-priority' })).tasks.map(({ priority }) => order.indexOf(priority));
  expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
  const { total, pages } = await list({ sort: 'due' });
  const seen = new Set<string>();
  for (let page = 1; page <= pages; page++)
    for (const { id } of (await list({ sort: 'due', page })).tasks) seen.add(id);
  expect(pages).toBeGreaterThan(1);
  expect(seen.size).toBe(total);
});

test('the page leaves out what makes no sense in its address', async () => {
  const answer = await marta.fetch(
    `/staff/projects/${projectId}/tasks?status=gone&status=done&sort=-nothing&assignee=%27&page=-3&overdue=maybe`,
  );
  expect(answer.status).toBe(200);
  expect(answer.body).toContain('Architecture decision record');
});

describe('a filter that is kept', () => {
  const save = (visitor: Visitor, name: string, query = 'status=done') =>
    visitor.mutate('staff', 'filters.save', { projectId, name, query });
  const names = async (visitor: Visitor) => (await list({}, visitor)).saved.map(({ name }) => name);

  test('is theirs alone, whoever asks to forget it', async () => {
    expect((await save(marta, 'Finished')).status).toBe(200);
    expect(await names(marta)).toContain('Finished');
    expect(await names(jonas)).not.toContain('Finished');
    const filterId = (await list({})).saved.find(({ name }) => name === 'Finished')?.id;
    const remove = (visitor: Visitor) => visitor.mutate('staff', 'filters.remove', { projectId, filterId });
    expect((await remove(jonas)).status).toBe(404);
    expect(await names(marta)).toContain('Finished');
    expect((await remove(marta)).status).toBe(200);
    expect(await names(marta)).not.toContain('Finished');
  });

  test('has a name that is given once a person', async () => {
    expect((await save(marta, 'Weekly')).status).toBe(200);
    const again = await save(marta, 'Weekly', 'status=to_do');
    expect(again.status).toBe(409);
    expect(fieldsOf(again)).toEqual({
      name: 'You already have a filter called Weekly. Choose another name.',
    });
    expect((await save(jonas, 'Weekly')).status).toBe(200);
    expect(fieldsOf(await save(marta, ' '))).toEqual({ name: 'Name the filter.' });
  });
});
