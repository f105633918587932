import { sql, type SqlBool } from 'kysely';
import type { z } from 'zod';
import { openStatuses } from '../../../domain/ticket-words';
import type { ticketFilter } from '../../../inputs/staff-tickets';
import type { StaffTransaction } from '../procedure';
import { ticketNumberIn } from './named';

export type Filter = Omit<z.output<typeof ticketFilter>, 'after'>;

/** Title, text, messages and notes by the index, and the number people quote. */
const mentions = (search: string) => sql<SqlBool>`(
  t.id = any((select app.search_staff_tickets(${search}))::uuid[])
  or coalesce(${ticketNumberIn(search)}::int in (t.number, t.internal_number), false))`;

/** The tickets that a filter leaves: those that are not done, where it names no status. */
export function matchingTickets(db: StaffTransaction, input: Filter) {
  let matching = db
    .selectFrom('app.ticket as t')
    .where('t.status', 'in', input.status?.length ? input.status : [...openStatuses]);
  if (input.priority?.length) matching = matching.where('t.priority', 'in', input.priority);
  if (input.level?.length) matching = matching.where('t.level', 'in', input.level);
  if (input.clientId) matching = matching.where('t.client_id', '=', input.clientId);
  if (input.contractId) matching = matching.where('t.contract_id', '=', input.contractId);
  if (input.jobTypeId) matching = matching.where('t.job_type_id', '=', input.jobTypeId);
  if (input.visibility) matching = matching.where('t.visibility', '=', input.visibility);
  if (input.assigneeId === 'me')
    matching = matching.where('t.assignee_staff_id', '=', sql<string>`(select app.staff_id())`);
  else if (input.assigneeId === 'none') matching = matching.where('t.assignee_staff_id', 'is', null);
  else if (input.assigneeId) matching = matching.where('t.assignee_staff_id', '=', input.assigneeId);
  if (input.search) matching = matching.where(mentions(input.search));
  return matching;
}

/**
 * Whether a ticket is near a breach or past one: a clock that runs has passed the last threshold of the ticket's policy, or a target was
 * missed and is still not met.
 */
export const isAtRisk = sql<boolean>`coalesce(
  t.breach_at <= now()
  or exists (select from app.sla_breach b where b.ticket_id = t.id and b.ended_at is null)
  or exists (
    select from app.ticket_sla s
      cross join lateral (values (s.first_response), (s.resolution)) as c (clock)
      join app.sla_policy p on p.id = t.sla_policy_id
     where s.ticket_id = t.id and t.breach_at is not null and c.clock ->> 'state' = 'running'
       and (c.clock ->> 'elapsed_ms')::numeric * 100
           >= (c.clock ->> 'target_ms')::numeric * (select max(h) from unnest(p.thresholds) h)
  ), false)`;

/** Since when a target has been missed that is still not met; null where none is. */
export const missedAt = sql<string | null>`(
  select min(b.breached_at) from app.sla_breach b where b.ticket_id = t.id and b.ended_at is null)`;
