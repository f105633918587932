/** How a target stands against the clock on the wall, in the team's words: "due in 1 h 20 min", "3 h overdue". */
import type { Told } from './sla-countdown';

const MINUTE_ms = 60_000;
const HOUR_minutes = 60;
const DAY_minutes = 24 * HOUR_minutes;

/** "25 min", "1 h 20 min", "9 h", "3 d 4 h": from a day on the minutes are left out. */
function spanWords(minutes: number): string {
  const days = Math.floor(minutes / DAY_minutes);
  const hours = Math.floor((minutes % DAY_minutes) / HOUR_minutes);
  const rest = minutes % HOUR_minutes;
  if (days) return hours ? `${days} d ${hours} h` : `${days} d`;
  if (!hours) return `${rest} min`;
  return rest ? `${hours} h ${rest} min` : `${hours} h`;
}

export type Countdown = Omit<Told, 'moment'>;

/** Within this long of its breach a ticket is shown as urgent, where nothing else says that it is at risk. */
const SOON_minutes = 120;

/**
 * The words for the moment at which a target is or was missed, an ISO moment, as of `now_ms`. Whole minutes, rounded towards
 * the breach, so that nobody is told of time they do not have.
 */
export function countdownTo(breachAt: string, now_ms: number): Countdown {
  const left_ms = Date.parse(breachAt) - now_ms;
  if (left_ms <= 0) {
    const ago = Math.floor(-left_ms / MINUTE_ms);
    return { tone: 'missed', words: ago < 1 ? 'less than a minute overdue' : `${spanWords(ago)} overdue` };
  }
  const left = Math.floor(left_ms / MINUTE_ms);
  return {
    tone: left < SOON_minutes ? 'soon' : 'later',
    words: left < 1 ? 'due in less than a minute' : `due in ${spanWords(left)}`,
  };
}

type Targets = {
  /** When the next target is missed if nothing happens; null while no clock runs. */
  breachAt: string | null;
  /** Since when one is missed that is still not met. */
  missedAt: string | null;
  isAtRisk: boolean;
};

/** The SLA targets of a ticket for staff as of `now_ms`, missed ones before coming ones; nothing while no clock runs. */
export function toldOf({ breachAt, missedAt, isAtRisk }: Targets, now_ms: number): Told[] {
  // A target that is missed and still runs is the next one, too: it is told once.
  const next = missedAt && breachAt && Date.parse(breachAt) <= now_ms ? null : breachAt;
  return [missedAt, next]
    .filter((moment) => moment !== null)
    .map((moment, nth) => {
      const { tone, words } = countdownTo(moment, now_ms);
      return { moment, words, tone: tone === 'later' && isAtRisk && nth === 0 ? 'soon' : tone };
    });
}
