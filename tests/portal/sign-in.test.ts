import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RealmOfSignIn } from '../../src/lib/server/auth/realm.ts';
import { signIn } from '../../src/lib/server/auth/sign-in.ts';
import { startServer } from '../support/server.ts';
import { dataOf, headersOf, startSampleCompany, type SampleCompany } from '../support/visitor.ts';

let company: SampleCompany;
beforeAll(async () => {
  company = await startSampleCompany();
});
afterAll(() => company.stop());

const realms = [
  {
    realm: 'portal',
    organisation: 'Nexus Corp',
    role: 'Client Admin',
    cookie: 'portal_session',
    person: 'app.client_user',
  },
  {
    realm: 'staff',
    organisation: 'Halden & Pike Delivery',
    role: 'Owner',
    cookie: 'staff_session',
    person: 'app.staff_member',
  },
] as const;

describe.each(realms)('sign-in of $realm', ({ realm, organisation, role, cookie, person }) => {
  test('gives a cookie of its own name and path, out of reach of scripts', async () => {
    const { email, password } = company.account(organisation, role);
    const answer = await company.visitor().signIn(realm, email.toUpperCase(), password);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`/${realm}`);
    const line = answer.headers.getSetCookie().join();
    expect(line).toMatch(
      new RegExp(`^${cookie}=\\w+; Max-Age=\\d+; Path=/${realm}; HttpOnly; SameSite=Lax$`),
    );
  });

  test('takes an address that was pasted with marks that nobody sees', async () => {
    const { email, password } = company.account(organisation, role);
    const [name, domain] = email.split('@');
    for (const pasted of [
      `\u200b${email}`,
      `\u2068${email}\u2069 `,
      `\u00a0${name}\u00ad@${domain}\ufeff`,
      `${name}@\u2060${domain}\r\n`,
      `${email}\u3000`,
    ])
      expect([pasted, (await company.visitor().signIn(realm, pasted, password)).status]).toEqual([
        pasted,
        303,
      ]);
    expect((await company.visitor().signIn(realm, `x${email}`, password)).status).toBe(400);
  });

  test('L38 answers a wrong password and an unknown address alike, and keeps the address', async () => {
    const { email } = company.account(organisation, role);
    const wrong = await company.visitor().signIn(realm, email, 'not it');
    const unknown = await company
      .visitor()
      .signIn(realm, 'x'.repeat(email.length - '@y.test'.length) + '@y.test', 'not it');
    expect([wrong.status, unknown.status]).toEqual([400, 400]);
    expect(wrong.body).toContain(`value="${email}"`);
    expect(wrong.body).toContain("don't match an active account");
    expect(wrong.body.replaceAll(email, '')).toBe(unknown.body.replaceAll(/x+@y\.test/g, ''));
    expect(headersOf(wrong)).toEqual(headersOf(unknown));
  });

  test('says at the field what is missing', async () => {
    const { status, body } = await company.visitor().signIn(realm, 'nonsense', '');
    expect(status).toBe(400);
    expect(body).toContain('Enter an email address like name@company.com.');
    expect(body).toContain('Enter your password.');
  });

  test('leads back to the page that was asked for, and nowhere else', async () => {
    const { email, password } = company.account(organisation, role);
    const to = async (next: string) =>
      (
        await company
          .visitor()
          .submit(`/${realm}/sign-in?next=${encodeURIComponent(next)}`, { email, password })
      ).headers.get('location');
    for (const asked of [
      `/${realm}/projects/1?page=2`,
      `/${realm}/tickets?search=http://a.test//b%5Cc&status=all`,
      `/${realm}?since=a%20b`,
    ])
      expect(await to(asked)).toBe(asked);
    expect(await to(`/${realm}/tickets/1?/reply&earlier=2`)).toBe(`/${realm}/tickets/1?earlier=2`);
    for (const next of [
      'https://evil.test',
      '//evil.test',
      `/${realm}//evil.test`,
      '/elsewhere',
      `/${realm}/\\evil.test`,
    ])
      expect(await to(next)).toBe(`/${realm}`);
  });

  test('carries a form that was sent too late as far as the page that signs its person in again, and no further', async () => {
    const { email, password } = company.account(organisation, role);
    const someone = await company.as(organisation, role);
    const { draftOwner } = dataOf(await someone.query(realm, 'account.me')) as { draftOwner: string };
    const late = `/${realm}/sign-in?next=${encodeURIComponent(`/${realm}/tickets/1`)}&resume=${encodeURIComponent('/reply')}`;
    const visitor = company.visitor();
    const carried = await visitor.submit(late, { writer: draftOwner, body: 'Written at length' });
    expect(carried.status).toBe(401);
    expect(carried.body).toContain("Your session has ended, so this wasn't sent.");
    const kept = (writer: string, body = 'Written at length') =>
      JSON.stringify({ writer, action: '/reply', fields: [['body', body]] });
    const given = async (text: string) =>
      company.visitor().submit(`/${realm}/sign-in?next=/${realm}/tickets/1`, { email, password, kept: text });
    const own = await given(kept(draftOwner));
    expect(own.status).toBe(200);
    expect(own.body).toContain('Written at length');
    expect(own.body).toContain(`action="/${realm}/tickets/1?/reply"`);
    for (const other of [kept('somebody else'), 'nonsense', '{}', kept(draftOwner, 'x'.repeat(400_001))]) {
      const answer = await given(other);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/${realm}/tickets/1`]);
    }
    const large = await visitor.submit(late, { writer: draftOwner, body: 'x'.repeat(400_001) });
    expect(large.body).toContain('too large for us to keep');
    for (const refused of ['wrong', '']) {
      const again = await visitor.submit(late.split('&')[0]!, {
        email,
        password: refused,
        kept: kept(draftOwner),
      });
      expect(again.body).toContain('name="kept"');
    }
  });

  test('sign-out ends the session: the cookie is worth nothing afterwards', async () => {
    const person = await company.as(organisation, role);
    const kept = new Map(person.cookies);
    expect((await person.query(realm, 'account.me')).status).toBe(200);
    expect((await person.submit(`/${realm}/sign-out`, {})).headers.get('location')).toBe(`/${realm}/sign-in`);
    expect(person.cookies.size).toBe(0);
    person.cookies = kept;
    expect((await person.query(realm, 'account.me')).status).toBe(401);
    expect((await person.fetch(`/${realm}`)).headers.get('location')).toMatch(`/${realm}/sign-in`);
  });

  test('a deactivated person’s next request is refused, and signing in says no more than a wrong password', async () => {
    const { email, password } = company.account(organisation, role);
    const someone = await company.as(organisation, role);
    await company.database.admin.query(`update ${person} set active = false where email = $1`, [email]);
    expect((await someone.query(realm, 'account.me')).status).toBe(401);
    expect((await someone.fetch(`/${realm}`)).status).toBe(303);
    expect((await company.visitor().signIn(realm, email, password)).body).toContain(
      "don't match an active account",
    );
    await company.database.admin.query(`update ${person} set active = true where email = $1`, [email]);
  });

  test('a view renews a session in the second half of its life, and not before', async () => {
    const someone = await company.as(organisation, role);
    expect((await someone.fetch(`/${realm}`)).headers.getSetCookie()).toEqual([]);
    const table = realm === 'portal' ? 'client_session' : 'staff_session';
    await company.database.admin.query(`update identity.${table} set expires_at = now() + interval '3 days'`);
    expect((await someone.fetch(`/${realm}`)).headers.getSetCookie().join()).toContain(cookie);
    await company.database.admin.query(
      `update identity.${table} set expires_at = now() - interval '1 second'`,
    );
    expect((await someone.query(realm, 'account.me')).status).toBe(401);
  });

  test('after eight failures the door stays shut for a while, the right password included', async () => {
    const { email, password } = company.account(organisation, role);
    for (let attempt = 0; attempt < 8; attempt += 1) await company.visitor().signIn(realm, email, 'not it');
    const shut = await company.visitor().signIn(realm, email, password);
    expect([shut.status, shut.body.includes('Too many attempts')]).toEqual([429, true]);
    const unknown = 'nobody@nowhere.test';
    for (let attempt = 0; attempt < 8; attempt += 1) await company.visitor().signIn(realm, unknown, 'not it');
    expect((await company.visitor().signIn(realm, unknown, 'not it')).status).toBe(429);
    await company.database.admin.query('delete from identity.client_attempt');
    await company.database.admin.query('delete from identity.staff_attempt');
  });
});

describe.each(realms)('the limit of one origin, for $realm', ({ realm, organisation, role }) => {
  const table = `identity.${realm === 'portal' ? 'client' : 'staff'}_attempt`;
  const query = (text: string) => company.database.admin.query<{ failures: number }>(text);
  const most = async () =>
    (await query(`select coalesce(max(failures), 0)::int as failures from ${table}`)).rows[0]?.failures;

  test('counts failures alone: a whole office may sign in within a quarter of an hour', async () => {
    const { email, password } = company.account(organisation, role);
    await query(`delete from ${table}`);
    for (let nth = 0; nth < 3; nth += 1) await company.visitor().signIn(realm, email, password);
    expect(await most()).toBe(0);
    await company.visitor().signIn(realm, 'nobody@nowhere.test', 'not it');
    await company.visitor().signIn(realm, email, password);
    expect(await most()).toBe(1);
    // As if more had failed from here: one more is looked at.
    await query(`update ${table} set failures = 99 where failures = 1`);
    for (let nth = 0; nth < 3; nth += 1)
      expect((await company.visitor().signIn(realm, email, password)).status).toBe(303);
    for (let nth = 0; nth < 2; nth += 1)
      await company.visitor().signIn(realm, `x${nth}@nowhere.test`, 'not it');
    expect((await company.visitor().signIn(realm, email, password)).status).toBe(429);
    await query(`delete from ${table}`);
  });
});

describe('behind a proxy that does not say who visits', () => {
  const notices = (log: string) => log.split('\n').filter((line) => line.includes('ADDRESS_HEADER'));
  /** What the log of a process says that is started with these variables and asked for a page twice. */
  async function logOf(env: NodeJS.ProcessEnv, headers: Record<string, string>) {
    const server = await startServer(company.database, { env: { LOG_LEVEL: 'info', ...env } });
    for (let nth = 0; nth < 2; nth += 1) await fetch(`${server.origin}/portal/sign-in`, { headers });
    await server.stop();
    return notices(server.log());
  }
  const forwarded = { 'x-forwarded-for': '198.51.100.7' };

  test('the operator is told once, at the start or at the first request that shows it', async () => {
    expect(await logOf({}, {})).toEqual([]);
    expect(await logOf({}, forwarded)).toHaveLength(1);
    expect(await logOf({ ORIGIN: 'https://portal.example' }, forwarded)).toHaveLength(1);
    expect(await logOf({ ORIGIN: 'https://portal.example' }, {})).toHaveLength(1);
    expect(await logOf({ ADDRESS_HEADER: 'x-forwarded-for' }, forwarded)).toEqual([]);
  });
});

test('C5 L27 neither realm’s cookie means anything in the other', async () => {
  const dana = await company.as('Nexus Corp', 'Client Admin');
  const ines = await company.as('Halden & Pike Delivery', 'Owner');
  const swap = (from: typeof dana, name: string) => {
    const visitor = company.visitor();
    visitor.cookies.set(name, [...from.cookies.values()][0]!);
    return visitor;
  };
  expect((await swap(ines, 'portal_session').query('portal', 'projects.list')).status).toBe(401);
  expect((await swap(dana, 'staff_session').query('staff', 'projects.list', {})).status).toBe(401);
  expect((await ines.query('portal', 'projects.list')).status).toBe(401);
  expect((await dana.query('staff', 'projects.list', {})).status).toBe(401);
});

test('L21 L38 an unknown address costs the work of a known one', async () => {
  const passwordHash = await hash('another', { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const known = { passwordHash, canSignIn: true, personId: '', tenantId: '', clientId: '' };
  /** What a refusal costs the processor, whoever else keeps it busy. */
  const costOf = async (credential: typeof known | null) => {
    const door = {
      countAttempt: () => Promise.resolve(1),
      takeBackAttempt: () => Promise.resolve(),
      findCredential: () => Promise.resolve(credential),
    };
    const before = process.cpuUsage();
    for (let nth = 0; nth < 6; nth += 1)
      expect(await signIn(door as unknown as RealmOfSignIn, 'a@b.test', 'not it', 'here')).toEqual({
        refused: 'wrong',
      });
    return process.cpuUsage(before).user;
  };
  await costOf(known);
  const [ofKnown, ofUnknown] = [await costOf(known), await costOf(null)];
  expect(ofUnknown).toBeGreaterThan(ofKnown / 2);
  expect(ofKnown).toBeGreaterThan(ofUnknown / 2);
});
