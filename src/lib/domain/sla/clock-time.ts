/**
 * Time as a clock of the SLA counts it.
 *
 * Business is open at an instant if a clock and a calendar on the wall of the contract's time zone say so: the local time of
 * day lies in the weekday's hours, and the local day is no holiday. That one sentence settles daylight saving: hours that fall
 * into the gap do not exist, hours that are repeated count twice, and on a day of 25 hours a business that is open all day is
 * open for 25.
 *
 * While the zone's offset stays the same, open time is arithmetic on the local time line (`OpenWeek` less `ClosedDays`); an
 * answer is the sum over the few stretches of one offset that lie between two instants. Cost: a stretch for each change of
 * the clocks and each new year, whatever the number of days, and a binary search of the holidays in each.
 */
import { closedDays, type ClosedDays } from './closed-days';
import { inCalendar, type Moment } from './moment';
import { openWeek, type OpenWeek } from './open-week';
import type { ServiceCalendar } from './policy';
import { timeZoneOf, type TimeZone } from './time-zone';

export type ClockTime = {
  /** Milliseconds that the clock counts from one instant to a later one. */
  between: (from: Moment, until: Moment) => number;
  /** The first instant by which the clock has counted `time_ms` since `from`; null where that is later than `latest`. */
  after: (from: Moment, time_ms: number, latest: Moment) => Moment | null;
};

export const aroundTheClock: ClockTime = {
  between: (from, until) => until - from,
  after: (from, time_ms, latest) => (from + time_ms <= latest ? from + time_ms : null),
};

/** A calendar made ready for arithmetic. */
export type OpenTime = ClockTime & { zone: TimeZone; week: OpenWeek; closed: ClosedDays };

/** Calendars are never changed, only replaced, so each is made ready once. */
const known = new WeakMap<ServiceCalendar, OpenTime>();

/** @throws RangeError for a time zone or a holiday that does not exist. */
export function openTimeOf(calendar: ServiceCalendar): OpenTime {
  let time = known.get(calendar);
  if (!time) {
    time = openTime(calendar);
    known.set(calendar, time);
  }
  return time;
}

function openTime(calendar: ServiceCalendar): OpenTime {
  const zone = timeZoneOf(calendar.timeZone);
  const week = openWeek(calendar.week);
  const closed = closedDays(calendar.holidays, week);
  const openBy = (local: number) => week.openBy(local) - closed.lostBy(local);

  const between = (from: Moment, until: Moment) => {
    if (week.total_ms === 0) return 0;
    let sum = 0;
    const last = inCalendar(until);
    for (let at = inCalendar(from); at < last;) {
      const stretch = zone.stretchAt(at);
      const end = Math.min(stretch.until, last);
      sum += openBy(end + stretch.offset_ms) - openBy(at + stretch.offset_ms);
      at = end;
    }
    return sum;
  };

  const after = (from: Moment, time_ms: number, latest: Moment) => {
    if (time_ms <= 0) return from;
    if (week.total_ms === 0) return null;
    let left = time_ms;
    const last = inCalendar(latest);
    for (let at = inCalendar(from); at < last;) {
      const stretch = zone.stretchAt(at);
      const end = Math.min(stretch.until, last);
      const openBefore = openBy(at + stretch.offset_ms);
      const gained = openBy(end + stretch.offset_ms) - openBefore;
      if (gained >= left) {
        const open_ms = openBefore + left;
        return week.localWhen(open_ms + closed.lostWhen(open_ms)) - stretch.offset_ms;
      }
      left -= gained;
      at = end;
    }
    return null;
  };

  return { between, after, zone, week, closed };
}
