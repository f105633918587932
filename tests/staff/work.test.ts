/** Planning and work on a project: sprints, milestones, epics, tasks, comments, notes. */
import { randomUUID } from 'node:crypto';
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

const idIn = (answer: Answer) => (dataOf(answer) as { id: string }).id;
const fieldsOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { data: { fields?: Record<string, string> } } }).error.data.fields;

describe('a task', () => {
  type Task = { number: number; status: string; version: number; title: string; history: { to: string }[] };
  const open = async (taskId: string) =>
    dataOf(await marta.query('staff', 'tasks.open', { projectId, taskId })) as Task;
  const create = async (title: string) =>
    idIn(await marta.mutate('staff', 'tasks.create', { projectId, title }));

  test('is added at the end, moved, and keeps the history of its status', async () => {
    const taskId = await create('Follow the moves');
    for (const status of ['in_progress', 'in_review', 'done']) {
      const { version } = await open(taskId);
      const moved = await marta.mutate('staff', 'tasks.move', { projectId, taskId, version, status });
      expect(moved.status).toBe(200);
    }
    const { status, history } = await open(taskId);
    expect(status).toBe('done');
    expect(history.map(({ to }) => to).sort()).toEqual(['done', 'in_progress', 'in_review', 'to_do']);
  });

  test('saved over a newer version is refused, with the newer one untouched', async () => {
    const taskId = await create('Two at once');
    const { version } = await open(taskId);
    const save = (title: string) =>
      marta.mutate('staff', 'tasks.update', {
        projectId,
        taskId,
        version,
        title,
        status: 'to_do',
        priority: 'low',
      });
    expect((await save('First')).status).toBe(200);
    expect((await save('Second')).status).toBe(409);
    expect((await open(taskId)).title).toBe('First');
  });

  test('takes nothing of another project', async () => {
    const taskId = await create('Stays in its project');
    const { version, title } = await open(taskId);
    const sprintId = await company.idOf('select id from app.sprint where project_id <> $1 limit 1', [
      projectId,
    ]);
    const answer = await marta.mutate('staff', 'tasks.update', {
      ...{ projectId, taskId, version, title, sprintId, status: 'to_do', priority: 'low' },
    });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toMatch(/constraint|foreign key|task_/);
  });

  test('says at the field what is wrong with it', async () => {
    const taskId = await create('Wrongly filled');
    const answer = await marta.mutate('staff', 'tasks.update', {
      ...{ projectId, taskId, version: 1, title: '', status: 'gone', priority: 'low' },
      ...{ dueOn: '31.12.2026', estimateMinutes: 'an hour' },
    });
    expect(fieldsOf(answer)).toEqual({
      title: 'Enter a title.',
      status: 'Choose a status.',
      dueOn: 'Enter a date like 2026-03-31.',
      estimateMinutes: 'Enter a duration like 4h 30m.',
    });
  });

  test('in a sprint that is not shared is seen by the client without the sprint', async () => {
    const taskId = await create('Ahead of its sprint');
    const sprintId = await company.idOf(
      `select id from app.sprint where project_id = $1 and visibility = 'internal_only' limit 1`,
      [projectId],
    );
    const { version, title } = await open(taskId);
    await marta.mutate('staff', 'tasks.update', {
      ...{ projectId, taskId, version, title, sprintId, status: 'to_do', priority: 'low' },
    });
    await marta.mutate('staff', 'visibility.set', {
      kind: 'task',
      ids: [taskId],
      visibility: 'client_visible',
    });
    const seen = await dana.query('portal', 'projects.task', { projectId, taskId });
    expect(seen.status).toBe(200);
    expect(seen.body).not.toContain(sprintId);
  });
});

describe('comments and notes', () => {
  test('a comment is for the team unless it says otherwise; a note always is', async () => {
    const taskId = await company.idOf(`select id from app.task where title = 'API performance work'`);
    const write = (procedure: string, body: string, more = {}) =>
      marta.mutate('staff', procedure, { projectId, taskId, body, requestId: randomUUID(), ...more });
    await write('comments.create', 'Said among us');
    await write('comments.create', 'Said to all', { visibility: 'client_visible' });
    await write('comments.createNote', 'Noted among us');
    const { body } = await dana.query('portal', 'projects.task', { projectId, taskId });
    expect(body).toContain('Said to all');
    expect(body).not.toMatch(/among us/);
    expect(fieldsOf(await write('comments.create', '  '))).toEqual({ body: 'Write a message first.' });
  });
});

describe('sprints, milestones and epics', () => {
  test('a project has one current sprint at a time', async () => {
    const sprintId = idIn(
      await marta.mutate('staff', 'sprints.create', {
        ...{ projectId, name: 'Sprint 13', startsOn: '2027-02-01', endsOn: '2027-02-12' },
      }),
    );
    const versionOf = async (id: string) =>
      Number(await company.idOf('select version::text as id from app.sprint where id = $1', [id]));
    const move = async (id: string, status: string) =>
      marta.mutate('staff', 'sprints.move', {
        projectId,
        sprintId: id,
        version: await versionOf(id),
        status,
      });
    const refused = await move(sprintId, 'active');
    expect(refused.status).toBe(409);
    expect(refused.body).toContain('Complete Sprint 9 first');
    const current = await company.idOf(
      `select id from app.sprint where project_id = $1 and status = 'active'`,
      [projectId],
    );
    const unasked = await move(current, 'completed');
    expect(unasked.status).toBe(400);
    expect(fieldsOf(unasked)).toEqual({
      status: 'Complete the sprint on its own page, where you choose what happens to unfinished tasks.',
    });
    const version = await versionOf(current);
    const completed = await marta.mutate('staff', 'sprints.complete', {
      ...{ projectId, sprintId: current, version, carryOverTo: null },
    });
    expect(completed.status).toBe(200);
    expect((await move(sprintId, 'active')).status).toBe(200);
  });

  test('each move of a milestone is kept, and the client reads those since it was shared', async () => {
    const fields = { projectId, title: 'Handover', agreedOn: '2027-01-15' };
    const milestoneId = idIn(await marta.mutate('staff', 'milestones.create', fields));
    const version = async () =>
      Number(
        await company.idOf('select version::text as id from app.milestone where id = $1', [milestoneId]),
      );
    const update = async (more: object) =>
      marta.mutate('staff', 'milestones.update', {
        ...fields,
        milestoneId,
        version: await version(),
        ...more,
      });
    await marta.mutate('staff', 'visibility.set', {
      kind: 'milestone',
      ids: [milestoneId],
      visibility: 'internal_only',
    });
    expect((await update({ forecastOn: '2027-03-01' })).status).toBe(200);
    await marta.mutate('staff', 'visibility.set', {
      kind: 'milestone',
      ids: [milestoneId],
      visibility: 'client_visible',
    });
    expect((await update({ forecastOn: '2027-02-01' })).status).toBe(200);
    expect((await update({ agreedOn: '2027-13-01' })).status).toBe(400);

    const { rows } = await company.database.admin.query<{ was_shared: boolean }>(
      'select was_shared from app.milestone_change where milestone_id = $1 order by changed_at',
      [milestoneId],
    );
    expect(rows.map((row) => row.was_shared)).toEqual([false, true]);
    // The one move since then; what it moved from is what the client was shown until then.
    const { milestones } = dataOf(await dana.query('portal', 'projects.open', { projectId })) as {
      milestones: { id: string; changes: object[] }[];
    };
    expect(milestones.find(({ id }) => id === milestoneId)?.changes).toMatchObject([
      { fromForecastOn: '2027-03-01', toForecastOn: '2027-02-01' },
    ]);
  });

  test('an epic and its story start as the project says', async () => {
    const epicId = idIn(await marta.mutate('staff', 'epics.create', { projectId, title: 'After go-live' }));
    const story = await marta.mutate('staff', 'epics.createStory', {
      projectId,
      epicId,
      title: 'First month',
    });
    expect(story.status).toBe(200);
    const foreign = await company.idOf('select id from app.epic where project_id <> $1 limit 1', [projectId]);
    const odd = await marta.mutate('staff', 'epics.createStory', {
      projectId,
      epicId: foreign,
      title: 'Stray',
    });
    expect(odd.status).toBe(404);
  });
});
