/** The first estimates of tasks, and the later ones after work had begun. */
import type { Loader } from './loader.ts';
import type { Schedule } from './schedule.ts';

const MS_PER_MINUTE = 60_000;

/** Estimates in minutes, null where nobody has dared; `anewAt` is when the first became the present one. */
type Estimates = { first: number | null; now: number | null; anewAt: Date | null };

/** One in three of the tasks that were begun was estimated anew: mostly to more, sometimes to less, a few for the first time. */
export function estimatesOf(nth: number, { moves }: Schedule): Estimates {
  const now = nth % 14 === 9 ? null : 60 * (2 + ((nth * 5) % 11));
  const begun = moves.filter(({ to }) => 'status' in to && to.status !== 'done');
  const during = begun[Math.floor(begun.length / 2)];
  if (now === null || nth % 3 !== 1 || !during) return { first: now, now, anewAt: null };
  const first = nth % 4 === 0 ? null : nth % 5 === 0 ? now + 120 : Math.round(now / 120) * 60;
  return { first, now, anewAt: new Date(during.at.getTime() + (11 + 9 * (nth % 6)) * MS_PER_MINUTE) };
}

type Estimated = { id: string; schedule: Schedule; assignee: string };

/** Estimates anew what was, at its moment and by whoever works on it. */
export async function estimateAnew({ database }: Loader, tasks: readonly Estimated[]): Promise<void> {
  const changes = tasks.flatMap(({ id, schedule, assignee }, nth) => {
    const { now, anewAt } = estimatesOf(nth, schedule);
    return anewAt ? [{ id, minutes: now, at: anewAt, actor: assignee }] : [];
  });
  const given = [JSON.stringify(changes)];
  await database.query(
    `update app.task t set estimate_minutes = m.minutes, updated_at = m.at
       from jsonb_to_recordset($1) as m (id uuid, minutes integer, at timestamptz) where m.id = t.id`,
    given,
  );
  await database.query(
    `update app.task_estimate_change c set changed_at = m.at, actor_staff_id = m.actor
       from jsonb_to_recordset($1) as m (id uuid, at timestamptz, actor uuid) where c.task_id = m.id`,
    given,
  );
}
