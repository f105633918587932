/**
 * The SLA clock once more, the slow way: a minute at a time, asking Intl each time what the clock on the wall says. It shares
 * nothing with the clock that it checks but the types. Events must lie on whole minutes, each on its own.
 */
import type { SlaEvent } from '../../../src/lib/domain/sla/events';
import type { ServiceCalendar, SlaPolicies } from '../../../src/lib/domain/sla/policy';
import { MINUTE_ms } from './given';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const QUARTER_ms = 15 * MINUTE_ms;

type Wall = { day: string; weekday: number; minute: number };
const formats = new Map<string, Intl.DateTimeFormat>();
const walls = new Map<string, Wall>();

/** Today's clocks are changed at a quarter of an hour, so Intl is asked once in each. */
function wallClock(timeZone: string, at: number): Wall {
  const quarter = Math.floor(at / QUARTER_ms);
  const key = `${timeZone} ${quarter}`;
  let wall = walls.get(key);
  if (!wall) {
    wall = askIntl(timeZone, quarter * QUARTER_ms);
    walls.set(key, wall);
  }
  return { ...wall, minute: wall.minute + Math.floor((at - quarter * QUARTER_ms) / MINUTE_ms) };
}

function askIntl(timeZone: string, at: number): Wall {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    weekday: weekdays.indexOf(parts.weekday ?? ''),
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

/** What the contract says of an instant: open, a holiday, or outside business hours. */
export function wallSays(calendar: ServiceCalendar, at: number): 'open' | 'holiday' | 'outside' {
  const { day, weekday, minute } = wallClock(calendar.timeZone, at);
  if (calendar.holidays.some((holiday) => holiday.day === day)) return 'holiday';
  const open = calendar.week[weekday]!.some((one) => minute >= one.fromMinute && minute < one.toMinute);
  return open ? 'open' : 'outside';
}

export function openByTheMinute(calendar: ServiceCalendar, from: number, until: number): number {
  let sum = 0;
  for (let at = from; at < until; at += MINUTE_ms) if (wallSays(calendar, at) === 'open') sum += MINUTE_ms;
  return sum;
}

type Clock = 'first_response' | 'resolution';

export function readByTheMinute(
  clock: Clock,
  events: readonly SlaEvent[],
  policies: SlaPolicies,
  at: number,
) {
  const queue = events.toSorted((one, other) => one.at - other.at);
  const raised = queue.find(({ kind }) => kind === 'raised');
  if (raised?.kind !== 'raised') throw new Error('Never raised');
  let { priority, level, policyVersionId } = raised;
  let status = 'new';
  let answered = false;
  let elapsed_ms = 0;
  let stoppedAt: number | null = null;
  let target = null as number | null;
  const reached = new Map<number, number>();
  const everReached: { percent: number; at: number }[] = [];

  const look = (now: number) => {
    if (stoppedAt !== null) return;
    const policy = policies.get(policyVersionId)!;
    const promised = policy.targets[level]?.[priority];
    target =
      (clock === 'first_response' ? promised?.firstResponseMinutes : promised?.resolutionMinutes) ?? null;
    const percents = target === null ? [] : [...policy.thresholdsPercent, 100];
    for (const percent of reached.keys()) if (!percents.includes(percent)) reached.delete(percent);
    for (const percent of percents.sort((one, other) => one - other)) {
      const isAt = elapsed_ms >= (target! * MINUTE_ms * percent) / 100;
      if (!isAt) reached.delete(percent);
      else if (!reached.has(percent)) {
        reached.set(percent, now);
        everReached.push({ percent, at: now });
      }
    }
  };

  for (let now = raised.at; now <= at; now += MINUTE_ms) {
    if (now > raised.at) look(now);
    for (const event of queue.filter((one) => one.at === now)) {
      if (event.kind === 'priority_changed') priority = event.priority;
      if (event.kind === 'level_changed') level = event.level;
      if (event.kind === 'policy_assigned') policyVersionId = event.policyVersionId;
      if (event.kind === 'status_changed') status = event.status;
      if (event.kind === 'reopened') status = 'open';
      if (event.kind === 'staff_replied' || status === 'resolved' || status === 'closed') answered = true;
    }
    const isOver = clock === 'first_response' ? answered : status === 'resolved' || status === 'closed';
    if (!isOver) stoppedAt = null;
    else if (stoppedAt === null) stoppedAt = now;
    look(now);
    const policy = policies.get(policyVersionId)!;
    const paused = status === 'waiting_on_client' || (status === 'on_hold' && policy.pausesOnHold);
    const counts = policy.clockHours[priority] === '24x7' || wallSays(policy.calendar, now) === 'open';
    if (now < at && !isOver && !paused && counts) elapsed_ms += Math.min(MINUTE_ms, at - now);
  }
  return {
    elapsed_ms,
    target_ms: target === null ? null : target * MINUTE_ms,
    stoppedAt,
    breachedAt: reached.get(100) ?? null,
    thresholds: [...reached]
      .sort(([one], [other]) => one - other)
      .filter(([percent]) => percent < 100)
      .map(([percent, when]) => ({ percent, at: when })),
    everReached,
  };
}
