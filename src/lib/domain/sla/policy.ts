/** The promises of a contract about its tickets (PRODUCT T5): the SLA policy, in versions that are never changed once they are assigned. */

export type TicketPriority = 'critical' | 'high' | 'medium' | 'low';
export type SupportLevel = 'l1' | 'l2' | 'l3' | 'solution_architect';

/** Open from one minute of the local day to another: 540 to 1020 is 9:00 to 17:00, 1440 is 24:00. Hours over midnight are two of these. */
export type OpenHours = { fromMinute: number; toMinute: number };

/** The hours of each weekday, Monday first; several a day are allowed, in any order. */
export type WeekHours = readonly [
  readonly OpenHours[],
  readonly OpenHours[],
  readonly OpenHours[],
  readonly OpenHours[],
  readonly OpenHours[],
  readonly OpenHours[],
  readonly OpenHours[],
];

/** A whole local day on which business is closed; `day` is an ISO day. */
export type Holiday = { day: string; name: string };

/** When a contract's business is open. A day is what the calendar on the wall says in `timeZone`, an IANA name. */
export type ServiceCalendar = { timeZone: string; week: WeekHours; holidays: readonly Holiday[] };

/** Targets in minutes of SLA time: of the time in which the clock runs. Null where nothing is promised. */
type SlaTarget = { firstResponseMinutes: number | null; resolutionMinutes: number | null };

/** After-hours terms: whether a clock runs around the clock, holidays included, or only while business is open. */
export type ClockHours = '24x7' | 'business_hours';

export type SlaPolicyVersion = {
  id: string;
  calendar: ServiceCalendar;
  /** By support level; a level that the contract does not include is left out, and nothing is promised for it. */
  targets: Partial<Record<SupportLevel, Record<TicketPriority, SlaTarget>>>;
  clockHours: Record<TicketPriority, ClockHours>;
  /** Whether On hold pauses the clocks as Waiting on client does. */
  pausesOnHold: boolean;
  /** Pre-breach thresholds in percent of a target, between 0 and 100, in any order. The highest of them is "near breach". */
  thresholdsPercent: readonly number[];
};

/** The versions that the events of a ticket name, by their id. */
export type SlaPolicies = ReadonlyMap<string, SlaPolicyVersion>;
