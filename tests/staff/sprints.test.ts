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
    expect(fieldsOf(answer)).toEqual({ endsOn: 'The end lies before the start.' });
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
    expect(fieldsOf(answer)).toEqual({ carryOverTo: 'Choose a planned sprint, or the backlog.' });
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

test('the burn-down follows what comes in, goes out, is done and is opened again', async () => {
  const sprintId = await company.idOf(
    `insert into app.sprint (tenant_id, client_id, project_id, name, starts_on, ends_on)
     select tenant_id, client_id, id, 'Burning', current_date - 1, current_date + 5 from app.project where id = $1
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
  await marta.mutate('staff', 'tasks.move', { projectId, taskId: one, status: 'done' });
  expect(await today()).toMatchObject({ remaining: { tasks: 1 } });
  await marta.mutate('staff', 'tasks.move', { projectId, taskId: one, status: 'in_review' });
  expect(await today()).toMatchObject({ remaining: { tasks: 2 } });
  await marta.mutate('staff', 'tasks.plan', { projectId, taskIds: [two], sprintId: null });
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
        ...{ projectId, epicId: id, version, title, startsOn: '2026-12-01', endsOn: '2027-02-01' },
      });
    expect((await save(jonas)).status).toBe(403);
    expect((await save(marta)).status).toBe(200);
    expect((await save(marta)).status).toBe(409);
    expect(await first()).toMatchObject({ startsOn: '2026-12-01', endsOn: '2027-02-01' });
    const { body } = await dana.query('portal', 'projects.open', { projectId });
    expect(body).not.toContain('2027-02-01');
  });

  test('does not end before it starts', async () => {
    const { id, version, title } = await first();
    const answer = await marta.mutate('staff', 'epics.update', {
      ...{ projectId, epicId: id, version, title, startsOn: '2026-12-01', endsOn: '2026-11-01' },
    });
    expect(fieldsOf(answer)).toEqual({ endsOn: 'The end lies before the start.' });
  });
});
