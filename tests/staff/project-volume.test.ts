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
const ask = async <Answer>(visitor: Visitor, realm: 'portal' | 'staff', name: string, input: object) => {
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
    `insert into app.comment (tenant_id, client_id, project_id, task_id, task_shared, body, author_name, visibility, created_at, shared_at)
     select tenant_id, client_id, project_id, id, shared, 'Comment ' || to_char(n, 'FM0000'), 'Somebody',
            case when n % 5 = 0 then 'internal_only' else 'client_visible' end::app.visibility, ${at},
            case when n % 5 > 0 then ${at} end
       from app.task, generate_series(1, 1500) n where id = $1 order by n * 7 % 1511`,
  );
  await onTask(
    `insert into app.note (tenant_id, client_id, project_id, project_shared, task_id, task_shared, body, author_name, kind, visibility, created_at, shared_at)
     select tenant_id, client_id, project_id, true, id, shared,
            case when n % 30 = 10 or n % 30 = 20 then 'Grooming ' else 'Note ' end || to_char(n, 'FM0000'), 'Somebody',
            case when n % 30 = 10 or n % 30 = 20 then 'grooming' else 'note' end::app.note_kind,
            case when n % 30 = 0 then 'client_visible' else 'internal_only' end::app.visibility, ${at},
            case when n % 30 = 0 then ${at} end
       from app.task, generate_series(5, 1500, 5) n where id = $1`,
  );
  // A file of one comment at each end.
  await onTask(
    `insert into app.attachment (tenant_id, id, comment_id, name, size_bytes, author_name, visibility)
     select tenant_id, gen_random_uuid(), id, 'file of ' || body, 4, 'Somebody', 'client_visible' from app.comment
      where task_id = $1 and body in ('Comment 0051', 'Comment 1491')`,
  );
  // Two changes in each of 150 minutes; half of them were made while the task was internal.
  await onTask(
    `insert into app.task_status_change (tenant_id, client_id, project_id, task_id, task_shared, was_shared, from_status, to_status, changed_at)
     select tenant_id, client_id, project_id, id, shared, n > 150, case when n % 2 = 0 then 'to_do' else 'in_progress' end::app.task_status,
            case when n % 2 = 0 then 'in_progress' else 'to_do' end::app.task_status, '2026-02-01'::timestamptz + n / 2 * interval '1 minute'
       from app.task, generate_series(1, 300) n where id = $1`,
  );
  await onTask(
    `insert into app.time_entry (tenant_id, project_id, task_id, staff_member_id, spent_on, minutes, after_hours, status, decided_by, decided_at)
     select t.tenant_id, t.project_id, t.id, s.id, '2026-01-01'::date + n / 3, n % 60 + 1, n % 4 = 0,
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
      `select id from (select id, shared_at from app.comment where task_id = $1 and shared
                       union all select id, shared_at from app.note where task_id = $1 and shared) as said
        order by shared_at, id`,
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
    for (const [kind, own] of [
      ['comment', ''],
      ['note', ', project_shared'],
    ] as const)
      await sql(
        `insert into app.${kind} (tenant_id, client_id, project_id, task_id, task_shared${own}, body, author_name, visibility, created_at, shared_at)
         select tenant_id, client_id, project_id, $2, task_shared${own}, body, author_name, visibility, created_at, shared_at
           from app.${kind} where task_id = $1 and shared`,
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
    expect(seen.flatMap(({ texts }) => texts).filter((text) => /Grooming/.test(text))).toEqual([]);
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
      `select id from (select id from app.comment where task_id = $1
                       union all select id from app.note where task_id = $1 and kind = 'note') as said order by id`,
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
        `select id from app.note where task_id = $1 and kind = 'grooming' order by created_at, id`,
        [taskId],
      ),
    );
    full(groomed, 100);
  });

  test('shows the team its history a hundred events at a time: moves, and what was shared when', async () => {
    await sql(
      `insert into app.visibility_log (tenant_id, project_id, record_kind, record_id, record_label, from_visibility, to_visibility)
       select tenant_id, project_id, 'comment', id, 'Comment', 'client_visible', 'internal_only' from app.comment
        where task_id = $1 and body in ('Comment 0005', 'Comment 0010')`,
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
                  where (record_id = $1 or record_id in (select id from app.comment where task_id = $1))
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
           from app.time_entry where task_id = $1`,
        [taskId],
      );
      expect(data.timeTotals).toEqual(whole);
      expect(data.time.length).toBe([100, 100, 50][time]);
      shown.push(...data.time.map(({ id }) => id));
    }
    expect(shown.sort()).toEqual(
      await idsBy('select id from app.time_entry where task_id = $1 order by id', [taskId]),
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
        expect(leadingTo(body, place, /^Later$/)).toBe(
          [undefined, '?'][nth] ?? (nth > 1 ? `?earlier=${nth - 1}` : undefined),
        );
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
    expect(body).not.toContain('Internal note, for the team alone');
  });
});
