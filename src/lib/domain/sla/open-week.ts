import { DAY_ms, MINUTE_ms, WEEK_ms } from './moment';
import type { WeekHours } from './policy';

/**
 * Open hours of a week that repeats for ever, on the time line that a clock on the wall shows: local milliseconds since local
 * 1970-01-01T00:00, without time zones, daylight saving or holidays. Open time is told as what has added up since the Monday
 * of that epoch's week, so that any distance is one subtraction, and no day is ever stepped through.
 */
export type OpenWeek = {
  /** Open time of one week; 0 where business is never open. */
  total_ms: number;
  /** Open time that has added up by a local time; negative before the epoch's week. */
  openBy: (local: number) => number;
  /** The first local time by which so much has added up. Only where `total_ms` is not 0. */
  localWhen: (open_ms: number) => number;
  /** Open stretches of a weekday, 0 for Monday, in milliseconds of the day, in order and apart. */
  daysStretches: readonly (readonly Stretch[])[];
};

type Stretch = { from: number; until: number };

/** 1970-01-01 was a Thursday. */
const EPOCH_MONDAY_ms = -3 * DAY_ms;

/** Local midnight of the day, and its weekday, 0 for Monday. */
export function localDay(local: number): { midnight: number; weekday: number } {
  const midnight = Math.floor(local / DAY_ms) * DAY_ms;
  const days = (midnight - EPOCH_MONDAY_ms) / DAY_ms;
  return { midnight, weekday: ((days % 7) + 7) % 7 };
}

export function openWeek(week: WeekHours): OpenWeek {
  const daysStretches = week.map((hours) =>
    united(
      hours.map(({ fromMinute, toMinute }) => ({
        from: Math.max(0, fromMinute * MINUTE_ms),
        until: Math.min(DAY_ms, toMinute * MINUTE_ms),
      })),
    ),
  );
  let total_ms = 0;
  const stretches = united(
    daysStretches.flatMap((day, weekday) =>
      day.map(({ from, until }) => ({ from: weekday * DAY_ms + from, until: weekday * DAY_ms + until })),
    ),
  ).map((stretch) => {
    const openBefore = total_ms;
    total_ms += stretch.until - stretch.from;
    return { ...stretch, openBefore, openAfter: total_ms };
  });

  const openBy = (local: number) => {
    const weeks = Math.floor((local - EPOCH_MONDAY_ms) / WEEK_ms);
    const ofWeek = local - EPOCH_MONDAY_ms - weeks * WEEK_ms;
    let open = 0;
    for (const { from, until, openBefore } of stretches) {
      if (ofWeek <= from) break;
      open = openBefore + Math.min(ofWeek, until) - from;
    }
    return weeks * total_ms + open;
  };

  const localWhen = (open_ms: number) => {
    // Time that adds up at the end of a week does so with the week's last open hour, not on the next Monday.
    const weeks = Math.ceil(open_ms / total_ms) - 1;
    const ofWeek = open_ms - weeks * total_ms;
    const found = stretches.find(({ openAfter }) => ofWeek <= openAfter) ?? { from: NaN, openBefore: NaN };
    return EPOCH_MONDAY_ms + weeks * WEEK_ms + found.from + ofWeek - found.openBefore;
  };

  return { total_ms, openBy, localWhen, daysStretches };
}

/** Stretches in order, those that touch or overlap made one, empty ones left out. */
function united(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const { from, until } of stretches.toSorted((one, other) => one.from - other.from)) {
    if (until <= from) continue;
    const last = all.at(-1);
    if (last && from <= last.until) last.until = Math.max(last.until, until);
    else all.push({ from, until });
  }
  return all;
}
