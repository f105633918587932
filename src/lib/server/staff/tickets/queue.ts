import { sql, type QueryCreator } from 'kysely';
import { openStatuses } from '../../../domain/ticket-words';
import { ticketFilter } from '../../../inputs/staff-tickets';
import { howFound, searchedBy } from '../../db/found-by';
import { byId, byMoment, cutOf, inOrder, pageOf, type Cut, type Key } from '../../db/keyset';
import { selectAll } from '../../db/select-all';
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
  ticketsOf,
  withSearch,
  type Filter,
} from './matching';
import { colleagueDoes, contractsToDo } from '../rights';

const pageSize = 50;

/**
 * A page of the queue, 50 tickets at a time: what breaches next first, then by age, and what is done from the latest backwards where
 * nothing else is asked for. With counts by filter (each over what the other filters leave), the load of each agent, and the person's
 * saved views.
 */
export const queue = staffProcedure.input(ticketFilter).query(async ({ ctx: { db }, input }) => {
  const { page, edge, ...filter } = input;
  const cut = cutOf(orderOf(filter), { page, edge }, pageSize);
  const found = await selectAll(withPage(db, filter, cut), {
    tickets: rowsOf(db, filter),
    beyond: countBeyond(db, filter, cut),
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
  const of = (facet: Choice['facet']) => found.choices.filter((choice) => choice.facet === facet);
  const words = (facet: Choice['facet']) =>
    of(facet).map(({ key, tickets: count }) => ({ key: key ?? '', tickets: count, isMore: false }));
  const named = (facet: Choice['facet']) =>
    of(facet).map(({ key, name, tickets: count }) => ({
      id: key ?? '',
      name: name?.join('') ?? '',
      tickets: count,
    }));
  const total = of('total')[0]?.tickets ?? 0;
  return {
    tickets: found.tickets,
    total,
    ...searchedBy(found.search),
    ...pageOf(cut, found.tickets, { total, beyond: found.beyond[0]?.tickets ?? 0 }),
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

type Row = { id: string; createdAt: string; breachAt: string | null };
const id = byId<Row>(sql`t.id`, (row) => row.id);
const age = byMoment<Row>(sql`t.created_at`, ({ createdAt }) => createdAt);
/** As in the index ticket_queue. */
const breach: Key<Row> = {
  ...byMoment<Row>(
    sql`case when t.breach_at is null then 'infinity' else t.breach_at end`,
    ({ breachAt }) => breachAt ?? 'infinity',
  ),
  fits: (text) => text === 'infinity' || age.fits(text),
};
const byBreach = [breach, age, id];
const latestFirst = [{ ...age, descending: true }, id];
const orderOf = (filter: Filter) => (isDone(filter) ? latestFirst : byBreach);
const isDone = (filter: Filter) =>
  !statusesOf(filter).some((status) => (openStatuses as readonly string[]).includes(status));

const conditionsOf = (filter: Filter) => [...Object.values(narrowingsOf(filter)), ...restOf(filter)];

/** A page is cut by the index before anything is joined to it, so that a ticket behind it costs nothing. */
function withPage(db: StaffTransaction, filter: Filter, { beyond, order, limit, offset }: Cut<Row>) {
  return withSearch(db, filter).with(
    (page) => page('page').materialized(),
    (query) =>
      (filter.search ? query.selectFrom('hits as t') : query.selectFrom('app.ticket as t'))
        .select(shown)
        .select(isAtRisk.as('isAtRisk'))
        .where((is) => is.and([...conditionsOf(filter), beyond]))
        .orderBy(order)
        .limit(limit)
        .offset(offset),
  );
}

/** How many tickets lie beyond the edge of a page; not counted where it has none. */
const countBeyond = (
  db: Pick<StaffTransaction, 'selectNoFrom'>,
  filter: Filter,
  { side, beyond }: Cut<Row>,
) =>
  db.selectNoFrom(
    (side
      ? sql<number>`(select count(*)::int from ${ticketsOf(filter)} where ${sql.join([...conditionsOf(filter), beyond], sql` and `)})`
      : sql<number>`0`
    ).as('tickets'),
  );

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
    .orderBy(inOrder(orderOf(filter)));

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
