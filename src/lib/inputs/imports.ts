import { z } from 'zod';
import {
  dateOrders,
  importFields,
  wordFields,
  meanings,
  type ImportField,
  type WordField,
} from '../domain/import/fields';
import { importBytes, importBytesMax, tooLarge } from '../domain/import/limits';
import { wholeNumber } from './number';

const blankToNull = (value: unknown) => (value === '' || value === undefined ? null : value);
const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(blankToNull, schema.nullable());

const column = optional(wholeNumber(0, 1_000, 'Choose a column.'));
/** By the number that a spreadsheet gives it; 0 for a file without headings, null for the one that seems to have them. */
const headingsRow = optional(wholeNumber(0, importBytesMax, 'Choose the row with the column names.')).default(
  null,
);
const meaning = (field: WordField) =>
  z.object({
    word: z.string().max(10_000),
    means: z.enum(['', ...Object.keys(meanings[field])], 'Choose what it means.'),
  });

const choices = z.object({
  columns: z.object(
    Object.fromEntries(importFields.map((field) => [field, column])) as Record<ImportField, typeof column>,
  ),
  meanings: z.object(
    Object.fromEntries(
      wordFields.map((field) => [field, z.array(meaning(field)).max(200).default([])]),
    ) as Record<WordField, z.ZodDefault<z.ZodArray<ReturnType<typeof meaning>>>>,
  ),
  dates: optional(z.enum(dateOrders, 'Choose a date format.')),
  estimates: optional(z.enum(['seconds', 'minutes', 'hours'], 'Choose a unit.')),
});

export const importPreview = z.object({
  projectId: z.uuid('Choose a project from the list.'),
  text: z
    .string('Choose a file or paste CSV.')
    .refine((text) => text.trim() !== '', 'Choose a file or paste CSV.')
    .refine((text) => importBytes(text) <= importBytesMax, tooLarge),
  headingsRow,
  choices: choices.nullable().default(null),
});

export const importRun = importPreview.extend({
  choices,
  /** The hash of the preview, so that the import creates exactly the records that the preview listed. */
  checked: z.string('Preview the import first.').max(100),
});
