import { sql } from 'kysely';
import { clientClocks, nextClientMoment, type ClientClocks } from '../../../domain/sla/client-clock';
import { disclosedStanding } from '../../../domain/sla/disclosed-standing';
import type { SlaEvent } from '../../../domain/sla/events';
import { nextMoment } from '../../../domain/sla/next-moment';
import type { SlaPolicies } from '../../../domain/sla/policy';
import { readClocks, type ClockReadings } from '../../../domain/sla/read-clocks';
import { seenByClient } from '../../../domain/sla/seen-by-client';
import { slaEventsOf } from '../../../domain/sla/stored-events';
import { policyOf, type StoredPolicy } from '../../../domain/sla/stored-policy';
import type { Next } from '../jobs/kind';
import type { WorkerTransaction } from '../transaction';
import { writeBreaches } from './breaches';
import { escalate, withSteps } from './escalate';
import { momentOr, storedMoment } from './stored-moment';

const MS_PER_HOUR = 60 * 60_000;

/**
 * Looks at a ticket's two clocks and writes down how they stand: for the queue, for the client as far as the contract
 * discloses it, breaches for the invoices, escalations along the contract's path. Whatever fails undoes all of it, and done twice it
 * changes nothing. Returns when to look next: in a second where somebody is writing on the ticket.
 */
export async function evaluateClocks(db: WorkerTransaction, ticketId: string): Promise<Next> {
  const ticket = await db
    .selectFrom('app.ticket')
    .select(['tenant_id', 'client_id', 'contract_id', 'sla_policy_id', 'shared_at'])
    .where('id', '=', ticketId)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!ticket) {
    const locked = await db
      .selectFrom('app.ticket')
      .where('id', '=', ticketId)
      .select('id')
      .executeTakeFirst();
    return locked ? { in_s: 1 } : null;
  }
  const { now, sla_disclosure } = await db
    .selectFrom(sql<{ now: string }>`(select clock_timestamp() as now)`.as('c'))
    .leftJoin('app.contract_support as s', (on) => on.on('s.contract_id', '=', ticket.contract_id))
    .select(['c.now', 's.sla_disclosure'])
    .executeTakeFirstOrThrow();
  const versions = (await db
    .selectFrom('app.sla_policy')
    .select(['id', 'time_zone', 'business_hours', 'holidays', 'targets', 'thresholds', 'pauses_on_hold'])
    .select('in_force_from')
    .where('contract_id', '=', ticket.contract_id)
    .orderBy('in_force_from')
    .execute()) as (StoredPolicy & { in_force_from: string })[];
  const steps = await db
    .selectFrom('app.escalation_step')
    .select(['clock', 'at_percent as atPercent', 'staff_member_id as staffMemberId'])
    .select(sql<boolean>`app.reaches_contract(tenant_id, contract_id, staff_member_id)`.as('reaches'))
    .where('contract_id', '=', ticket.contract_id)
    .execute();
  const history = await db
    .selectFrom('app.ticket_event')
    .select(['kind', 'to_status', 'to_priority', 'to_level', 'happened_at', 'was_shared'])
    .where('ticket_id', '=', ticketId)
    .orderBy('happened_at')
    .execute();

  const at = Date.parse(now);
  const policyId = ticket.sla_policy_id;
  const sharedAt = ticket.shared_at && Date.parse(ticket.shared_at);
  // A ticket created before the contract had an SLA policy has no targets for the client who saw it created.
  const wasPromised = policyId !== null || !history.some((row) => row.kind === 'raised' && row.was_shared);
  const inForceAt = (moment: number) =>
    versions.findLast(({ in_force_from }) => Date.parse(in_force_from) <= moment)?.id ?? policyId;
  const past = history.flatMap((row) =>
    slaEventsOf([row], policyId ?? '').map((event) => ({ event, wasShown: row.was_shared })),
  );
  const seen = sharedAt && wasPromised ? seenByClient(past, sharedAt, inForceAt) : [];
  const events = policyId ? slaEventsOf(history, policyId) : [];
  // Those alone that this ticket is under: one that cannot be read stops no clock but its own.
  const ids = [...events, ...seen].flatMap((event) =>
    event.kind === 'raised' ? [event.policyVersionId] : [],
  );
  const policies: SlaPolicies = new Map(
    versions.filter(({ id }) => ids.includes(id)).map((version) => [version.id, policyOf(version)]),
  );

  const readings = policyId ? readClocks(events, policies, at) : null;
  const clocks = readings ? [readings.firstResponse, readings.resolution] : [];
  for (const reading of clocks) await writeBreaches(db, { ...ticket, ticketId }, reading);
  if (readings) await escalate(db, { ...ticket, ticketId }, events, policies, steps, at);

  const running = clocks.filter(({ stoppedAt, pausedBy }) => stoppedAt === null && pausedBy === null);
  const dueAt = earliest(running.map(({ due: dueMoment }) => dueMoment));
  const missedAt = earliest(
    clocks.flatMap(({ breaches }) =>
      breaches.filter(({ until }) => until === null).map((breach) => breach.at),
    ),
  );
  const nearAt = earliest(
    running.filter(({ nearBreach }) => nearBreach).map(({ thresholds }) => thresholds.at(-1)?.at ?? null),
  );
  const disclosure = (sharedAt && sla_disclosure) || 'nothing';
  const client = clientClocks(seen, policies, at, disclosure);
  const disclosed = disclosedStanding(client);
  await show(db, ticketId, {
    breach_at: momentOr(dueAt),
    at_risk_at: momentOr(earliest([nearAt, missedAt])),
    missed_at: momentOr(missedAt),
    sla_status: disclosed.status,
    sla_due_at: momentOr(disclosed.due),
  });

  // The client's clocks have moments of their own: they know of no change of the level, nor of what was hidden.
  const next = earliest([
    nextMoment(events, withSteps(policies, steps), at),
    nextClientMoment(seen, policies, at, disclosure),
    isGrowing(readings, client) ? nextHour(events, at) : null,
  ]);
  await keep(db, { ...ticket, ticketId }, readings);
  return next === null ? null : { at: storedMoment(next) };
}

function earliest(moments: readonly (number | null)[]): number | null {
  const known = moments.filter((at) => at !== null);
  return known.length ? Math.min(...known) : null;
}

/**
 * Whether the overrun of a target grows as time passes: nothing more is to be crossed, and its record must not stand still. Also
 * where the target is missed as the client knows it, so that what happens inside makes no ticket be looked at later.
 */
const isGrowing = (readings: ClockReadings | null, client: ClientClocks) =>
  (['firstResponse', 'resolution'] as const).some((clock) => {
    if (!readings) return false;
    const { stoppedAt, pausedBy, breachedAt } = readings[clock];
    const isMissed = breachedAt !== null || client[clock]?.status === 'missed';
    return isMissed && stoppedAt === null && pausedBy === null;
  });

/** Of the ticket's life, whatever the moment at which it is looked at. */
function nextHour(events: readonly SlaEvent[], at: number): number {
  const raisedAt = events.find(({ kind }) => kind === 'raised')?.at ?? at;
  return at + MS_PER_HOUR - ((at - raisedAt) % MS_PER_HOUR);
}

async function keep(
  db: WorkerTransaction,
  ticket: { tenant_id: string; client_id: string; contract_id: string; ticketId: string },
  readings: ClockReadings | null,
) {
  const { tenant_id, client_id, contract_id, ticketId: ticket_id } = ticket;
  const read = readings && {
    first_response: JSON.stringify(readings.firstResponse),
    resolution: JSON.stringify(readings.resolution),
  };
  await db
    .insertInto('app.ticket_sla')
    .values({ tenant_id, client_id, contract_id, ticket_id, ...read })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'ticket_id']).doUpdateSet({ ...read, evaluated_at: sql`now()` }),
    )
    .execute();
}

type Shown = {
  breach_at: string | null;
  at_risk_at: string | null;
  missed_at: string | null;
  sla_status: 'on_time' | 'at_risk' | 'missed' | null;
  sla_due_at: string | null;
};

/** Only where it differs: an update that changes nothing would tell open pages that something did. */
async function show(db: WorkerTransaction, ticketId: string, shown: Shown) {
  await db
    .updateTable('app.ticket')
    .set(shown)
    .where('id', '=', ticketId)
    .where(
      sql<boolean>`(breach_at, at_risk_at, missed_at, sla_status, sla_due_at) is distinct from
        (${shown.breach_at}::timestamptz, ${shown.at_risk_at}::timestamptz, ${shown.missed_at}::timestamptz, ${shown.sla_status}::app.sla_standing, ${shown.sla_due_at}::timestamptz)`,
    )
    .execute();
}
