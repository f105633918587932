/** Threads and histories that a client reads part by part: nothing is seen twice or left out where texts come or go in between. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aComment, aMilestone, aProject, aTask, type Project } from '../support/builders.ts';
import { aMessage, type Ticket } from '../support/ticket-builders.ts';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { aDesk } from './ticket-desk.ts';

let company: SampleCompany;
let dana: Visitor;
let project: Project;
let thread: Ticket;
let taskId: string;

const shared = { visibility: 'client_visible' } as const;
const times = (count: number) => Array.from({ length: count }, (_, nth) => nth);
/** Two of each moment, so that the moment alone tells no two of them apart. */
const moment = (nth: number) => new Date(Date.UTC(2026, 2, 1, 12, Math.floor(nth / 2)));
const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);

beforeAll(async () => {
  company = await startSampleCompany();
  const desk = await aDesk(company);
  dana = await company.as('Nexus Corp', 'Client Admin');
  const { database: db } = company;
  project = await aProject(db, desk.nexus, { name: 'Warehouse', ...shared });
  thread = await desk.ticket({ title: 'Thread' });
  const task = await aTask(db, project, shared);
  taskId = task.id;
  for (const nth of times(205)) {
    await aMessage(db, thread, { body: `M${nth}`, shared_at: moment(nth), ...shared });
    await aComment(db, task, { body: `C${nth}`, shared_at: moment(nth), ...shared });
    const agreed_on = `2026-06-${String(1 + (nth % 20)).padStart(2, '0')}`;
    await aMilestone(db, project, { title: `I${nth}`, agreed_on, ...shared });
  }
}, 240_000);
afterAll(() => company.stop());

type Row = { id: string };
const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id);
type Part = number | string;
type Beside = { earlier: Part | null; later: Part | null };
type Thread = {
  name: string;
  part: string;
  input: () => object;
  of: (data: never) => { rows: Row[]; beside: Beside; before: number };
};

const threads: Thread[] = [
  {
    ...{ name: 'tickets.open', part: 'earlier', input: () => ({ ticketId: thread.id }) },
    of: (data: { messages: Row[]; beside: { earlier: Beside }; before: { messages: number } }) => ({
      ...{ rows: data.messages, beside: data.beside.earlier, before: data.before.messages },
    }),
  },
  {
    ...{ name: 'projects.task', part: 'earlier', table: 'comment' },
    input: () => ({ projectId: project.id, taskId }),
    of: (data: { comments: Row[]; beside: { earlier: Beside }; before: { earlier: number } }) => ({
      ...{ rows: data.comments, beside: data.beside.earlier, before: data.before.earlier },
    }),
  },
  {
    ...{
      name: 'projects.open',
      part: 'earlier',
      input: () => ({ projectId: project.id }),
    },
    of: (data: { milestones: Row[]; beside: Beside; before: number }) => ({
      ...{ rows: data.milestones, beside: data.beside, before: data.before },
    }),
  },
];

describe.each(threads)('the parts of $name', ({ name, part, input, of }) => {
  const partAt = async (at: Part) => {
    const answer = await dana.query('portal', name, { ...input(), [part]: at });
    expect(answer.status).toBe(200);
    return of(dataOf(answer) as never);
  };

  test('are read there and back by key, over the same rows as by number, and each row is counted', async () => {
    const byNumber = [await partAt(0), await partAt(1), await partAt(2)];
    const there = [byNumber[0]!];
    for (let at = there[0]!.beside.earlier; at !== null; at = there.at(-1)!.beside.earlier)
      there.push(await partAt(at));
    expect(there.map(({ rows }) => idsOf(rows))).toEqual(byNumber.map(({ rows }) => idsOf(rows)));
    expect(there.map(({ rows, before }) => [rows.length, before])).toEqual([[100, 105], [100, 5], [5, 0]]); // prettier-ignore
    expect(there.map(({ beside }) => beside.later === null)).toEqual([true, false, false]);
    const back = await partAt(there[2]!.beside.later!);
    expect([idsOf(back.rows), back.before, back.beside.later]).toEqual([idsOf(there[1]!.rows), 5, 0]);
  });

  test('show each row once, where one goes and others come in between', async () => {
    const latest = await partAt(0);
    const earlier = await partAt(latest.beside.earlier!);
    const gone = latest.rows[0]!;
    await sql(`update app.record set visibility = 'internal_only' where id = $1`, [gone.id]);
    const now = await partAt(latest.beside.earlier!);
    expect([idsOf(now.rows), now.before]).toEqual([idsOf(earlier.rows), earlier.before]);
    await sql(`update app.record set visibility = 'client_visible' where id = $1`, [gone.id]);
  });

  test('begin at the latest where an edge cannot be read', async () => {
    const latest = idsOf((await partAt(0)).rows);
    for (const at of ['', 'x', 'after~x~y', 'before~', 'upto~-1', 'after~~~', '\0'])
      expect(idsOf((await partAt(at)).rows)).toEqual(latest);
  });
});

test('a history is read up to where the part before began, however much has happened since', async () => {
  for (const nth of times(205))
    await sql('update app.ticket set status = $2 where id = $1', [thread.id, nth % 2 ? 'resolved' : 'open']);
  type Open = {
    history: { sentence: string; at: string }[];
    beside: { history: Beside };
    before: { history: number };
  };
  const at = async (history: Part) => dataOf(await dana.query('portal', 'tickets.open', { ticketId: thread.id, history })) as Open; // prettier-ignore
  const latest = await at(0);
  const earlier = await at(latest.beside.history.earlier!);
  expect(earlier.history).toEqual((await at(1)).history);
  await sql(`update app.ticket set status = 'open' where id = $1`, [thread.id]);
  const now = await at(latest.beside.history.earlier!);
  expect([now.history, now.before.history]).toEqual([earlier.history, earlier.before.history]);
  expect(now.before.history).toBeGreaterThan(0);
  const first = await at(now.beside.history.earlier!);
  expect([first.beside.history.earlier, first.before.history]).toEqual([null, 0]);
  expect((await at(first.beside.history.later!)).history).toEqual(now.history);
  for (const wrong of ['', 'x', 'upto~', 'upto~-1', 'upto~1e3', 'after~x~y'])
    expect((await at(wrong)).history).toEqual((await at(0)).history);
  expect((await at('upto~999999999')).history).toEqual((await at(0)).history);
  expect((await at('upto~0')).history).toEqual([]);
});
