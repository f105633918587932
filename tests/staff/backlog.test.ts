/** The backlog of a large project: in parts that join, with counts and sums of all of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sprintLoad, type PersonCapacity, type PlannedTask } from '../../src/lib/domain/sprint-capacity.ts';
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
      return (await marta.mutate('staff', 'tasks.reorder', { projectId, taskId: id, version, ...to })).status;
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
    /href="[^"?]*(\?[^"]*)"[^>]*>Show [\d,]+ more <span[^>]*>in Backlog/
      .exec(html)?.[1]
      ?.replaceAll('&amp;', '&');

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

describe('what a sprint asks of each person', () => {
  type Sprint = {
    id: string;
    status: string;
    people: PersonCapacity[];
    peopleTotal: number;
    work: PlannedTask[];
    capacityHours: number | null;
  };
  let planning: string;
  let running: string;
  let next: string;
  const admin = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);

  beforeAll(async () => {
    planning = await company.idOf(
      `insert into app.project (tenant_id, client_id, name)
       select tenant_id, client_id, 'By person' from app.project where name = 'Platform Rewrite Q1' returning id`,
    );
    const sprint = (name: string, status: string, startsOn: string) =>
      company.idOf(
        `insert into app.sprint (tenant_id, project_id, name, status, starts_on, ends_on)
         select tenant_id, id, $2, $3, $4::date, $4::date + 11 from app.project where id = $1 returning id`,
        [planning, name, status, startsOn],
      );
    running = await sprint('Running', 'active', '2027-03-01');
    next = await sprint('Next', 'planned', '2027-03-15');
    const over = await sprint('Over', 'planned', '2027-02-01');
    await admin(
      `insert into app.sprint_capacity (tenant_id, project_id, sprint_id, staff_member_id, hours)
       select s.tenant_id, s.project_id, s.id, p.id, case when p.name like 'Jonas%' then 12.5 else 8 end
         from app.sprint s join app.staff_member p on p.tenant_id = s.tenant_id
        where s.project_id = $1 and (p.name like 'Jonas%' or (p.name like 'Priya%' and s.name = 'Running'))`,
      [planning],
    );
    // Of each person some are done and some have no estimate; Luis has none in the sprint that comes next, and no hours in either.
    await admin(
      `insert into app.task (project_id, sprint_id, title, position, status, estimate_minutes, assignee_staff_id)
       select $1, s.id, p.name || n, n, case when n % 3 = 0 then 'done' else 'in_progress' end::app.task_status,
              case when n % 4 > 0 then n * 15 end, p.id
         from app.sprint s, generate_series(1, 60) n,
              (select id, name from app.staff_member where name in ('Jonas Weber', 'Priya Nair', 'Luis Ortega')
               union all select null, 'Nobody') p
        where s.project_id = $1 and (p.name <> 'Luis Ortega' or s.name <> 'Next')`,
      [planning],
    );
    // It has its tasks from before it was over.
    await admin(`update app.sprint set status = 'completed' where id = $1`, [over]);
    for (const [address, role] of [
      ['luis@', 'observer'],
      ['jonas@', 'contributor'],
    ])
      await admin(
        `insert into app.project_member (tenant_id, project_id, staff_member_id, role)
         select p.tenant_id, p.id, s.id, $3 from app.project p join app.staff_member s on s.tenant_id = p.tenant_id
          where p.id = $1 and s.email like $2 || '%'`,
        [planning, address, role],
      );
  });

  const planned = async (visitor = marta) =>
    (dataOf(await visitor.query('staff', 'tasks.backlog', { projectId: planning })) as { sprints: Sprint[] })
      .sprints;
  /** By plain SQL: hours, what is planned and what is still to do of whoever has either, and what is nobody's. */
  async function bySql(sprintId: string) {
    const { rows } = await admin(
      `select p.name, coalesce(c.hours * 60, 0)::int as "capacityMinutes", coalesce(t.planned, 0)::int as "plannedMinutes",
              coalesce(t.remaining, 0)::int as "remainingMinutes"
         from app.staff_member p
         left join app.sprint_capacity c on c.staff_member_id = p.id and c.sprint_id = $1
         left join (select assignee_staff_id, sum(estimate_minutes) as planned,
                           sum(estimate_minutes) filter (where status <> 'done') as remaining
                      from app.task where sprint_id = $1 group by 1) t on t.assignee_staff_id = p.id
        where c.hours is not null or t.assignee_staff_id is not null
        order by c.hours is null, p.name`,
      [sprintId],
    );
    const nobody = await admin(
      `select coalesce(sum(estimate_minutes), 0)::int as minutes, count(*) filter (where status <> 'done')::int as open
         from app.task where sprint_id = $1 and assignee_staff_id is null`,
      [sprintId],
    );
    return { people: rows, nobody: nobody.rows[0] as unknown };
  }
  const loadOf = ({ people, work }: Pick<Sprint, 'people' | 'work'>) => {
    const load = sprintLoad(people, work);
    return {
      people: load.people.map(({ name, capacityMinutes, plannedMinutes, remainingMinutes }) => ({
        ...{ name, capacityMinutes, plannedMinutes, remainingMinutes },
      })),
      nobody: { minutes: load.unassignedMinutes, open: load.unassigned },
    };
  };

  test('is what plain SQL says, of the current sprint and of the next, and follows a task that is moved', async () => {
    const sprints = await planned();
    expect(sprints.map(({ id, peopleTotal }) => [id, peopleTotal])).toEqual([
      [running, 3],
      [next, 2],
    ]);
    for (const sprint of sprints) expect(loadOf(sprint)).toEqual(await bySql(sprint.id));
    expect(sprints.map(({ people }) => people.map(({ name, hours }) => [name, hours]))).toEqual([
      [
        ['Jonas Weber', 12.5],
        ['Priya Nair', 8],
        ['Luis Ortega', null],
      ],
      [
        ['Jonas Weber', 12.5],
        ['Priya Nair', null],
      ],
    ]);

    const taskId = await company.idOf(
      `select id from app.task where sprint_id = $1 and title = 'Luis Ortega7'`,
      [running],
    );
    const moved = await marta.mutate('staff', 'tasks.reorder', {
      ...{ projectId: planning, taskId, version: 1, status: 'to_do', sprintId: next, afterTaskId: null },
    });
    expect(moved.status).toBe(200);
    const after = await planned();
    for (const sprint of after) expect(loadOf(sprint)).toEqual(await bySql(sprint.id));
    const luis = loadOf(after[1]!).people.find(({ name }) => name === 'Luis Ortega');
    expect(luis).toMatchObject({ capacityMinutes: 0, plannedMinutes: 105 });
  });

  test('is the same on the page of the sprint, of those who have hours for it', async () => {
    for (const sprint of await planned()) {
      const { capacity, work } = dataOf(
        await marta.query('staff', 'sprints.open', { projectId: planning, sprintId: sprint.id }),
      ) as { capacity: PersonCapacity[]; work: PlannedTask[] };
      const own = sprintLoad(capacity, work);
      const here = sprintLoad(sprint.people, sprint.work);
      expect(here.people.slice(0, own.people.length)).toEqual(own.people);
      expect([here.unassigned, here.unassignedMinutes]).toEqual([own.unassigned, own.unassignedMinutes]);
    }
  });

  test('is for every role of the project to read, and for nobody else', async () => {
    const whole = await planned();
    const page = `/staff/projects/${planning}/backlog`;
    const text = async (visitor: Visitor) =>
      (await visitor.fetch(page)).body.replaceAll(/<!--.*?-->|<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
    for (const address of ['luis@', 'jonas@']) {
      const visitor = await company.asPerson(address);
      expect([address, await planned(visitor)]).toEqual([address, whole]);
      expect(await text(visitor)).toMatch(
        /Jonas Weber [\d,]+ h( \d+ min)? of 12 h 30 min [\d,]+ h( \d+ min)? over/,
      );
    }
    expect(await text(await company.asPerson('luis@'))).not.toMatch(/Move selected tasks to/);
    const sofie = await company.asPerson('sofie@');
    expect((await sofie.query('staff', 'tasks.backlog', { projectId: planning })).status).toBe(404);
    const dana = await company.asPerson('dana.');
    expect((await dana.query('staff', 'tasks.backlog', { projectId: planning })).status).toBe(401);
  });

  test('of very many people names twenty, says how many there are, and adds up what is nobody’s all the same', async () => {
    await admin(
      `with people as (
         insert into app.staff_member (tenant_id, name, display_name, email)
         select tenant_id, 'Many ' || to_char(n, 'FM00'), 'Many', 'many' || n || '@example.com'
           from app.project, generate_series(1, 40) n where id = $1 returning tenant_id, id)
       insert into app.sprint_capacity (tenant_id, project_id, sprint_id, staff_member_id, hours)
       select tenant_id, $1, $2, id, 4 from people`,
      [planning, next],
    );
    const sprint = (await planned())[1]!;
    const whole = await bySql(next);
    expect([sprint.people.length, sprint.peopleTotal, whole.people.length]).toEqual([20, 43, 43]);
    expect(loadOf(sprint)).toEqual({ ...whole, people: whole.people.slice(0, 20) });
    expect(sprint.capacityHours).toBe(12.5 + 40 * 4);
    const { body } = await marta.fetch(`/staff/projects/${planning}/backlog`);
    expect(body.replaceAll(/<!--.*?-->/g, '')).toMatch(
      new RegExp(
        `Showing the first 20\\.\\s+<a\\s+href="/staff/projects/${planning}/sprints/${next}"[^>]*>See all 43 people`,
      ),
    );
  });
});
