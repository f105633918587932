import { DAY_ms, type Moment } from './moment';

/**
 * Offsets of IANA time zones, learnt from Intl. A call to Intl costs some microseconds, so each year of a zone is looked
 * through once and what is found is kept: a handful of stretches in which the offset stays the same.
 */

/** Short enough: since 1970 no zone has gone to another offset and back in less than a week (Recife, October 2000). */
const STEP_ms = 3 * DAY_ms;

/** A stretch of time in which a zone's clocks are `offset_ms` ahead of UTC. It ends with the UTC year at the latest. */
type OffsetStretch = { from: Moment; until: Moment; offset_ms: number };

export type TimeZone = { stretchAt: (at: Moment) => OffsetStretch };

const zones = new Map<string, TimeZone>();

/** @throws RangeError for a name that is no IANA time zone. */
export function timeZoneOf(name: string): TimeZone {
  let zone = zones.get(name);
  if (!zone) {
    zone = newZone(name);
    zones.set(name, zone);
  }
  return zone;
}

function newZone(name: string): TimeZone {
  const offsetAt = offsetReader(name);
  const years = new Map<number, OffsetStretch[]>();
  let last: OffsetStretch = { from: 0, until: 0, offset_ms: 0 };
  const stretchAt = (at: Moment): OffsetStretch => {
    if (at >= last.from && at < last.until) return last;
    const year = new Date(at).getUTCFullYear();
    let stretches = years.get(year);
    if (!stretches) {
      stretches = stretchesOf(year, offsetAt);
      years.set(year, stretches);
    }
    for (const stretch of stretches) if (at >= stretch.from) last = stretch;
    return last;
  };
  return { stretchAt };
}

type OffsetAt = (at: Moment) => number;

function offsetReader(timeZone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const fields: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(at)) fields[type] = Number(value);
    const { year = NaN, month = NaN, day, hour, minute, second } = fields;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
  };
}

function stretchesOf(year: number, offsetAt: OffsetAt): OffsetStretch[] {
  const stretches: OffsetStretch[] = [];
  const end = Date.UTC(year + 1, 0, 1);
  let from = Date.UTC(year, 0, 1);
  let offset_ms = offsetAt(from);
  for (let before = from; before < end; before += STEP_ms) {
    const after = Math.min(before + STEP_ms, end);
    const offsetAfter = offsetAt(after);
    if (offsetAfter === offset_ms) continue;
    const until = changeBetween(before, after, offset_ms, offsetAt);
    stretches.push({ from, until, offset_ms });
    from = until;
    offset_ms = offsetAfter;
  }
  if (from < end) stretches.push({ from, until: end, offset_ms });
  return stretches;
}

/** Clocks are changed on whole seconds. */
function changeBetween(before: Moment, after: Moment, offsetBefore: number, offsetAt: OffsetAt): Moment {
  let [same, other] = [before / 1000, after / 1000];
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetAt(middle * 1000) === offsetBefore) same = middle;
    else other = middle;
  }
  return other * 1000;
}
