import { initTRPC } from '@trpc/server';
import { sql, type Transaction } from 'kysely';
import type { ClientDatabase } from '../../../../db/types/client';
import type { Section } from '../../inputs/team';
import { poolOf } from '../db/pools';
import { refusalOf } from '../errors';
import { Hub } from '../live/hub';
import { liveEvents, type Channels } from '../live/stream';
import { normalized } from '../normalized';
import {
  createRealmRunner,
  formatError,
  signedOut,
  sse,
  type Caller,
  type RequestContext,
} from '../realm-procedure';

const t = initTRPC.context<RequestContext>().create({ isDev: false, errorFormatter: formatError, sse });

/** Text is asked for and stored in one normal form; the database refuses another. */
const normalizing = t.middleware(({ getRawInput, next }) =>
  next({ getRawInput: async () => normalized(await getRawInput()) }),
);

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

const { run, runAs } = createRealmRunner<ClientDatabase, Me>({
  role: 'client',
  // A staff member who looks as a client comes by the staff login, on which no client's own session is good.
  pool: (viewing) => poolOf(viewing ? 'staff_app' : 'client_app'),
  signedIn: sql`select app.client_user_id() is not null as "signedIn", app.client_locale() as locale`,
  me: sql`
    select client_user_id as "clientUserId", tenant_id as "tenantId", client_id as "clientId", name, email, role, sections
      from app.client_me() where client_user_id is not null`,
});

/**
 * Every answer to a client comes through here: one transaction under role client, with the identity that the database
 * proves. `ctx.me()` is who asks; a procedure that wants to know asks before its own statement, so that both travel together.
 */
export const portalProcedure = t.procedure
  .use(normalizing)
  .use(({ ctx, type, next }) => run(ctx, type, (own) => next({ ctx: own })));

const hub = new Hub('client_app');

/** The channels that the signed-in person's page listens to, for each section; null where nobody is signed in. */
function channelsOf(caller: Caller, sections: readonly Section[]): Promise<(Channels | null)[]> {
  return runAs(caller, 'read only', async (db) => {
    const { rows } = await sql<{ channels: [string | null, string | null] }>`
      select app.client_live(section) as channels
        from unnest(${sections}::app.section[]) with ordinality as s (section, nth) order by nth`.execute(db);
    return rows.map(({ channels: [changes, person] }) =>
      person ? { changes: changes ? [changes] : [], person } : null,
    );
  });
}

const liveChannels = async (caller: Caller, section: Section) =>
  (await channelsOf(caller, [section]))[0] ?? null;

/**
 * The point that each section's channel has reached, by section; '' for a person without the section. Listening starts
 * before it returns.
 */
export async function liveCursors(caller: Caller, sections: readonly Section[]) {
  const channels = await channelsOf(caller, sections);
  const cursors = channels.map(async (one) => (one?.changes.length ? await hub.cursor(one.changes) : ''));
  return Object.fromEntries(
    (await Promise.all(cursors)).map((cursor, index) => [sections[index] ?? '', cursor] as const),
  );
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
    const channels = await liveChannels(ctx, section).catch((error: unknown) => {
      throw refusalOf(error);
    });
    if (!channels) throw signedOut();
    yield* liveEvents(hub, channels, input.cursor, signal ?? new AbortController().signal, () =>
      liveChannels(ctx, section),
    );
  };

/** For streams, which hold no transaction open. Only `portalLive` may be built on it. */
export const portalStream = t.procedure;
export const portalRouterOf = t.router;
export const portalCallerOf = t.createCallerFactory;
