/** Somebody at the application's door, over real HTTP. */
import { randomUUID } from 'node:crypto';
import type { Account } from '../../db/running.ts';
import type { TestDatabase } from './database.ts';
import { idFinder } from './id-finder.ts';
import { createSampleDatabase } from './sample.ts';
import { startServer, type TestServer } from './server.ts';

/** What came back, without the name of the request, which differs every time. */
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
      body: text.replaceAll(/"requestId":"[0-9a-f-]{36}"/g, '"requestId":""'),
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
  Object.fromEntries([...headers].filter(([name]) => !ofTheMoment.has(name)));

export type SampleCompany = {
  database: TestDatabase;
  server: TestServer;
  accounts: Account[];
  account: (organisation: string, role: string) => Account;
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
  const visitor = () => new Visitor(server.origin);
  const signedIn = async ({ realm, email, password }: Account) => {
    const person = visitor();
    const { status } = await person.signIn(realm === 'client' ? 'portal' : 'staff', email, password);
    if (status !== 303) throw new Error(`${email} could not sign in: ${status}`);
    return person;
  };
  return {
    database,
    server,
    accounts,
    account,
    visitor,
    as: (organisation, role) => signedIn(account(organisation, role)),
    asPerson: (address) => signedIn(accounts.find(({ email }) => email.startsWith(address))!),
    idOf: idFinder(database),
    unknownId: randomUUID(),
    async stop() {
      await server.stop();
      await database.drop();
    },
  };
}
