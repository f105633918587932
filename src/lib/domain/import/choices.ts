import { guessDateOrder } from './days';
import {
  fold,
  wordFields,
  type DateOrder,
  type EstimateUnit,
  type ImportColumns,
  type ImportMeanings,
  type ImportTable,
  type WordField,
} from './fields';
import { guessColumns } from './guess-columns';
import { guessMeaning } from './guess-meaning';
import { guessEstimateUnit } from './minutes';

/** The person's choices so far; a null is guessed. */
export type GivenChoices = {
  columns: ImportColumns;
  meanings: Record<WordField, readonly { word: string; means: string }[]>;
  dates: DateOrder | null;
  estimates: EstimateUnit | null;
};

export type ImportChoices = {
  columns: ImportColumns;
  meanings: ImportMeanings;
  dates: DateOrder;
  estimates: EstimateUnit;
};

/** A word of the file, how many rows have it, and what it means; '' where that is still to be chosen. */
type FileWord = { word: string; count: number; means: string };

/** The most words of a column that are asked about: one with more is no column of words. */
const wordsMax = 50;

/** The words of a column, the most frequent first. */
function wordsOf(table: ImportTable, column: number): { word: string; count: number }[] {
  const words = new Map<string, { word: string; count: number }>();
  for (const { cells } of table.rows) {
    const word = (cells[column] ?? '').trim().replaceAll(/\s+/g, ' ');
    if (word === '') continue;
    const known = words.get(fold(word));
    if (known) known.count += 1;
    else words.set(fold(word), { word, count: 1 });
  }
  return [...words.values()].sort((a, b) => b.count - a.count).slice(0, wordsMax);
}

/** Completes what was chosen by what can be guessed, and lists the file's own words with what they mean. */
export function settle(table: ImportTable, given: GivenChoices | null) {
  const columns = given ? { ...given.columns } : guessColumns(table.headings);
  for (const [field, column] of Object.entries(columns)) {
    if (column !== null && column >= table.headings.length) columns[field as keyof ImportColumns] = null;
  }
  const headingOf = (column: number | null) => (column === null ? '' : (table.headings[column] ?? ''));

  const words = {} as Record<WordField, FileWord[]>;
  const meanings = {} as Record<WordField, Map<string, string>>;
  for (const field of wordFields) {
    const column = columns[field];
    const chosen = new Map(given?.meanings[field].map(({ word, means }) => [fold(word), means]));
    const found = column === null ? [] : wordsOf(table, column);
    words[field] = found.map(({ word, count }) => ({
      word,
      count,
      means: chosen.get(fold(word)) ?? guessMeaning(field, headingOf(column), word),
    }));
    meanings[field] = new Map(words[field].map(({ word, means }) => [fold(word), means]));
  }

  const dayColumns = [columns.startsOn, columns.dueOn].filter((column) => column !== null);
  const dates = guessDateOrder(
    table.rows.flatMap(({ cells }) => dayColumns.map((column) => cells[column] ?? '')),
  );
  const choices: ImportChoices = {
    columns,
    meanings,
    dates: given?.dates ?? dates.order,
    estimates: given?.estimates ?? guessEstimateUnit(headingOf(columns.estimate)),
  };
  return { choices, words, datesAreAmbiguous: dates.ambiguous };
}
