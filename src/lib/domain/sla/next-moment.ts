import { runClock, whenReached } from './clock-run';
import type { SlaEvent } from './events';
import type { Moment } from './moment';
import type { SlaPolicies } from './policy';
import { pauseOf, spansOf, type ClockName, type Span } from './spans';

/**
 * The next instant later than `after` at which a clock of the ticket comes to a threshold or a breach; null where none will,
 * as things stand: for a job that sleeps until then. All events that are known count, also those after `after`, so a job that
 * comes late finds what it has missed, one instant at a time, and none is left out. What the instant brings is what
 * `readClocks` says at it. After any new event the answer may be another one.
 */
export function nextMoment(events: readonly SlaEvent[], policies: SlaPolicies, after: Moment): Moment | null {
  const lastEvent = events.reduce((latest, { at }) => Math.max(latest, at), after);
  const spans = spansOf(events, policies, lastEvent);
  const moments = (['first_response', 'resolution'] as const)
    .map((clock) => nextOf(clock, spans, after))
    .filter((moment) => moment !== null);
  return moments.length ? Math.min(...moments) : null;
}

function nextOf(clock: ClockName, spans: readonly Span[], after: Moment): Moment | null {
  const run = runClock(clock, spans);
  const crossing = run.crossings.find(({ at }) => at > after);
  if (crossing) return crossing.at;
  const last = spans.at(-1);
  const mark = run.marks[run.reached.length];
  if (!last || !mark || run.stoppedAt !== null || pauseOf(last)) return null;
  return whenReached(run, mark, last);
}
