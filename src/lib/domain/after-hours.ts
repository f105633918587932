import { openTimeOf } from './sla/clock-time';
import type { Moment } from './sla/moment';
import type { ServiceCalendar } from './sla/policy';

/** Whether most of a stretch of work lies outside business hours: a few minutes past closing make no after-hours work. */
export const isAfterHours = (calendar: ServiceCalendar, from: Moment, until: Moment): boolean =>
  openTimeOf(calendar).between(from, until) * 2 < until - from;
