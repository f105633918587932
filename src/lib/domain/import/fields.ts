import { isVisible } from '../visible-text';

/** The fields of a task that a column of a file can hold, in the order of the form. */
export const importFields = [
  'title',
  'description',
  'kind',
  'epic',
  'story',
  'status',
  'priority',
  'startsOn',
  'dueOn',
  'estimate',
  'assignee',
  'sprint',
  'labels',
  'visibility',
] as const;
export type ImportField = (typeof importFields)[number];

export const importFieldWords: Record<ImportField, string> = {
  title: 'Title',
  description: 'Description',
  kind: 'Type',
  epic: 'Epic',
  story: 'Parent story',
  status: 'Status',
  priority: 'Priority',
  startsOn: 'Starts',
  dueOn: 'Due',
  estimate: 'Estimate',
  assignee: 'Assignee',
  sprint: 'Sprint',
  labels: 'Labels',
  visibility: 'Visibility',
};

/** The place of a field's column among the file's, from 0; null where the file has none. */
export type ImportColumns = Record<ImportField, number | null>;

/** Fields that a file fills with words of its own, each of which means one of ours. */
export const wordFields = ['kind', 'status', 'priority', 'visibility'] as const;
export type WordField = (typeof wordFields)[number];

const leaveOut = { leave_out: 'Skip these rows' } as const;

/** The meanings that a word can have. */
export const meanings = {
  kind: { task: 'Task', story: 'Story', epic: 'Epic', ...leaveOut },
  status: {
    to_do: 'To do',
    in_progress: 'In progress',
    in_review: 'In review',
    blocked: 'Blocked',
    done: 'Done',
    ...leaveOut,
  },
  priority: { low: 'Low', medium: 'Medium', high: 'High', urgent: 'Urgent' },
  visibility: { client_visible: 'Client Visible', internal_only: 'Internal Only' },
} as const;

/** By field and folded word what it means; '' where that is still to be chosen. */
export type ImportMeanings = Record<WordField, ReadonlyMap<string, string>>;

export const dateOrders = ['iso', 'month_named', 'day_first', 'month_first'] as const;
export type DateOrder = (typeof dateOrders)[number];
export const dateOrderWords: Record<DateOrder, string> = {
  iso: '2026-03-31',
  day_first: '31.03.2026 or 31/03/2026',
  month_first: '03/31/2026',
  month_named: '31/Mar/26 or March 31, 2026',
};

export type EstimateUnit = 'seconds' | 'minutes' | 'hours';
export const estimateUnitWords: Record<EstimateUnit, string> = {
  seconds: 'Seconds',
  minutes: 'Minutes',
  hours: 'Hours',
};

/** A row of a file, by the number that a spreadsheet gives it. */
export type ImportRow = { number: number; cells: readonly string[] };

/** A file as it was read; without headings `headingsRow` is 0, and all headings are empty. */
export type ImportTable = { headings: readonly string[]; headingsRow: number; rows: readonly ImportRow[] };

/** How many of a row's cells it takes to hold all of it that can be seen. */
export const widthOf = (cells: readonly string[]) => cells.findLastIndex(isVisible) + 1;

/** A text without the marks that nobody sees, so that they keep no two words apart. */
export const withoutMarks = (text: string) => text.replaceAll(/\p{Cf}/gu, '').trim();

/** How a word, heading or title is compared: without regard to case, white space and what nobody sees. */
export const fold = (text: string) =>
  withoutMarks(text.normalize('NFC')).replaceAll(/\s+/g, ' ').toLowerCase();

/** A text of the file in a sentence, cut where it is long. */
export const quoted = (text: string) => `“${text.length > 80 ? `${text.slice(0, 79)}…` : text}”`;

/** A heading in a sentence; a column without one by its number. */
export const headingWords = (headings: readonly string[], column: number) =>
  headings[column] ? quoted(headings[column]) : `column ${column + 1}`;
