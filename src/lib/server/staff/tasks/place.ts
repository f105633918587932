import { sql } from 'kysely';
import { taskReference } from '../../../domain/reference';
import { taskStatusWords } from '../../../domain/words';
import { taskPlace } from '../../../inputs/staff-tasks';
import { forbidden, notFound, Refusal } from '../../errors';
import { staffProcedure, type StaffTransaction } from '../procedure';
import { holdSprint } from './hold-sprint';
import { lockList, positionBehind } from './order';

/**
 * Puts a task right behind another one, or first, in a column of the board or a list of the backlog, and returns its new
 * version. Into another sprint, for those who plan sprints. A conflict, told by who moved it, where somebody changed the task in between.
 */
export const place = staffProcedure.input(taskPlace).mutation(async ({ ctx: { db }, input }) => {
  const { projectId, taskId, status, version, afterTaskId } = input;
  const seen = await db
    .selectFrom('app.task')
    .select('sprint_id as sprintId')
    .where('project_id', '=', projectId)
    .where('id', '=', taskId)
    .executeTakeFirst();
  if (!seen) throw notFound();
  const sprintId = input.sprintId === undefined ? seen.sprintId : input.sprintId;

  await holdSprint(db, projectId, sprintId, [taskId]);
  const movable = await lockList(db, { projectId, sprintId }, [taskId]);
  if (!movable.has(taskId)) throw forbidden();
  const position = await positionBehind(db, { projectId, sprintId }, taskId, afterTaskId);
  const moved = await db
    .updateTable('app.task')
    .set({ status, sprint_id: sprintId, position })
    .where('project_id', '=', projectId)
    .where('id', '=', taskId)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst();
  if (!moved) throw await movedMeanwhile(db, taskId);
  return moved;
});

/** Who moved it, where the last few minutes tell; else that somebody changed it. */
async function movedMeanwhile(db: StaffTransaction, taskId: string): Promise<Refusal> {
  const last = await db
    .selectFrom('app.task as t')
    .leftJoin('app.task_status_change as c', (join) =>
      join
        .onRef('c.task_id', '=', 't.id')
        .onRef('c.to_status', '=', 't.status')
        .on(sql<boolean>`c.changed_at > now() - interval '5 minutes'`),
    )
    .leftJoin('app.staff_member as s', 's.id', 'c.actor_staff_id')
    .select(['t.number', 't.status', 's.name', sql<boolean>`s.id = (select app.staff_id())`.as('isMe')])
    .where('t.id', '=', taskId)
    .orderBy('c.changed_at', (order) => order.desc().nullsLast())
    .executeTakeFirst();
  if (!last) return notFound();
  const who = last.isMe ? 'You' : last.name;
  return new Refusal(
    'CONFLICT',
    who
      ? `${who} moved ${taskReference(last.number)} to ${taskStatusWords[last.status]} a moment ago. It is shown where it is now.`
      : `Somebody changed ${taskReference(last.number)} a moment ago. It is shown as it is now; move it again.`,
  );
}
