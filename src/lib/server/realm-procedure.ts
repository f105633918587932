/**
 * Code that the procedures of both realms share and neither realm owns: the transaction that answers, how an error is told, how
 * a request is named.
 */
import '../inputs/words';
import { TRPCError, type TRPCDefaultErrorShape } from '@trpc/server';
import type { RawBuilder, Transaction } from 'kysely';
import { databaseToken } from './auth/token';
import { inTransaction } from './db/transaction';
import { readBy } from './reader';
import { publicError, Refusal, refusalOf, type PublicError } from './errors';

/**
 * The context of a request. The token is unproven until the database has looked it up. `viewing` says that it
 * is a staff member's, who looks at the portal as a client user.
 */
export type RequestContext = {
  requestId: string;
  token: string | null;
  viewing: boolean;
  signal: AbortSignal | null;
};

/** Whose request a transaction is opened for. */
export type Caller = Pick<RequestContext, 'token' | 'viewing'>;

/** The one shape of an error that reaches a browser; no stack, no path, no text of the database. */
export function formatError({
  shape,
  error,
  ctx,
}: {
  shape: TRPCDefaultErrorShape;
  error: TRPCError;
  ctx?: RequestContext | undefined;
}): { code: number; message: string; data: PublicError } {
  const { message, ...data } = publicError(error, ctx?.requestId ?? 'unknown');
  return { code: shape.code, message, data };
}

/** Reconnects a stream that has gone quiet; a proxy's idle time-out is rarely below a minute. */
export const sse = {
  ping: { enabled: true, intervalMs: 10_000 },
  client: { reconnectAfterInactivityMs: 25_000 },
} as const;

export const signedOut = () => new Refusal('UNAUTHORIZED', "You've been signed out. Sign in to continue.");

const onlyLooking = () =>
  new Refusal('FORBIDDEN', "You're viewing as a client, so nothing can be changed here.");

const mostRetries = 3;
const deadlock = '40P01';

/** The transaction was the one that PostgreSQL picked to end a deadlock. */
const wasVictim = (error: unknown) =>
  ((error instanceof TRPCError ? error.cause : error) as { code?: unknown } | undefined)?.code === deadlock;

/** A realm's login and role, and how its database is asked who the session belongs to. */
type Realm<Me> = {
  role: 'client' | 'staff';
  pool: (viewing: boolean) => Parameters<typeof inTransaction>[0];
  /** Whether somebody is signed in, and the locale that they chose to read by. */
  signedIn: RawBuilder<{ signedIn: boolean; locale: string | null }>;
  me: RawBuilder<Me>;
};

/**
 * Runs the procedures of a realm. `runAs` runs work as the person whose token it is. `run` does so for a procedure: a query's first
 * statement travels with the identity, before that is known to hold; where it does not, policies answer nothing and the
 * call is refused. A mutation waits for it. A rehearsal writes like a mutation, and is rolled back once it has answered.
 * A call that the database stopped to end a deadlock runs again: it has changed nothing, and effects beyond the database
 * leave by the outbox.
 */
export function createRealmRunner<DB, Me>({ role, pool, signedIn, me }: Realm<Me>) {
  const runAs = <T>(
    { token, viewing }: Caller,
    access: 'read only' | 'read write',
    work: (db: Transaction<DB>) => Promise<T>,
  ) => {
    if (!token) throw signedOut();
    if (viewing && access === 'read write') throw onlyLooking();
    return inTransaction<DB, T>(pool(viewing), { role, session: databaseToken(token) }, access, work);
  };

  const run = async <Result extends { ok: boolean }>(
    caller: Caller,
    type: 'query' | 'mutation' | 'subscription' | 'rehearsal',
    next: (own: { db: Transaction<DB>; me: () => Promise<Me> }) => Promise<Result>,
    again = mostRetries,
  ): Promise<Result> => {
    let rehearsed: Result | undefined;
    try {
      return await runAs(caller, type === 'query' ? 'read only' : 'read write', async (db) => {
        // In one flight with the first query, whose answer is then made for the person's own locale.
        const asked = signedIn.execute(db).then(({ rows }) => {
          readBy(rows[0]?.locale ?? null);
          return rows[0]?.signedIn === true;
        });
        asked.catch(() => {});
        const refuseStrangers = async () => {
          if (!(await asked)) throw signedOut();
        };
        let person: Promise<Me> | undefined;
        const whoAsks = () => {
          person ??= me.execute(db).then(({ rows }) => {
            if (!rows[0]) throw signedOut();
            return rows[0];
          });
          person.catch(() => {});
          return person;
        };
        if (type !== 'query') await refuseStrangers();
        const result = await next({ db, me: whoAsks });
        await refuseStrangers();
        if (!result.ok) throw (result as unknown as { error: unknown }).error;
        if (type === 'rehearsal') {
          rehearsed = result;
          throw new Error('rehearsed');
        }
        return result;
      });
    } catch (error) {
      if (rehearsed) return rehearsed;
      if (again && wasVictim(error)) return run(caller, type, next, again - 1);
      throw refusalOf(error);
    }
  };

  return { run, runAs };
}
