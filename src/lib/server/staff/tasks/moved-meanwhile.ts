import { sql } from 'kysely';
import { taskReference } from '../../../domain/reference';
import { taskStatusWords } from '../../../domain/words';
import { notFound, Refusal } from '../../errors';
import type { StaffTransaction } from '../procedure';

/** Who moved it, where the last few minutes tell; else that somebody changed it. */
export async function movedMeanwhile(db: StaffTransaction, taskId: string): Promise<Refusal> {
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
