/** An SLA policy as app.sla_policy stores it, read into what the clock is computed by. */
import type {
  ClockHours,
  OpenHours,
  SlaPolicyVersion,
  SupportLevel,
  TicketPriority,
  WeekHours,
} from './policy';

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export const supportLevels = ['l1', 'l2', 'l3', 'solution_architect'] as const satisfies SupportLevel[];
export const ticketPriorities = ['low', 'medium', 'high', 'critical'] as const satisfies TicketPriority[];

/** "09:00" to "17:30", local; "24:00" ends a day. */
export type StoredHours = Partial<Record<(typeof weekdays)[number], [from: string, until: string][]>>;
export type StoredTarget = {
  priority: TicketPriority;
  /** Null for every level that has no target of its own. */
  level: SupportLevel | null;
  first_response_minutes: number | null;
  resolution_minutes: number | null;
  around_the_clock: boolean;
};
export type StoredPolicy = {
  id: string;
  time_zone: string;
  business_hours: StoredHours;
  holidays: { day: string; name: string }[];
  targets: StoredTarget[];
  thresholds: number[];
  pauses_on_hold: boolean;
};

/** Minutes since local midnight of "HH:MM". Throws RangeError where it is no time of a day. */
export function minuteOf(time: string): number {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(time) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  if (!(minute <= 1440) || Number(minutes) > 59) throw new RangeError(`“${time}” isn't a valid time`);
  return minute;
}

/** The policy that a stored version stands for. Nothing is promised where neither a level nor "every level" has a target. */
export function policyOf(stored: StoredPolicy): SlaPolicyVersion {
  const week = weekdays.map((day) =>
    (stored.business_hours[day] ?? []).map(([from, until]): OpenHours => ({
      fromMinute: minuteOf(from),
      toMinute: minuteOf(until),
    })),
  ) as unknown as WeekHours;
  const targetOf = (level: SupportLevel, priority: TicketPriority) => {
    const of = (wanted: SupportLevel | null) =>
      stored.targets.find((target) => target.priority === priority && target.level === wanted);
    const target = of(level) ?? of(null);
    return {
      firstResponseMinutes: target?.first_response_minutes ?? null,
      resolutionMinutes: target?.resolution_minutes ?? null,
    };
  };
  const byPriority = <Value>(value: (priority: TicketPriority) => Value) =>
    Object.fromEntries(ticketPriorities.map((priority) => [priority, value(priority)])) as Record<
      TicketPriority,
      Value
    >;
  return {
    id: stored.id,
    calendar: { timeZone: stored.time_zone, week, holidays: stored.holidays },
    targets: Object.fromEntries(
      supportLevels.map((level) => [level, byPriority((priority) => targetOf(level, priority))]),
    ),
    clockHours: byPriority((priority): ClockHours =>
      stored.targets.some((target) => target.priority === priority && target.around_the_clock)
        ? '24x7'
        : 'business_hours',
    ),
    pausesOnHold: stored.pauses_on_hold,
    thresholdsPercent: stored.thresholds,
  };
}
