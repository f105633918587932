/** Every night is in the timeline of a clock: it is read sixty intervals at a time, from its end, each clock for itself. */
import { earlierIn } from '../thread-part';
import type { ClockName } from './spans';

const clockPart_intervals = 60;

/** How many parts back the address asks to go in the timeline of each clock. */
export const clockPartsIn = (url: URL): Record<ClockName, number> => ({
  first_response: earlierIn(url, 'first_response'),
  resolution: earlierIn(url, 'resolution'),
});

/** The intervals of a part, and how many stand before them. */
export function clockPartOf<Interval>(intervals: readonly Interval[], earlier: number) {
  const until = Math.max(0, intervals.length - earlier * clockPart_intervals);
  const before = Math.max(0, until - clockPart_intervals);
  return { before, part: intervals.slice(before, until) };
}
