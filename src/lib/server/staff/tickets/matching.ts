import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { z } from 'zod';
import { openStatuses } from '../../../domain/ticket-words';
import type { ticketFilter } from '../../../inputs/staff-tickets';
import type { StaffTransaction } from '../procedure';
import { ticketNumberIn } from './named';

export type Filter = Omit<z.output<typeof ticketFilter>, 'after'>;
/** What a filter narrows by with choices of its own, each of them counted. */
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

/** The conditions of a filter that have no choices to count: the search, and who may see it. For a statement of `withSearch`. */
export const restOf = ({ search, visibility }: Filter): RawBuilder<SqlBool>[] => [
  ...(search ? [sql<SqlBool>`t.id in (select id from found)`] : []),
  ...(visibility ? [oneOf('t.visibility', [visibility])] : []),
];

/**
 * What a whole statement needs once: the tickets that a search found, by title, text, messages and notes, and by the number that
 * people quote.
 */
export function withSearch(db: StaffTransaction, { search = '' }: Filter) {
  const number = ticketNumberIn(search);
  return db.with('found', (query) =>
    query
      .selectFrom(
        sql<{ id: string }>`(
          select unnest(app.search_staff_tickets(${search || null}::text)) as id
          ${number === null ? sql`` : sql`union select id from app.ticket where number = ${number}::int union select id from app.ticket where internal_number = ${number}::int`}
        )`.as('hit'),
      )
      .select('id'),
  );
}

/** Whether a ticket is near a breach or past one. The worker keeps it; a target that was missed just now needs no worker. */
export const isAtRisk = sql<boolean>`coalesce(t.at_risk_at is not null or t.breach_at <= now(), false)`;
