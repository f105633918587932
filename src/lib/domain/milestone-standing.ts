import { daysBetween } from './days';
import { plural } from './words';

export type MilestoneStanding = 'met' | 'late' | 'at_risk' | 'on_track';

/**
 * How a milestone stands today (PRODUCT P3). Dates are ISO days (YYYY-MM-DD), which compare as text. Met once it has a
 * date on which it was met; late after the agreed day; at risk while the forecast lies behind the agreed day.
 */
export function milestoneStanding(
  dates: { agreedOn: string; forecastOn: string | null; metOn: string | null },
  today: string,
): MilestoneStanding {
  if (dates.metOn) return 'met';
  if (today > dates.agreedOn) return 'late';
  if (dates.forecastOn && dates.forecastOn > dates.agreedOn) return 'at_risk';
  return 'on_track';
}

/** How far a day lies from the one on which a milestone is due, both ISO days: "14 days late", "2 days early", "on time". */
export function offsetWords(dueOn: string, day: string): string {
  const days = daysBetween(dueOn, day);
  if (days === 0) return 'on time';
  return `${plural(Math.abs(days), 'day')} ${days > 0 ? 'late' : 'early'}`;
}

/**
 * How far behind a milestone is, and where it moved: "is 14 days late" where its day is over, "is expected 14 days late" before that.
 * Counted to its forecast, or to today where no forecast lies ahead. Null of one that is not behind. Days are ISO days.
 */
export function lateness(
  {
    agreedOn,
    forecastOn,
    standing,
  }: { agreedOn: string; forecastOn: string | null; standing: MilestoneStanding },
  today: string,
): { words: string; wasOn: string; nowOn: string | null } | null {
  if (standing !== 'late' && standing !== 'at_risk') return null;
  const nowOn = forecastOn && forecastOn >= today && forecastOn > agreedOn ? forecastOn : null;
  return {
    words: `is ${standing === 'late' ? '' : 'expected '}${offsetWords(agreedOn, nowOn ?? today)}`,
    wasOn: agreedOn,
    nowOn,
  };
}
