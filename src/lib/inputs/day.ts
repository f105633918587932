/** Days that people enter. Each of them goes through here, so that none is of another century. */
import { z } from 'zod';
import { daysBetween, isDay, outOfBoundsWords } from '../domain/days';

export const day = z.iso
  .date('Enter a date like 2026-03-31.')
  .refine(isDay, { error: ({ input }) => outOfBoundsWords(String(input)) });

/** The days far from all others of a project that the person has been asked about and means, with blanks between. */
export const confirmedDays = z.string().max(200).default('');

/** Whether the last day of a span comes to so many days at most, the first one included; true where one of them is open. */
export const lasts = (first: string | null, last: string | null, days_max: number) =>
  !first || !last || daysBetween(first, last) < days_max;
