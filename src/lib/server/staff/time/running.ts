import { sql } from 'kysely';
import { staffProcedure } from '../procedure';

/** The person's timer that runs, with its task; null where none does. */
export const running = staffProcedure.query(async ({ ctx: { db } }) => {
  const entry = await db
    .selectFrom('app.time_entry as e')
    .innerJoin('app.task as t', 't.id', 'e.task_id')
    .select(['e.id', 'e.project_id as projectId', 't.id as taskId', 't.number', 't.title'])
    .select(sql<string>`to_json(e.started_at) #>> '{}'`.as('startedAt'))
    .where('e.staff_member_id', '=', sql<string>`app.staff_id()`)
    .where('e.minutes', 'is', null)
    .executeTakeFirst();
  return entry ?? null;
});
