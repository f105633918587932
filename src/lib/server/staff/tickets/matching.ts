import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { z } from 'zod';
import { searchMost } from '../../../domain/ticket-list';
import { openStatuses } from '../../../domain/ticket-words';
import type { ticketFilter } from '../../../inputs/staff-tickets';
import { foundBy } from '../../db/found-by';
import type { StaffTransaction } from '../procedure';
import { ticketNumberIn } from './named';

export type Filter = Omit<z.output<typeof ticketFilter>, 'page' | 'edge'>;
/** The filters whose choices are counted. */
export type Narrowing =
  'status' | 'priority' | 'level' | 'clientId' | 'contractId' | 'jobTypeId' | 'assigneeId';

export const statusesOf = ({ status }: Filter) => (status?.length ? status : [...openStatuses]);

/** Written out, not bound: a plan that is kept for every value could use no index of the open ones. */
export const oneOf = (column: string, words: readonly string[]) =>
  sql<SqlBool>`${sql.ref(column)} in (${sql.join(words.map((word) => sql.lit(word)))})`;
const is = (column: string, value: string) => sql<SqlBool>`${sql.ref(column)} = ${value}::uuid`;

/** The conditions that a filter sets on tickets, as "t", by what they narrow. */
export function narrowingsOf(filter: Filter): Partial<Record<Narrowing, RawBuilder<SqlBool>>> {
  const { priority, level, clientId, contractId, jobTypeId, assigneeId } = filter;
  const assignee = {
    me: sql<SqlBool>`t.assignee_staff_id = (select app.staff_id())`,
    none: sql<SqlBool>`t.assignee_staff_id is null`,
  };
  return {
    status: oneOf('t.status', statusesOf(filter)),
    ...(priority?.length && { priority: oneOf('t.priority', priority) }),
    ...(level?.length && { level: oneOf('t.level', level) }),
    ...(clientId && { clientId: is('t.client_id', clientId) }),
    ...(contractId && { contractId: is('t.contract_id', contractId) }),
    ...(jobTypeId && { jobTypeId: is('t.job_type_id', jobTypeId) }),
    ...(assigneeId && {
      assigneeId:
        assigneeId === 'me' || assigneeId === 'none'
          ? assignee[assigneeId]
          : is('t.assignee_staff_id', assigneeId),
    }),
  };
}

/** Whether a ticket, as "t", was escalated to anybody. */
export const isEscalated = sql<boolean>`exists (select from app.escalation e where e.ticket_id = t.id)`;
const isEscalatedToMe = sql<SqlBool>`t.id in (
  select e.ticket_id from app.escalation e where e.to_staff_id = (select app.staff_id()))`;

/** The conditions of a filter that have no choices to count. */
export const restOf = ({ visibility, escalated }: Filter): RawBuilder<SqlBool>[] => [
  ...(visibility ? [oneOf('t.visibility', [visibility])] : []),
  ...(escalated ? [isEscalatedToMe] : []),
];

/**
 * The common table expressions of a search: the tickets that it found, as "hits", by title, text, messages and notes, and by
 * the number that people quote; and whether there are more. A statement that asks for none of it runs nothing of it.
 */
export function withSearch(db: StaffTransaction, { search = '' }: Filter) {
  const number = ticketNumberIn(search);
  const byNumber = sql`
    union select id from app.ticket where number = ${number}::int
    union select id from app.ticket where internal_number = ${number}::int`;
  return db
    .with(
      (found) => found('found').materialized(),
      () => foundBy('search_staff_tickets', search, number === null),
    )
    .with(
      (hits) => hits('hits').materialized(),
      (query) =>
        query
          .selectFrom('app.ticket as t')
          .innerJoin(
            sql<{ id: string }>`(
              select unnest(ids[1:${sql.lit(searchMost)}]) as id from found ${number === null ? sql`` : byNumber}
            )`.as('hit'),
            'hit.id',
            't.id',
          )
          .select(shown),
    );
}

export const shown = [
  't.id',
  't.client_id',
  't.contract_id',
  't.job_type_id',
  't.number',
  't.title',
  't.status',
  't.priority',
  't.level',
  't.visibility',
  't.assignee_staff_id',
  't.breach_at',
  't.at_risk_at',
  't.missed_at',
  't.created_at',
] as const;

/** The tickets that a filter reads, as "t": every ticket that the person reaches, or those that a search found. */
export const ticketsOf = ({ search }: Filter) =>
  sql`${sql.table(search ? 'hits' : 'app.ticket')} as ${sql.ref('t')}`;

/** Whether a ticket is near a breach or past one. The worker keeps it; a target that was missed just now needs no worker. */
export const isAtRisk = sql<boolean>`coalesce(t.at_risk_at is not null or t.breach_at <= now(), false)`;
