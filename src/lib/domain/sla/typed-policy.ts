/** The typed fields of an SLA policy, read and written back: hours of a day, holidays, thresholds. */
import { isDay } from '../days';
import { parseNumber } from '../numbers';
import { minuteOf } from './stored-policy';

export type Typed<Value> = { value: Value } | { problem: string };

const closed = /^\s*(closed|-|–)\s*$/i;

/** "09:00-12:30, 13:30-18:00" as pairs; an empty text is a day on which business is closed. Midnight at the end is that of the day. */
export function readHours(typed: string): Typed<[from: string, until: string][]> {
  const pairs: [string, string][] = [];
  let before = 0;
  if (closed.test(typed)) return { value: [] };
  for (const part of typed.split(',').filter((one) => one.trim())) {
    const [, from, until] = /^\s*(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)\s*$/.exec(part) ?? [];
    if (!from || !until)
      return {
        problem: 'Enter hours like 09:00-17:30. Separate several with commas; leave a closed day empty.',
      };
    const end24 = /^0?0:00$/.test(until) ? '24:00' : until;
    const pair: [string, string] = [from.padStart(5, '0'), end24.padStart(5, '0')];
    try {
      const [start, end] = pair.map(minuteOf) as [number, number];
      if (end === start)
        return { problem: `${from} to ${until} covers no time. For the whole day, enter 00:00-24:00.` };
      if (end < start)
        return {
          problem: `Hours past midnight belong to two days: end this one with ${pair[0]}-24:00, and start the next with 00:00-${pair[1]}.`,
        };
      if (start < before) return { problem: 'These hours overlap.' };
      before = end;
    } catch {
      return { problem: `“${part.trim()}” isn't a valid time.` };
    }
    pairs.push(pair);
  }
  return { value: pairs };
}

export const writeHours = (pairs: readonly [string, string][]): string =>
  pairs.map(([from, until]) => `${from}-${until}`).join(', ');

const holidays_max = 400;

/** A line for each: "2026-12-25 Christmas Day". */
export function readHolidays(typed: string): Typed<{ day: string; name: string }[]> {
  const lines = typed.split('\n').filter((line) => line.trim());
  if (lines.length > holidays_max) return { problem: `You can add up to ${holidays_max} holidays.` };
  const found = [];
  for (const line of lines) {
    const [, day, name] = /^\s*(\d{4}-\d\d-\d\d)\s*(.{0,100}?)\s*$/.exec(line) ?? [];
    if (!day || !isDay(day))
      return { problem: `“${line.trim().slice(0, 40)}”: start with a date like 2026-12-25.` };
    found.push({ day, name: name ?? '' });
  }
  return { value: found };
}

export const writeHolidays = (holidays: readonly { day: string; name: string }[]): string =>
  holidays.map(({ day, name }) => `${day} ${name}`.trim()).join('\n');

/** "50, 75, 90": per cent of a target, from 1 to 99. */
export function readThresholds(typed: string): Typed<number[]> {
  const numbers = typed
    .split(/[,\s]+/)
    .filter(Boolean)
    .map((one) => parseNumber(one) ?? NaN);
  if (numbers.some((number) => !Number.isInteger(number) || number < 1 || number > 99) || numbers.length > 10)
    return { problem: 'Enter up to ten whole numbers from 1 to 99, like 50, 75, 90.' };
  return { value: [...new Set(numbers)].sort((one, other) => one - other) };
}
