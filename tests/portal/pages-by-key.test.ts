/** Lists that a client reads page by page: nothing is seen twice or left out where rows come or go in between. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anEpic, aProject, aStory, aTask, type Project } from '../support/builders.ts';
import { fieldsOf, proceduresOf } from '../support/extremes.ts';
import { anAttachment } from '../support/ticket-builders.ts';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { aDesk, type Desk } from './ticket-desk.ts';

let company: SampleCompany;
let desk: Desk;
let dana: Visitor;
let project: Project;
let epicId: string;

const shared = { visibility: 'client_visible' } as const;
const times = (count: number) => Array.from({ length: count }, (_, nth) => nth);
/** Two of each moment, so that the moment alone tells no two of them apart. */
const moment = (nth: number) => new Date(Date.UTC(2026, 2, 1, 12, Math.floor(nth / 2)));
const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);

beforeAll(async () => {
  company = await startSampleCompany();
  await sql('truncate app.attachment');
  desk = await aDesk(company);
  dana = await company.as('Nexus Corp', 'Client Admin');
  const { database: db } = company;
  project = await aProject(db, desk.nexus, { name: 'Warehouse', ...shared });
  const priorities = ['low', 'medium', 'high', 'critical'];
  for (const nth of times(62))
    await desk.ticket({ title: `Ticket ${nth}`, shared_at: moment(nth), priority: priorities[nth % 4] });
  const ticket = await desk.ticket({ title: 'With files', shared_at: moment(0), status: 'resolved' });
  for (const nth of times(62))
    await anAttachment(db, desk.nexus, {
      ...{ name: `${['a~b', 'Ä%', 'z'][nth % 3]}${nth % 7}.txt`, record_id: ticket.id, size_bytes: nth % 5 },
      ...{ shared_at: moment(nth), ...shared },
    });
  epicId = (await anEpic(db, project, shared)).id;
  for (const nth of times(102)) await anEpic(db, project, { title: `E${nth}`, ...shared });
  for (const nth of times(103)) await aStory(db, project, { title: `S${nth}`, epic_id: epicId, ...shared });
  for (const nth of times(103))
    await aTask(db, project, {
      ...{ title: `T${nth}`, priority: ['low', 'medium', 'high', 'urgent'][nth % 4], ...shared },
      ...{ due_on: nth % 3 ? `2026-04-${String(1 + (nth % 9)).padStart(2, '0')}` : null },
      ...(nth % 4 !== 1 && { status: 'done' }),
    });
}, 240_000);
afterAll(() => company.stop());

type Row = { id: string };
type Page = { page: number; pages: number; previous: string | null; next: string | null; rows: Row[] };
type List = { name: string; rows: string; table: string; sorts: (string | null)[]; input: () => object };

const lists: List[] = [
  {
    ...{ name: 'tickets.list', rows: 'tickets', table: 'ticket', input: () => ({ status: 'all' }) },
    sorts: ['activity', 'raised', 'priority', 'number'],
  },
  {
    ...{ name: 'files.list', rows: 'files', table: 'attachment', input: () => ({}) },
    sorts: ['latest', 'name', 'largest'],
  },
  {
    ...{ name: 'projects.tasks', rows: 'tasks', table: 'task', input: () => ({ projectId: project.id }) },
    sorts: ['number', 'due', 'priority', 'finished'],
  },
  {
    ...{ name: 'projects.stories', rows: 'stories', table: 'story', sorts: [null] },
    input: () => ({ projectId: project.id, epicId }),
  },
  {
    ...{ name: 'projects.open', rows: 'epics', table: 'epic', sorts: [null] },
    input: () => ({ projectId: project.id }),
  },
];
const every = lists.flatMap((list) =>
  list.sorts.map((sort) => ({ ...list, sort, called: `${list.name} ${sort ?? ''}` })),
);
type One = (typeof every)[number];

async function read({ name, rows, input, sort }: One, asked: object = {}): Promise<Page> {
  const answer = await dana.query('portal', name, { ...input(), ...(sort && { sort }), ...asked });
  expect(answer.status).toBe(200);
  const data = dataOf(answer) as Page & Record<string, Row[]>;
  return { ...data, rows: data[rows] ?? [] };
}
const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id);

/** All pages from one on, by the edges that they name. */
async function walked(list: One, from: Page, side: 'next' | 'previous'): Promise<Page[]> {
  const pages = [from];
  for (let edge = from[side]; edge !== null; edge = pages.at(-1)?.[side] ?? null)
    pages.push(await read(list, { edge }));
  return pages;
}

test('every list that is read by pages is among these', async () => {
  const found = (await proceduresOf('portal')).filter(({ schema }) =>
    fieldsOf(schema).some(({ path }) => path.join('.') === 'edge' || path.join('.') === 'page'),
  );
  expect(found.map(({ name }) => name).sort()).toEqual(lists.map(({ name }) => name).sort());
});

describe.each(every)('$called', (list) => {
  test('goes there and back by key over the same rows as by number', async () => {
    const first = await read(list);
    const byNumber = [first];
    for (let page = 2; page <= first.pages; page++) byNumber.push(await read(list, { page }));
    expect(first.pages).toBeGreaterThan(2);
    const there = await walked(list, first, 'next');
    expect(there.map(({ rows }) => idsOf(rows))).toEqual(byNumber.map(({ rows }) => idsOf(rows)));
    expect(there.map(({ page, pages }) => [page, pages])).toEqual(
      times(first.pages).map((nth) => [nth + 1, first.pages]),
    );
    const back = await walked(list, there.at(-1)!, 'previous');
    expect(back.toReversed().map(({ rows }) => idsOf(rows))).toEqual(there.map(({ rows }) => idsOf(rows)));
    expect(back.at(-1)).toMatchObject({ page: 1, previous: null });
  });

  test('shows each row once, whatever goes between two pages: rows that were seen, the last of them, and what is hidden', async () => {
    const first = await read(list);
    const rest = idsOf((await walked(list, first, 'next')).slice(1).flatMap(({ rows }) => rows));
    for (const nth of [0, 3, -1]) {
      const { id } = first.rows.at(nth)!;
      await sql(`update app.record set visibility = 'internal_only' where id = $1`, [id]);
      const then = (await walked(list, await read(list, { edge: first.next! }), 'next')).flatMap(
        ({ rows }) => rows,
      );
      await sql(`update app.record set visibility = 'client_visible' where id = $1`, [id]);
      // Shared anew, a ticket or a file is the latest: what was seen of it before is another matter.
      expect({ nth, rows: idsOf(then).filter((one) => one !== id) }).toEqual({ nth, rows: rest });
      expect(idsOf(then)).not.toContain(id);
    }
  });

  test('begins anew where an edge cannot be read', async () => {
    const first = idsOf((await read(list)).rows);
    const id = first[0]!;
    const edges = [
      ...[
        '',
        'after',
        'x',
        'after~',
        'before~~',
        'after~~~~~~',
        '%',
        '\0',
        'after~\0',
        `after~${id}`,
        `between~${id}~1`,
      ],
      ...[
        `after~${id}~2026-02-31T00:00:00Z`,
        `after~${id}~0000-01-01T00:00:00Z`,
        `after~1~${id}`,
        `after~x~99999`,
      ],
      ...[
        `after~${id}~infinity`,
        `after~${id}~-1`,
        `after~${id}~1e3`,
        `after~${id}~${'9'.repeat(40)}`,
        `after~'~1`,
      ],
    ];
    for (const edge of edges) {
      // A file may be called anything.
      if (list.sort === 'name' && edge.startsWith(`after~${id}~`)) continue;
      const page = await read(list, { edge, page: 2 });
      expect({ edge, page: page.page, rows: idsOf(page.rows) }).toEqual({ edge, page: 1, rows: first });
    }
  });
});

test('a ticket that is raised between two pages stands in front of what was seen, and is found on the way back', async () => {
  const list = every.find(({ called }) => called === 'tickets.list raised')!;
  const first = await read(list);
  const rest = idsOf((await walked(list, first, 'next')).slice(1).flatMap(({ rows }) => rows));
  const raised = [await desk.ticket({ title: 'One more' }), await desk.ticket({ title: 'And one' })];
  const second = await read(list, { edge: first.next! });
  expect(idsOf((await walked(list, second, 'next')).flatMap(({ rows }) => rows))).toEqual(rest);
  expect(second.page).toBe(2);
  const back = (await walked(list, second, 'previous')).slice(1).flatMap(({ rows }) => idsOf(rows));
  expect([...back].sort()).toEqual([...idsOf(raised), ...idsOf(first.rows)].sort());
  await sql(`update app.record set visibility = 'internal_only' where id = any($1)`, [idsOf(raised)]);
});

test('an edge of a hidden row says no more than one that is made up', async () => {
  const { id } = await anEpic(company.database, project, { title: 'Hidden', visibility: 'internal_only' });
  const list = every.find(({ name }) => name === 'projects.open')!;
  const by = async (one: string) => read(list, { edge: `after~${one}~3` });
  expect(await by(id)).toEqual(await by('00000000-0000-4000-8000-000000000000'));
});

test('without scripts the links between pages are by key, and a narrower list begins at its first page', async () => {
  const linkOf = (html: string, rel: string) =>
    new RegExp(`<a [^>]*href="([^"]*)"[^>]*rel="${rel}"`).exec(html)?.[1]?.replaceAll('&amp;', '&');
  const shown = (html: string) =>
    [...html.matchAll(/href="\/portal\/tickets\/([0-9a-f-]{36})"/g)].map(([, id]) => id);
  const first = (await dana.fetch('/portal/tickets?status=all&sort=number')).body;
  const next = linkOf(first, 'next')!;
  expect(next).toMatch(/^\/portal\/tickets\?status=all&sort=number&page=2&edge=after/);
  const second = (await dana.fetch(next)).body;
  expect(second).toMatch(/Page 2 of 3/);
  expect(shown(second).some((id) => shown(first).includes(id))).toBe(false);
  expect(linkOf(second, 'prev')).toMatch(/^\/portal\/tickets\?status=all&sort=number&edge=before/);
  expect(shown((await dana.fetch(linkOf(second, 'prev')!)).body)).toEqual(shown(first));
  expect([...second.matchAll(/href="[^"]*edge=[^"]*"/g)]).toHaveLength(2);
  expect((await dana.fetch('/portal/tickets/export?status=all&page=2&edge=after~x')).status).toBe(200);
});
