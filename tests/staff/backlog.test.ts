/** The backlog of a large project: in parts that join, with counts and sums of all of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

type Window = { from: number; to: number };
type List = Window & {
  id: string;
  total: number;
  plannedMinutes: number;
  unestimated: number;
  beforeId: string | null;
};
type Card = { id: string; title: string; version: number; sprintId: string | null };
type Backlog = { lists: List[]; tasks: Card[] };

let company: SampleCompany;
let marta: Visitor;
let projectId: string;
let sprintId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  projectId = await company.idOf(
    `insert into app.project (tenant_id, client_id, name)
     select tenant_id, client_id, 'Long' from app.project where name = 'Platform Rewrite Q1' returning id`,
  );
  sprintId = await company.idOf(
    `insert into app.sprint (tenant_id, client_id, project_id, name, starts_on, ends_on)
     select tenant_id, client_id, id, 'Crowded', '2027-06-07', '2027-06-18' from app.project where id = $1 returning id`,
    [projectId],
  );
  // 1,200 to do and three done ones in no sprint, 120 in one.
  await company.database.admin.query(
    `insert into app.task (project_id, sprint_id, title, position, estimate_minutes, status)
     select $1, case when n > 1203 then $2::uuid end, n, n, nullif(n % 4, 0) * 10,
            case when n <= 3 then 'done' else 'to_do' end::app.task_status
       from generate_series(1, 1323) n`,
    [projectId, sprintId],
  );
});
afterAll(() => company.stop());

async function backlog(windows: Record<string, Window> = {}): Promise<Backlog> {
  return dataOf(await marta.query('staff', 'tasks.backlog', { projectId, windows })) as Backlog;
}
async function part(list: string, window?: Window) {
  const { lists, tasks } = await backlog(window && { [list]: window });
  return {
    whole: lists.find(({ id }) => id === list)!,
    cards: tasks.filter((card) => (card.sprintId ?? 'backlog') === list),
  };
}
const titlesOf = (cards: Card[]) => cards.map(({ title }) => Number(title));
const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

describe('a long list', () => {
  test('shows its first 50, and counts and adds up all of it', async () => {
    const { whole, cards } = await part('backlog');
    expect(titlesOf(cards)).toEqual(range(4, 53));
    expect(whole).toMatchObject({ total: 1200, unestimated: 300, plannedMinutes: 18_000, beforeId: null });
    expect((await part(sprintId)).whole).toMatchObject({ total: 120, unestimated: 30, plannedMinutes: 1800 });
  });

  test('is sent in parts that join without a gap, each with the card before it', async () => {
    let before: Card[] = [];
    const seen: number[] = [];
    for (let from = 0; from < 1200; from += 200) {
      const { whole, cards } = await part('backlog', { from, to: from + 200 });
      expect(whole).toMatchObject({ total: 1200, from, beforeId: before.at(-1)?.id ?? null });
      seen.push(...titlesOf(cards));
      before = cards;
    }
    expect(seen).toEqual(range(4, 1203));
  });

  test('has its own part, and the others keep theirs', async () => {
    const { tasks } = await backlog({ [sprintId]: { from: 100, to: 150 } });
    expect(titlesOf(tasks.filter(({ sprintId }) => sprintId !== null))).toEqual(range(1304, 1323));
    expect(tasks.length).toBe(70);
  });

  test('behind its end is empty, and still counted', async () => {
    const { whole, cards } = await part('backlog', { from: 5000, to: 5050 });
    expect({ cards, total: whole.total }).toEqual({ cards: [], total: 1200 });
  });

  test('of more than there is room for, or of a name that is none, is asked for in vain', async () => {
    for (const windows of [{ backlog: { from: 0, to: 1200 } }, { all: { from: 0, to: 50 } }])
      expect((await marta.query('staff', 'tasks.backlog', { projectId, windows })).status).toBe(400);
  });

  test('keeps what is put behind its last shown card, and behind the card before a part', async () => {
    const { cards } = await part('backlog');
    const { whole } = await part('backlog', { from: 600, to: 650 });
    const moving = (await part(sprintId)).cards;
    const put = async ({ id, version }: Card, afterTaskId: string | null) => {
      const to = { status: 'to_do', sprintId: null, afterTaskId };
      return (await marta.mutate('staff', 'tasks.place', { projectId, taskId: id, version, ...to })).status;
    };
    expect(await put(moving[0]!, cards.at(-1)!.id)).toBe(200);
    expect(await put(moving[1]!, whole.beforeId)).toBe(200);
    expect(titlesOf((await part('backlog', { from: 0, to: 52 })).cards).slice(-3)).toEqual([53, 1204, 54]);
    const later = await part('backlog', { from: 600, to: 605 });
    expect(titlesOf(later.cards)).toEqual([603, 1205, 604, 605, 606]);
    expect(later.whole.total).toBe(1202);
    expect((await part(sprintId)).whole).toMatchObject({ total: 118, plannedMinutes: 1800 - 10 });
  });
});

describe('the page', () => {
  const hrefOfMore = (html: string) =>
    /href="(\?[^"]*)"[^>]*>Show [\d,]+ more <span[^>]*>in Backlog/.exec(html)?.[1]?.replaceAll('&amp;', '&');

  test('leads to every task by "more", and never grows heavy', { timeout: 60_000 }, async () => {
    const seen = new Set<string>();
    let weightMax_kB = 0;
    for (let search: string | undefined = ''; search !== undefined;) {
      const { status, body } = await marta.fetch(`/staff/projects/${projectId}/backlog${search}`);
      expect(status).toBe(200);
      for (const [, id = ''] of body.matchAll(/data-card="([^"]+)"/g)) seen.add(id);
      weightMax_kB = Math.max(weightMax_kB, body.length / 1000);
      search = hrefOfMore(body);
    }
    // The sprint's list shows its first 50 all along.
    expect(seen.size).toBe(1202 + 50);
    expect(weightMax_kB).toBeLessThan(1000);
  });

  test('passes by an address that names no part, and one that names too many', async () => {
    const many = range(1, 150).map((n) => `${crypto.randomUUID()}=1-${n}`);
    for (const search of ['backlog=all', 'backlog=50-1', 'toString=1-50', many.join('&')])
      expect((await marta.fetch(`/staff/projects/${projectId}/backlog?${search}`)).status).toBe(200);
  });
});
