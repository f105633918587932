import { formatMinutes } from './durations';
import { daysBetween } from './days';
import { plural } from './words';

const longDay_minutes = 12 * 60;
const late_days = 14;
const weekend: Record<number, string> = { 0: 'on a Sunday', 6: 'on a Saturday' };

export type EnteredTime = {
  /** ISO days of the team: when it was spent, and when it was entered. */
  spentOn: string;
  enteredOn: string;
  /** All time of the person on that day, as far as it is known. */
  dayMinutes: number;
};

/** The oddities of a time entry that an approver may want to ask about: a long day, one off, one entered long after or ahead. */
export function oddTime({ spentOn, enteredOn, dayMinutes }: EnteredTime): string[] {
  const later = daysBetween(spentOn, enteredOn);
  return [
    dayMinutes > longDay_minutes ? `${formatMinutes(dayMinutes)} in total on this day` : null,
    weekend[new Date(`${spentOn}T12:00:00Z`).getUTCDay()] ?? null,
    later > late_days ? `logged ${plural(later, 'day')} later` : null,
    later < 0 ? 'logged in advance' : null,
  ].filter((words) => words !== null);
}
