import { sql } from 'kysely';
import { sprintComplete } from '../../../inputs/staff-planning';
import { Refusal } from '../../errors';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';
import { planIntoSprint } from '../plan-into-sprint';

/**
 * Completes the current sprint. What is not done goes to a planned sprint, or to the backlog (null), before what is there
 * already. Returns how many tasks went.
 *
 * Both sprints are locked first, in the order of ids: another completion, a start or a deletion of either comes before or
 * after, and what it left is what is read here.
 */
export const complete = staffProcedure.input(sprintComplete).mutation(async ({ ctx: { db }, input }) => {
  const { projectId, sprintId, version, carryOverTo } = input;
  const locked = await db
    .selectFrom('app.sprint')
    .select(['id', 'status'])
    .where('project_id', '=', projectId)
    .where('id', 'in', carryOverTo === null ? [sprintId] : [sprintId, carryOverTo])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const statusOf = (wanted: string) => locked.find(({ id }) => id === wanted)?.status;
  const { numUpdatedRows } = await db
    .updateTable('app.sprint')
    .set({ status: 'completed' })
    .where('project_id', '=', projectId)
    .where('id', '=', sprintId)
    .where('version', '=', version)
    .executeTakeFirst();
  await assertAllWritten(db, 'sprint', [sprintId], Number(numUpdatedRows), {
    scope: { project_id: projectId },
    version,
  });
  if (statusOf(sprintId) !== 'active') throw new Refusal('CONFLICT', "This sprint isn't active.");

  if (carryOverTo !== null && statusOf(carryOverTo) !== 'planned')
    throw new Refusal('BAD_REQUEST', 'Choose a planned sprint or the backlog.', {
      carryOverTo: 'Choose a planned sprint or the backlog.',
    });
  const { rows: left } = await sql<{ id: string }>`
    update app.task t set position = p.position
      from (
        select id, (
                 select coalesce(min(position), 0) from app.task
                  where project_id = ${projectId} and sprint_id is not distinct from ${carryOverTo}
               ) - row_number() over (order by position desc, id desc) as position
          from app.task
         where project_id = ${projectId} and sprint_id = ${sprintId} and status <> 'done'
      ) p
     where t.project_id = ${projectId} and t.id = p.id returning t.id`.execute(db);
  await planIntoSprint(
    db,
    projectId,
    left.map(({ id }) => id),
    carryOverTo,
  );
  return { carriedOver: left.length };
});
