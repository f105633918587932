import { z } from 'zod';
import { seenText } from '../domain/visible-text';

/** Text of several lines. A form sends its line breaks as CR LF; one of them is one character for the person who typed it. */
export const prose = (none: string, long: string) =>
  z
    .string(none)
    .overwrite((text) => seenText(text).replaceAll('\r\n', '\n'))
    .trim()
    .max(20_000, long);

/** The text of a message, a comment or a note: never empty. */
export const message = (none = 'Write a message first.', long = 'Keep it under 20,000 characters.') =>
  prose(none, long).min(1, none);
