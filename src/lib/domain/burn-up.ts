import { todayIn } from './dates';
import { eachDay } from './days';

/** A task that may be shown: the ISO moments since which it is shared and done; null where it is not. */
export type BurnUpTask = { sharedAt: string | null; completedAt: string | null };
export type BurnUpDay = { day: string; total: number; done: number };

/**
 * The burn-up of a project (PRODUCT P5): for each day from `from` to `to`, how many tasks were shared by its end and how many of
 * them were done. A task counts from the day it was shared, and as done from the later of that day and the day it was
 * completed: what happened before it was shared is nobody's business. Days are those of `timeZone`, an IANA name.
 */
export function burnUp(
  tasks: readonly BurnUpTask[],
  { from, to, timeZone }: { from: string; to: string; timeZone: string },
): BurnUpDay[] {
  const dayOf = (moment: string) => todayIn(timeZone, new Date(moment));
  const shared = new Map<string, number>();
  const done = new Map<string, number>();
  const countIn = (counts: Map<string, number>, day: string) => {
    const known = day < from ? from : day;
    counts.set(known, (counts.get(known) ?? 0) + 1);
  };
  for (const { sharedAt, completedAt } of tasks) {
    if (!sharedAt) continue;
    const sharedOn = dayOf(sharedAt);
    countIn(shared, sharedOn);
    if (!completedAt) continue;
    const completedOn = dayOf(completedAt);
    countIn(done, completedOn > sharedOn ? completedOn : sharedOn);
  }
  const sum = { total: 0, done: 0 };
  return eachDay(from, to).map((day) => {
    sum.total += shared.get(day) ?? 0;
    sum.done += done.get(day) ?? 0;
    return { day, ...sum };
  });
}
