import { initTRPC } from '@trpc/server';
import { sql, type Transaction } from 'kysely';
import type { StaffDatabase } from '../../../../db/types/staff';
import { poolOf } from '../db/pools';
import { refusalOf } from '../errors';
import { Hub } from '../live/hub';
import { liveEvents, type Channels } from '../live/stream';
import { answering, formatError, signedOut, sse, type RequestContext } from '../realm-procedure';

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

const { as, answer } = answering<StaffDatabase, Me>({
  role: 'staff',
  pool: () => poolOf('staff_app'),
  signedIn: sql`select app.staff_id() is not null as "signedIn"`,
  me: sql`
    select staff_member_id as "staffMemberId", tenant_id as "tenantId", name, email, role
      from app.staff_me() where staff_member_id is not null`,
});

/** As portalProcedure, for the delivery team: one transaction under role staff. `ctx.me()` is who asks. */
export const staffProcedure = t.procedure.use(({ ctx, type, next }) =>
  answer(ctx.token, type, (own) => next({ ctx: own })),
);

const hub = new Hub('staff_app');

function liveChannels(token: string | null): Promise<Channels | null> {
  return as(token, 'read only', async (db) => {
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
