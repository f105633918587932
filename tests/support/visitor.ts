/** Somebody at the application's door, over real HTTP. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Account } from '../../db/running.ts';
import { tokenHash } from '../../src/lib/server/auth/token.ts';
import type { TestDatabase } from './database.ts';
import { idFinder } from './id-finder.ts';
import { createSampleDatabase } from './sample.ts';
import { startServer, type TestServer } from './server.ts';

/** What came back, without the name of the request and the nonce of the page, which differ every time. */
export type Answer = { status: number; body: string; headers: Headers };

export class Visitor {
  cookies = new Map<string, string>();
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (!headers.has('origin')) headers.set('origin', this.#origin);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookie) headers.set('cookie', cookie);
    const response = await fetch(this.#origin + path, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text
        .replaceAll(/"requestId":"[0-9a-f-]{36}"/g, '"requestId":""')
        .replaceAll(/nonce="[^"]+"/g, 'nonce=""'),
    };
  }

  /** Calls a query; input as an object. */
  query(realm: 'portal' | 'staff', name: string, input?: unknown): Promise<Answer> {
    const search = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
    return this.fetch(`/${realm}/api/trpc/${name}${search}`);
  }

  mutate(realm: 'portal' | 'staff', name: string, input?: unknown): Promise<Answer> {
    return this.fetch(`/${realm}/api/trpc/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: input === undefined ? '' : JSON.stringify(input),
    });
  }

  submit(path: string, fields: Record<string, string>): Promise<Answer> {
    return this.fetch(path, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams(fields),
    });
  }

  signIn(realm: 'portal' | 'staff', email: string, password: string): Promise<Answer> {
    return this.submit(`/${realm}/sign-in`, { email, password });
  }
}

/** A record's data in a query's answer. */
export const dataOf = (answer: Answer): unknown =>
  (JSON.parse(answer.body) as { result: { data: unknown } }).result.data;

const ofTheMoment = new Set(['date', 'etag', 'x-request-id', 'connection', 'keep-alive']);

/** The headers of an answer, without what differs from one request to the next: the time, the request's name. */
export const headersOf = ({ headers }: Pick<Answer, 'headers'>): Record<string, string> =>
  Object.fromEntries(
    [...headers]
      .filter(([name]) => !ofTheMoment.has(name))
      .map(([name, value]) => [name, value.replaceAll(/'nonce-[^']+'/g, "'nonce'")]),
  );

type SessionCookie = { name: string; value: string; path: '/portal' | '/staff' };

/**
 * A session such as signing in makes, without the password: verifying one is slow by design, and is for the tests of sign-in to ask for.
 * Throws for somebody who may not sign in.
 */
async function beginSession(
  database: TestDatabase,
  { realm, email }: Pick<Account, 'realm' | 'email'>,
): Promise<SessionCookie> {
  const [place, whose] =
    realm === 'client'
      ? (['portal', 'client_id, client_user_id'] as const)
      : (['staff', 'staff_member_id'] as const);
  const value = randomBytes(25).toString('hex');
  const { rowCount } = await database.admin.query(
    `insert into identity.${realm}_session (token_hash, tenant_id, ${whose}, expires_at)
     select $1, tenant_id, ${whose}, now() + interval '14 days'
       from identity.${realm}_credential where email = $2 and can_sign_in`,
    [tokenHash(value), email],
  );
  if (rowCount !== 1) throw new Error(`${email} cannot sign in`);
  return { name: `${place}_session`, value, path: `/${place}` };
}

export type SampleCompany = {
  database: TestDatabase;
  server: TestServer;
  accounts: Account[];
  account: (organisation: string, role: string) => Account;
  /** The account whose address begins with this. */
  person: (address: string) => Account;
  /** A new session of this account. */
  session: (account: Account) => Promise<SessionCookie>;
  /** Signed in as the first account of this organisation (client or tenant) and role. */
  as: (organisation: string, role: string) => Promise<Visitor>;
  /** Signed in as the account whose address begins with this. */
  asPerson: (address: string) => Promise<Visitor>;
  visitor: () => Visitor;
  /** The id of the one record that a query selects as "id". */
  idOf: (text: string, values?: unknown[]) => Promise<string>;
  unknownId: string;
  stop: () => Promise<void>;
};

/** The application on the sample companies, for tests of what each kind of person gets. */
export async function startSampleCompany(env: NodeJS.ProcessEnv = {}): Promise<SampleCompany> {
  const { database, accounts } = await createSampleDatabase();
  const server = await startServer(database, { env });
  const account = (organisation: string, role: string) =>
    accounts.find((one) => (one.client ?? one.tenant) === organisation && one.role === role)!;
  const person = (address: string) => {
    const found = accounts.find(({ email }) => email.startsWith(address));
    if (!found) throw new Error(`nobody's address begins with ${address}`);
    return found;
  };
  const session = (one: Account) => beginSession(database, one);
  const visitor = () => new Visitor(server.origin);
  const signedIn = async (one: Account) => {
    const somebody = visitor();
    const { name, value } = await session(one);
    somebody.cookies.set(name, value);
    return somebody;
  };
  return {
    database,
    server,
    accounts,
    account,
    person,
    session,
    visitor,
    as: (organisation, role) => signedIn(account(organisation, role)),
    asPerson: (address) => signedIn(person(address)),
    idOf: idFinder(database),
    unknownId: randomUUID(),
    async stop() {
      await server.stop();
      await database.drop();
    },
  };
}
