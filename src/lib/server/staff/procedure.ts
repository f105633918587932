import { createHmac, randomBytes } from 'node:crypto';
import { initTRPC } from '@trpc/server';
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { ClientDatabase } from '../../../../db/types/client';
import type { StaffDatabase } from '../../../../db/types/staff';
import { followed, type LiveSection } from '../../domain/live-section';
import type { TenantRole } from '../../domain/roles';
import { databaseToken, tokenHash } from '../auth/token';
import { poolOf } from '../db/pools';
import { notFound, refusalOf } from '../errors';
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

export type StaffTransaction = Transaction<StaffDatabase>;

/** The signed-in staff member, as the database knows them. */
type Me = {
  staffMemberId: string;
  tenantId: string;
  name: string;
  email: string;
  role: TenantRole;
};

const { run, runAs } = createRealmRunner<StaffDatabase, Me>({
  role: 'staff',
  pool: () => poolOf('staff_app'),
  signedIn: sql`
    select app.staff_id() is not null as "signedIn",
           (select m.locale from app.staff_member m where m.id = (select app.staff_id())) as locale`,
  me: sql`
    select staff_member_id as "staffMemberId", tenant_id as "tenantId", name, email, role
      from app.staff_me() where staff_member_id is not null`,
});

/** As portalProcedure, for the delivery team: one transaction under role staff. `ctx.me()` is who asks. */
export const staffProcedure = t.procedure
  .use(normalizing)
  .use(({ ctx, type, next }) => run(ctx, type, (own) => next({ ctx: own })));

/**
 * A procedure that writes in order to see what would come of it: everything is rolled back once it has answered. Nothing in
 * it is announced, logged or numbered.
 */
export const staffRehearsal = t.procedure
  .use(normalizing)
  .use(({ ctx, next }) => run(ctx, 'rehearsal', (own) => next({ ctx: own })));

type Rehearsal = { db: StaffTransaction; token: string | null };

/**
 * Inside a rehearsal: what `work` is answered under role client, as the project's client with every section and nobody in
 * particular; afterwards the transaction is the staff member's again. The session it looks by is rolled back with the rest.
 * Not found where the project is not the person's to manage.
 */
export const asProjectsClient = <T>(
  rehearsal: Rehearsal,
  projectId: string,
  work: (client: Transaction<ClientDatabase>) => Promise<T>,
): Promise<T> =>
  asClient(rehearsal, (eyes) => sql`select app.begin_preview(${projectId}::uuid, ${eyes}) as begun`, work);

/** As asProjectsClient, as the client of a ticket whose contract the person manages. */
export const asTicketsClient = <T>(
  rehearsal: Rehearsal,
  ticketId: string,
  work: (client: Transaction<ClientDatabase>) => Promise<T>,
): Promise<T> =>
  asClient(
    rehearsal,
    (eyes) => sql`select app.begin_ticket_preview(${ticketId}::uuid, ${eyes}) as begun`,
    work,
  );

async function asClient<T>(
  { db, token }: Rehearsal,
  begin: (eyes: Buffer) => RawBuilder<{ begun: boolean | null }>,
  work: (client: Transaction<ClientDatabase>) => Promise<T>,
): Promise<T> {
  const eyes = randomBytes(32).toString('base64url');
  const { rows } = await begin(tokenHash(eyes)).execute(db);
  if (!rows[0]?.begun) throw notFound();
  await become(db, 'client', eyes);
  const answer = await work(db as unknown as Transaction<ClientDatabase>);
  await become(db, 'staff', token ?? '');
  return answer;
}

/** Roles may not execute set_config, so the way from one to the other is by the login. */
async function become(db: StaffTransaction, role: 'client' | 'staff', token: string): Promise<void> {
  await sql.raw('set local role none').execute(db);
  await sql`select set_config('role', ${role}, true), set_config('app.session', ${databaseToken(token)}, true)`.execute(
    db,
  );
}

/**
 * The token by which a staff member looks as a client: derived from their own, so that whoever has the nonce alone has
 * nothing, and no page has to carry the token.
 */
export const viewToken = (staffToken: string, nonce: string) =>
  createHmac('sha256', staffToken).update(`view as client ${nonce}`).digest('base64url');

/** The hash that the session table stores of that token. */
export const viewHash = (staffToken: string, nonce: string) => tokenHash(viewToken(staffToken, nonce));

const hub = new Hub('staff_app');

type LiveScope = { projectId?: string; ticketId?: string };

function liveChannels(
  caller: Caller,
  section: LiveSection,
  { projectId = null, ticketId = null }: { projectId?: string | null; ticketId?: string | null },
): Promise<Channels | null> {
  return runAs(caller, 'read only', async (db) => {
    const { rows } = await sql<{ changes: string | null; person: string | null; ownTime: string | null }>`
      select live.channels[1] as changes, live.channels[2] as person, live.channels[3] as "ownTime"
        from unnest(${[...followed[section]]}::app.section[]) wanted,
             app.staff_live(wanted, ${projectId}, (select contract_id from app.ticket where id = ${ticketId})) live (channels)
       order by wanted`.execute(db);
    const [first] = rows;
    if (!first?.person || !first.ownTime) return null;
    return {
      changes: [...rows.flatMap(({ changes }) => changes ?? []), first.ownTime],
      person: first.person,
    };
  });
}

/** The present standing of a page's channels, by its section and the one project or ticket that it shows; '' for nobody. Listening starts before it returns. */
export async function liveCursor(caller: Caller, section: LiveSection, scope: LiveScope): Promise<string> {
  const channels = await liveChannels(caller, section, scope);
  return channels?.changes.length ? hub.cursor(channels.changes) : '';
}

/** A stream of 'changed' for a section of the tenant, or of one project or ticket in it, for as long as the session lasts. */
export const staffLive = (section: LiveSection) =>
  async function* ({
    ctx,
    input,
    signal,
  }: {
    ctx: RequestContext;
    input: { cursor: string | null } & LiveScope;
    signal: AbortSignal | undefined;
  }) {
    const channels = await liveChannels(ctx, section, input).catch((error: unknown) => {
      throw refusalOf(error);
    });
    if (!channels) throw signedOut();
    yield* liveEvents(hub, channels, input.cursor, signal ?? new AbortController().signal, () =>
      liveChannels(ctx, section, input),
    );
  };

/** For streams, which hold no transaction open. Only `staffLive` may be built on it. */
export const staffStream = t.procedure;
export const staffRouterOf = t.router;
export const staffCallerOf = t.createCallerFactory;
