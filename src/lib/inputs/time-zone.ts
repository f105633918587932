import { z } from 'zod';
import { isTimeZone } from '../domain/dates';

export const unknownTimeZone = 'Choose a time zone from the list.';

/** The name of an IANA time zone. The database asks whether it knows it as well. */
export const timeZone = z
  .string('Choose a time zone.')
  .min(1, 'Choose a time zone.')
  .max(64, unknownTimeZone)
  .refine(isTimeZone, unknownTimeZone);
