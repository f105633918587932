import { sql } from 'kysely';
import type { z } from 'zod';
import { unresolvedStatuses } from '../../../domain/ticket-status';
import { searchMost } from '../../../domain/ticket-list';
import { ticketPriorities } from '../../../domain/ticket-priority';
import type { ticketFilter } from '../../../inputs/tickets';
import { foundBy } from '../../db/found-by';
import { byId, byMoment, byNumber, byOption, inOrder, type cutOf } from '../../db/keyset';
import type { PortalDatabase } from '../procedure';

export type TicketFilter = z.output<typeof ticketFilter>;
export type Narrowing = 'status' | 'priority' | 'jobTypeId' | 'projectId' | 'contractId';

/**
 * The common table expressions of a statement: the tickets that a search found, as "hits", and the client's time zone. For `selectAll`, whose
 * queries then may say `matching`. Ids alone come from the search; which of them there are to see is decided by the policies of
 * whoever reads them.
 */
export function withSearch(db: PortalDatabase, { search = '' }: TicketFilter) {
  const number = numberIn(search);
  const byNumber = sql`union select id from app.ticket where number = ${Number(number)}::int`;
  return db
    .with(
      (found) => found('found').materialized(),
      () => foundBy('search_tickets', search, !number),
    )
    .with(
      (hits) => hits('hits').materialized(),
      (query) =>
        query
          .selectFrom(
            sql<{ id: string }>`(
              select unnest(ids[1:${sql.lit(searchMost)}]) as id from found ${number ? byNumber : sql``}
            )`.as('hit'),
          )
          .innerJoin('app.ticket as t', 't.id', 'hit.id')
          .select([
            't.id',
            't.number',
            't.status',
            't.priority',
            't.job_type_id',
            't.visible_project_id',
            't.contract_id',
            't.shared_at',
            't.activity_at',
          ]),
    )
    .with('here', (query) => query.selectFrom('app.client').select('time_zone'));
}

/** The client's time zone, in a statement that has `withSearch`. */
export const timeZone = sql<string | null>`(select time_zone from here)`.as('timeZone');

/**
 * Whether a list has the column of the SLA: where a contract has disclosed anything to the client, whatever the list is of, so that
 * pages and files have the same columns.
 */
export const withSla = sql<boolean>`exists (select from app.ticket where sla_status is not null)`.as(
  'withSla',
);

const without = {
  status: { status: 'all' },
  priority: { priority: undefined },
  jobTypeId: { jobTypeId: undefined },
  projectId: { projectId: undefined },
  contractId: { contractId: undefined },
} as const;

/** Written out, not bound, here and for one status: a plan that is kept for every value could use no index of the unresolved ones. */
const unresolved = sql.join(unresolvedStatuses.map((status) => sql.lit(status)));
export const isUnresolved = sql<boolean>`t.status in (${unresolved})`;

const numberIn = (search: string) => /^(?:tkt-?)?0*(\d{1,9})$/i.exec(search)?.[1];

/** The visible tickets that fit a filter, as "t"; `except` leaves one narrowing out, so that its other choices are counted. */
export function matching(db: PortalDatabase, filter: TicketFilter, except?: Narrowing) {
  const { from, to, search } = filter;
  const { status, priority, jobTypeId, projectId, contractId } = {
    ...filter,
    ...(except && without[except]),
  };
  const every = db.selectFrom('app.ticket as t');
  // The hits have the columns by which a filter and a count ask.
  let tickets = search ? (db.selectFrom(sql`hits`.as('t')) as unknown as typeof every) : every;
  if (status === 'unresolved') tickets = tickets.where(isUnresolved);
  else if (status !== 'all') tickets = tickets.where(sql<boolean>`t.status = ${sql.lit(status)}`);
  if (priority) tickets = tickets.where('t.priority', '=', priority);
  if (jobTypeId) tickets = tickets.where('t.job_type_id', '=', jobTypeId);
  if (projectId) tickets = tickets.where('t.visible_project_id', '=', projectId);
  if (contractId) tickets = tickets.where('t.contract_id', '=', contractId);
  const midnight = (day: string, later: number) =>
    sql<string>`((${day}::date + ${later}::int)::timestamp at time zone (select time_zone from here))`;
  if (from) tickets = tickets.where('t.shared_at', '>=', midnight(from, 0));
  if (to) tickets = tickets.where('t.shared_at', '<', midnight(to, 1));
  return tickets;
}

type Row = {
  id: string;
  number: number;
  priority: string;
  raisedAt: string | null;
  activityAt: string | null;
};
const id = byId<Row>(sql`t.id`, (row) => row.id);
const latest = { descending: true };
const activity = byMoment<Row>(sql`t.activity_at`, (row) => row.activityAt, latest);
const pressing = byOption('app.ticket_priority', ticketPriorities);

/** The orders that a list can have. */
export const orders = {
  activity: [activity, id],
  raised: [byMoment<Row>(sql`t.shared_at`, (row) => row.raisedAt, latest), id],
  priority: [pressing<Row>(sql`t.priority`, (row) => row.priority, latest), activity, id],
  number: [byNumber<Row>(sql`t.number`, (row) => row.number, latest), id],
};

/**
 * The columns of a row of the list, in the requested order. A page is found by the index alone and joined afterwards, so
 * that those before it cost no more than being counted.
 */
export const rowsOf = (
  db: PortalDatabase,
  filter: TicketFilter,
  page?: Pick<ReturnType<typeof cutOf>, 'beyond' | 'order' | 'limit' | 'offset'>,
) => {
  const found = matching(db, filter).select('t.id');
  return db
    .selectFrom(
      (page ? found.where(page.beyond).orderBy(page.order).limit(page.limit).offset(page.offset) : found).as(
        'found_row',
      ),
    )
    .innerJoin('app.ticket as t', 't.id', 'found_row.id')
    .leftJoin('app.job_type as j', 'j.id', 't.job_type_id')
    .leftJoin('app.project as p', 'p.id', 't.visible_project_id')
    .leftJoin('app.contract_client as c', 'c.contract_id', 't.contract_id')
    .select([
      't.id',
      't.number',
      't.title',
      't.status',
      't.priority',
      'j.name as jobType',
      'p.name as project',
      'c.contract_number as contract',
      't.sla_status as slaStatus',
      't.sla_due_at as slaDueAt',
      't.shared_at as raisedAt',
      't.activity_at as activityAt',
    ])
    .orderBy(inOrder(orders[filter.sort]));
};
