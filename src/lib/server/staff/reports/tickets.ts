import { sql } from 'kysely';
import { reportFilter } from '../../../inputs/support';
import { staffProcedure } from '../procedure';
import { contractsToDo } from '../rights';
import { beginOfTeamDay, teamDay, teamToday } from '../team-day';

const usual_days = 90;
/** A report tells of five years at most, those before its last day: it has a row for each week of them. */
const most_days = 5 * 366;
const groups = ['week', 'priority', 'level', 'agent', 'client'] as const;
type Group = (typeof groups)[number];

/** The owner of a group of tickets. Two of one name are two rows, and `apart` tells which is which; null where no other has the name. */
type Whose = { id: string | null; apart: string | null };

/** The figures of a group of tickets. Durations in minutes of the calendar, not of the SLA clock. */
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
 * Tickets raised in a span of days (the last 90 unless told, five years of them at most) in the person's reach: how many by week, and by priority, level,
 * agent and client how fast they were answered and resolved, and how many missed a target, all from one scan. Merged ones count
 * where they went.
 */
export const tickets = staffProcedure.input(reportFilter).query(async ({ ctx: { db }, input }) => {
  const { from = null, until = null, contractId = null } = input;
  const chosen = sql`
    select t.priority::text as priority, t.level::text as level, t.assignee_staff_id::text as agent, t.client_id::text as client,
           date_trunc('week', ${teamDay(sql`t.created_at`)})::date::text as week, t.resolved_at, t.rating,
           extract(epoch from (
             select min(e.happened_at) from app.ticket_event e where e.ticket_id = t.id and e.kind = 'replied'
           ) - t.created_at) / 60 as response_minutes,
           extract(epoch from t.resolved_at - t.created_at) / 60 as resolution_minutes,
           exists (select from app.sla_breach b where b.ticket_id = t.id and b.withdrawn_at is null) as breached,
           exists (select from app.ticket_sla r where r.ticket_id = t.id
             and coalesce(r.first_response ->> 'target_ms', r.resolution ->> 'target_ms') is not null) as promised
      from app.ticket t
     where t.merged_into_id is null
       and t.created_at >= ${beginOfTeamDay(sql`greatest(
             coalesce(${from}::date, ${teamToday} - ${usual_days}::int), coalesce(${until}::date, ${teamToday}) - ${most_days}::int)`)}
       and t.created_at < coalesce(${beginOfTeamDay(sql`${until}::date + 1`)}, 'infinity')
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
    sql<ReportRow & Whose & { by: Group }>`
      with chosen as materialized (${chosen}), told as (
      select case ${isGroup} end as by, coalesce(${columns}) as key,
             count(*)::int as raised, count(resolved_at)::int as resolved,
             ${median('response_minutes')} as "firstResponseMinutes", ${median('resolution_minutes')} as "resolutionMinutes",
             count(*) filter (where breached)::int as breached, count(*) filter (where promised or breached)::int as measured,
             avg(rating)::float as rating
        from chosen group by grouping sets (${columns})
      )
      select told.*, coalesce(s.id, c.id) as id, coalesce(s.name, c.name, key) as "group",
             case
               when exists (select from app.staff_member o where o.name = s.name and o.id <> s.id) then s.email
               when exists (select from app.client o where o.name = c.name and o.id <> c.id) then coalesce((
                 select string_agg(k.contract_number, ', ' order by k.contract_number)
                   from app.contract_client k where k.client_id = c.id), 'no contract')
             end as apart
        from told
        left join app.staff_member s on by = 'agent' and s.id::text = key
        left join app.client c on by = 'client' and c.id::text = key
       order by case when by <> 'week' then raised end desc, "group", apart, id`.execute(db),
    sql<{ id: string; number: string }>`
      select k.id, k.number from app.contract k
       where k.id = any(${contractsToDo('read')}) order by k.number`.execute(db),
  ]);
  const of = (wanted: Group) => rows.filter((row) => row.by === wanted);
  const by = (wanted: Group): ReportRow[] => of(wanted).map(told);
  const whose = (wanted: Group): (ReportRow & Whose)[] =>
    of(wanted).map((row) => ({ ...told(row), id: row.id, apart: row.apart }));
  return {
    weeks: by('week').map(({ group, raised, resolved, breached }) => ({
      ...{ week: group ?? '', raised, resolved, breached },
    })),
    priorities: by('priority'),
    levels: by('level'),
    agents: whose('agent'),
    clients: whose('client'),
    contracts: contracts.rows,
  };
});

const told = ({
  group,
  raised,
  resolved,
  firstResponseMinutes,
  resolutionMinutes,
  breached,
  measured,
  rating,
}: ReportRow): ReportRow => ({
  ...{ group, raised, resolved, firstResponseMinutes, resolutionMinutes, breached, measured, rating },
});
