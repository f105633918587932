import { DAY_ms } from './moment';
import type { OpenWeek } from './open-week';
import type { Holiday } from './policy';

/**
 * Holidays on the local time line of `OpenWeek`: how much open time they have taken away by a local time. Days are sorted and
 * their losses summed up beforehand, so both questions are one binary search.
 */
export type ClosedDays = {
  /** Open time that holidays have taken away by a local time, since the first of them. */
  lostBy: (local: number) => number;
  /** The time that holidays have removed when so much time, holidays not counted, has first added up. */
  lostWhen: (open_ms: number) => number;
  /** The name of the holiday on a day, given by its local midnight. */
  nameOf: (midnight: number) => string | undefined;
};

export function closedDays(holidays: readonly Holiday[], week: OpenWeek): ClosedDays {
  const names = new Map<number, string>();
  for (const { day, name } of holidays) {
    const midnight = Date.parse(`${day}T00:00Z`);
    if (Number.isNaN(midnight)) throw new RangeError(`No day of the calendar: ${day}`);
    if (!names.has(midnight)) names.set(midnight, name);
  }
  const midnights = [...names.keys()].sort((one, other) => one - other);
  /** Lost before each day, and, at the end, altogether. */
  const lostBefore = [0];
  /** Open time that has added up, without holidays, when each day begins. */
  const openAtStart: number[] = [];
  midnights.forEach((midnight, index) => {
    const lost = lostBefore[index] ?? 0;
    openAtStart.push(week.openBy(midnight) - lost);
    lostBefore.push(lost + week.openBy(midnight + DAY_ms) - week.openBy(midnight));
  });

  const lostBy = (local: number) => {
    const begun = countBelow(midnights, local);
    if (begun === 0) return 0;
    const midnight = midnights[begun - 1] ?? NaN;
    if (local >= midnight + DAY_ms) return lostBefore[begun] ?? NaN;
    return (lostBefore[begun - 1] ?? NaN) + week.openBy(local) - week.openBy(midnight);
  };
  // Nothing adds up on a holiday, so one that begins with less than is asked for has passed by then.
  const lostWhen = (open_ms: number) => lostBefore[countBelow(openAtStart, open_ms)] ?? NaN;

  return { lostBy, lostWhen, nameOf: (midnight) => names.get(midnight) };
}

/** How many of sorted numbers are less than one. */
function countBelow(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? NaN) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
