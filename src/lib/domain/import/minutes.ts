import { parseNumber } from '../numbers';
import { fold, type EstimateUnit } from './fields';

const factors: Record<EstimateUnit, number> = { seconds: 1 / 60, minutes: 1, hours: 60 };
const minutesMax = 100_000;

const numberOf = (text: string) => parseNumber(text) ?? NaN;

/** Whole minutes; null where the text is no length of time, or one beyond 100,000 minutes. A unit in the text wins. */
export function readMinutes(text: string, unit: EstimateUnit): number | null {
  const folded = fold(text);
  const clock = /^(\d+):([0-5]\d)$/.exec(folded);
  const parts = /^(?:(\d[\d.,]*) ?h(?:ours?)?)? ?(?:(\d[\d.,]*) ?m(?:in(?:utes)?)?)?$/.exec(folded);
  let minutes = NaN;
  if (clock) minutes = Number(clock[1]) * 60 + Number(clock[2]);
  else if (/^[\d.,]+$/.test(folded)) minutes = numberOf(folded) * factors[unit];
  else if (folded && parts) minutes = numberOf(parts[1] ?? '0') * 60 + numberOf(parts[2] ?? '0');
  const whole = Math.round(minutes);
  return whole >= 0 && whole <= minutesMax ? whole : null;
}

/** The unit of a column of estimates by its heading: Jira counts seconds, Redmine hours. */
export function guessEstimateUnit(heading: string): EstimateUnit {
  const folded = fold(heading);
  if (/original estimate|second/.test(folded)) return 'seconds';
  return folded.includes('minute') ? 'minutes' : 'hours';
}
