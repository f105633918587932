import { isBreached, runClock, whenReached, type Breach, type ClockRun, type Crossing } from './clock-run';
import type { SlaEvent } from './events';
import type { Moment } from './moment';
import type { SlaPolicies } from './policy';
import { pauseOf, spansOf, type ClockName, type PauseReason, type Span } from './spans';

/**
 * The reading of a clock. `breached` stands over the others, whether the clock still goes on (`stoppedAt` null) or has stopped;
 * `met` is a stopped clock within its target; `paused` waits for somebody. A clock is `running` outside business hours, too:
 * it needs no one to go on. Where nothing is promised it runs, pauses and is met all the same, with `target_ms` null.
 */
type ClockState = 'not_started' | 'running' | 'paused' | 'met' | 'breached';

export type ClockReading = {
  clock: ClockName;
  state: ClockState;
  /** SLA time used, in milliseconds: what the clock has counted. */
  elapsed_ms: number;
  /** The target in force in SLA time; null before the ticket was raised and where nothing is promised. So are the next two. */
  target_ms: number | null;
  /** SLA time left, 0 when the target is used up. */
  remaining_ms: number | null;
  /** The share of the target that is used: 0.5 at half, more than 1 over it. */
  consumed: number | null;
  /** SLA time over the target in force. */
  over_ms: number;
  /**
   * The instant of the breach: the one that was, else the one to come if nothing more happens. Null while paused and after a
   * stop within the target, where nothing is promised, and where no breach would come within a century.
   */
  due: Moment | null;
  /** Since when the target in force is used up; null where it is not. */
  breachedAt: Moment | null;
  /** When it was answered or solved; null while the clock goes on. */
  stoppedAt: Moment | null;
  pausedBy: PauseReason | null;
  /** Pre-breach thresholds of the target in force that have been crossed, lowest first, each with its instant. */
  thresholds: readonly Crossing[];
  /** The highest threshold has been crossed, and the clock goes on towards the breach. */
  nearBreach: boolean;
  /** Every breach that ever was, those of targets that no longer hold included: evidence for SLA credits. */
  breaches: readonly Breach[];
};

export type ClockReadings = { firstResponse: ClockReading; resolution: ClockReading };

/**
 * Both clocks of a ticket as they stood, or will stand, at an instant. The answer depends on the events up to `at` alone, and
 * on the policy versions that they name: when, how often and with what later events it is asked makes no difference.
 *
 * @throws Error where an event names a policy version that was not given; RangeError for a time zone or holiday that does not exist.
 */
export function readClocks(events: readonly SlaEvent[], policies: SlaPolicies, at: Moment): ClockReadings {
  const spans = spansOf(events, policies, at);
  return { firstResponse: readingOf('first_response', spans), resolution: readingOf('resolution', spans) };
}

function readingOf(clock: ClockName, spans: readonly Span[]): ClockReading {
  const run = runClock(clock, spans);
  const { elapsed_ms, target_ms, stoppedAt, reached, breaches } = run;
  const last = spans.at(-1);
  const pausedBy = last && stoppedAt === null ? pauseOf(last) : null;
  const breached = isBreached(run);
  return {
    clock,
    state: stateOf(run, last, pausedBy),
    elapsed_ms,
    target_ms,
    remaining_ms: target_ms === null ? null : Math.max(0, target_ms - elapsed_ms),
    consumed: target_ms === null ? null : elapsed_ms / target_ms,
    over_ms: target_ms === null ? 0 : Math.max(0, elapsed_ms - target_ms),
    due: dueOf(run, last, pausedBy),
    breachedAt: breached ? (reached.at(-1)?.at ?? null) : null,
    stoppedAt,
    pausedBy,
    thresholds: breached ? reached.slice(0, -1) : reached,
    nearBreach:
      stoppedAt === null && !breached && reached.length > 0 && reached.length === run.marks.length - 1,
    breaches,
  };
}

function stateOf(run: ClockRun, last: Span | undefined, pausedBy: PauseReason | null): ClockState {
  if (!last) return 'not_started';
  if (isBreached(run)) return 'breached';
  if (run.stoppedAt !== null) return 'met';
  return pausedBy ? 'paused' : 'running';
}

function dueOf(run: ClockRun, last: Span | undefined, pausedBy: PauseReason | null): Moment | null {
  if (isBreached(run)) return run.reached.at(-1)?.at ?? null;
  const breach = run.marks.at(-1);
  if (!last || !breach || pausedBy || run.stoppedAt !== null) return null;
  return whenReached(run, breach, last);
}
