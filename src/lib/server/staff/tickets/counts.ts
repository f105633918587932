import { sql, type SqlBool } from 'kysely';
import { openStatuses } from '../../../domain/ticket-words';
import type { StaffTransaction } from '../procedure';
import { narrowingsOf, oneOf, restOf, statusesOf, ticketsOf, type Filter, type Narrowing } from './matching';

/** Closed tickets grow without end: without a filter for them, counting stops at a limit. */
export const countedDone = 1_000;
const doneStatuses = ['resolved', 'closed'] as const;

const columns = {
  status: sql`t.status`,
  priority: sql`t.priority`,
  level: sql`t.level`,
  clientId: sql`t.client_id`,
  contractId: sql`t.contract_id`,
  jobTypeId: sql`t.job_type_id`,
  assigneeId: sql`t.assignee_staff_id`,
} satisfies Record<Narrowing, unknown>;
const narrowings = Object.keys(columns) as Narrowing[];

/** One choice, with how many tickets fit it and all else that is filtered by. */
export type Choice = {
  facet: Narrowing | 'total';
  key: string | null;
  /** Its parts, one behind the other. */
  name: string[] | null;
  tickets: number;
};

const all = (conditions: readonly (ReturnType<typeof restOf>[number] | undefined)[]) => {
  const set = conditions.filter((condition) => condition !== undefined);
  return set.length ? sql<SqlBool>`(${sql.join(set, sql` and `)})` : sql<SqlBool>`true`;
};

/**
 * Looked up one by one: of which table a row's name is, no estimate of a join could tell. In parts, so that the direction of each ends
 * with it.
 */
const nameOf = sql<string[] | null>`coalesce(
  (select array[c.name::text] from app.client c where c.id = f.client_id),
  (select array[k.number::text, ' ', k.name::text] from app.contract k where k.id = f.contract_id),
  (select array[j.name::text, ', ', k.number::text] from app.job_type j join app.contract k on k.id = j.contract_id where j.id = f.job_type_id),
  (select array[a.name::text] from app.staff_member a where a.id = f.assignee_staff_id))`;

/**
 * The choices of every filter, each counted over what the other filters leave, and the total, from one scan of the open tickets and
 * of those whose status was asked for. Alike tickets are counted together first: there are few kinds of them, and eight counts.
 */
export function choicesOf(db: Pick<StaffTransaction, 'selectFrom'>, filter: Filter) {
  const set = narrowingsOf(filter);
  const kind = Object.values(columns);
  const asked = doneStatuses.filter((status) => statusesOf(filter).includes(status));
  const scan = (statuses: readonly string[]) =>
    sql`select ${sql.join(kind)} from ${ticketsOf(filter)} where ${all([oneOf('t.status', statuses), ...restOf(filter)])}`;
  // Each by an index of its own.
  const scanned = asked.length ? sql`${scan(openStatuses)} union all ${scan(asked)}` : scan(openStatuses);
  const but = (facet?: Narrowing) =>
    sql`(sum(t.alike) filter (where ${all(narrowings.map((name) => (name === facet ? undefined : set[name])))}))::int`;
  const isGroup = (name: Narrowing) => sql`grouping(${columns[name]}) = 0`;
  const facetOf = sql.join(
    narrowings.map((name) => sql`when ${isGroup(name)} then ${sql.lit(name)}`),
    sql` `,
  );
  const filtered = narrowings.filter((name) => set[name]);
  const countOf = sql.join(
    filtered.map((name) => sql`when ${isGroup(name)} then ${but(name)}`),
    sql` `,
  );
  const counted = sql<{
    facet: Choice['facet'];
    word: string | null;
    client_id: string | null;
    contract_id: string | null;
    job_type_id: string | null;
    assignee_staff_id: string | null;
    tickets: number;
  }>`(
    select case ${facetOf} else 'total' end as facet,
           coalesce(t.status::text, t.priority::text, t.level::text) as word,
           t.client_id, t.contract_id, t.job_type_id, t.assignee_staff_id,
           case ${countOf} else ${but()} end as tickets
      from (select ${sql.join(kind)}, count(*) as alike
              from (${scanned}) t
             group by ${sql.join(kind)}) t
     group by grouping sets ((), ${sql.join(narrowings.map((name) => columns[name]))})
  )`;
  return db
    .selectFrom(counted.as('f'))
    .select([
      'f.facet',
      sql<
        string | null
      >`coalesce(f.word, f.client_id::text, f.contract_id::text, f.job_type_id::text, f.assignee_staff_id::text)`.as(
        'key',
      ),
      nameOf.as('name'),
      'f.tickets',
    ])
    .where('f.tickets', '>', 0)
    .orderBy('name')
    .orderBy('key');
}

/** How many tickets fit of those that are done, where the filter does not ask for them; at most `countedDone` each. */
export function doneOf(db: Pick<StaffTransaction, 'selectFrom'>, filter: Filter) {
  const asked = statusesOf(filter);
  const counts = doneStatuses
    .filter((status) => !asked.includes(status))
    .map((status) => {
      const narrowed = all([
        oneOf('t.status', [status]),
        ...narrowings.map((name) => (name === 'status' ? undefined : narrowingsOf(filter)[name])),
        ...restOf(filter),
      ]);
      return sql`select ${sql.lit(status)} as key, count(*)::int as tickets
        from (select from ${ticketsOf(filter)} where ${narrowed} limit ${sql.lit(countedDone + 1)}) counted`;
    });
  const none = sql`select null as key, 0 as tickets where false`;
  return db
    .selectFrom(
      sql<{
        key: string;
        tickets: number;
      }>`(${counts.length ? sql.join(counts, sql` union all `) : none})`.as('done'),
    )
    .select(['key', 'tickets'])
    .where('tickets', '>', 0);
}

/** How many tickets that were escalated to the person the other filters leave. */
export const escalatedToMeOf = (db: Pick<StaffTransaction, 'selectFrom'>, filter: Filter) =>
  db
    .selectFrom(
      sql<{ tickets: number }>`(
        select count(*)::int as tickets from ${ticketsOf(filter)}
         where ${all([...Object.values(narrowingsOf(filter)), ...restOf({ ...filter, escalated: 'me' })])}
      )`.as('counted'),
    )
    .select('tickets');
