import { sql } from 'kysely';
import { clockPartOf } from '../../../domain/sla/clock-part';
import { explainClock } from '../../../domain/sla/explain-clock';
import { MINUTE_ms } from '../../../domain/sla/moment';
import { readClocks, type ClockReading } from '../../../domain/sla/read-clocks';
import { slaEventsOf } from '../../../domain/sla/stored-events';
import { policyOf, type StoredPolicy } from '../../../domain/sla/stored-policy';
import { becauseSentence, readingSentence } from '../../../domain/sla/words';
import { staffTicketClock } from '../../../inputs/staff-tickets';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/**
 * Both SLA clocks of a ticket as they stand at this moment, computed from its events, and why each ran and stood still: the
 * last 60 intervals or those that so many parts back come before them, the latest first. `clocks` is null where no SLA was in
 * force when the ticket was raised. `client` is what the ticket's client is shown of them, null where it is nothing.
 */
export const clock = staffProcedure
  .input(staffTicketClock)
  .query(async ({ ctx: { db }, input: { ticketId, earlier } }) => {
    const found = await selectAll(db, {
      tickets: db
        .selectFrom('app.ticket')
        .select(['sla_status as status', 'sla_due_at as due', sql<string>`now()`.as('now')])
        .where('id', '=', ticketId),
      policies: db
        .selectFrom('app.ticket as t')
        .innerJoin('app.sla_policy as p', 'p.id', 't.sla_policy_id')
        .select([
          'p.id',
          'p.time_zone',
          'p.business_hours',
          'p.holidays',
          'p.targets',
          'p.thresholds',
          'p.pauses_on_hold',
        ])
        .where('t.id', '=', ticketId),
      events: db
        .selectFrom('app.ticket_event')
        .select(['kind', 'to_status', 'to_priority', 'to_level', 'happened_at'])
        .where('ticket_id', '=', ticketId)
        .orderBy('happened_at'),
    });
    const [ticket] = found.tickets;
    if (!ticket) throw notFound();
    const client = ticket.status && { status: ticket.status, due: ticket.due };
    const [stored] = found.policies as unknown as StoredPolicy[];
    if (!stored) return { clocks: null, client };

    const policy = policyOf(stored);
    const policies = new Map([[policy.id, policy]]);
    const events = slaEventsOf(found.events, policy.id);
    const at = Date.parse(ticket.now);
    const { firstResponse, resolution } = readClocks(events, policies, at);
    const shown = (reading: ClockReading) => {
      const missing = reading.breaches.find(({ until }) => until === null);
      const { part, before } = clockPartOf(
        explainClock(events, policies, at, reading.clock),
        earlier[reading.clock],
      );
      return {
        clock: reading.clock,
        state: reading.state,
        sentence: readingSentence(reading),
        elapsed_ms: reading.elapsed_ms,
        target_ms: reading.target_ms,
        due: iso(reading.due),
        stopped: iso(reading.stoppedAt),
        /** Of a breach that goes on: its record is as old as the last look of the job. */
        missingMinutes: missing ? (missing.target_ms + missing.over_ms) / MINUTE_ms : null,
        intervals: part.reverse().map((interval) => ({
          from: iso(interval.from) ?? '',
          until: iso(interval.until) ?? '',
          runs: interval.kind === 'running',
          words: becauseSentence(interval),
        })),
        /** How many intervals stand before those that are here. */
        before,
      };
    };
    return { clocks: [shown(firstResponse), shown(resolution)], client };
  });

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
