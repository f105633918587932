/** A project of years: long threads, histories and lists come in parts, and the parts together are the whole. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let dana: Visitor;
let projectId: string;
let taskId: string;

const part = 100;
const sql = <Row extends object>(text: string, values: unknown[] = []) =>
  company.database.admin.query<Row>(text, values).then(({ rows }) => rows);
const idsBy = async (text: string, values: unknown[]) =>
  (await sql<{ id: string }>(text, values)).map(({ id }) => id);
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says what it asks for
const ask = async <Answer>(
  visitor: Visitor,
  realm: 'portal' | 'staff',
  name: string,
  input: object,
): Promise<{ data: Answer; weight_kB: number }> => {
  const answer = await visitor.query(realm, name, input);
  expect(answer.status).toBe(200);
  return { data: dataOf(answer) as Answer, weight_kB: answer.body.length / 1000 };
};

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  dana = await company.asPerson('dana.');
  projectId = await company.idOf(
    `insert into app.project (tenant_id, client_id, name, visibility)
     select tenant_id, client_id, 'Years of work', 'client_visible' from app.project where name = 'Platform Rewrite Q1' returning id`,
  );
  await sql(
    `insert into app.task (project_id, title, position, visibility)
     select $1, 'Task ' || n, n, case when n % 2 = 0 then 'client_visible' else 'internal_only' end::app.visibility
       from generate_series(1, 2000) n`,
    [projectId],
  );
  taskId = await company.idOf(`select id from app.task where project_id = $1 and title = 'Task 2'`, [
    projectId,
  ]);
  const onTask = (text: string) => sql(text, [taskId]);
  const at = `'2026-01-01'::timestamptz + n * interval '1 minute'`;
  // 1,500 comments, of which the client reads four in five, and 300 notes, of which it reads one in six. What was said later was not
  // written down later, and many things were said in the same minute.
  await onTask(
    `insert into app.text (kind, record_id, body, author_name, visibility, created_at, shared_at)
     select 'comment', id, 'Comment ' || to_char(n, 'FM0000'), 'Somebody',
            case when n % 5 = 0 then 'internal_only' else 'client_visible' end::app.visibility, ${at},
            case when n % 5 > 0 then ${at} end
       from app.task, generate_series(1, 1500) n where id = $1 order by n * 7 % 1511`,
  );
  await onTask(
    `insert into app.text (record_id, body, author_name, kind, visibility, created_at, shared_at)
     select id,
            case when n % 30 = 10 or n % 30 = 20 then 'Grooming ' else 'Note ' end || to_char(n, 'FM0000'), 'Somebody',
            case when n % 30 = 10 or n % 30 = 20 then 'grooming' else 'note' end::app.text_kind,
            case when n % 30 = 0 then 'client_visible' else 'internal_only' end::app.visibility, ${at},
            case when n % 30 = 0 then ${at} end
       from app.task, generate_series(5, 1500, 5) n where id = $1`,
  );
  // A file of one comment at each end.
  await onTask(
    `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, author_name, visibility)
     select tenant_id, gen_random_uuid(), id, 'file of ' || body, 4, 'Somebody', 'client_visible' from app.text
      where record_id = $1 and kind = 'comment' and body in ('Comment 0051', 'Comment 1491')`,
  );
  // Two changes in each of 150 minutes; half of them were made while the task was internal.
  await onTask(
    `insert into app.task_status_change (tenant_id, client_id, project_id, task_id, task_visible, project_shared, was_shared, from_status, to_status, changed_at)
     select tenant_id, client_id, project_id, id, visible, project_shared, n > 150, case when n % 2 = 0 then 'to_do' else 'in_progress' end::app.task_status,
            case when n % 2 = 0 then 'in_progress' else 'to_do' end::app.task_status, '2026-02-01'::timestamptz + n / 2 * interval '1 minute'
       from app.task, generate_series(1, 300) n where id = $1`,
  );
  await onTask(
    `insert into app.time_entry (tenant_id, record_id, staff_member_id, spent_on, minutes, after_hours, status, decided_by, decided_at)
     select t.tenant_id, t.id, s.id, '2026-01-01'::date + n / 3, n % 60 + 1, n % 4 = 0,
            case n % 3 when 0 then 'recorded' when 1 then 'approved' else 'rejected' end::app.time_entry_status,
            case when n % 3 > 0 then s.id end, case when n % 3 > 0 then now() end
       from app.task t join app.staff_member s on s.tenant_id = t.tenant_id and s.email like 'marta@%', generate_series(1, 250) n
      where t.id = $1`,
  );
});
afterAll(() => company.stop());

/** Every part of a list of a task, the latest first, asked one after the other until nothing stands before. */
async function everyPartOf<Answer>(
  opened: (earlier: number) => Promise<{ data: Answer; weight_kB: number }>,
  listed: (answer: Answer) => { items: unknown[]; before: number },
  weightMax_kB: number,
) {
  const parts: unknown[][] = [];
  for (let before = 1; before > 0;) {
    const { data, weight_kB } = await opened(parts.length);
    expect(weight_kB).toBeLessThan(weightMax_kB);
    const shown = listed(data);
    parts.push(shown.items);
    before = shown.before;
    expect(parts.length).toBeLessThan(50);
  }
  return parts;
}
const full = (parts: unknown[][], total: number) =>
  expect(parts.map(({ length }) => length)).toEqual(
    Array.from({ length: Math.ceil(total / part) }, (_, nth) => Math.min(part, total - nth * part)),
  );

describe('a task of 1,500 comments, 300 notes, 300 moves and 250 entries of time', () => {
  type Text = { id: string; body: string; at: string; kind?: string; files: { name: string }[] };
  type Moved = { from: string | null; to: string; at: string };
  type ForClient = {
    comments: Text[];
    history: Moved[];
    before: { earlier: number; history: number };
  };
  type ForTeam = {
    comments: Text[];
    notes: Text[];
    before: { earlier: number; grooming: number; history: number };
    history: { id: string }[];
    sprintMoves: { id: string }[];
    estimates: { id: string }[];
    visibilityChanges: { id: string }[];
    time: { id: string }[];
    timeTotals: { entries: number; recorded: number; afterHours: number; approved: number };
  };
  const forClient = (parts: object) =>
    ask<ForClient>(dana, 'portal', 'projects.task', { projectId, taskId, ...parts });
  const forTeam = (parts: object) =>
    ask<ForTeam>(marta, 'staff', 'tasks.open', { projectId, taskId, ...parts });

  test('is read by the client a hundred texts at a time, in order, without a gap or a double', async () => {
    const parts = await everyPartOf(
      (earlier) => forClient({ earlier }),
      ({ comments, before }) => ({ items: comments.map(({ id }) => id), before: before.earlier }),
      60,
    );
    const whole = await idsBy(
      `select id from app.text where record_id = $1 and shared order by shared_at, id`,
      [taskId],
    );
    expect(whole.length).toBe(1250);
    expect(parts.toReversed().flat()).toEqual(whole);
    full(parts, 1250);
  });

  test('L17 is told to the client as if nothing internal stood between: part by part the same as a task that has none', async () => {
    const twinId = await company.idOf(
      `insert into app.task (project_id, title, visibility) values ($1, 'Twin', 'client_visible') returning id`,
      [projectId],
    );
    await sql(
      `insert into app.text (record_id, kind, body, author_name, visibility, created_at, shared_at)
       select $2, kind, body, author_name, visibility, created_at, shared_at
         from app.text where record_id = $1 and shared`,
      [taskId, twinId],
    );
    const told = async (id: string) => {
      const parts = [];
      for (const earlier of [0, 1, 5, 12, 13]) {
        const { comments, before } = (
          await ask<ForClient>(dana, 'portal', 'projects.task', { projectId, taskId: id, earlier })
        ).data;
        const { body } = await dana.fetch(
          `/portal/projects/${projectId}/tasks/${id}?earlier=${earlier}#comments`,
        );
        parts.push({
          texts: comments.map((text) => text.body),
          before: before.earlier,
          links: [...body.matchAll(/<a href="\?[^"]*#comments"[^>]*>(.*?)<\/a>/gs)].map(([, words]) => words),
        });
      }
      return parts;
    };
    const seen = await told(taskId);
    expect(seen).toEqual(await told(twinId));
    expect(seen.map(({ texts }) => texts.length)).toEqual([100, 100, 100, 50, 0]);
    expect(seen.map(({ before }) => before)).toEqual([1150, 1050, 650, 0, 0]);
    expect(seen.flatMap(({ texts }) => texts).filter((text) => text.includes('Grooming'))).toEqual([]);
  });

  test('has its files with the texts that are shown, and no others', async () => {
    for (const earlier of [0, 1, 6, 12]) {
      const { comments } = (await forClient({ earlier })).data;
      expect(comments.flatMap(({ files }) => files.map(({ name }) => name))).toEqual(
        { 0: ['file of Comment 1491'], 12: ['file of Comment 0051'] }[earlier] ?? [],
      );
    }
    const { comments } = (await forTeam({ earlier: 0 })).data;
    expect(comments.flatMap(({ files }) => files.map(({ name }) => name))).toEqual(['file of Comment 1491']);
  });

  test('tells the client its moves a hundred at a time, of those that it may know', async () => {
    const parts = await everyPartOf(
      (history) => forClient({ history }),
      ({ history, before }) => ({ items: history, before: before.history }),
      60,
    );
    const whole = await sql<{ told: string }>(
      `select concat_ws(' ', floor(extract(epoch from changed_at) * 1000), from_status, to_status) as told from app.task_status_change
        where task_id = $1 and shared`,
      [taskId],
    );
    expect(whole.length).toBeGreaterThan(150);
    const told = (parts.toReversed().flat() as Moved[]).map(({ from, to, at }) => ({ from, to, at }));
    expect(told.map(({ at }) => Date.parse(at))).toEqual(
      told.map(({ at }) => Date.parse(at)).sort((a, b) => a - b),
    );
    expect(
      told.map(({ from, to, at }) => [Date.parse(at), from, to].filter(Boolean).join(' ')).sort(),
    ).toEqual(whole.map((row) => row.told).sort());
    full(parts, whole.length);
  });

  test('is read by the team a hundred comments and notes at a time, and grooming notes by themselves', async () => {
    const said = await everyPartOf(
      (earlier) => forTeam({ earlier }),
      ({ comments, notes, before }) => ({
        items: [...comments, ...notes.filter(({ kind }) => kind === 'note')].map(({ id }) => id),
        before: before.earlier,
      }),
      250,
    );
    const whole = await idsBy(
      `select id from app.text where record_id = $1 and kind <> 'grooming' order by id`,
      [taskId],
    );
    expect(whole.length).toBe(1700);
    expect(said.flat().sort()).toEqual(whole);
    full(said, 1700);
    const groomed = await everyPartOf(
      (grooming) => forTeam({ grooming }),
      ({ notes, before }) => ({
        items: notes.filter(({ kind }) => kind === 'grooming').map(({ id }) => id),
        before: before.grooming,
      }),
      250,
    );
    expect(groomed.toReversed().flat()).toEqual(
      await idsBy(
        `select id from app.text where record_id = $1 and kind = 'grooming' order by created_at, id`,
        [taskId],
      ),
    );
    full(groomed, 100);
  });

  test('shows the team its history a hundred events at a time: moves, and what was shared when', async () => {
    await sql(
      `insert into app.visibility_log (tenant_id, project_id, record_kind, record_id, record_label, from_visibility, to_visibility)
       select tenant_id, project_id, 'comment', id, 'Comment', 'client_visible', 'internal_only' from app.text
        where record_id = $1 and body in ('Comment 0005', 'Comment 0010')`,
      [taskId],
    );
    const parts = await everyPartOf(
      (history) => forTeam({ history }),
      ({ history, sprintMoves, estimates, visibilityChanges, before }) => ({
        items: [history, sprintMoves, estimates, visibilityChanges].flat().map(({ id }) => id),
        before: before.history,
      }),
      250,
    );
    const whole = await idsBy(
      `select id from app.task_status_change where task_id = $1
       union all select id from app.visibility_log
                  where (record_id = $1 or record_id in (select id from app.text where kind = 'comment' and record_id = $1))
                    and (from_visibility is not null or (record_kind = 'task' and to_visibility = 'client_visible')) order by id`,
      [taskId],
    );
    expect(whole.length).toBeGreaterThan(302);
    expect(parts.flat().sort()).toEqual(whole);
    full(parts, whole.length);
    const { body } = await marta.fetch(`/staff/projects/${projectId}/tasks/${taskId}`);
    expect(body).toContain(`${whole.length - 12} earlier`);
  });

  test('adds its time up over all entries, whichever of them are shown', async () => {
    const shown: string[] = [];
    for (const time of [0, 1, 2]) {
      const { data } = await forTeam({ time });
      const [whole] = await sql(
        `select count(*)::int as entries, sum(minutes) filter (where status <> 'rejected')::int as recorded,
                sum(minutes) filter (where status <> 'rejected' and after_hours)::int as "afterHours",
                sum(minutes) filter (where status = 'approved')::int as approved
           from app.time_entry where record_id = $1`,
        [taskId],
      );
      expect(data.timeTotals).toEqual(whole);
      expect(data.time.length).toBe([100, 100, 50][time]);
      shown.push(...data.time.map(({ id }) => id));
    }
    expect(shown.sort()).toEqual(
      await idsBy('select id from app.time_entry where record_id = $1 order by id', [taskId]),
    );
  });

  /** Where a link of a page leads, followed as without scripts. */
  const leadingTo = (html: string, place: string, words: RegExp) =>
    [...html.matchAll(new RegExp(`<a href="(\\?[^"#]*)#${place}"[^>]*>(.*?)</a>`, 'gs'))]
      .find(([, , text]) => words.test(text?.replaceAll(/<!--.*?-->/g, '') ?? ''))?.[1]
      ?.replaceAll('&amp;', '&');

  // The team's page holds a hundred texts, grooming notes, events and entries of time, each with what can be done to it.
  test.each([
    ['portal', 'comments', 1250, /<p>((?:Comment|Note) \d{4})<\/p>/g, 180],
    ['staff', 'thread', 1700, /<p>((?:Comment|Note) \d{4})<\/p>/g, 1_100],
  ] as const)(
    'has links on the page of the %s to all that was said',
    { timeout: 60_000 },
    async (realm, place, total, texts, max_kB) => {
      const visitor = realm === 'portal' ? dana : marta;
      const path = `/${realm}/projects/${projectId}/tasks/${taskId}`;
      const seen: string[] = [];
      let before = total;
      for (let search: string | undefined = '', nth = 0; search !== undefined; nth += 1) {
        const { status, body } = await visitor.fetch(path + search);
        expect(status).toBe(200);
        expect(body.length / 1000).toBeLessThan(max_kB);
        const shown = [...body.matchAll(texts)].map(([, text = '']) => text);
        expect(shown.length).toBe(Math.min(part, before));
        seen.push(...shown);
        before -= shown.length;
        search = leadingTo(
          body,
          place,
          before > 0 ? new RegExp(`^Earlier \\(${before.toLocaleString('en')}\\)$`) : /^Earlier/,
        );
        expect(search === undefined).toBe(before === 0);
        const later = realm === 'portal' ? /^\?earlier=before~/ : new RegExp(`^\\?earlier=${nth - 1}$`);
        expect(leadingTo(body, place, /^Later$/) ?? 'none').toMatch([/^none$/, /^\?$/][nth] ?? later);
      }
      expect(new Set(seen).size).toBe(total);
    },
  );

  test('keeps the part of one list while another is read', async () => {
    const path = `/staff/projects/${projectId}/tasks/${taskId}`;
    const { body } = await marta.fetch(`${path}?earlier=2&time=1&edit`);
    expect(leadingTo(body, 'history', /^Earlier/)).toBe('?earlier=2&time=1&history=1');
    expect(leadingTo(body, 'time', /^Later/)).toBe('?earlier=2');
    expect(leadingTo(body, 'thread', /^Later/)).toBe('?earlier=1&time=1');
    // Where one writes is at the end of a thread.
    expect(body).toContain('Go to the latest comments and notes');
    expect(body).not.toContain('Internal note (team only)');
  });
});

describe('a project of 130 epics, 900 stories, 130 milestones, 130 sprints and 130 members', () => {
  type Titled = { id: string; title: string };
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  const whole = (text: string) => idsBy(text, [projectId]);
  const plain = (html: string) => html.replaceAll(/<!--.*?-->/g, '');
  let before_kB: number;
  let epicId: string;
  let milestoneId: string;

  beforeAll(async () => {
    before_kB = (await ask(marta, 'staff', 'projects.open', { projectId })).weight_kB;
    const inProject = (text: string) => sql(text, [projectId]);
    const flag = `case when n % 3 = 0 then 'internal_only' else 'client_visible' end::app.visibility`;
    await inProject(
      `insert into app.epic (tenant_id, client_id, project_id, project_shared, title, position, visibility)
       select tenant_id, client_id, id, visibility = 'client_visible', 'Epic ' || to_char(n, 'FM000'), n, ${flag}
         from app.project, generate_series(1, 130) n where id = $1`,
    );
    // 340 of the first epic, 340 of none, and 220 that are spread over the others.
    await inProject(
      `insert into app.story (tenant_id, client_id, project_id, project_shared, epic_id, title, position, visibility)
       select p.tenant_id, p.client_id, p.id, p.visibility = 'client_visible', e.id, 'Story ' || to_char(n, 'FM000'), n, ${flag}
         from app.project p cross join generate_series(1, 900) n
         left join app.epic e on e.project_id = p.id
          and e.position = case when n <= 340 then 1 when n > 680 then 2 + n % 129 end
        where p.id = $1`,
    );
    await inProject(
      `update app.task t set story_id = s.id, story_visible = s.visible
         from (select id, visible, project_id, position from app.story where project_id = $1) s
        where t.project_id = s.project_id and t.position::int % 900 + 1 = s.position`,
    );
    await inProject(
      `insert into app.milestone (tenant_id, client_id, project_id, project_shared, title, agreed_on, visibility)
       select tenant_id, client_id, id, visibility = 'client_visible', 'Milestone ' || to_char(n, 'FM000'), '2026-01-01'::date + n / 2, ${flag}
         from app.project, generate_series(1, 130) n where id = $1`,
    );
    // Two moves in each of 200 minutes, of which the client was told three in four.
    await inProject(
      `insert into app.milestone_change (tenant_id, client_id, project_id, milestone_id, milestone_visible, project_shared, was_shared, from_forecast_on, to_forecast_on, changed_at)
       select tenant_id, client_id, project_id, id, visible, project_shared, n % 4 > 0, '2026-01-01'::date + n, '2026-01-02'::date + n,
              '2026-01-01'::timestamptz + n / 2 * interval '1 minute'
         from app.milestone, generate_series(1, 400) n where project_id = $1 and title = 'Milestone 130'`,
    );
    await inProject(
      `insert into app.sprint (tenant_id, client_id, project_id, project_shared, name, status, starts_on, ends_on, completed_at, visibility)
       select tenant_id, client_id, id, visibility = 'client_visible', 'Sprint ' || n, 'completed', '2020-01-01'::date + n * 7,
              '2020-01-06'::date + n * 7, now(), ${flag}
         from app.project, generate_series(1, 130) n where id = $1`,
    );
    await inProject(
      `with people as (
         insert into app.staff_member (tenant_id, name, display_name, email)
         select tenant_id, 'Person ' || to_char(n, 'FM000'), 'Person', 'person' || n || '@example.com'
           from app.project, generate_series(1, 330) n where id = $1 returning tenant_id, id, name)
       insert into app.project_member (tenant_id, project_id, staff_member_id, role)
       select tenant_id, $1, id, 'observer' from people where name <= 'Person 130'`,
    );
    epicId = await company.idOf(`select id from app.epic where project_id = $1 and position = 1`, [
      projectId,
    ]);
    milestoneId = await company.idOf(
      `select id from app.milestone where project_id = $1 and title = 'Milestone 130'`,
      [projectId],
    );
  });

  /** The pages of a list, one after the other. */
  async function everyPage<Answer extends { pages: number }>(
    of: (page: number) => Promise<{ data: Answer; weight_kB: number }>,
    weightMax_kB: number,
  ) {
    const answers: Answer[] = [];
    for (let pages = 1; answers.length < pages;) {
      const { data, weight_kB } = await of(answers.length + 1);
      expect(weight_kB).toBeLessThan(weightMax_kB);
      answers.push(data);
      pages = data.pages;
    }
    return answers;
  }

  test('opens for the team as light as before there were any', async () => {
    const { weight_kB } = await ask(marta, 'staff', 'projects.open', { projectId });
    expect(Math.abs(weight_kB - before_kB)).toBeLessThan(0.1);
    const { body } = await marta.fetch(`/staff/projects/${projectId}`);
    expect(body).not.toMatch(/(Story|Epic|Milestone|Person) \d{3}/);
  });

  test('lists its epics to the team a page at a time, and the stories of each', async () => {
    type List = {
      epics: (Titled & { nth: number; of: number })[];
      stories: (Titled & { epicId: string | null })[];
      pages: number;
    };
    const list = (input: object) => (page: number) =>
      ask<List>(marta, 'staff', 'epics.list', { projectId, page, ...input });
    const pages = await everyPage(list({}), 110);
    const epics = pages.flatMap((page) => page.epics);
    expect(ids(epics)).toEqual(
      await whole('select id from app.epic where project_id = $1 order by position, id'),
    );
    expect(epics.map(({ nth, of }) => [nth, of])).toEqual(epics.map((_, nth) => [nth + 1, 130]));
    expect(pages.map((page) => page.epics.length)).toEqual([50, 50, 30]);
    const first = ids(pages.flatMap(({ stories }) => stories));
    expect([first.length, new Set(first).size]).toEqual([50 + 50 + 220, 320]);
    const cut = [];
    for (const one of [epicId, 'none']) cut.push(...(await everyPage(list({ epicId: one }), 60)));
    expect(ids(cut.flatMap(({ stories }) => stories))).toEqual(
      await whole('select id from app.story where project_id = $1 and position <= 680 order by position'),
    );
    const { body } = await marta.fetch(`/staff/projects/${projectId}/epics`);
    expect(plain(body)).toMatch(
      new RegExp(
        String.raw`Showing the first 50\.\s+<a href="[^"?]*\?epic=${epicId}"[^>]*>See all 340 stories`,
      ),
    );
    const rest = await marta.fetch(`/staff/projects/${projectId}/epics?epic=${epicId}&page=7`);
    expect(plain(rest.body)).toMatch(/Page 7 of 7/);
    expect(rest.body).toContain('Story 340');
  });

  test(
    'plans beside five sprints at a time, the current one first, and leads to all of them',
    { timeout: 60_000 },
    async () => {
      await sql(
        `insert into app.sprint (tenant_id, client_id, project_id, project_shared, name, status, starts_on, ends_on, visibility)
       select tenant_id, client_id, id, visibility = 'client_visible', 'Ahead ' || n,
              case when n = 40 then 'active' else 'planned' end::app.sprint_status, '2028-01-01'::date + n * 7, '2028-01-06'::date + n * 7,
              'internal_only'
         from app.project, generate_series(1, 60) n where id = $1`,
        [projectId],
      );
      // Each of them is full.
      await sql(
        `insert into app.task (project_id, sprint_id, title, position, estimate_minutes)
       select $1, s.id, s.name || '/' || n, n, 30 from app.sprint s, generate_series(1, 80) n
        where s.project_id = $1 and s.status <> 'completed'`,
        [projectId],
      );
      type Backlog = {
        sprints: { id: string }[];
        sprintTotal: number;
        pages: number;
        lists: { id: string; total: number; plannedMinutes: number }[];
      };
      const pages = await everyPage<Backlog>(
        (sprints) => ask(marta, 'staff', 'tasks.backlog', { projectId, sprints }),
        250,
      );
      expect(ids(pages.flatMap(({ sprints }) => sprints))).toEqual(
        await whole(
          `select id from app.sprint where project_id = $1 and status <> 'completed' order by status <> 'active', starts_on, id`,
        ),
      );
      for (const { sprints, sprintTotal, lists } of pages) {
        expect([sprints.length, sprintTotal]).toEqual([5, 60]);
        for (const { id } of sprints)
          expect(lists.find((list) => list.id === id)).toMatchObject({ total: 80, plannedMinutes: 2400 });
      }

      const seen = new Set<string>();
      let weightMax_kB = 0;
      for (let search: string | undefined = ''; search !== undefined;) {
        const { status, body } = await marta.fetch(`/staff/projects/${projectId}/backlog${search}`);
        expect(status).toBe(200);
        expect(plain(body)).toMatch(/Showing 5 of 60 current and planned sprints\./);
        for (const [, id = ''] of body.matchAll(/data-list="([^"]+)"/g)) seen.add(id);
        weightMax_kB = Math.max(weightMax_kB, body.length / 1000);
        search = /<a[^>]*href="[^"?]*(\?[^"]*)"[^>]*rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
      }
      expect(seen.size).toBe(60 + 1);
      expect(weightMax_kB).toBeLessThan(1000);
      const past = await marta.fetch(`/staff/projects/${projectId}/backlog?sprints=13`);
      expect(plain(past.body)).toContain("There's nothing on this page");

      // What is left undone goes to one of the next, on a page that does not grow with the plans.
      const sprintId = ids(pages[0]?.sprints ?? [])[0] ?? '';
      const run = (
        await ask<{ planned: { id: string }[]; isPlannedCut: boolean }>(marta, 'staff', 'sprints.open', {
          projectId,
          sprintId,
        })
      ).data;
      expect([ids(run.planned), run.isPlannedCut]).toEqual([
        await whole(
          `select id from app.sprint where project_id = $1 and status = 'planned' order by starts_on, id limit 12`,
        ),
        true,
      ]);
      const page = await marta.fetch(`/staff/projects/${projectId}/sprints/${sprintId}`);
      expect(plain(page.body)).toContain('Showing the next 12 planned sprints.');
      await sql(
        `delete from app.task where sprint_id in (select id from app.sprint where project_id = $1 and name like 'Ahead %')`,
        [projectId],
      );
      await sql(`delete from app.sprint where project_id = $1 and name like 'Ahead %'`, [projectId]);
    },
  );

  test('lists sprints, milestones and members to the team in parts', async () => {
    type Sprints = { sprints: { id: string }[]; before: number };
    const sprints = await everyPartOf(
      (earlier) => ask<Sprints>(marta, 'staff', 'sprints.list', { projectId, earlier }),
      (list) => ({ items: ids(list.sprints), before: list.before }),
      60,
    );
    expect(sprints.flat()).toEqual(
      await whole('select id from app.sprint where project_id = $1 order by starts_on desc, id desc'),
    );
    type Milestones = { milestones: (Titled & { moves: number; changes: unknown[] })[]; before: number };
    const milestones = await everyPartOf(
      (earlier) => ask<Milestones>(marta, 'staff', 'milestones.list', { projectId, earlier }),
      (list) => ({ items: ids(list.milestones), before: list.before }),
      60,
    );
    expect(milestones.toReversed().flat()).toEqual(
      await whole('select id from app.milestone where project_id = $1 order by agreed_on, id'),
    );
    const { data } = await ask<Milestones>(marta, 'staff', 'milestones.list', { projectId });
    const moved = data.milestones.find(({ id }) => id === milestoneId);
    expect([moved?.moves, moved?.changes.length]).toEqual([400, 5]);
    const people = await everyPage<{ members: { id: string }[]; pages: number }>(
      (page) => ask(marta, 'staff', 'projects.members', { projectId, page }),
      60,
    );
    expect(ids(people.flatMap((page) => page.members)).sort()).toEqual(
      await whole('select staff_member_id as id from app.project_member where project_id = $1 order by 1'),
    );
    for (const [path, words] of [
      ['sprints', String.raw`Earlier \(30\)`],
      ['milestones', String.raw`Earlier \(30\)`],
      [
        'milestones',
        String.raw`Showing the latest 5\.\s+<a\s+href="/staff/projects/${projectId}/milestones/${milestoneId}"[^>]*>See all 400`,
      ],
      ['settings', 'Page 1 of 2'],
      ['settings', String.raw`Showing the first 300\s+people\.`],
      ['roadmap', String.raw`Showing the first 100 epics\.`],
      ['roadmap', String.raw`Showing the latest 100 milestones\.`],
    ] as const) {
      const { body } = await marta.fetch(`/staff/projects/${projectId}/${path}`);
      expect(plain(body)).toMatch(new RegExp(words));
    }
  });

  test('offers 300 of each for a task, says so, and keeps what is chosen', async () => {
    type Choices = Record<'sprints' | 'stories' | 'milestones' | 'staff', { id: string }[]> & {
      cut: string[];
    };
    const choices = async (input: object) =>
      ask<Choices>(marta, 'staff', 'projects.choices', { projectId, ...input });
    const { data, weight_kB } = await choices({});
    expect([data.stories.length, data.staff.length]).toEqual([300, 300]);
    expect([data.sprints.length, data.milestones.length]).toEqual([130, 130]);
    expect(data.cut).toEqual(['stories', 'people']);
    expect(weight_kB).toBeLessThan(90);
    const notOffered = (await whole('select id from app.story where project_id = $1 order by position')).find(
      (id) => !ids(data.stories).includes(id),
    )!;
    const kept = await choices({ keep: [notOffered] });
    expect([kept.data.stories.length, ids(kept.data.stories).includes(notOffered)]).toEqual([301, true]);
    const list = `/staff/projects/${projectId}/tasks`;
    const { body } = await marta.fetch(`${list}?story=${notOffered}`);
    expect(plain(body)).toMatch(/Showing the first 300\s+stories\./);
    expect(body).toMatch(new RegExp(`<option value="${notOffered}" selected`));
    // A task keeps the story that is not offered.
    await sql('update app.task set story_id = $2 where id = $1', [taskId, notOffered]);
    const form = (await marta.fetch(`${list}/${taskId}?edit`)).body;
    expect(form).toMatch(new RegExp(`<option value="${notOffered}" selected`));
  });

  test('tells the client its epics a page at a time, and counts whole what it shows in part', async () => {
    type Open = {
      epics: (Titled & { stories: Titled[]; storyCount: number; progress: { total: number } })[];
      storiesWithoutEpic: Titled[];
      storyCountWithoutEpic: number;
      pages: number;
    };
    const pages = await everyPage<Open>(
      (page) => ask(dana, 'portal', 'projects.open', { projectId, page }),
      110,
    );
    const epics = pages.flatMap((page) => page.epics);
    expect(ids(epics)).toEqual(
      await whole('select id from app.epic where project_id = $1 and shared order by shared_position, id'),
    );
    expect(epics.length).toBe(87);
    const counted = await sql<{ id: string; stories: number; total: number }>(
      `select e.id, count(distinct s.id)::int as stories, count(t.id)::int as total
         from app.epic e left join app.story s on s.epic_id = e.id and s.shared
         left join app.task t on t.story_id = s.id and t.shared
        where e.project_id = $1 and e.shared group by e.id`,
      [projectId],
    );
    for (const epic of epics) {
      const row = counted.find(({ id }) => id === epic.id);
      expect([epic.storyCount, epic.progress.total]).toEqual([row?.stories, row?.total]);
      expect(epic.stories.length).toBe(Math.min(20, epic.storyCount));
    }
    // A story of a hidden epic stands among those of none.
    const loose = await whole(
      'select id from app.story where project_id = $1 and shared and visible_epic_id is null order by shared_position, id',
    );
    const last = pages.at(-1)!;
    expect([last.storiesWithoutEpic.length, last.storyCountWithoutEpic]).toEqual([20, loose.length]);
    type Stories = { stories: Titled[]; total: number; pages: number };
    const storiesOf = (one: string) =>
      everyPage<Stories>(
        (page) => ask(dana, 'portal', 'projects.stories', { projectId, epicId: one, page }),
        30,
      );
    expect(ids((await storiesOf('none')).flatMap(({ stories }) => stories))).toEqual(loose);
    const ofFirst = await storiesOf(epicId);
    expect(ids(ofFirst.flatMap(({ stories }) => stories))).toEqual(
      await idsBy(
        'select id from app.story where visible_epic_id = $1 and shared order by shared_position, id',
        [epicId],
      ),
    );
    const { body } = await dana.fetch(`/portal/projects/${projectId}`);
    expect(plain(body)).toMatch(
      new RegExp(
        String.raw`Showing the first 20\.\s+<a\s+href="/portal/projects/${projectId}/stories\?epic=${epicId}"[^>]*>See all ${ofFirst[0]?.total}`,
      ),
    );
    expect(plain(body)).toContain('Page 1 of 2');
    for (const search of [`epic=${epicId}&page=5`, 'epic=none&page=2']) {
      const page = await dana.fetch(`/portal/projects/${projectId}/stories?${search}`);
      expect(page.status).toBe(200);
      expect(page.body).toContain('/tasks?part=story:');
    }
    const list = await dana.fetch(`/portal/projects/${projectId}/tasks`);
    expect(plain(list.body)).toMatch(/Showing the first 300\s+stories\./);
  });

  test('L17 tells the client the milestones and moves that it may know, and counts no others', async () => {
    type Open = { milestones: (Titled & { moves: number; changes: unknown[] })[]; before: number };
    const parts = await everyPartOf(
      (earlier) => ask<Open>(dana, 'portal', 'projects.open', { projectId, earlier }),
      (project) => ({ items: ids(project.milestones), before: project.before }),
      110,
    );
    expect(parts.toReversed().flat()).toEqual(
      await whole('select id from app.milestone where project_id = $1 and shared order by agreed_on, id'),
    );
    const { data } = await ask<Open>(dana, 'portal', 'projects.open', { projectId });
    const one = data.milestones.find(({ id }) => id === milestoneId);
    expect([one?.moves, one?.changes.length]).toEqual([300, 5]);
    type Milestone = { changes: { toForecastOn: string }[]; before: number };
    for (const [visitor, realm, name, count] of [
      [dana, 'portal', 'projects.milestone', 300],
      [marta, 'staff', 'milestones.open', 400],
    ] as const) {
      const moves = await everyPartOf(
        (back) => ask<Milestone>(visitor, realm, name, { projectId, milestoneId, moves: back }),
        ({ changes, before }) => ({ items: changes.map(({ toForecastOn }) => toForecastOn), before }),
        30,
      );
      full(moves, count);
      const told = await sql<{ day: string }>(
        `select to_forecast_on::text as day from app.milestone_change where milestone_id = $1 and ($2 or shared) order by 1`,
        [milestoneId, realm === 'staff'],
      );
      expect(moves.flat().sort()).toEqual(told.map(({ day }) => day));
      const page = await visitor.fetch(`/${realm}/projects/${projectId}/milestones/${milestoneId}`);
      expect(plain(page.body)).toContain(`Earlier (${count - 100})`);
    }
  });

  test('answers a hidden epic or milestone like one that is absent', async () => {
    const hidden = (table: string) =>
      company.idOf(`select id from app.${table} where project_id = $1 and not shared limit 1`, [projectId]);
    const answer = async (name: string, input: object) => {
      const { status, body } = await dana.query('portal', name, { projectId, ...input });
      return { status, body: body.replaceAll(/"requestId":"[^"]*"/g, '') };
    };
    for (const [name, key, table] of [
      ['projects.stories', 'epicId', 'epic'],
      ['projects.milestone', 'milestoneId', 'milestone'],
    ] as const) {
      const seen = await answer(name, { [key]: await hidden(table) });
      expect(seen.status).toBe(404);
      expect(seen).toEqual(await answer(name, { [key]: company.unknownId }));
    }
  });
});
