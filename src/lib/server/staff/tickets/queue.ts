import { sql } from 'kysely';
import { openStatuses } from '../../../domain/ticket-words';
import { ticketFilter } from '../../../inputs/staff-tickets';
import { together } from '../../db/together';
import { staffProcedure, type StaffTransaction } from '../procedure';
import { isAtRisk, matchingTickets, missedAt, type Filter } from './matching';

const pageSize = 50;
const count = sql<number>`count(*)::int`;

/**
 * The queue: what breaches next first, then by age; 50 a page, the next one asked for by the last ticket seen. With counts by
 * filter (each over what the other filters leave), the load of each agent, and the person's saved views.
 */
export const queue = staffProcedure.input(ticketFilter).query(async ({ ctx: { db }, input }) => {
  const { after, ...filter } = input;
  let page = matchingTickets(db, filter);
  if (after?.breachAt)
    page = page.where(
      sql<boolean>`((t.breach_at, t.created_at, t.id) > (${after.breachAt}::timestamptz, ${after.createdAt}::timestamptz, ${after.id}::uuid)
        or t.breach_at is null)`,
    );
  else if (after)
    page = page.where(
      sql<boolean>`(t.breach_at is null and (t.created_at, t.id) > (${after.createdAt}::timestamptz, ${after.id}::uuid))`,
    );
  const found = await together(db, {
    tickets: page
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
        't.created_at as createdAt',
        'c.name as client',
        'k.number as contract',
        'j.name as jobType',
        'a.name as assignee',
        missedAt.as('missedAt'),
        isAtRisk.as('isAtRisk'),
        sql<boolean>`t.contract_id = any((select app.staff_contracts('contributor'))::uuid[])`.as('mayWork'),
      ])
      .orderBy('t.breach_at', (order) => order.asc().nullsLast())
      .orderBy('t.created_at')
      .orderBy('t.id')
      .limit(pageSize + 1),
    total: matchingTickets(db, filter).select(count.as('tickets')),
    ...facetsOf(db, filter),
    workload: db
      .selectFrom('app.ticket as t')
      .innerJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
      .select(['a.id', 'a.name', count.as('open')])
      .select(sql<number>`(count(*) filter (where ${isAtRisk}))::int`.as('atRisk'))
      .where('t.status', 'in', [...openStatuses])
      .groupBy(['a.id', 'a.name'])
      .orderBy(count, 'desc')
      .orderBy('a.name'),
    views: db.selectFrom('app.saved_view').select(['id', 'name', 'query']).orderBy('name'),
    staff: db
      .selectFrom('app.staff_member')
      .select(['id', 'name'])
      .where('active', '=', true)
      .orderBy('name'),
  });
  const tickets = found.tickets.slice(0, pageSize);
  const last = found.tickets.length > pageSize ? tickets.at(-1) : undefined;
  return {
    tickets,
    total: found.total[0]?.tickets ?? 0,
    next: last ? { breachAt: last.breachAt, createdAt: last.createdAt, id: last.id } : null,
    facets: {
      statuses: found.statuses,
      priorities: found.priorities,
      levels: found.levels,
      clients: found.clients,
      contracts: found.contracts,
      jobTypes: found.jobTypes,
      assignees: found.assignees,
    },
    workload: found.workload,
    views: found.views,
    staff: found.staff,
  };
});

const facetsOf = (db: StaffTransaction, filter: Filter) => {
  const but = (name: keyof Filter) => matchingTickets(db, { ...filter, [name]: undefined });
  const everyStatus: Filter['status'] = [...openStatuses, 'resolved', 'closed'];
  return {
    statuses: matchingTickets(db, { ...filter, status: everyStatus })
      .select(['t.status as key', count.as('tickets')])
      .groupBy('t.status'),
    priorities: but('priority')
      .select(['t.priority as key', count.as('tickets')])
      .groupBy('t.priority'),
    levels: but('level')
      .select(['t.level as key', count.as('tickets')])
      .groupBy('t.level'),
    clients: but('clientId')
      .innerJoin('app.client as c', 'c.id', 't.client_id')
      .select(['c.id', 'c.name', count.as('tickets')])
      .groupBy(['c.id', 'c.name'])
      .orderBy('c.name'),
    contracts: but('contractId')
      .innerJoin('app.contract as c', 'c.id', 't.contract_id')
      .select(['c.id', sql<string>`c.number || ' ' || c.name`.as('name'), count.as('tickets')])
      .groupBy(['c.id', 'c.number', 'c.name'])
      .orderBy('c.number'),
    jobTypes: but('jobTypeId')
      .innerJoin('app.job_type as c', 'c.id', 't.job_type_id')
      .innerJoin('app.contract as k', 'k.id', 'c.contract_id')
      .select(['c.id', sql<string>`c.name || ', ' || k.number`.as('name'), count.as('tickets')])
      .groupBy(['c.id', 'c.name', 'k.number'])
      .orderBy('c.name'),
    assignees: but('assigneeId')
      .leftJoin('app.staff_member as c', 'c.id', 't.assignee_staff_id')
      .select(['c.id', 'c.name', count.as('tickets')])
      .groupBy(['c.id', 'c.name'])
      .orderBy('c.name'),
  };
};
