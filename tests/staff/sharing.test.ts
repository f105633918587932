/** What a change of visibility would show the client, who can see a record, and what of it has been opened. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ViewChange } from '../../src/lib/domain/client-view.ts';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { eachKind, kinds, kindsShownWithin, type EachKind } from './kinds.ts';

let company: SampleCompany;
let marta: Visitor;
let dana: Visitor;
let projectId: string;
let each: EachKind;

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  dana = await company.asPerson('dana.');
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  each = await eachKind(company);
});
afterAll(() => company.stop());

const previewOf = async (input: object, visitor = marta) =>
  visitor.query('staff', 'visibility.preview', input);
const everything = () =>
  company.idOf(`select md5(string_agg(row, '' order by row)) as id from (
    select to_jsonb(t)::text as row from app.task t union all select to_jsonb(c)::text from app.comment c
    union all select to_jsonb(s)::text from identity.client_session s union all select to_jsonb(n)::text from app.number_counter n
    union all select to_jsonb(l)::text from app.visibility_log l) as rows`);

/** A hidden task with a Client Visible comment, an Internal Only one, and a sprint that the client sees. */
async function aHiddenTask(title: string): Promise<string> {
  const sprintId = await company.idOf(
    `select id from app.sprint where project_id = $1 and shared and status = 'active'`,
    [projectId],
  );
  const id = await company.idOf(
    `insert into app.task (project_id, title, sprint_id, visibility, status) values ($1, $2, $3, 'internal_only', 'done') returning id`,
    [projectId, title, sprintId],
  );
  for (const [body, visibility] of [
    ['For the client', 'client_visible'],
    ['For us', 'internal_only'],
  ])
    await company.database.admin.query(
      `insert into app.comment (task_id, body, author_name, visibility) values ($1, $2, 'Marta', $3)`,
      [id, body, visibility],
    );
  return id;
}

describe('V4 the preview', () => {
  test('lists the record, its Client Visible children and the roll-ups that move, and nothing internal', async () => {
    const id = await aHiddenTask('Preview me');
    const change = dataOf(
      await previewOf({ kind: 'task', ids: [id], visibility: 'client_visible' }),
    ) as ViewChange;
    expect(change.gains.map(({ kind, label }) => `${kind} ${label.replace(/^TSK-\d+ /, '')}`)).toEqual([
      'task Preview me',
      'comment Marta: For the client',
    ]);
    expect(change.losses).toEqual([]);
    const project = change.rollups.find(({ of }) => of === 'Platform Rewrite Q1');
    expect(project?.to).toMatchObject({
      total: (project?.from?.total ?? 0) + 1,
      done: (project?.from?.done ?? 0) + 1,
    });
    expect(change.rollups.some(({ of }) => of.startsWith('Sprint'))).toBe(true);
  });

  test('is what the client then gains, number and all', async () => {
    const id = await aHiddenTask('Promise kept');
    const change = dataOf(
      await previewOf({ kind: 'task', ids: [id], visibility: 'client_visible' }),
    ) as ViewChange;
    await marta.mutate('staff', 'visibility.set', { kind: 'task', ids: [id], visibility: 'client_visible' });
    const { number, comments } = dataOf(
      await dana.query('portal', 'projects.task', { projectId, taskId: id }),
    ) as { number: number; comments: unknown[] };
    expect(change.gains[0]?.label).toBe(`TSK-${String(number).padStart(4, '0')} Promise kept`);
    expect(comments).toHaveLength(1);
  });

  test('of withdrawing lists what the client loses', async () => {
    const id = await company.idOf(
      `select t.id from app.task t join app.comment c on c.task_id = t.id and c.shared where t.shared and t.project_id = $1 limit 1`,
      [projectId],
    );
    const change = dataOf(
      await previewOf({ kind: 'task', ids: [id], visibility: 'internal_only' }),
    ) as ViewChange;
    expect(change.gains).toEqual([]);
    expect(change.losses.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['task', 'comment']) as unknown[],
    );
  });

  test('of a hidden project tells all that comes with it; of a record in one, that nothing does', async () => {
    const hidden = await company.idOf(
      `insert into app.project (tenant_id, client_id, name) select tenant_id, client_id, 'Hidden one' from app.project where id = $1 returning id`,
      [projectId],
    );
    const task = await company.idOf(
      `insert into app.task (project_id, title, visibility) values ($1, 'Waiting', 'client_visible') returning id`,
      [hidden],
    );
    const ofTask = await previewOf({ kind: 'task', ids: [task], visibility: 'client_visible' });
    expect(dataOf(ofTask)).toMatchObject({ gains: [], losses: [] });
    const ofProject = dataOf(
      await previewOf({ kind: 'project', ids: [hidden], visibility: 'client_visible' }),
    ) as ViewChange;
    expect(ofProject.gains.map(({ kind }) => kind)).toEqual(['project', 'task']);
  });

  test('says where a task that stays now shows a sprint', async () => {
    const sprint = await company.idOf(
      `insert into app.sprint (project_id, name, starts_on, ends_on, visibility) values ($1, 'Quiet sprint', '2027-01-01', '2027-01-14', 'internal_only') returning id`,
      [projectId],
    );
    await company.idOf(
      `insert into app.task (project_id, title, sprint_id, visibility) values ($1, 'In it', $2, 'client_visible') returning id`,
      [projectId, sprint],
    );
    const change = dataOf(
      await previewOf({ kind: 'sprint', ids: [sprint], visibility: 'client_visible' }),
    ) as ViewChange;
    expect(change.gains.map(({ label }) => label)).toEqual(['Quiet sprint']);
    expect(change.references).toEqual([
      expect.stringMatching(/^TSK-\d+ now shows that it belongs to Quiet sprint$/),
    ]);
  });

  test('leaves nothing behind: no flag, number, log line or session', async () => {
    const id = await aHiddenTask('Untouched');
    const before = await everything();
    expect(
      (await previewOf({ kind: 'task', ids: [id], visibility: 'client_visible', reason: 'Just looking' }))
        .status,
    ).toBe(200);
    expect(await everything()).toBe(before);
  });

  test('is for those who share: a Contributor is told what a stranger is', async () => {
    const id = await aHiddenTask('Not for all');
    const input = (of: string) => ({ kind: 'task', ids: [of], visibility: 'client_visible' });
    const absent = await previewOf(input(company.unknownId));
    expect(absent.status).toBe(404);
    for (const person of ['jonas@', 'sofie@']) {
      const visitor = await company.asPerson(person);
      expect((await previewOf(input(id), visitor)).status).toBe(404);
    }
    expect((await previewOf(input(id), await company.asPerson('priya@'))).status).toBe(200);
  });

  test('L65 an id out of reach among others, or of another project, fails all of it', async () => {
    const id = await aHiddenTask('One of two');
    const theirs = await company.idOf(
      `select t.id from app.task t join app.tenant x using (tenant_id) where x.name like 'Cobalt%' limit 1`,
    );
    const both = (other: string) =>
      previewOf({ kind: 'task', ids: [id, other], visibility: 'client_visible' });
    const absent = await both(company.unknownId);
    expect((await both(theirs)).body).toBe(absent.body);
    const elsewhere = await company.idOf(
      `select t.id from app.task t join app.project p on p.id = t.project_id
        where p.client_id = (select client_id from app.project where id = $1) and p.id <> $1 limit 1`,
      [projectId],
    );
    expect((await both(elsewhere)).status).toBe(400);
  });
});

describe('the share action', () => {
  const page = () => `/staff/projects/${projectId}/tasks?/share`;

  test('shares one record that brings nothing with it by one click', async () => {
    const id = await company.idOf(
      `insert into app.task (project_id, title, visibility) values ($1, 'Alone', 'internal_only') returning id`,
      [projectId],
    );
    await marta.submit(page(), { kind: 'task', id, visibility: 'client_visible' });
    expect(await company.idOf('select shared::text as id from app.task where id = $1', [id])).toBe('true');
  });

  test('shows what else comes along first, without JavaScript too, and shares once that is confirmed', async () => {
    const id = await aHiddenTask('With company');
    const shown = await marta.submit(page(), { kind: 'task', id, visibility: 'client_visible' });
    expect(shown.body).toContain('The client gains 2 records');
    expect(shown.body).toContain('Marta: For the client');
    expect(shown.body).not.toContain('Marta: For us</li>');
    expect(await company.idOf('select shared::text as id from app.task where id = $1', [id])).toBe('false');
    await marta.submit(page(), { kind: 'task', id, visibility: 'client_visible', confirmed: '1' });
    expect(await company.idOf('select shared::text as id from app.task where id = $1', [id])).toBe('true');
  });
});

describe('V9 V13 who can see it, and who has', () => {
  type Open = {
    who: { sentence: string; client: { name: string }[]; notClient: { name: string; because: string }[] };
    receipts: { name: string; times: number | null }[];
    log: { to: string; seen: { name: string; times: number | null }[] | null }[];
  };
  const openOf = async (id: string) =>
    dataOf(await marta.query('staff', 'visibility.open', { kind: 'task', id })) as Open;

  test('names the people of the client and the rule, as the portal then answers them', async () => {
    const id = await company.idOf(
      `select id from app.task where shared and project_id = $1 order by number limit 1`,
      [projectId],
    );
    const { who } = await openOf(id);
    const { rows } = await company.database.admin.query<{ name: string; email: string; active: boolean }>(
      `select u.name, u.email, u.active from app.client_user u join app.project p on p.client_id = u.client_id where p.id = $1`,
      [projectId],
    );
    for (const { name, email, active } of rows) {
      if (!active) {
        expect(who.notClient.find((one) => one.name === name)?.because).toMatch(/deactivated/);
        continue;
      }
      const visitor = await company.asPerson(email);
      const sees = (await visitor.query('portal', 'projects.task', { projectId, taskId: id })).status === 200;
      expect({ name, sees: who.client.some((one) => one.name === name) }).toEqual({ name, sees });
    }
    expect(who.client.length).toBeGreaterThan(0);
    expect(who.notClient.length).toBeGreaterThan(0);
  });

  test('withdrawing writes down who had opened it', async () => {
    const id = await company.idOf(
      `select id from app.task where shared and project_id = $1 order by number desc limit 1`,
      [projectId],
    );
    await company.database.admin.query(
      `insert into app.receipt (tenant_id, client_id, client_user_id, project_id, record_kind, record_id)
       select u.tenant_id, u.client_id, u.id, $1, 'task', $2 from app.client_user u where u.email like 'dana.%'`,
      [projectId, id],
    );
    expect((await openOf(id)).receipts).toMatchObject([
      { name: expect.stringMatching(/^Dana/) as unknown, times: 1 },
    ]);
    await marta.mutate('staff', 'visibility.set', { kind: 'task', ids: [id], visibility: 'internal_only' });
    const { who, log } = await openOf(id);
    expect(who.client).toEqual([]);
    expect(log[0]).toMatchObject({
      to: 'internal_only',
      seen: [{ name: expect.stringMatching(/^Dana/) as unknown }],
    });
  });

  test.each(kinds)(
    '%s: the page and the log name the same people, of who opened what shows it',
    async (name) => {
      const { kind, id, page } = await each.make(name, { visibility: 'internal_only' });
      const isWithin = kindsShownWithin.includes(name);
      const set = (visibility: string) =>
        marta.mutate('staff', 'visibility.set', { kind, ids: [id], visibility });
      const now = async () => dataOf(await marta.query('staff', 'visibility.open', { kind, id })) as Open;
      const html = async () =>
        (await marta.fetch(`/staff/visibility/${kind}/${id}`)).body
          .replaceAll(/<!--.*?-->/g, '')
          .replaceAll(/\s+/g, ' ');
      const open = async () =>
        expect(
          (await dana.mutate('portal', 'receipts.record', { kind: page.kind, recordId: page.id })).status,
        ).toBe(200);

      // An hour before it is shared: the page that shows it, where it has none of its own.
      if (page.kind !== 'attachment') await open();
      await company.database.admin.query(
        `update app.receipt set first_at = first_at - interval '1 hour', last_at = last_at - interval '1 hour' where record_id = $1`,
        [page.id],
      );
      await set('client_visible');
      expect((await now()).receipts).toEqual([]);
      expect(await html()).toMatch(
        /Nobody of Nexus Corp has opened (it|its (task|ticket|project) since it was shared)\. It disappears/,
      );
      if (kind === 'attachment')
        await company.database.admin.query(
          `insert into app.receipt (tenant_id, client_id, client_user_id, project_id, contract_id, record_kind, record_id)
         select u.tenant_id, u.client_id, u.id, a.project_id, a.contract_id, 'attachment', a.id
           from app.client_user u, app.attachment a where u.email like 'dana.%' and a.id = $1`,
          [id],
        );
      else await open();

      const { receipts } = await now();
      expect(receipts).toMatchObject([{ name: 'Dana Whitfield', times: isWithin ? null : 1 }]);
      expect(await html()).toMatch(
        /1 person of Nexus Corp opened (it|its (task|ticket|project) since it was shared)\. Who they are is written into the log\./,
      );
      await set('internal_only');
      const after = await now();
      expect(after.log[0]?.seen).toMatchObject(receipts.map(({ name, times }) => ({ name, times })));
      expect(after.receipts.length).toBe(isWithin ? 0 : 1);
      if (isWithin) expect(await html()).toContain('Nobody of Nexus Corp can open it now.');
    },
  );
});
