import { openTimeOf, type OpenTime } from './clock-time';
import type { SlaEvent } from './events';
import { DAY_ms, inCalendar, type Moment } from './moment';
import { localDay } from './open-week';
import type { SlaPolicies } from './policy';
import { isStopped, pauseOf, spansOf, type ClockName, type Span } from './spans';

/** Why a clock runs or stands still. */
export type ClockBecause =
  | { kind: 'running' | 'outside_hours' | 'waiting_on_client' | 'on_hold' | 'resolved' | 'closed' }
  | { kind: 'holiday'; name: string };

/** Days are gone through for so long before the end of a span: an older part of it is told of by no interval. */
const explained_ms = 3653 * DAY_ms;

export type ClockInterval = { from: Moment; until: Moment } & ClockBecause;

/**
 * The states of a clock from the moment the ticket was raised until an instant, interval by interval, without gaps: what staff
 * read to understand it. The running ones add up to the elapsed time. The clock of the first response ends with the
 * response; that of the resolution goes on through resolved time, for a ticket may be reopened.
 *
 * Of several reasons the stronger is told: solved, then paused, then a holiday (the whole local day), then the hours.
 * Unlike a reading this goes through every day, for every day is in the answer, ten years of them at most.
 */
export function explainClock(
  events: readonly SlaEvent[],
  policies: SlaPolicies,
  at: Moment,
  clock: ClockName,
): ClockInterval[] {
  const intervals: ClockInterval[] = [];
  const add = (from: Moment, until: Moment, because: ClockBecause) => {
    if (until <= from) return;
    const last = intervals.at(-1);
    if (last && isSame(last, because)) last.until = until;
    else intervals.push({ from, until, ...because });
  };
  for (const span of spansOf(events, policies, at)) {
    const { from, until, terms } = span;
    const still = stillBecause(clock, span);
    if (still === 'answered') break;
    if (still) add(from, until, { kind: still });
    else if (terms.policy.clockHours[terms.priority] === '24x7') add(from, until, { kind: 'running' });
    else addOpenAndClosed(openTimeOf(terms.policy.calendar), from, until, add);
  }
  return intervals;
}

type Add = (from: Moment, until: Moment, because: ClockBecause) => void;

const isSame = (one: ClockBecause, other: ClockBecause) =>
  one.kind === other.kind && (one.kind !== 'holiday' || other.kind !== 'holiday' || one.name === other.name);

function stillBecause(clock: ClockName, span: Span) {
  if (!isStopped(clock, span)) return pauseOf(span);
  if (clock === 'first_response') return 'answered';
  return span.status === 'closed' ? 'closed' : 'resolved';
}

/** Day by day on the local time line, wherever the zone's offset stays the same. */
function addOpenAndClosed({ zone, week, closed }: OpenTime, from: Moment, until: Moment, add: Add): void {
  const last = inCalendar(until);
  for (let at = Math.max(inCalendar(from), last - explained_ms); at < last;) {
    const { until: stretchEnd, offset_ms } = zone.stretchAt(at);
    const end = Math.min(stretchEnd, last) + offset_ms;
    let local = at + offset_ms;
    const addUntil = (next: number, because: ClockBecause) => {
      const stop = Math.min(next, end);
      add(local - offset_ms, stop - offset_ms, because);
      local = Math.max(local, stop);
    };
    while (local < end) {
      const { midnight, weekday } = localDay(local);
      const holiday = closed.nameOf(midnight);
      if (holiday === undefined) {
        for (const stretch of week.daysStretches[weekday] ?? []) {
          addUntil(midnight + stretch.from, { kind: 'outside_hours' });
          addUntil(midnight + stretch.until, { kind: 'running' });
        }
        addUntil(midnight + DAY_ms, { kind: 'outside_hours' });
      } else addUntil(midnight + DAY_ms, { kind: 'holiday', name: holiday });
    }
    at = end - offset_ms;
  }
}
