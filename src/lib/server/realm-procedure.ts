/**
 * What the procedures of both realms share and neither realm owns: the transaction that answers, how an error is told, how
 * a request is named.
 */
import type { TRPCDefaultErrorShape, TRPCError } from '@trpc/server';
import type { RawBuilder, Transaction } from 'kysely';
import { databaseToken } from './auth/token';
import { inTransaction } from './db/transaction';
import { publicError, Refusal, refusalOf, type PublicError } from './errors';

/** What a procedure knows of its request. The token is unproven until the database has looked it up. */
export type RequestContext = { requestId: string; token: string | null; signal: AbortSignal | null };

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

export const signedOut = () => new Refusal('UNAUTHORIZED', 'You are signed out. Sign in to continue.');

/** A realm's login and role, and how its database is asked who the session belongs to. */
type Realm<Me> = {
  role: 'client' | 'staff';
  pool: () => Parameters<typeof inTransaction>[0];
  signedIn: RawBuilder<{ signedIn: boolean }>;
  me: RawBuilder<Me>;
};

/**
 * How a realm answers. `as` runs work as the person whose token it is. `answer` does so for a procedure: a query's first
 * statement travels with the identity, before that is known to hold; where it does not, policies answer nothing and the
 * call is refused. A mutation waits for it.
 */
export function answering<DB, Me>({ role, pool, signedIn, me }: Realm<Me>) {
  const as = <T>(
    token: string | null,
    access: 'read only' | 'read write',
    work: (db: Transaction<DB>) => Promise<T>,
  ) => {
    if (!token) throw signedOut();
    return inTransaction<DB, T>(pool(), { role, session: databaseToken(token) }, access, work);
  };

  const answer = async <Result extends { ok: boolean }>(
    token: string | null,
    type: 'query' | 'mutation' | 'subscription',
    next: (own: { db: Transaction<DB>; me: () => Promise<Me> }) => Promise<Result>,
  ): Promise<Result> => {
    try {
      return await as(token, type === 'query' ? 'read only' : 'read write', async (db) => {
        const asked = signedIn.execute(db).then(({ rows }) => rows[0]?.signedIn === true);
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
        return result;
      });
    } catch (error) {
      throw refusalOf(error);
    }
  };

  return { as, answer };
}
