import { sql } from 'kysely';
import { reportFilter } from '../../../inputs/support';
import { staffProcedure } from '../procedure';

const usual_days = 90;
const groups = ['week', 'priority', 'level', 'agent', 'client'] as const;
type Group = (typeof groups)[number];

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
 * agent and client how fast they were answered and resolved, and how many missed a target, all from one scan. Merged ones count
 * where they went.
 */
export const tickets = staffProcedure.input(reportFilter).query(async ({ ctx: { db }, input }) => {
  const { from = null, until = null, contractId = null } = input;
  const chosen = sql`
    select t.priority::text as priority, t.level::text as level, s.name as agent, c.name as client,
           date_trunc('week', t.created_at)::date::text as week, t.resolved_at, t.rating,
           extract(epoch from (
             select min(e.happened_at) from app.ticket_event e where e.ticket_id = t.id and e.kind = 'replied'
           ) - t.created_at) / 60 as response_minutes,
           extract(epoch from t.resolved_at - t.created_at) / 60 as resolution_minutes,
           exists (select from app.sla_breach b where b.ticket_id = t.id) as breached,
           exists (select from app.ticket_sla r where r.ticket_id = t.id
             and coalesce(r.first_response ->> 'target_ms', r.resolution ->> 'target_ms') is not null) as promised
      from app.ticket t
      join app.client c on c.id = t.client_id
      left join app.staff_member s on s.id = t.assignee_staff_id
     where t.merged_into_id is null
       and t.created_at >= coalesce(${from}::date, current_date - ${usual_days}::int)
       and t.created_at < coalesce(${until}::date + 1, 'infinity')
       and (${contractId}::uuid is null or t.contract_id = ${contractId}::uuid)`;
  const columns = sql.join(groups.map((group) => sql.ref(group)));
  const isGroup = sql.join(
    groups.map((group) => sql`when grouping(${sql.ref(group)}) = 0 then ${sql.lit(group)}`),
    sql` `,
  );
  const median = (minutes: string) =>
    sql`(percentile_cont(0.5) within group (order by ${sql.ref(minutes)}))::float`;
  const [{ rows }, contracts] = await Promise.all([
    // Materialized: each grouping would look for the answer and the breach of every ticket once more.
    sql<ReportRow & { by: Group }>`
      with chosen as materialized (${chosen})
      select case ${isGroup} end as by, coalesce(${columns}) as "group",
             count(*)::int as raised, count(resolved_at)::int as resolved,
             ${median('response_minutes')} as "firstResponseMinutes", ${median('resolution_minutes')} as "resolutionMinutes",
             count(*) filter (where breached)::int as breached, count(*) filter (where promised or breached)::int as measured,
             avg(rating)::float as rating
        from chosen group by grouping sets (${columns})
       order by case when grouping(week) = 1 then count(*) end desc, "group"`.execute(db),
    sql<{ id: string; number: string }>`
      select k.id, k.number from app.contract k
       where k.id = any ((select app.staff_contracts('observer'))::uuid[]) order by k.number`.execute(db),
  ]);
  const by = (wanted: Group): ReportRow[] =>
    rows.filter((row) => row.by === wanted).map(({ by: _, ...row }) => row);
  return {
    weeks: by('week').map(({ group, raised, resolved, breached }) => ({
      ...{ week: group ?? '', raised, resolved, breached },
    })),
    priorities: by('priority'),
    levels: by('level'),
    agents: by('agent'),
    clients: by('client'),
    contracts: contracts.rows,
  };
});
