import { formatMinutes } from './durations';

const MINUTE_ms = 60_000;
const DAY_ms = 86_400_000;
/** Nobody works for longer in one go without a break to stop a timer in. */
const sensible_minutes = 10 * 60;
const workingDay_minutes = 8 * 60;

export type TimerAnswer = { minutes: number; words: string };

/**
 * What a timer that was probably forgotten may have counted of work, the shortest first: one that ran for more than ten hours or
 * over midnight of UTC, whose days time is entered on. Null for one that may be taken as it is. Moments in milliseconds.
 */
export function forgottenTimer(
  startedAt: number,
  now: number,
): { ran: number; answers: TimerAnswer[] } | null {
  const ran = Math.round((now - startedAt) / MINUTE_ms);
  const untilMidnight = Math.round(
    (Math.floor(startedAt / DAY_ms) * DAY_ms + DAY_ms - startedAt) / MINUTE_ms,
  );
  const isOverMidnight = Math.floor(startedAt / DAY_ms) !== Math.floor(now / DAY_ms);
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

/** Asks how long it was. */
export const howLongWords = (ran_minutes: number) =>
  `This timer has run for ${formatMinutes(ran_minutes)}. How long did the work take? It goes on until you say.`;
