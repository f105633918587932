import { formatMinutes } from './durations';
import { plural } from './words';

/** The SLA disclosure of a contract: the part of the clock that its client sees. */
export const slaWords = { on_time: 'On time', at_risk: 'At risk', missed: 'Missed' } as const;
export type SlaStanding = keyof typeof slaWords;

/** The words for the ISO moment at which a target ends. */
export type Told = { moment: string; tone: 'missed' | 'soon' | 'later'; words: string };

const MINUTE_ms = 60_000;
const DAY_minutes = 24 * 60;

/** "2 h 15 min left", "2 days 18 h left", or "40 min overdue" afterwards. What is left is rounded up, so that none is left only when it is so. */
export function countdownWords(dueAt: string, now: Date): string {
  const left_ms = Date.parse(dueAt) - now.getTime();
  if (left_ms > 0) return `${spanWords(Math.ceil(left_ms / MINUTE_ms))} left`;
  const over = Math.floor(-left_ms / MINUTE_ms);
  return over ? `${spanWords(over)} overdue` : 'due now';
}

/** Minutes as people say them of a moment: from a day on in days of 24 hours and hours. */
function spanWords(minutes: number): string {
  const days = Math.floor(minutes / DAY_minutes);
  if (days === 0) return formatMinutes(minutes);
  const hours = Math.floor((minutes % DAY_minutes) / 60);
  return hours ? `${plural(days, 'day')} ${hours} h` : plural(days, 'day');
}
