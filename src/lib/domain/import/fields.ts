/** What a column of a file can say of a task, in the order in which the form asks. */
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
  kind: 'Kind of record',
  epic: 'Epic',
  story: 'Story or parent',
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

const leaveOut = { leave_out: 'Leave these rows out' } as const;

/** What a word can mean. */
export const meanings = {
  kind: { task: 'A task', story: 'A story', epic: 'An epic', ...leaveOut },
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

export type DateOrder = 'iso' | 'day_first' | 'month_first' | 'month_named';
export const dateOrderWords: Record<DateOrder, string> = {
  iso: '2026-03-31',
  day_first: '31.03.2026 or 31/03/2026',
  month_first: '03/31/2026',
  month_named: '31/Mar/26',
};

export type EstimateUnit = 'seconds' | 'minutes' | 'hours';
export const estimateUnitWords: Record<EstimateUnit, string> = {
  seconds: 'Seconds',
  minutes: 'Minutes',
  hours: 'Hours',
};

/** A file as it was read. Row numbers are a spreadsheet's: the headings are row 1. */
export type ImportRow = { number: number; cells: readonly string[] };
export type ImportTable = { headings: readonly string[]; rows: readonly ImportRow[] };

/** How a word, heading or title is compared: without regard to case and white space. */
export const fold = (text: string) => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
