import { Lucia, TimeSpan, type Adapter } from 'lucia';
import { sql, type Transaction } from 'kysely';
import type { Identity } from '../db/transaction';
import { inTransaction } from '../db/transaction';
import { poolOf, type Login, type Realm } from '../db/pools';
import { tokenHash } from './token';

/** Whose session it is. `clientId` is null in the staff realm. */
type Attributes = { tenantId: string; clientId: string | null };

declare module 'lucia' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- Lucia merges it
  interface Register {
    Lucia: Lucia;
    UserId: string;
    DatabaseSessionAttributes: Attributes;
    DatabaseUserAttributes: Attributes;
  }
}

/** The names in which the two realms differ. */
const names = {
  client: {
    login: 'client_auth',
    role: 'client_sign_in',
    path: '/portal',
    person: 'client_user_id',
    organisation: ['client_id'],
  },
  staff: {
    login: 'staff_auth',
    role: 'staff_sign_in',
    path: '/staff',
    person: 'staff_member_id',
    organisation: [],
  },
} as const satisfies Record<
  Realm,
  { login: Login; role: Identity['role']; path: string; person: string; organisation: readonly string[] }
>;

export type Credential = Attributes & { personId: string; passwordHash: string; canSignIn: boolean };

type SessionRow = {
  person_id: string;
  tenant_id: string;
  client_id: string | null;
  expires_at: string;
  can_sign_in: boolean;
};

/** Opened over https, the cookie is bound to it by name; the demo on loopback has no https. */
const secure = (process.env.ORIGIN ?? '').startsWith('https://');

/**
 * Sign-in of one realm: its Lucia instance, and the few statements on its own tables. Nothing here reaches the other
 * realm: the connection is its own auth login's, which holds no grant there.
 */
export function createRealm(realm: Realm) {
  const { login, role, path, person, organisation } = names[realm];
  const table = (name: string) => sql.table(`identity.${realm}_${name}`);
  const personColumn = sql.ref(person);
  const clientColumn = organisation.length ? sql`s.client_id` : sql`null::uuid`;

  /** One transaction on the realm's auth login. */
  function run<T>(
    work: (db: Transaction<unknown>) => Promise<T>,
    access: 'read only' | 'read write' = 'read write',
  ): Promise<T> {
    return inTransaction(poolOf(login), { role, session: '' }, access, work);
  }

  const adapter: Adapter = {
    getSessionAndUser: (sessionId) =>
      run(async (db) => {
        const { rows } = await sql<SessionRow>`
          select s.${personColumn} as person_id, s.tenant_id, ${clientColumn} as client_id, s.expires_at, c.can_sign_in
            from ${table('session')} s
            join ${table('credential')} c on c.tenant_id = s.tenant_id and c.${personColumn} = s.${personColumn}
           where s.token_hash = ${tokenHash(sessionId)}`.execute(db);
        const row = rows[0];
        if (!row) return [null, null];
        const attributes = { tenantId: row.tenant_id, clientId: row.client_id };
        return [
          { id: sessionId, userId: row.person_id, expiresAt: new Date(row.expires_at), attributes },
          row.can_sign_in ? { id: row.person_id, attributes } : null,
        ];
      }, 'read only'),
    setSession: (session) =>
      run(async (db) => {
        const { tenantId, clientId } = session.attributes;
        const columns = ['token_hash', 'tenant_id', ...organisation, person, 'expires_at'].map((name) =>
          sql.ref(name),
        );
        const values: unknown[] = [
          tokenHash(session.id),
          tenantId,
          ...(realm === 'client' ? [clientId] : []),
          session.userId,
          session.expiresAt,
        ];
        await sql`insert into ${table('session')} (${sql.join(columns)}) values (${sql.join(values)})`.execute(
          db,
        );
      }),
    updateSessionExpiration: (sessionId, expiresAt) =>
      run(async (db) => {
        await sql`update ${table('session')} set expires_at = ${expiresAt} where token_hash = ${tokenHash(sessionId)}`.execute(
          db,
        );
      }),
    deleteSession: (sessionId) =>
      run(async (db) => {
        await sql`delete from ${table('session')} where token_hash = ${tokenHash(sessionId)}`.execute(db);
      }),
    deleteUserSessions: (userId) =>
      run(async (db) => {
        await sql`delete from ${table('session')} where ${personColumn} = ${userId}`.execute(db);
      }),
    deleteExpiredSessions: () =>
      run(async (db) => {
        await sql`delete from ${table('session')} where expires_at <= now()`.execute(db);
      }),
    // The raw ids are not kept, so a person's sessions cannot be listed by them.
    getUserSessions: () => Promise.resolve([]),
  };

  const lucia = new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(14, 'd'),
    sessionCookie: {
      name: `${secure ? '__Secure-' : ''}${realm === 'client' ? 'portal' : 'staff'}_session`,
      attributes: { path, secure, sameSite: 'lax' },
    },
  });

  /** The credential of an address (any case), or null. */
  function findCredential(email: string): Promise<Credential | null> {
    return run(async (db) => {
      const { rows } = await sql<Credential>`
        select s.${personColumn} as "personId", s.tenant_id as "tenantId", ${clientColumn} as "clientId",
               s.password_hash as "passwordHash", s.can_sign_in as "canSignIn"
          from ${table('credential')} s where s.email = ${email.toLowerCase()}`.execute(db);
      return rows[0] ?? null;
    });
  }

  /** Counts one attempt against a subject and returns how many there have been in the last 15 minutes. */
  function countAttempt(subject: Buffer): Promise<number> {
    return run(async (db) => {
      const { rows } = await sql<{ failures: number }>`
        insert into ${table('attempt')} as a (subject_hash, failures) values (${subject}, 1)
        on conflict (subject_hash) do update set
          failures = case when a.first_at < now() - interval '15 minutes' then 1 else a.failures + 1 end,
          first_at = case when a.first_at < now() - interval '15 minutes' or a.failures = 0 then now() else a.first_at end,
          last_at = now()
        returning failures`.execute(db);
      return rows[0]?.failures ?? 0;
    });
  }

  /** Takes back one attempt that was counted against a subject, and was no failure. */
  function takeBackAttempt(subject: Buffer): Promise<void> {
    return run(async (db) => {
      await sql`update ${table('attempt')} set failures = failures - 1
        where subject_hash = ${subject} and failures > 0`.execute(db);
    });
  }

  /** Forgets the attempts against a subject, and those of anybody older than a day. */
  function forgetAttempts(subject: Buffer): Promise<void> {
    return run(async (db) => {
      await sql`delete from ${table('attempt')}
        where subject_hash = ${subject} or last_at < now() - interval '1 day'`.execute(db);
    });
  }

  return { realm, path, lucia, findCredential, countAttempt, takeBackAttempt, forgetAttempts };
}

export type RealmOfSignIn = ReturnType<typeof createRealm>;
