/**
 * One clock, run through a ticket's life (PRODUCT T5).
 *
 * Elapsed time only grows. Each span adds what the clock counts under the terms of that span: nothing while paused or stopped,
 * else all of it or the open time, as the priority's after-hours terms say. Time is never counted again when terms change.
 *
 * Each target has marks: its thresholds, and the target itself at 100 %. The clock is at a mark as soon as elapsed time is not
 * less than it; at that very instant it is too late. New terms (priority, level, policy version) judge the whole elapsed time
 * by their own target: a mark that lies beyond it is left again, and one that lies before it is reached at the moment of the
 * change, never earlier, for nobody could have known. A breach that has happened stays in `breaches` all the same.
 *
 * A stopped clock keeps the target by which it stopped, whatever happens to the ticket; new terms count when it is reopened.
 */
import { aroundTheClock, openTimeOf, type ClockTime } from './clock-time';
import { marksOf, targetOf, type Mark } from './marks';
import { DAY_ms, type Moment } from './moment';
import type { SupportLevel, TicketPriority } from './policy';
import { isStopped, pauseOf, type ClockName, type Span, type Terms } from './spans';

/** The instant at which a clock came to a share of its target; 100 is the breach. */
export type Crossing = { percent: number; at: Moment };

export type Breach = {
  at: Moment;
  /** When it ended, by an answer, a solution, or a change to terms with a longer target; null while the clock goes on. */
  until: Moment | null;
  /** SLA time, in milliseconds: the target that was missed, and the time over it. */
  target_ms: number;
  over_ms: number;
  priority: TicketPriority;
  level: SupportLevel;
  policyVersionId: string;
};

export type ClockRun = {
  elapsed_ms: number;
  /** Null before the first span, and where nothing is promised. */
  target_ms: number | null;
  /** Of the target, the nearest first; none where nothing is promised. */
  marks: readonly Mark[];
  /** The marks that have been reached and not left again, in the order of `marks`. */
  reached: Crossing[];
  /** Whenever a mark was reached, in the order in which it happened; what has happened is never taken out. */
  crossings: Crossing[];
  breaches: Breach[];
  stoppedAt: Moment | null;
};

export function runClock(clock: ClockName, spans: readonly Span[]): ClockRun {
  const run: ClockRun = {
    elapsed_ms: 0,
    target_ms: null,
    marks: [],
    reached: [],
    crossings: [],
    breaches: [],
    stoppedAt: null,
  };
  let terms: Terms | null = null;
  for (const span of spans) {
    const stopped = isStopped(clock, span);
    const reopened = !stopped && run.stoppedAt !== null;
    if (reopened) run.stoppedAt = null;
    if (terms === null || (!stopped && terms !== span.terms)) {
      terms = span.terms;
      judge(run, clock, terms, span.from);
    }
    // Time goes on from where it stood, and so does a breach.
    if (reopened && isBreached(run)) endBreach(run, null);
    if (stopped) stop(run, span.from);
    else if (!pauseOf(span)) count(run, span);
  }
  return run;
}

/** How the clock counts under these terms. */
const timeOf = ({ policy, priority }: Terms): ClockTime =>
  policy.clockHours[priority] === '24x7' ? aroundTheClock : openTimeOf(policy.calendar);

function judge(run: ClockRun, clock: ClockName, terms: Terms, at: Moment): void {
  run.target_ms = targetOf(clock, terms);
  run.marks = marksOf(run.target_ms, terms.policy);
  const { reached: before } = run;
  const wasBreached = isBreached(run);
  run.reached = [];
  for (const { percent, elapsed_ms } of run.marks) {
    if (elapsed_ms > run.elapsed_ms) break;
    const held = before.find((crossing) => crossing.percent === percent);
    if (held) run.reached.push(held);
    else reach(run, { percent, at }, terms);
  }
  const breach = run.breaches.at(-1);
  if (wasBreached && !isBreached(run) && breach) breach.until ??= at;
}

function reach(run: ClockRun, crossing: Crossing, { policy, priority, level }: Terms): void {
  run.reached.push(crossing);
  run.crossings.push(crossing);
  if (crossing.percent < 100 || run.target_ms === null) return;
  const { target_ms, elapsed_ms } = run;
  const over_ms = Math.max(0, elapsed_ms - target_ms);
  const by = { target_ms, priority, level, policyVersionId: policy.id };
  run.breaches.push({ at: crossing.at, until: null, over_ms, ...by });
}

function count(run: ClockRun, { from, until, terms }: Span): void {
  const time = timeOf(terms);
  const elapsedBefore = run.elapsed_ms;
  run.elapsed_ms += time.between(from, until);
  for (const { percent, elapsed_ms } of run.marks.slice(run.reached.length)) {
    if (elapsed_ms > run.elapsed_ms) break;
    const at = time.after(from, elapsed_ms - elapsedBefore, until) ?? until;
    reach(run, { percent, at }, terms);
  }
  const breach = run.breaches.at(-1);
  if (breach?.until === null) breach.over_ms = run.elapsed_ms - breach.target_ms;
}

function stop(run: ClockRun, at: Moment): void {
  if (run.stoppedAt !== null) return;
  run.stoppedAt = at;
  if (isBreached(run)) endBreach(run, at);
}

function endBreach(run: ClockRun, until: Moment | null): void {
  const breach = run.breaches.at(-1);
  if (breach) breach.until = until;
}

/** A calendar that is hardly ever open would be searched for ever. */
const CENTURY_ms = 36_525 * DAY_ms;

/** Whether the target in force is used up. */
export const isBreached = ({ reached }: ClockRun): boolean => reached.at(-1)?.percent === 100;

/** The instant at which a mark will be reached if nothing happens after `at`, the end of the last span; null for none within a century. */
export function whenReached(run: ClockRun, { elapsed_ms }: Mark, { terms, until }: Span): Moment | null {
  return timeOf(terms).after(until, elapsed_ms - run.elapsed_ms, until + CENTURY_ms);
}
