/**
 * An instant in whole milliseconds since 1970-01-01T00:00Z, as `Date.getTime()` gives it. Numbers, because a clock is read
 * millions of times; whole, because a due moment is exact. Every stretch of time is half-open: `from` is in it, `until` is not.
 */
export type Moment = number;

export const MINUTE_ms = 60_000;
export const DAY_ms = 86_400_000;
export const WEEK_ms = 7 * DAY_ms;

/**
 * Computations over a calendar go no further than from 1970 to 2200: every stretch of offsets and every day in between is looked
 * at, so an instant that lies millennia away, whatever put it into the database, would have the server look for hours.
 */
const calendarEnd: Moment = Date.UTC(2200, 0, 1);
export const inCalendar = (at: Moment): Moment => Math.min(Math.max(at, 0), calendarEnd);
