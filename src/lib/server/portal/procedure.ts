import { initTRPC } from '@trpc/server';
import { sql, type Transaction } from 'kysely';
import type { ClientDatabase } from '../../../../db/types/client';
import type { Section } from '../../inputs/team';
import { databaseToken } from '../auth/token';
import { poolOf } from '../db/pools';
import { inTransaction } from '../db/transaction';
import { Refusal, refusalOf } from '../errors';
import { Hub } from '../live/hub';
import { liveEvents, type Channels } from '../live/stream';
import { formatError, sse, type RequestContext } from '../realm-procedure';

const t = initTRPC.context<RequestContext>().create({ isDev: false, errorFormatter: formatError, sse });

export type PortalDatabase = Transaction<ClientDatabase>;

/** The signed-in client user, as the database knows them. */
type Me = {
  clientUserId: string;
  tenantId: string;
  clientId: string;
  name: string;
  email: string;
  role: 'admin' | 'employee';
  sections: Section[];
};

const signedOut = () => new Refusal('UNAUTHORIZED', 'You are signed out. Sign in to continue.');

async function whoIsAsking(db: PortalDatabase): Promise<Me | null> {
  const { rows } = await sql<Me>`
    select client_user_id as "clientUserId", tenant_id as "tenantId", client_id as "clientId", name, email, role, sections
      from app.client_me() where client_user_id is not null`.execute(db);
  return rows[0] ?? null;
}

/** Runs `work` as the client user whose token this is; read-only unless it writes. */
async function asClient<T>(
  token: string | null,
  access: 'read only' | 'read write',
  work: (db: PortalDatabase) => Promise<T>,
) {
  if (!token) throw signedOut();
  return inTransaction<ClientDatabase, T>(
    poolOf('client_app'),
    { role: 'client', session: databaseToken(token) },
    access,
    work,
  );
}

/**
 * Every answer to a client comes through here: one transaction under role client, with the identity that the database
 * proves. `ctx.me` is who asks. A query's first statement travels with BEGIN and the identity, before the identity is
 * known to hold: where it does not, policies answer nothing and the call is refused. A mutation waits for it.
 */
export const portalProcedure = t.procedure.use(async ({ ctx, type, next }) => {
  try {
    return await asClient(ctx.token, type === 'query' ? 'read only' : 'read write', async (db) => {
      const asked = whoIsAsking(db);
      asked.catch(() => {});
      const me = async () => {
        const person = await asked;
        if (!person) throw signedOut();
        return person;
      };
      if (type !== 'query') await me();
      const result = await next({ ctx: { db, me } });
      await me();
      if (!result.ok) throw result.error;
      return result;
    });
  } catch (error) {
    throw refusalOf(error);
  }
});

const hub = new Hub('client_app');

/** What the signed-in person's page listens to; null where nobody is signed in. */
function liveChannels(token: string | null, section: Section): Promise<Channels | null> {
  return asClient(token, 'read only', async (db) => {
    const { rows } = await sql<{ channels: [string | null, string | null] }>`
      select app.client_live(${section}::app.section) as channels`.execute(db);
    const [changes = null, person] = rows[0]?.channels ?? [];
    return person ? { changes, person } : null;
  });
}

/** Where the section's channel stands now; '' for a person without the section. Listening starts before it returns. */
export async function liveCursor(token: string | null, section: Section): Promise<string> {
  const channels = await liveChannels(token, section);
  return channels?.changes ? hub.cursor(channels.changes) : '';
}

/** A stream of 'changed' for one section, for as long as the session and the section last. */
export const portalLive = (section: Section) =>
  async function* ({
    ctx,
    input,
    signal,
  }: {
    ctx: RequestContext;
    input: { cursor: string | null };
    signal: AbortSignal | undefined;
  }) {
    const channels = await liveChannels(ctx.token, section).catch((error: unknown) => {
      throw refusalOf(error);
    });
    if (!channels) throw signedOut();
    yield* liveEvents(hub, channels, input.cursor, signal ?? new AbortController().signal, () =>
      liveChannels(ctx.token, section),
    );
  };

/** For streams, which hold no transaction open. Only `portalLive` may be built on it. */
export const portalStream = t.procedure;
export const portalRouterOf = t.router;
export const portalCallerOf = t.createCallerFactory;
