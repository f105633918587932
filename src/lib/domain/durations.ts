import { parseNumber, withoutThousands } from './numbers';
import { figure } from './words';

const MOST_minutes = 100_000 * 60;

/** "2 h 15 min" for 135 minutes; seconds are rounded away. Hours are written by `hoursIn`. */
export function formatMinutes(minutes: number, hoursIn = figure): string {
  const whole = Math.round(Math.abs(minutes));
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  const words = [hours && `${hoursIn(hours)} h`, (rest || !hours) && `${rest} min`].filter(Boolean).join(' ');
  return minutes < 0 && whole ? `−${words}` : words;
}

/** The same for a field, without the reader's sign between thousands: `parseMinutes` reads it back. */
export const typedMinutes = (minutes: number): string => formatMinutes(minutes, String);

/**
 * The minutes of a typed duration: "1:30", "2h 15", "2 h 15 min", "90m", "1.5 h"; a plain number means hours.
 * A comma before three figures sets off thousands, as it does where a duration is shown; any other is a decimal one.
 * Null for what cannot be read, for negative ones and for more than 100,000 hours.
 */
export function parseMinutes(typed: string): number | null {
  const text = withoutThousands(typed.trim().toLowerCase()).replace(',', '.');
  if (text.length > 24) return null;
  const minutes = clock(text) ?? hours(text) ?? hoursAndMinutes(text) ?? onlyMinutes(text);
  return minutes === null || minutes > MOST_minutes ? null : Math.round(minutes);
}

/** The same in hours, in which a plain number keeps its fractions of a minute. */
export function parseHours(typed: string): number | null {
  const minutes = parseMinutes(typed);
  return parseNumber(typed) ?? (minutes === null ? null : minutes / 60);
}

const HOURS = '(?:h|hr|hrs|hour|hours)';
const MINUTES = '(?:m|min|mins|minute|minutes)';

function read(text: string, pattern: string): number[] | null {
  const match = new RegExp(`^${pattern}$`).exec(text);
  return match?.slice(1).map(Number) ?? null;
}

function clock(text: string): number | null {
  const found = read(text, '(\\d+):([0-5]\\d)');
  return found && (found[0] ?? 0) * 60 + (found[1] ?? 0);
}

function hours(text: string): number | null {
  const found = read(text, `(\\d+(?:\\.\\d*)?|\\.\\d+)\\s*${HOURS}?`);
  return found && (found[0] ?? 0) * 60;
}

function hoursAndMinutes(text: string): number | null {
  const found = read(text, `(\\d+)\\s*${HOURS}\\s*([0-5]?\\d)\\s*${MINUTES}?`);
  return found && (found[0] ?? 0) * 60 + (found[1] ?? 0);
}

function onlyMinutes(text: string): number | null {
  const found = read(text, `(\\d+)\\s*${MINUTES}`);
  return found && (found[0] ?? 0);
}
