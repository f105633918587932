import { todayIn } from './dates';
import { addDays } from './days';
import { formatMinutes } from './durations';
import { timeZoneOf } from './sla/time-zone';

const MINUTE_ms = 60_000;
/** No zone is further ahead of UTC, or behind it. */
const OFFSET_ms_max = 14 * 60 * MINUTE_ms;
/** Nobody works for longer in one go without a break to stop a timer in. */
const sensible_minutes = 10 * 60;
const workingDay_minutes = 8 * 60;

export type TimerAnswer = { minutes: number; words: string };

/**
 * The work that a probably forgotten timer may have counted, the shortest first: one that ran for more than ten hours or
 * over midnight in `timeZone`, the team's. Null for one that may be taken as it is. Moments in milliseconds.
 */
export function forgottenTimer(
  startedAt: number,
  now: number,
  timeZone: string,
): { ran: number; answers: TimerAnswer[] } | null {
  const ran = Math.round((now - startedAt) / MINUTE_ms);
  const day = todayIn(timeZone, new Date(startedAt));
  const isOverMidnight = todayIn(timeZone, new Date(now)) > day;
  const untilMidnight = Math.round((beginOf(addDays(day, 1), timeZone) - startedAt) / MINUTE_ms);
  if (ran <= sensible_minutes && !isOverMidnight) return null;
  const answers = [
    {
      minutes: untilMidnight,
      words: 'until midnight',
      fits: isOverMidnight && untilMidnight <= sensible_minutes,
    },
    { minutes: ran, words: 'until now', fits: ran <= sensible_minutes },
    { minutes: workingDay_minutes, words: 'a working day', fits: ran > workingDay_minutes },
  ];
  return {
    ran,
    answers: answers
      .filter(({ minutes, fits }) => fits && minutes >= 1)
      .sort((one, other) => one.minutes - other.minutes)
      .map(({ minutes, words }) => ({ minutes, words: `${formatMinutes(minutes)}, ${words}` })),
  };
}

/** The moment at which a day begins in a time zone, also where the clocks are changed at its midnight. */
function beginOf(day: string, timeZone: string): number {
  const { stretchAt } = timeZoneOf(timeZone);
  const midnight = Date.parse(`${day}T00:00Z`);
  const offsets = [stretchAt(midnight - OFFSET_ms_max), stretchAt(midnight + OFFSET_ms_max)];
  const begins = offsets
    .map(({ offset_ms }) => midnight - offset_ms)
    .filter((at) => todayIn(timeZone, new Date(at)) === day);
  return Math.min(...begins);
}

/** Asks how long it was. */
export const howLongWords = (ran_minutes: number) =>
  `This timer has been running for ${formatMinutes(ran_minutes)}. How long did the work take? It keeps running until you answer.`;
