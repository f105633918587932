/** Every text that a person writes is one of these: a text in which nothing can be seen counts as empty. */
import { z } from 'zod';
import { seenText } from '../domain/visible-text';

/** Text as it was written, which may be empty; `none` is said where something else than a text was sent. */
export const anyText = (
  max: number,
  none?: string,
  long = `Keep it under ${max.toLocaleString('en')} characters.`,
) => z.string(none).overwrite(seenText).max(max, long);

/** One line without its outer spaces, in which something can be seen. */
export const line = (max: number, none: string, long?: string) =>
  anyText(max, none, long).trim().min(1, none);
