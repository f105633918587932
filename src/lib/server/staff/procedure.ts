import { initTRPC } from '@trpc/server';
import { sql, type Transaction } from 'kysely';
import type { StaffDatabase } from '../../../../db/types/staff';
import { databaseToken } from '../auth/token';
import { poolOf } from '../db/pools';
import { inTransaction } from '../db/transaction';
import { Refusal, refusalOf } from '../errors';
import { Hub } from '../live/hub';
import { liveEvents, type Channels } from '../live/stream';
import { formatError, sse, type RequestContext } from '../realm-procedure';

const t = initTRPC.context<RequestContext>().create({ isDev: false, errorFormatter: formatError, sse });

export type StaffTransaction = Transaction<StaffDatabase>;

/** The signed-in staff member, as the database knows them. */
type Me = {
  staffMemberId: string;
  tenantId: string;
  name: string;
  email: string;
  role: 'member' | 'manager' | 'admin' | 'owner';
};

const signedOut = () => new Refusal('UNAUTHORIZED', 'You are signed out. Sign in to continue.');

async function whoIsAsking(db: StaffTransaction): Promise<Me | null> {
  const { rows } = await sql<Me>`
    select staff_member_id as "staffMemberId", tenant_id as "tenantId", name, email, role
      from app.staff_me() where staff_member_id is not null`.execute(db);
  return rows[0] ?? null;
}

/** Runs `work` as the staff member whose token this is; read-only unless it writes. */
async function asStaff<T>(
  token: string | null,
  access: 'read only' | 'read write',
  work: (db: StaffTransaction) => Promise<T>,
) {
  if (!token) throw signedOut();
  return inTransaction<StaffDatabase, T>(
    poolOf('staff_app'),
    { role: 'staff', session: databaseToken(token) },
    access,
    work,
  );
}

/** As portalProcedure, for the delivery team: one transaction under role staff. `ctx.me` is who asks. */
export const staffProcedure = t.procedure.use(async ({ ctx, type, next }) => {
  try {
    return await asStaff(ctx.token, type === 'query' ? 'read only' : 'read write', async (db) => {
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

const hub = new Hub('staff_app');

function liveChannels(token: string | null): Promise<Channels | null> {
  return asStaff(token, 'read only', async (db) => {
    const { rows } = await sql<{ channels: [string | null, string | null] }>`
      select app.staff_live('projects') as channels`.execute(db);
    const [changes = null, person] = rows[0]?.channels ?? [];
    return person ? { changes, person } : null;
  });
}

/** Where the tenant's channel of projects stands now; '' for nobody. Listening starts before it returns. */
export async function liveCursor(token: string | null): Promise<string> {
  const channels = await liveChannels(token);
  return channels?.changes ? hub.cursor(channels.changes) : '';
}

/** A stream of 'changed' for the tenant's projects, for as long as the session lasts. */
export async function* staffLive({
  ctx,
  input,
  signal,
}: {
  ctx: RequestContext;
  input: { cursor: string | null };
  signal: AbortSignal | undefined;
}) {
  const channels = await liveChannels(ctx.token).catch((error: unknown) => {
    throw refusalOf(error);
  });
  if (!channels) throw signedOut();
  yield* liveEvents(hub, channels, input.cursor, signal ?? new AbortController().signal, () =>
    liveChannels(ctx.token),
  );
}

/** For streams, which hold no transaction open. Only `staffLive` may be built on it. */
export const staffStream = t.procedure;
export const staffRouterOf = t.router;
export const staffCallerOf = t.createCallerFactory;
