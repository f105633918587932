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
import type { WorkerTransaction } from '../transaction';
import { writeBreaches } from './breaches';
import { escalate, withSteps } from './escalate';
import { momentOr } from './stored-moment';

const MS_PER_HOUR = 60 * 60_000;

/**
 * Looks at a ticket's two clocks and writes down how they stand: for the queue, for the client as far as the contract
 * discloses it, breaches for the invoices, escalations along the contract's path, and when to look next. The row of the
 * schedule is locked for it, so that of several workers one does it; whatever fails undoes all of it, and done twice it
 * changes nothing. False where another worker has it or has done it, and where somebody is writing on the ticket.
 */
export async function lookAtClock(db: WorkerTransaction, ticketId: string): Promise<boolean> {
  // The ticket before its schedule, as everybody who writes on it: the other way round the two would wait for each other.
  const ticket = await db
    .selectFrom('app.ticket')
    .select(['tenant_id', 'client_id', 'contract_id', 'sla_policy_id', 'shared_at'])
    .where('id', '=', ticketId)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!ticket) return false;
  const due = await db
    .selectFrom('app.ticket_sla as c')
    .leftJoin('app.contract_support as s', (on) => on.on('s.contract_id', '=', ticket.contract_id))
    .select('s.sla_disclosure')
    .select(sql<string>`clock_timestamp()`.as('now'))
    .where('c.ticket_id', '=', ticketId)
    .where('c.next_run_at', '<=', sql<string>`clock_timestamp()`)
    .forUpdate('c')
    .skipLocked()
    .executeTakeFirst();
  if (!due) return false;
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

  const at = Date.parse(due.now);
  const policyId = ticket.sla_policy_id;
  const sharedAt = ticket.shared_at && Date.parse(ticket.shared_at);
  // Where it was raised before the contract promised anything, it promises nothing to whoever saw it raised.
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
  const disclosure = (sharedAt && due.sla_disclosure) || 'nothing';
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
  await schedule(
    db,
    ticketId,
    next,
    readings
      ? {
          first_response: JSON.stringify(readings.firstResponse),
          resolution: JSON.stringify(readings.resolution),
        }
      : {},
  );
  return true;
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

async function schedule(
  db: WorkerTransaction,
  ticketId: string,
  next: number | null,
  readings: { first_response?: string; resolution?: string },
) {
  await db
    .updateTable('app.ticket_sla')
    .set({
      ...readings,
      next_run_at: momentOr(next) ?? 'infinity',
      attempts: 0,
      failure: null,
      evaluated_at: sql`now()`,
    })
    .where('ticket_id', '=', ticketId)
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
