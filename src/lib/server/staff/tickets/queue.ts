import { sql, type QueryCreator, type SqlBool } from 'kysely';
import { openStatuses } from '../../../domain/ticket-words';
import { ticketFilter } from '../../../inputs/staff-tickets';
import { howFound, searchedBy } from '../../db/found-by';
import { together } from '../../db/together';
import { staffProcedure, type StaffTransaction } from '../procedure';
import { choicesOf, countedDone, doneOf, escalatedToMeOf, type Choice } from './counts';
import {
  isAtRisk,
  isEscalated,
  narrowingsOf,
  oneOf,
  restOf,
  shown,
  statusesOf,
  withSearch,
  type Filter,
} from './matching';
import { colleagueDoes, contractsToDo } from '../rights';

const pageSize = 50;

/**
 * The queue: what breaches next first, then by age, and what is done from the latest backwards where nothing else is asked for;
 * 50 a page, the next one asked for by the last ticket seen. With counts by filter (each over what the other filters leave), the
 * load of each agent, and the person's saved views.
 */
export const queue = staffProcedure.input(ticketFilter).query(async ({ ctx: { db }, input }) => {
  const { after, ...filter } = input;
  const found = await together(withPage(db, filter, after), {
    tickets: rowsOf(db, filter),
    choices: choicesOf(db, filter),
    done: doneOf(db, filter),
    search: db.selectNoFrom(howFound),
    workload: workloadOf(db),
    views: db.selectFrom('app.saved_view').select(['id', 'name', 'query']).orderBy('name'),
    /** Those who have tickets of these contracts in their own queue. */
    staff: db
      .selectFrom('app.staff_member as s')
      .select(['s.id', 's.name'])
      .where('s.active', '=', true)
      .where((where) =>
        where.or([
          colleagueDoes('every_project', 's.role'),
          where.exists(
            where.selectFrom('app.contract_member as m').whereRef('m.staff_member_id', '=', 's.id'),
          ),
        ]),
      )
      .orderBy('s.name'),
    escalatedToMe: escalatedToMeOf(db, filter),
  });
  const tickets = found.tickets.slice(0, pageSize);
  const last = found.tickets.length > pageSize ? tickets.at(-1) : undefined;
  const of = (facet: Choice['facet']) => found.choices.filter((choice) => choice.facet === facet);
  const words = (facet: Choice['facet']) =>
    of(facet).map(({ key, tickets: count }) => ({ key: key ?? '', tickets: count, isMore: false }));
  const named = (facet: Choice['facet']) =>
    of(facet).map(({ key, name, tickets: count }) => ({
      id: key ?? '',
      name: name?.join('') ?? '',
      tickets: count,
    }));
  return {
    tickets,
    total: of('total')[0]?.tickets ?? 0,
    ...searchedBy(found.search),
    next: last ? { breachAt: last.breachAt, createdAt: last.createdAt, id: last.id } : null,
    facets: {
      statuses: [
        ...words('status'),
        ...found.done.map(({ key, tickets: count }) => ({
          key,
          tickets: Math.min(count, countedDone),
          isMore: count > countedDone,
        })),
      ],
      priorities: words('priority'),
      levels: words('level'),
      clients: named('clientId'),
      contracts: named('contractId'),
      jobTypes: named('jobTypeId'),
      assignees: of('assigneeId').map(({ key, name, tickets: count }) => ({
        id: key,
        name: name?.join('') ?? null,
        tickets: count,
      })),
      escalatedToMe: found.escalatedToMe[0]?.tickets ?? 0,
    },
    workload: found.workload,
    views: found.views,
    staff: found.staff,
  };
});

/** As in the index ticket_queue. */
const byBreach = sql`case when t.breach_at is null then 'infinity' else t.breach_at end, t.created_at, t.id`;
const latestFirst = sql`t.created_at desc, t.id`;
const orderOf = (filter: Filter) => (isDone(filter) ? latestFirst : byBreach);
const isDone = (filter: Filter) =>
  !statusesOf(filter).some((status) => (openStatuses as readonly string[]).includes(status));

type Place = { breachAt: string | null; createdAt: string; id: string };

/** A page is cut by the index before anything is joined to it, so that a ticket behind it costs nothing. */
function withPage(db: StaffTransaction, filter: Filter, after: Place | undefined) {
  const conditions = [...Object.values(narrowingsOf(filter)), ...restOf(filter)];
  const rest = isDone(filter)
    ? sql<SqlBool>`t.created_at <= ${after?.createdAt}::timestamptz and (t.created_at < ${after?.createdAt}::timestamptz or t.id > ${after?.id}::uuid)`
    : sql<SqlBool>`(${byBreach}) > (coalesce(${after?.breachAt}::timestamptz, 'infinity'), ${after?.createdAt}::timestamptz, ${after?.id}::uuid)`;
  return withSearch(db, filter).with(
    (page) => page('page').materialized(),
    (query) =>
      (filter.search ? query.selectFrom('hits as t') : query.selectFrom('app.ticket as t'))
        .select(shown)
        .select(isAtRisk.as('isAtRisk'))
        .where((is) => is.and(after ? [...conditions, rest] : conditions))
        .orderBy(orderOf(filter))
        .limit(pageSize + 1),
  );
}

type PageRow =
  ReturnType<typeof withPage> extends QueryCreator<infer Tables extends { page: unknown }>
    ? Tables['page']
    : never;

const rowsOf = (db: StaffTransaction, filter: Filter) =>
  db
    .selectFrom(sql<PageRow>`page`.as('t'))
    .innerJoin('app.client as c', 'c.id', 't.client_id')
    .innerJoin('app.contract as k', 'k.id', 't.contract_id')
    .innerJoin('app.job_type as j', 'j.id', 't.job_type_id')
    .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
    .select([
      't.id',
      't.number',
      't.title',
      't.status',
      't.priority',
      't.level',
      't.visibility',
      't.breach_at as breachAt',
      't.missed_at as missedAt',
      't.created_at as createdAt',
      't.isAtRisk',
      'c.name as client',
      'k.number as contract',
      'j.name as jobType',
      'a.name as assignee',
      sql<boolean>`t.contract_id = any(${contractsToDo('work')})`.as('mayWork'),
      sql<boolean>`t.contract_id = any(${contractsToDo('share')})`.as('mayShare'),
      sql<boolean>`${oneOf('t.status', openStatuses)} and ${isEscalated}`.as('isEscalated'),
    ])
    .orderBy(orderOf(filter));

/** Of everybody who has open tickets: how many, and how many of them at risk or missed. */
const workloadOf = (db: StaffTransaction) =>
  db
    .selectFrom(
      db
        .selectFrom('app.ticket as t')
        .select([
          't.assignee_staff_id',
          sql<number>`count(*)::int`.as('open'),
          sql<number>`(count(*) filter (where ${isAtRisk}))::int`.as('atRisk'),
        ])
        .where(oneOf('t.status', openStatuses))
        .where('t.assignee_staff_id', 'is not', null)
        .groupBy('t.assignee_staff_id')
        .as('w'),
    )
    .innerJoin('app.staff_member as a', 'a.id', 'w.assignee_staff_id')
    .select(['a.id', 'a.name', 'w.open', 'w.atRisk'])
    .orderBy('w.open', 'desc')
    .orderBy('a.name');
