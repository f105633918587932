/** Every text that a person writes is one of these: a text in which nothing can be seen counts as empty. */
import { z } from 'zod';
import { formatNumber } from '../domain/formats';
import { seenText } from '../domain/visible-text';

/** Text as it was written, which may be empty; `none` is said where something else than a text was sent. */
export const anyText = (
  max: number,
  none?: string,
  // Said when it is refused: the figures are the reader's.
  long: string | (() => string) = () => `Keep it under ${formatNumber(max)} characters.`,
) =>
  z
    .string(none)
    .overwrite(seenText)
    .max(max, typeof long === 'string' ? long : { error: long });

/** One line without its outer spaces, in which something can be seen. */
export const line = (max: number, none: string, long?: string) =>
  anyText(max, none, long).trim().min(1, none);
