import { sql } from 'kysely';
import { taskReference } from '../../../domain/reference';
import { taskStatusWords } from '../../../domain/words';
import { notFound, Refusal } from '../../errors';
import type { StaffTransaction } from '../procedure';

/** The person who moved it in the last few minutes; else the sentence that someone changed it. */
export async function movedMeanwhile(db: StaffTransaction, taskId: string): Promise<Refusal> {
  const [last] = await lastMoves(db, [taskId]);
  if (!last) return notFound();
  return new Refusal(
    'CONFLICT',
    last.isMove
      ? `${last.sentence} We've refreshed its position.`
      : `${last.sentence} We've refreshed it; move it again.`,
  );
}

/** The same of several that were to be moved together. What was done to each is told by its id. */
export async function someMovedMeanwhile(db: StaffTransaction, taskIds: readonly string[]): Promise<Refusal> {
  const moves = await lastMoves(db, taskIds);
  const sentences = moves.slice(0, 3).map(({ sentence }) => sentence);
  if (moves.length > 3) sentences.push(`${moves.length - 3} more of these tasks were changed.`);
  sentences.push(
    moves.length === 1
      ? 'Nothing was moved. Check where it is now and try again.'
      : 'Nothing was moved. Check where they are now and try again.',
  );
  return new Refusal(
    'CONFLICT',
    sentences.join(' '),
    Object.fromEntries(moves.map(({ id, sentence }) => [id, sentence])),
  );
}

/** The last change of each of these tasks: a person moved it to where it is now, to a status or to a sprint, or else changed it. */
async function lastMoves(db: StaffTransaction, taskIds: readonly string[]) {
  const { rows } = await sql<{
    id: string;
    number: number;
    name: string | null;
    isMe: boolean | null;
    status: keyof typeof taskStatusWords | null;
    sprint: string | null;
  }>`
    select t.id, t.number, s.name, s.id = (select app.staff_id()) as "isMe", m.status, p.name as sprint
      from app.task t
      left join lateral (
        select actor_staff_id, changed_at, to_status as status from app.task_status_change
         where tenant_id = t.tenant_id and task_id = t.id and to_status = t.status and from_status is not null
        union all
        select actor_staff_id, changed_at, null from app.task_sprint_change
         where tenant_id = t.tenant_id and project_id = t.project_id and task_id = t.id
           and to_sprint_id is not distinct from t.sprint_id and changed_at > t.created_at
         order by changed_at desc limit 1
      ) m on m.changed_at > now() - interval '5 minutes'
      left join app.staff_member s on s.id = m.actor_staff_id
      left join app.sprint p on p.id = t.sprint_id
     where t.id = any (${[...taskIds]}::uuid[]) order by t.number`.execute(db);
  return rows.map(({ id, number, name, isMe, status, sprint }) => {
    const who = isMe ? 'You' : name;
    const where = status ? taskStatusWords[status] : (sprint ?? 'the backlog');
    const sentence = who
      ? `${who} just moved ${taskReference(number)} to ${where}.`
      : `Someone just changed ${taskReference(number)}.`;
    return { id, sentence, isMove: Boolean(who) };
  });
}
