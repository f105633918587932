/** Sharing a project of many records: what the client would gain is asked, not tried, and is what they then see. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

type Change = {
  gains: { kind: string; id: string }[];
  losses: { kind: string; id: string }[];
  further: { kind: string; records: number }[];
  rollups: { of: string; from: object | null; to: { done: number; total: number } | null }[];
};

let company: SampleCompany;
let marta: Visitor;
let jonas: Visitor;
let dana: Visitor;
let large: string;
let small: string;

const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  jonas = await company.asPerson('jonas@');
  dana = await company.asPerson('dana.');
  const aProjectOf = async (name: string, tasks: number) => {
    const id = await company.idOf(
      `insert into app.project (tenant_id, client_id, name) select tenant_id, client_id, $1 from app.project where name = 'Platform Rewrite Q1' returning id`,
      [name],
    );
    await sql(
      `insert into app.project_member (tenant_id, project_id, staff_member_id, role)
       select tenant_id, $1, staff_member_id, role from app.project_member m join app.project p using (tenant_id)
        where p.name = 'Platform Rewrite Q1' and m.project_id = p.id`,
      [id],
    );
    await sql(
      `insert into app.task (project_id, title, status, visibility)
       select $1, 'Task ' || n, case when n % 3 = 0 then 'done' else 'to_do' end::app.task_status,
              case when n % 7 = 0 then 'internal_only' else 'client_visible' end::app.visibility
         from generate_series(1, $2::int) n`,
      [id, tasks],
    );
    await sql(
      `insert into app.text (record_id, kind, body, author_name, visibility)
       select id, 'comment', 'Said', 'Marta', 'client_visible' from app.task where project_id = $1 order by id limit 20`,
      [id],
    );
    return id;
  };
  large = await aProjectOf('Large', 700);
  small = await aProjectOf('Small', 7);
});
afterAll(() => company.stop());

const preview = (id: string, visibility: string, who = marta) =>
  who.query('staff', 'visibility.preview', { kind: 'project', ids: [id], visibility });

test('is told in counts, which are those of what the client then sees; hiding it likewise', async () => {
  const told = dataOf(await preview(large, 'client_visible')) as Change;
  expect(told.gains).toMatchObject([{ kind: 'project', id: large }]);
  const change = { kind: 'project', ids: [large], visibility: 'client_visible', reason: '' };
  expect((await marta.mutate('staff', 'visibility.set', change)).status).toBe(200);
  const { rows } = await sql(
    `select kind, count(*)::int as records from (
       select 'task' as kind from app.task where project_id = $1 and shared
       union all select 'comment' from app.text where project_id = $1 and shared) as seen group by kind order by kind`,
    [large],
  );
  expect([...told.further].sort((a, b) => a.kind.localeCompare(b.kind))).toEqual(rows);
  const seen = dataOf(await dana.query('portal', 'projects.open', { projectId: large })) as {
    progress: { done: number; total: number };
  };
  expect(told.rollups).toMatchObject([{ of: 'Large', from: null, to: seen.progress }]);

  const hidden = dataOf(await preview(large, 'internal_only')) as Change;
  expect(hidden).toMatchObject({
    gains: [],
    losses: [{ kind: 'project', id: large }],
    further: told.further,
  });
  await marta.mutate('staff', 'visibility.set', { ...change, visibility: 'internal_only' });
});

test('is asked without a try: it waits for nobody who holds the project', async () => {
  const holder = await company.database.admin.connect();
  try {
    await holder.query('begin');
    await holder.query('select from app.project where id = $1 for update', [large]);
    expect((await preview(large, 'client_visible')).status).toBe(200);
  } finally {
    await holder.query('rollback');
    holder.release();
  }
});

test('is nobody’s to ask who does not share it, and of a small one each record is named', async () => {
  expect((await preview(large, 'client_visible', jonas)).status).toBe(
    (await preview(small, 'client_visible', jonas)).status,
  );
  expect((await preview(large, 'client_visible', jonas)).status).toBeGreaterThanOrEqual(403);
  const told = dataOf(await preview(small, 'client_visible')) as Change;
  expect(told.further).toEqual([]);
  expect(told.gains.length).toBeGreaterThan(7);
});

test('is confirmed in its page, with the counts', async () => {
  const page = await marta.submit(`/staff/projects/${large}/tasks?/share`, {
    ...{ kind: 'project', id: large, visibility: 'client_visible' },
  });
  const comments = await company.idOf(
    `select count(*)::text as id from app.text where project_id = $1 and visible`,
    [large],
  );
  expect(page.body).toContain(`The client will see ${601 + Number(comments)} more items`);
  expect(page.body).toMatch(/>600 tasks</);
  expect(page.body).toMatch(/too many to list\. Links between them, and history/);
  expect(page.body).toContain(`>${comments} comments<`);
});
