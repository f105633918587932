/** A Reviewer takes a task in review onward or back; what else they may not do to one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

let company: SampleCompany;
let projectId: string;
let people: Record<'marta' | 'jonas' | 'luis' | 'sofie', Visitor>;

beforeAll(async () => {
  company = await startSampleCompany();
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  people = {
    marta: await company.asPerson('marta@'),
    jonas: await company.asPerson('jonas@'),
    luis: await company.asPerson('luis@'),
    sofie: await company.asPerson('sofie@'),
  };
});
afterAll(() => company.stop());

type Task = { status: string; version: number; history: { from: string; to: string; actor: string }[] };

async function aTask(status = 'in_review'): Promise<string> {
  const sprintId = await company.idOf(
    `select id from app.sprint where project_id = $1 and status = 'active'`,
    [projectId],
  );
  const input = { projectId, title: 'To be reviewed', status, sprintId };
  return (dataOf(await people.marta.mutate('staff', 'tasks.create', input)) as { id: string }).id;
}
const open = async (taskId: string) =>
  dataOf(await people.marta.query('staff', 'tasks.open', { projectId, taskId })) as Task;
const move = (by: Visitor, taskId: string, status: string, version = 1) =>
  by.mutate('staff', 'tasks.move', { projectId, taskId, status, version });
/** Gives Sofie a role on a project, or none. */
const sofieIs = async (role: string, on = projectId) => {
  const staffMemberId = await company.idOf(`select id from app.staff_member where email like 'sofie@%'`);
  const input = { projectId: on, staffMemberId, role };
  expect((await people.marta.mutate('staff', 'projects.setMember', input)).status).toBe(200);
};
const messageOf = ({ body }: Answer) => (JSON.parse(body) as { error: { message: string } }).error.message;

describe('a Reviewer', () => {
  test('is told that they review, and neither work nor plan', async () => {
    const { rights } = dataOf(await people.luis.query('staff', 'projects.open', { projectId })) as {
      rights: object;
    };
    expect(rights).toMatchObject({ comment: true, review: true, work: false, plan: false, share: false });
  });

  test.each(['done', 'in_progress'])(
    'takes a task from In review to %s, which history tells of them',
    async (to) => {
      const id = await aTask();
      const before = await open(id);
      expect((await move(people.luis, id, to)).status).toBe(200);
      const after = await open(id);
      expect(after).toEqual({
        ...before,
        status: to,
        version: 2,
        history: [
          ...before.history,
          expect.objectContaining({ from: 'in_review', to, actor: 'Luis Ortega' }),
        ],
      });
    },
  );

  test('over the version that they read: a conflict says who moved it meanwhile', async () => {
    const id = await aTask();
    expect((await move(people.jonas, id, 'blocked')).status).toBe(200);
    const late = await move(people.luis, id, 'done');
    expect(late.status).toBe(409);
    expect(messageOf(late)).toMatch(/^Jonas Weber just moved TSK-\d{4} to Blocked/);
    const back = await aTask();
    expect((await move(people.luis, back, 'in_progress')).status).toBe(200);
    expect((await move(people.luis, back, 'done')).status).toBe(409);
    expect((await open(back)).status).toBe('in_progress');
  });

  test('takes it nowhere else, and no other task anywhere', async () => {
    const id = await aTask();
    for (const to of ['in_review', 'to_do', 'blocked'])
      expect({ to, status: (await move(people.luis, id, to)).status }).toEqual({ to, status: 403 });
    expect(await open(id)).toMatchObject({ status: 'in_review', version: 1 });
    for (const from of ['to_do', 'in_progress', 'blocked', 'done']) {
      const other = await aTask(from);
      for (const to of ['to_do', 'in_progress', 'in_review', 'blocked', 'done'])
        expect({ from, to, status: (await move(people.luis, other, to)).status }).toEqual({
          ...{ from, to, status: 403 },
        });
      expect(await open(other)).toMatchObject({ status: from, version: 1 });
    }
  });

  test('changes nothing else of a task in review: not its place, its words, its people or its flag', async () => {
    const id = await aTask();
    const before = await open(id);
    const status = 'done';
    const words = { title: 'Reworded', description: '', priority: 'low' };
    for (const [name, input] of [
      ['tasks.reorder', { taskId: id, status, afterTaskId: null, version: 1 }],
      ['tasks.update', { taskId: id, status, ...words, version: 1 }],
      ['tasks.updateMany', { ids: [id], status, priority: 'urgent' }],
      ['tasks.plan', { tasks: [{ taskId: id, version: 1 }], sprintId: null }],
      ['tasks.copy', { taskId: id }],
      ['tasks.remove', { taskId: id }],
      ['visibility.set', { kind: 'task', ids: [id], visibility: 'client_visible' }],
    ] as const) {
      const answer = await people.luis.mutate('staff', name, { projectId, ...input });
      expect({ name, status: answer.status }).toEqual({ name, status: 403 });
    }
    expect(await open(id)).toEqual(before);
  });

  test('takes several at once, all or none', async () => {
    const [one, two, other] = [await aTask(), await aTask(), await aTask('to_do')];
    const change = (ids: string[]) =>
      people.luis.mutate('staff', 'tasks.updateMany', { projectId, ids, status: 'done' });
    expect((await change([one, two, other])).status).toBe(403);
    expect((await open(one)).status).toBe('in_review');
    expect((await change([one, two])).status).toBe(200);
    expect([(await open(one)).status, (await open(two)).status]).toEqual(['done', 'done']);
  });
});

test('nobody else reviews: an Observer is refused, and a Reviewer of another project sees no such task', async () => {
  const id = await aTask();
  const unknown = await move(people.sofie, company.unknownId, 'done');
  const elsewhere = await company.idOf(`select id from app.project where name = 'Warehouse scanners'`);
  await sofieIs('reviewer', elsewhere);
  const hidden = await move(people.sofie, id, 'done');
  expect([hidden.status, hidden.body]).toEqual([404, unknown.body]);

  await sofieIs('observer');
  expect((await move(people.sofie, id, 'done')).status).toBe(403);
  await sofieIs('reviewer');
  expect((await move(people.sofie, id, 'done')).status).toBe(200);
});
