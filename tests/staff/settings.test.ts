/** A project's settings: moves to another client or contract, comments by clients, milestones with reasons. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let priya: Visitor;
let dana: Visitor;
let helen: Visitor;
let projectId: string;
let orbis: string;

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  priya = await company.asPerson('priya@');
  dana = await company.asPerson('dana.');
  helen = await company.asPerson('helen.');
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  orbis = await company.idOf(`select id from app.client where name = 'Orbis Health'`);
});
afterAll(() => company.stop());

const fieldsOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { data: { fields?: Record<string, string> } } }).error.data.fields;

describe('milestones', () => {
  test('keep who moved a date, when and why; the client gets the move without the reason', async () => {
    const milestoneId = await company.idOf(
      `select id from app.milestone where project_id = $1 and title = 'Acceptance complete'`,
      [projectId],
    );
    const { rows } = await company.database.admin.query<{ agreed: string; version: number }>(
      `select agreed_on::text as agreed, version from app.milestone where id = $1`,
      [milestoneId],
    );
    const save = (version: number, forecastOn: string, reason: string) =>
      marta.mutate('staff', 'milestones.update', {
        ...{ projectId, milestoneId, version, title: 'Acceptance complete', agreedOn: rows[0]?.agreed },
        ...{ forecastOn, reason },
      });
    const version = rows[0]?.version ?? 0;
    expect((await save(version, '2027-05-05', 'Their staging is down')).status).toBe(200);
    expect((await save(version, '2027-06-06', 'Stale')).status).toBe(409);
    const { changes } = dataOf(await priya.query('staff', 'milestones.open', { projectId, milestoneId })) as {
      changes: { toForecastOn: string; reason: string | null; actor: string }[];
    };
    expect(changes[0]).toMatchObject({
      ...{ toForecastOn: '2027-05-05', reason: 'Their staging is down', actor: 'Marta Lind' },
    });
    const seen = await dana.query('portal', 'projects.open', { projectId });
    expect(seen.body).toContain('2027-05-05');
    expect(seen.body).not.toContain('Their staging is down');
  });
});

test('whether client users may comment is for managers to say', async () => {
  const set = (visitor: Visitor, clientMayComment: unknown) =>
    visitor.mutate('staff', 'projects.setCommenting', { projectId, clientMayComment });
  const stands = () =>
    company.idOf('select client_may_comment::text as id from app.project where id = $1', [projectId]);
  expect((await set(priya, 'true')).status).toBe(200);
  expect(await stands()).toBe('true');
  const jonas = await company.asPerson('jonas@');
  expect((await set(jonas, 'false')).status).toBe(403);
  expect(await stands()).toBe('true');
  expect((await set(priya, false)).status).toBe(200);
  expect(await stands()).toBe('false');
});

describe('a move', () => {
  const move = (visitor: Visitor, fields: object) =>
    visitor.mutate('staff', 'projects.move', { projectId, confirmation: 'Platform Rewrite Q1', ...fields });
  const contract = (number: string) =>
    company.idOf('select id from app.contract where number = $1', [number]);
  const whole = () =>
    company.idOf('select md5(to_jsonb(p)::text) as id from app.project p where id = $1', [projectId]);

  test('asks for a contract that covers the client, and for the name, each at its field', async () => {
    const before = await whole();
    const warehouse = await contract('CON-2025-007');
    expect(fieldsOf(await move(marta, { clientId: orbis, contractId: warehouse }))).toEqual({
      contractId: "This contract doesn't cover this client.",
    });
    expect(fieldsOf(await move(marta, { clientId: orbis, confirmation: 'platform rewrite' }))).toEqual({
      confirmation: 'Type the project name exactly as shown: Platform Rewrite Q1',
    });
    const foreign = await company.idOf(`select id from app.client where name = 'Larkspur Legal'`);
    const [theirs, absent] = [
      await move(marta, { clientId: foreign }),
      await move(marta, { clientId: company.unknownId }),
    ];
    expect({ status: theirs.status, body: theirs.body }).toEqual({
      status: absent.status,
      body: absent.body,
    });
    expect(absent.status).toBe(404);
    expect(await whole()).toBe(before);
  });

  test('is refused to a project Manager who is a Member of the tenant', async () => {
    const before = await whole();
    expect((await move(priya, { clientId: orbis })).status).toBe(403);
    expect(await whole()).toBe(before);
  });

  test('to another contract of the same client leaves everything shared', async () => {
    const nexus = await company.idOf(`select id from app.client where name = 'Nexus Corp'`);
    expect((await move(marta, { clientId: nexus, contractId: '' })).status).toBe(200);
    expect((await dana.query('portal', 'projects.open', { projectId })).status).toBe(200);
    expect((await move(marta, { clientId: nexus, contractId: await contract('CON-2024-018') })).status).toBe(
      200,
    );
  });

  test('to another client hides all of it from both, and gives its tasks numbers of the new one', async () => {
    const answer = await move(marta, { clientId: orbis, contractId: await contract('CON-2024-018') });
    expect(answer.status).toBe(200);
    const absent = await dana.query('portal', 'projects.open', { projectId: company.unknownId });
    for (const client of [dana, helen]) {
      const seen = await client.query('portal', 'projects.open', { projectId });
      expect({ status: seen.status, body: seen.body }).toEqual({ status: absent.status, body: absent.body });
    }
    const visible = await company.idOf(
      `select ((select count(*) from app.task where project_id = $1 and visibility <> 'internal_only')
             + (select count(*) from app.milestone where project_id = $1 and visibility <> 'internal_only')
             + (select count(*) from app.text where project_id = $1 and kind = 'comment' and visibility <> 'internal_only'))::text as id`,
      [projectId],
    );
    expect(visible).toBe('0');
    const clash = await company.idOf(
      `select count(*)::text as id from (select number from app.task where client_id = $1 group by number having count(*) > 1) twice`,
      [orbis],
    );
    expect(clash).toBe('0');
  });
});
