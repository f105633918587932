import { formatMinutes } from './durations';

/** What a contract lets its client see of the SLA clock. */
export const slaWords = { on_time: 'On time', at_risk: 'At risk', missed: 'Missed' } as const;
export type SlaStanding = keyof typeof slaWords;

/** What a reader is told of a moment, an ISO one, at which a target ends. */
export type Told = { moment: string; tone: 'missed' | 'soon' | 'later'; words: string };

const MINUTE_ms = 60_000;

/** "2 h 15 min left", or "40 min over" afterwards. What is left is rounded up, so that none is left only when it is so. */
export function countdownWords(dueAt: string, now: Date): string {
  const left_ms = Date.parse(dueAt) - now.getTime();
  if (left_ms > 0) return `${formatMinutes(Math.ceil(left_ms / MINUTE_ms))} left`;
  return `${formatMinutes(Math.floor(-left_ms / MINUTE_ms))} over`;
}
