/** `DATABASE_PIPELINE=off`, for poolers that take one query at a time: slower, and otherwise the same. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { startSampleCompany, Visitor, type Answer, type SampleCompany } from '../support/visitor.ts';

let company: SampleCompany;
let plain: TestServer;
let projectId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  plain = await startServer(company.database, { env: { DATABASE_PIPELINE: 'off' } });
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
});
afterAll(async () => {
  await plain.stop();
  await company.stop();
});

/** The same person before both servers. */
async function both(cookies: Map<string, string>, ask: (visitor: Visitor) => Promise<Answer>) {
  const answers = [];
  for (const { origin } of [company.server, plain]) {
    const visitor = new Visitor(origin);
    visitor.cookies = new Map(cookies);
    const { status, headers, body } = await ask(visitor);
    const names = [...headers.keys()].filter((name) => name !== 'keep-alive').sort();
    answers.push({ status, names, location: headers.get('location'), body: withoutClock(body) });
  }
  return answers;
}

/** Without readings of the clock and the name that a live cursor begins with. */
const withoutClock = (body: string) =>
  body.replaceAll(/\b1\d{12}\b/g, '').replaceAll(/[0-9a-f-]{36}:\d+/g, '');

const openTransactions = async () => {
  const { rows } = await company.database.admin.query<{ login: string }>(
    `select usename as login from pg_stat_activity
      where datname = $1 and application_name like 'portal %' and state like 'idle in transaction%'`,
    [company.database.name],
  );
  return rows;
};

test('answers pages and procedures of both realms as with pipelining', async () => {
  const dana = await company.as('Nexus Corp', 'Client Admin');
  const marta = await company.as('Halden & Pike Delivery', 'Owner');
  const asks: [Visitor, (visitor: Visitor) => Promise<Answer>, string][] = [
    [dana, (visitor) => visitor.fetch('/portal'), 'Platform Rewrite Q1'],
    [dana, (visitor) => visitor.fetch(`/portal/projects/${projectId}/board`), 'TSK-0138'],
    [dana, (visitor) => visitor.query('portal', 'projects.open', { projectId }), 'Platform Rewrite Q1'],
    [dana, (visitor) => visitor.mutate('portal', 'visits.record'), '"result"'],
    [marta, (visitor) => visitor.fetch('/staff/projects'), 'Renewal pitch 2027'],
    [marta, (visitor) => visitor.query('staff', 'projects.list', {}), 'Renewal pitch 2027'],
  ];
  for (const [person, ask, text] of asks) {
    const [piped, one] = await both(person.cookies, ask);
    expect(one).toEqual(piped);
    expect(one?.status).toBe(200);
    expect(one?.body).toContain(text);
  }
  expect(await openTransactions()).toEqual([]);
});

test('signs in, and refuses a wrong password', async () => {
  const { email, password } = company.account('Nexus Corp', 'Client Admin');
  const visitor = new Visitor(plain.origin);
  expect((await visitor.signIn('portal', email, `${password}!`)).status).toBe(400);
  expect((await visitor.signIn('portal', email, password)).status).toBe(303);
  expect((await visitor.query('portal', 'account.me')).status).toBe(200);
});

test('refuses a token that proves nothing, and one that has ended, alike', async () => {
  const gone = await company.as('Nexus Corp', 'Client Admin');
  const ended = new Map(gone.cookies);
  await gone.submit('/portal/sign-out', {});
  for (const cookies of [new Map([['portal_session', 'nonsense']]), ended]) {
    const query = await both(cookies, (visitor) => visitor.query('portal', 'projects.list'));
    expect(query[1]).toEqual(query[0]);
    expect(query[1]?.status).toBe(401);
    const page = await both(cookies, (visitor) => visitor.fetch('/portal'));
    expect(page[1]).toEqual(page[0]);
    expect(page[1]).toMatchObject({ status: 303, body: '' });
  }
});

test('leaves no transaction open, whether calls succeed, fail, or come many at once', async () => {
  const dana = await company.as('Nexus Corp', 'Client Admin');
  const visitor = new Visitor(plain.origin);
  visitor.cookies = dana.cookies;
  const calls = Array.from({ length: 30 }, (_, index) =>
    index % 3 === 0
      ? visitor.query('portal', 'projects.open', { projectId: company.unknownId })
      : index % 3 === 1
        ? visitor.mutate('portal', 'team.switchSections', { clientUserId: company.unknownId, sections: [] })
        : visitor.query('portal', 'projects.list'),
  );
  const statuses = (await Promise.all(calls)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 404]));
  expect(await openTransactions()).toEqual([]);
});
