/** Every number that a person types is one of these; a program may send it as a number. */
import { z } from 'zod';
import { parseNumber } from '../domain/numbers';

/** The number that a text says. One that cannot be read is left to the schema, which refuses it. */
const readBy = (read: (text: string) => number | null) => (value: unknown) =>
  typeof value === 'string' ? (read(value) ?? value) : value;

/** A number in which fractions count, read by `read` where it comes as text; `none` is said where it is no number. */
export const number = (min: number, max: number, none: string, tooMuch: string, read = parseNumber) =>
  z.preprocess(readBy(read), z.number(none).min(min, none).max(max, tooMuch));

/** A whole number. */
export const wholeNumber = (min: number, max: number, none?: string, tooMuch = none) =>
  z.preprocess(readBy(parseNumber), z.int(none).min(min, none).max(max, tooMuch));
