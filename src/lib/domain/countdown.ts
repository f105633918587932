/** How a target stands against the clock on the wall, in words: "breaches in 1 h 20 min", "missed 3 h ago". */

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

export type Countdown = { tone: 'missed' | 'soon' | 'later'; words: string };

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
    return { tone: 'missed', words: ago < 1 ? 'missed just now' : `missed ${spanWords(ago)} ago` };
  }
  const left = Math.floor(left_ms / MINUTE_ms);
  return {
    tone: left < SOON_minutes ? 'soon' : 'later',
    words: left < 1 ? 'breaches within a minute' : `breaches in ${spanWords(left)}`,
  };
}
