import { sql } from 'kysely';
import { reportFilter } from '../../../inputs/support';
import { staffProcedure } from '../procedure';

const usual_days = 90;

type Group = 'priority' | 'level' | 'agent' | 'client';

/** What a group of tickets is told by. Durations in minutes of the calendar, not of the SLA clock. */
export type ReportRow = {
  group: string | null;
  raised: number;
  resolved: number;
  /** Medians; null where there is none yet. */
  firstResponseMinutes: number | null;
  resolutionMinutes: number | null;
  /** Tickets with a missed target among those that a policy promises something for. */
  breached: number;
  measured: number;
  /** Mean of the ratings, 1 to 5. */
  rating: number | null;
};

/**
 * Tickets raised in a span of days (the last 90 unless told) in the person's reach: how many by week, and by priority, level,
 * agent and client how fast they were answered and resolved, and how many missed a target. Merged ones count where they went.
 */
export const tickets = staffProcedure.input(reportFilter).query(async ({ ctx: { db }, input }) => {
  const chosen = sql`
    select t.id, t.tenant_id, t.priority::text as priority, t.level::text as level, t.created_at, t.resolved_at, t.rating,
           s.name as agent, c.name as client,
           (select min(e.happened_at) from app.ticket_event e where e.ticket_id = t.id and e.kind = 'replied') as responded_at,
           exists (select from app.sla_breach b where b.ticket_id = t.id) as breached,
           exists (select from app.ticket_sla c where c.ticket_id = t.id
             and coalesce(c.first_response ->> 'target_ms', c.resolution ->> 'target_ms') is not null) as promised
      from app.ticket t
      join app.client c on c.id = t.client_id
      left join app.staff_member s on s.id = t.assignee_staff_id
     where t.merged_into_id is null
       and t.created_at >= coalesce(${input.from ?? null}::date, current_date - ${usual_days}::int)
       and t.created_at < coalesce(${input.until ?? null}::date + 1, 'infinity')
       and (${input.contractId ?? null}::uuid is null or t.contract_id = ${input.contractId ?? null}::uuid)`;
  const by = (group: Group) => {
    const column = sql.ref(group);
    return sql<ReportRow>`
      select ${column} as "group", count(*)::int as raised, count(resolved_at)::int as resolved,
             (percentile_cont(0.5) within group (order by extract(epoch from responded_at - created_at) / 60))::float as "firstResponseMinutes",
             (percentile_cont(0.5) within group (order by extract(epoch from resolved_at - created_at) / 60))::float as "resolutionMinutes",
             count(*) filter (where breached)::int as breached, (count(*) filter (where promised or breached))::int as measured,
             avg(rating)::float as rating
        from (${chosen}) chosen group by 1 order by raised desc, 1`;
  };
  const [weeks, priorities, levels, agents, clients, contracts] = await Promise.all([
    sql<{ week: string; raised: number; resolved: number; breached: number }>`
      select date_trunc('week', created_at)::date as week, count(*)::int as raised, count(resolved_at)::int as resolved,
             count(*) filter (where breached)::int as breached
        from (${chosen}) chosen group by 1 order by 1`.execute(db),
    by('priority').execute(db),
    by('level').execute(db),
    by('agent').execute(db),
    by('client').execute(db),
    sql<{ id: string; number: string }>`
      select k.id, k.number from app.contract k
       where k.id = any ((select app.staff_contracts('observer'))::uuid[]) order by k.number`.execute(db),
  ]);
  return {
    weeks: weeks.rows,
    priorities: priorities.rows,
    levels: levels.rows,
    agents: agents.rows,
    clients: clients.rows,
    contracts: contracts.rows,
  };
});
