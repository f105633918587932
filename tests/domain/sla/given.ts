/** What the tests of the SLA clock are given: calendars, policies, and the pasts of tickets. */
import fc from 'fast-check';
import type { SlaEvent } from '../../../src/lib/domain/sla/events';
import type {
  OpenHours,
  ServiceCalendar,
  SlaPolicies,
  SlaPolicyVersion,
  WeekHours,
} from '../../../src/lib/domain/sla/policy';

export const MINUTE_ms = 60_000;
export const HOUR_ms = 60 * MINUTE_ms;
export const DAY_ms = 24 * HOUR_ms;

export const moment = (iso: string) => Date.parse(iso);

export const everyDay = (...hours: OpenHours[]): WeekHours => [
  hours,
  hours,
  hours,
  hours,
  hours,
  hours,
  hours,
];
export const hours = (fromMinute: number, toMinute: number): OpenHours => ({ fromMinute, toMinute });
const nine = [hours(540, 1020)];
/** Monday to Friday, 9:00 to 17:00. */
export const officeHours: WeekHours = [nine, nine, nine, nine, nine, [], []];

/** Where clocks are changed, by a whole hour, half of one, at midnight, for a month, or by a day; and where they never are. */
const changes: [string, string[]][] = [
  ['Europe/Berlin', ['2026-03-29T01:00Z', '2026-10-25T01:00Z']],
  ['America/New_York', ['2026-03-08T07:00Z', '2026-11-01T06:00Z']],
  ['Australia/Lord_Howe', ['2026-04-04T15:00Z', '2026-10-03T15:30Z']],
  ['Asia/Kolkata', ['2026-03-29T01:00Z']],
  ['Pacific/Apia', ['2011-12-30T10:00Z', '2012-03-31T14:00Z', '2012-09-29T14:00Z']],
  ['America/Santiago', ['2026-04-05T03:00Z', '2026-09-06T04:00Z']],
  ['Africa/Casablanca', ['2026-02-15T02:00Z', '2026-03-22T02:00Z']],
  ['Pacific/Chatham', ['2026-04-04T14:00Z', '2026-09-26T14:00Z']],
];
const anyDate = ['2027-01-01T00:00Z', '2028-02-29T00:00Z', '2028-03-01T00:00Z', '2026-07-15T12:00Z'];

/** A time zone with an instant at which its clocks are changed, or a new year, a leap day, or any day. */
const placeAndTime = fc
  .constantFrom(...changes)
  .chain(([timeZone, moments]) =>
    fc.record({ timeZone: fc.constant(timeZone), near: fc.constantFrom(...moments, ...anyDate).map(moment) }),
  );

/** Any hours, those that begin with a day, end with it and touch each other more often than chance would have it. */
const minute = fc.oneof(fc.integer({ min: 0, max: 1440 }), fc.constantFrom(0, 60, 120, 150, 180, 540, 1440));
const someHours = fc
  .tuple(minute, minute)
  .map(([one, other]) => hours(Math.min(one, other), Math.max(one, other)));
const day = fc.oneof(
  { weight: 4, arbitrary: fc.array(someHours, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant([hours(0, 1440)]) },
);
const week = fc.oneof(fc.tuple(day, day, day, day, day, day, day), fc.constant(officeHours));

const isoDay = (at: number) => new Date(at).toISOString().slice(0, 10);

const calendarAt = ({ timeZone, near }: { timeZone: string; near: number }): fc.Arbitrary<ServiceCalendar> =>
  fc.record({
    timeZone: fc.constant(timeZone),
    week,
    holidays: fc.array(
      fc
        .integer({ min: -8, max: 12 })
        .map((days) => ({ day: isoDay(near + days * DAY_ms), name: `Day ${days}` })),
      { maxLength: 4 },
    ),
  });

/** A calendar, and an instant near which something happens to its clocks. */
export const calendarNear = placeAndTime.chain(({ timeZone, near }) =>
  fc.record({ calendar: calendarAt({ timeZone, near }), near: fc.constant(near) }),
);

/** Every twentieth of it is a whole number of minutes. */
const targetMinutes = fc.option(
  fc.integer({ min: 1, max: 60 }).map((twenties) => twenties * 20),
  { freq: 8 },
);
const target = fc.record({ firstResponseMinutes: targetMinutes, resolutionMinutes: targetMinutes });
const targets = fc.record({ critical: target, high: target, medium: target, low: target });
const clockHours = fc.constantFrom('24x7' as const, 'business_hours' as const, 'business_hours' as const);

const policyAt = (id: string, place: { timeZone: string; near: number }): fc.Arbitrary<SlaPolicyVersion> =>
  fc.record({
    id: fc.constant(id),
    calendar: calendarAt(place),
    targets: fc.record({ l1: targets, l2: targets }),
    clockHours: fc.record({ critical: clockHours, high: clockHours, medium: clockHours, low: clockHours }),
    pausesOnHold: fc.boolean(),
    thresholdsPercent: fc.uniqueArray(fc.constantFrom(25, 50, 75, 90), { maxLength: 3 }),
  });

const priority = fc.constantFrom('critical' as const, 'high' as const, 'medium' as const, 'low' as const);
const level = fc.constantFrom('l1' as const, 'l2' as const, 'l3' as const);
const policyVersionId = fc.constantFrom('first', 'second');
const status = fc.constantFrom(
  'open' as const,
  'waiting_on_client' as const,
  'on_hold' as const,
  'resolved' as const,
  'closed' as const,
);

type Happening = SlaEvent extends infer Event ? (Event extends SlaEvent ? Omit<Event, 'at'> : never) : never;
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('status_changed' as const), status }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopened' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('staff_replied' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('priority_changed' as const), priority }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('level_changed' as const), level }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('policy_assigned' as const), policyVersionId }) },
);

export type Past = { events: SlaEvent[]; policies: SlaPolicies; raisedAt: number };

/** The past of a ticket over some three days; events at multiples of `grain_ms`. */
export const pastWith = (grain_ms: number): fc.Arbitrary<Past> =>
  placeAndTime.chain((place) => {
    const grains = Math.floor((3 * DAY_ms) / grain_ms);
    const moments = fc
      .integer({ min: -grains, max: 0 })
      .map((count) => place.near - (place.near % grain_ms) + count * grain_ms);
    const later = fc.tuple(fc.integer({ min: 1, max: grains }), happening);
    return fc
      .record({
        raisedAt: moments,
        raised: fc.record({ kind: fc.constant('raised' as const), priority, level, policyVersionId }),
        later: fc.array(later, { maxLength: 8 }),
        first: policyAt('first', place),
        second: policyAt('second', place),
      })
      .map(({ raisedAt, raised, later: others, first, second }) => ({
        raisedAt,
        policies: new Map([
          ['first', first],
          ['second', second],
        ]),
        events: [
          { at: raisedAt, ...raised },
          ...others.map(([count, one]) => ({ at: raisedAt + count * grain_ms, ...one })),
        ],
      }));
  });

/** Within six days of being raised, a little before it included. */
export const sinceRaised = fc.integer({ min: -HOUR_ms, max: 6 * DAY_ms });

const sameTarget = (firstResponseMinutes: number | null, resolutionMinutes: number | null) => ({
  firstResponseMinutes,
  resolutionMinutes,
});

/** An SLA as one is written: by office hours in Berlin, critical tickets around the clock. */
export const berlin: SlaPolicyVersion = {
  id: 'berlin',
  calendar: {
    timeZone: 'Europe/Berlin',
    week: officeHours,
    holidays: [{ day: '2026-04-06', name: 'Easter Monday' }],
  },
  targets: {
    l1: {
      critical: sameTarget(60, 240),
      high: sameTarget(120, 480),
      medium: sameTarget(240, 960),
      low: sameTarget(480, null),
    },
    l2: {
      critical: sameTarget(30, 120),
      high: sameTarget(120, 960),
      medium: sameTarget(240, 1920),
      low: sameTarget(480, null),
    },
  },
  clockHours: { critical: '24x7', high: 'business_hours', medium: 'business_hours', low: 'business_hours' },
  pausesOnHold: false,
  thresholdsPercent: [50, 75, 90],
};

/** Monday to Friday around the clock, with two targets, and On hold pauses. */
const weekdays: SlaPolicyVersion = {
  ...berlin,
  id: 'weekdays',
  calendar: {
    timeZone: 'Europe/Berlin',
    week: [...(Array(5).fill([hours(0, 1440)]) as OpenHours[][]), [], []] as unknown as WeekHours,
    holidays: [],
  },
  pausesOnHold: true,
  thresholdsPercent: [80],
};

export const policies: SlaPolicies = new Map([berlin, weekdays].map((policy) => [policy.id, policy]));
