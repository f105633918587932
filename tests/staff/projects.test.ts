import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let dana: Visitor;
let nexus: string;
let platform: string;

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  dana = await company.asPerson('dana.');
  nexus = await company.idOf(`select id from app.client where name = 'Nexus Corp'`);
  platform = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
});
afterAll(() => company.stop());

type Progress = { done: number; total: number; percent: number };
type Listed = { name: string; visibility: string; progress: Progress; clientSees: Progress };

const list = async (visitor: Visitor, filter: object = {}) =>
  (dataOf(await visitor.query('staff', 'projects.list', filter)) as { projects: Listed[] }).projects;
const namesFor = async (visitor: Visitor) => (await list(visitor)).map(({ name }) => name).sort();
const refusal = (body: string) =>
  (JSON.parse(body) as { error: { message: string; data: { fields?: Record<string, string> } } }).error;

describe('projects.list', () => {
  test('a Manager reaches every project of the tenant, a Member theirs, and nobody another tenant', async () => {
    const all = (tenant: string) =>
      company.database.admin
        .query<{ name: string }>(
          `select p.name from app.project p join app.tenant t using (tenant_id) where t.name = $1 order by 1`,
          [tenant],
        )
        .then(({ rows }) => rows.map(({ name }) => name).sort());
    expect(await namesFor(marta)).toEqual(await all('Halden & Pike Delivery'));
    expect(await namesFor(await company.asPerson('elena@'))).toEqual(await all('Cobalt Ridge IT Services'));

    const jonas = await namesFor(await company.asPerson('jonas@'));
    expect(jonas).toContain('Platform Rewrite Q1');
    expect(jonas.length).toBeLessThan((await namesFor(marta)).length);
    expect(await namesFor(await company.asPerson('sofie@'))).toEqual([]);
  });

  test('shows the whole beside what the client sees of it', async () => {
    const [project] = await list(marta, { search: 'platform rewrite' });
    expect(project?.clientSees).toEqual({ done: 21, total: 50, percent: 42 });
    expect(project?.progress.total).toBeGreaterThan(50);
  });

  test('takes its filters together', async () => {
    const hidden = await list(marta, { clientId: nexus, visibility: 'internal_only' });
    expect(hidden.map(({ name }) => name)).toContain('Renewal pitch 2027');
    expect(hidden.every(({ visibility }) => visibility === 'internal_only')).toBe(true);
  });
});

describe('projects.create', () => {
  test('starts Internal Only with its creator as Owner, and the client hears nothing of it', async () => {
    const before = (await dana.query('portal', 'projects.list')).body;
    const answer = await marta.mutate('staff', 'projects.create', { clientId: nexus, name: 'Next year' });
    const { id } = dataOf(answer) as { id: string };
    const opened = dataOf(await marta.query('staff', 'projects.open', { projectId: id }));
    expect(opened).toMatchObject({
      visibility: 'internal_only',
      rights: { setUp: true },
    });
    expect(dataOf(await marta.query('staff', 'projects.members', { projectId: id }))).toMatchObject({
      members: [{ name: 'Marta Lind', role: 'owner' }],
    });
    expect((await dana.query('portal', 'projects.list')).body).toBe(before);
  });

  test('says at the field what is missing or wrong', async () => {
    const blank = await marta.mutate('staff', 'projects.create', { clientId: '', name: ' ' });
    expect(blank.status).toBe(400);
    expect(refusal(blank.body).data.fields).toMatchObject({
      name: 'Enter a name.',
      clientId: 'Choose a client.',
    });
    const backwards = await marta.mutate('staff', 'projects.create', {
      clientId: nexus,
      name: 'Backwards',
      startsOn: '2026-12-31',
      endsOn: '2026-12-01',
    });
    expect(refusal(backwards.body).data.fields).toEqual({ endsOn: 'The end date is before the start date.' });
  });

  test('takes no contract that does not cover the client', async () => {
    const contractId = await company.idOf(`select id from app.contract where number = 'CON-2025-007'`);
    const answer = await marta.mutate('staff', 'projects.create', {
      clientId: nexus,
      name: 'Odd',
      contractId,
    });
    expect(answer.status).toBe(400);
    expect(refusal(answer.body).data.fields).toHaveProperty('contractId');
  });

  test('is for Managers and above', async () => {
    const jonas = await company.asPerson('jonas@');
    const answer = await jonas.mutate('staff', 'projects.create', { clientId: nexus, name: 'Mine' });
    expect(answer.status).toBe(403);
    expect(refusal(answer.body).message).toBe('Only managers and above can create projects.');
  });
});

describe('projects.update', () => {
  const open = async () =>
    dataOf(await marta.query('staff', 'projects.open', { projectId: platform })) as {
      name: string;
      summary: string;
      status: string;
      version: number;
    };

  test('saves over the version that was read, and refuses a second save over it', async () => {
    const { name, status, version } = await open();
    const change = { projectId: platform, name, status, version };
    expect((await marta.mutate('staff', 'projects.update', { ...change, summary: 'First' })).status).toBe(
      200,
    );
    const late = await marta.mutate('staff', 'projects.update', { ...change, summary: 'Second' });
    expect(late.status).toBe(409);
    expect(refusal(late.body).message).toMatch(/^Someone else changed this while you were editing/);
    expect(await open()).toMatchObject({ summary: 'First', version: version + 1 });
  });
});

describe('members and defaults', () => {
  test('a member reaches the project until they are taken off it', async () => {
    const sofie = await company.asPerson('sofie@');
    const staffMemberId = await company.idOf(`select id from app.staff_member where email like 'sofie@%'`);
    const reach = async () => (await sofie.query('staff', 'projects.open', { projectId: platform })).status;
    const give = (role: string) =>
      marta.mutate('staff', 'projects.setMember', { projectId: platform, staffMemberId, role });
    expect(await reach()).toBe(404);
    expect((await give('observer')).status).toBe(200);
    expect(await reach()).toBe(200);
    expect((await give('none')).status).toBe(200);
    expect(await reach()).toBe(404);
  });

  test('V5 a new record starts as the project says', async () => {
    const created = async (title: string) => {
      const answer = await marta.mutate('staff', 'tasks.create', { projectId: platform, title });
      const { id: taskId } = dataOf(answer) as { id: string };
      return (await dana.query('portal', 'projects.task', { projectId: platform, taskId })).status;
    };
    const set = (visibility: string) =>
      marta.mutate('staff', 'projects.setDefault', { projectId: platform, kind: 'task', visibility });
    await set('client_visible');
    expect(await created('Shared from birth')).toBe(200);
    await set('internal_only');
    expect(await created('Ours alone')).toBe(404);
  });

  test('V5 so do files, set on the project’s page like every other kind', async () => {
    const settings = `/staff/projects/${platform}/settings`;
    const standing = async () =>
      /aria-label="Default for attachment"[\s\S]*?<\/select>/
        .exec((await marta.fetch(settings)).body)?.[0]
        .match(/<option value="(\w+)" selected/)?.[1];
    expect(await standing()).toBe('internal_only');
    for (const visibility of ['client_visible', 'internal_only']) {
      await marta.submit(`${settings}?/setDefault`, { kind: 'attachment', visibility });
      expect(await standing()).toBe(visibility);
    }
    expect(
      (
        await marta.mutate('staff', 'projects.setDefault', {
          ...{ projectId: platform, kind: 'message', visibility: 'client_visible' },
        })
      ).status,
    ).toBe(400);
  });
});
