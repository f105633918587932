/** Where a list ends at a limit, it says so, and where the rest is; where it is whole, it says nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportedMost } from '../../src/lib/domain/visibility-log.ts';
import { startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let projectId: string;
let taskId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  projectId = await company.idOf(
    `insert into app.project (tenant_id, client_id, name)
     select tenant_id, client_id, 'Cut off' from app.project where name = 'Platform Rewrite Q1' returning id`,
  );
  taskId = await company.idOf(
    `insert into app.task (project_id, title) values ($1, 'Cut task') returning id`,
    [projectId],
  );
});
afterAll(() => company.stop());

const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);
const textOf = async (path: string) => {
  const { status, body } = await marta.fetch(path);
  expect(status).toBe(200);
  return body
    .replaceAll(/<!--.*?-->/g, '')
    .replaceAll(/<script.*?<\/script>/gs, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ');
};

describe('the changes of one record’s visibility', () => {
  const entries = (count: number) =>
    sql(
      `insert into app.visibility_log (tenant_id, project_id, record_kind, record_id, record_label, from_visibility, to_visibility)
       select tenant_id, id, 'task', $2, 'Cut task', 'internal_only', 'client_visible' from app.project, generate_series(1, $3) where id = $1`,
      [projectId, taskId, count],
    );

  test('are the latest 100', async () => {
    const { rows } = await sql('select count(*)::int as count from app.visibility_log where record_id = $1', [
      taskId,
    ]);
    await entries(100 - (rows as { count: number }[])[0]!.count);
    const page = `/staff/visibility/task/${taskId}`;
    expect(await textOf(page)).not.toContain('Showing the latest');
    await entries(1);
    expect(await textOf(page)).toContain('Showing the latest 100. See the visibility log for older changes.');
  });
});

describe('the labels to filter by', () => {
  const labelled = (from: number, until: number) =>
    sql(
      `insert into app.task (project_id, title, labels)
       select $1, 'Labelled', array_agg('l' || n) from generate_series($2::int, $3::int) n group by n / 20`,
      [projectId, from, until],
    );
  const list = () => textOf(`/staff/projects/${projectId}/tasks`);
  const board = () => textOf(`/staff/projects/${projectId}`);

  test('are the first 200, and the search finds the others', async () => {
    await labelled(1000, 1199);
    expect(await list()).not.toContain('Showing the first');
    expect(await board()).not.toContain('Showing the first');
    await labelled(1999, 1999);
    expect(await list()).toContain('Showing the first 200 labels. Use search for others.');
    expect(await board()).toContain('Showing the first 200 labels. Search the task list for others.');
    expect(await list()).not.toContain('l1999 (1)');
    expect(await textOf(`/staff/projects/${projectId}/tasks?search=l1999`)).toContain('1 task');
  });
});

test('the views as people of a client are the latest 50', async () => {
  const clientId = await company.idOf('select client_id as id from app.project where id = $1', [projectId]);
  const views = (count: number) =>
    sql(
      `insert into app.client_view (tenant_id, client_id, client_user_id, staff_member_id, expires_at)
       select u.tenant_id, u.client_id, u.id, s.id, now()
         from app.client_user u join app.staff_member s using (tenant_id), generate_series(1, $1)
        where u.email like 'dana.%' and s.email like 'marta@%'`,
      [count],
    );
  await sql('delete from app.client_view');
  await views(49);
  expect(await textOf(`/staff/clients/${clientId}`)).not.toContain('Showing the latest');
  await views(2);
  expect(await textOf(`/staff/clients/${clientId}`)).toContain('Showing the latest 50.');
});

describe('recorded time', () => {
  const entries = (count: number, decided: boolean) =>
    sql(
      `insert into app.time_entry (tenant_id, record_id, staff_member_id, spent_on, minutes, status, decided_by, decided_at)
       select t.tenant_id, t.id, j.id, current_date, 2,
              case when $3 then 'approved' else 'recorded' end::app.time_entry_status,
              case when $3 then m.id end, case when $3 then now() end
         from app.task t join app.staff_member j on j.tenant_id = t.tenant_id and j.email like 'jonas@%'
         join app.staff_member m on m.tenant_id = t.tenant_id and m.email like 'marta@%', generate_series(1, $2)
        where t.id = $1`,
      [taskId, count, decided],
    );

  test('that was decided on is the latest 100', async () => {
    await sql('delete from app.time_entry');
    await entries(99, true);
    expect(await textOf('/staff/time')).not.toContain('Showing the latest');
    await entries(2, true);
    expect(await textOf('/staff/time')).toContain('Showing the latest 100 decisions.');
  });

  test('that waits for a decision is the first 500', async () => {
    await sql('delete from app.time_entry');
    await entries(500, false);
    expect(await textOf('/staff/time')).toContain('500 entries. Approved time');
    await entries(1, false);
    expect(await textOf('/staff/time')).toContain('501 entries, showing the first 500. Approved time');
  });
});

test('the preview of an import lists its first 50 epics and tasks, and the first 100 faulty rows', async () => {
  const look = async (rows: string[]) => {
    const form = new URLSearchParams({ text: ['Title,Story,Epic,Due', ...rows].join('\n') });
    const { body } = await marta.fetch(`/staff/projects/${projectId}/import?/check`, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: form,
    });
    return body.replaceAll(/<!--.*?-->/g, '');
  };
  const rows = (count: number, due = '') =>
    Array.from({ length: count }, (_, nth) => `Made ${nth},,Epic ${nth},${due}`);
  const whole = await look(rows(50));
  expect(whole).toContain('New epics');
  expect(whole).not.toContain('First 50');
  const cut = await look(rows(51));
  expect(cut).toContain('First 50 new epics');
  expect(cut).toContain('First 50 tasks');
  expect(await look(rows(101, 'soon'))).toContain('and 1 more');
});

test('the file of the visibility log ends with a line that says so', { timeout: 60_000 }, async () => {
  const tenant = await company.idOf('select tenant_id as id from app.project where id = $1', [projectId]);
  const entries = (count: number) =>
    sql(
      `insert into app.visibility_log (tenant_id, project_id, record_kind, record_id, record_label, to_visibility, changed_at)
       select $1, $2, 'task', gen_random_uuid(), 'Bulk', 'internal_only', '2026-01-01' from generate_series(1, $3)`,
      [tenant, projectId, count],
    );
  const lines = async () => {
    const { body } = await marta.fetch(`/staff/visibility-log/export?until=2026-01-01&project=${projectId}`);
    return body.trimEnd().split('\r\n');
  };
  await entries(exportedMost - 1);
  const whole = await lines();
  expect(whole).toHaveLength(exportedMost);
  expect(whole.at(-1)).toContain('Bulk');
  await entries(2);
  const cut = await lines();
  expect(cut).toHaveLength(exportedMost + 2);
  expect(cut.at(-1)).toMatch(
    /^"Only the newest 50,000 entries are exported\. Choose an earlier end date for the rest\.",/,
  );
});
