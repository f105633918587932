import { sql } from 'kysely';
import { evenPositions, needsRespacing, positionBetween } from '../../../domain/position';
import type { StaffTransaction } from '../procedure';

/**
 * The order of tasks, one for each sprint and one for the backlog of a project (sprint null); a column of the board shows
 * those of one status in this order, so a move between columns changes no list.
 *
 * A procedure that changes a list first locks it whole, in the order of ids: two changes of one list come one after the other and
 * none waits for another in a circle. What is read after the lock is what the change before has left.
 */
type List = { projectId: string; sprintId: string | null };

/** Locks a list, and these tasks besides, until the transaction ends. Returns the ids that the person may move. */
export async function lockList(
  db: StaffTransaction,
  { projectId, sprintId }: List,
  taskIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from app.task
     where project_id = ${projectId} and (sprint_id is not distinct from ${sprintId} or id = any(${[...taskIds]}::uuid[]))
     order by id for no key update`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/**
 * The position right behind `afterTaskId` in a list that is locked, or before all others (null). Writes the whole list anew
 * where no number is left between the neighbours. A task to stand behind that has left the list is as good as the last one.
 */
export async function positionBehind(
  db: StaffTransaction,
  list: List,
  taskId: string,
  afterTaskId: string | null,
): Promise<number> {
  const others = await db
    .selectFrom('app.task')
    .select(['id', 'position'])
    .where('project_id', '=', list.projectId)
    .where('sprint_id', 'is not distinct from', list.sprintId)
    .where('id', '<>', taskId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const behind = others.findIndex(({ id }) => id === afterTaskId);
  const index = afterTaskId === null ? 0 : behind < 0 ? others.length : behind + 1;
  const before = others[index - 1]?.position ?? null;
  const after = others[index]?.position ?? null;
  if (!needsRespacing(before, after)) return positionBetween(before, after);

  const even = evenPositions(others.length + 1);
  const [own = 0] = even.splice(index, 1);
  const moved = others.map(({ id }, nth) => ({ id, position: even[nth] }));
  await sql`
    update app.task t set position = m.position
      from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m (id uuid, position double precision)
     where t.project_id = ${list.projectId} and t.id = m.id`.execute(db);
  return own;
}
