import { fold, importFields, type ImportColumns, type ImportField } from './fields';

/** Headings of columns that hold labels by that name, and not something else that may serve as one. */
const labelsHeadings = ['labels', 'tags', 'label'];

/** Headings by field, the likeliest first: those of Jira's and Redmine's exports, and plain words. */
const known: Record<ImportField, readonly string[]> = {
  title: ['summary', 'subject', 'title', 'task', 'task name', 'name', 'betreff', 'titel', 'zusammenfassung'],
  description: ['description', 'details', 'beschreibung'],
  kind: ['issue type', 'tracker', 'work type', 'type', 'kind', 'vorgangstyp', 'typ'],
  epic: [
    ...['epic link summary', 'epic link', 'parent summary', 'parent key', 'parent', 'parent id'],
    ...['epic', 'epic name'],
  ],
  story: ['story', 'user story', 'parent task', 'übergeordnete aufgabe', 'parent summary'],
  status: ['status', 'state'],
  priority: ['priority', 'priorität'],
  dueOn: ['due date', 'due', 'due on', 'deadline', 'abgabedatum', 'fällig'],
  estimate: [
    'original estimate',
    'estimated time',
    'estimate',
    'estimate (hours)',
    'estimate in hours',
    'estimate (minutes)',
    'estimate in minutes',
    'σ original estimate',
    'geschätzter aufwand',
  ],
  assignee: ['assignee', 'assigned to', 'owner', 'zugewiesen an'],
  sprint: ['sprint', 'target version', 'iteration'],
  visibility: ['visibility', 'client visible', 'visible to client', 'shared with client', 'public'],
  labels: [...labelsHeadings, 'category', 'kategorie', 'component/s', 'components'],
  startsOn: ['start date', 'starts', 'starts on', 'planned start', 'beginn'],
};

/** Headings of columns that mark a row as private. */
const privateHeadings = new Set(
  [
    'private',
    'is private',
    'internal',
    'is internal',
    'internal only',
    'confidential',
    'security level',
  ].concat(['privat', 'intern', 'vertraulich']),
);
/** Headings of columns by which other rows refer to a row. */
const referenceHeadings = new Set(['issue key', 'issue id', 'key', '#', 'id']);

/** "Custom field (Epic Link)" is Jira's way to say "Epic Link". */
const plain = (heading: string) => fold(heading).replace(/^custom field \((.*)\)$/, '$1');

const columnsOf = (headings: readonly string[], among: ReadonlySet<string>) =>
  headings.flatMap((heading, column) => (among.has(plain(heading)) ? [column] : []));

/** The columns whose word keeps a row Internal Only, whatever else the file says. */
export const privateColumns = (headings: readonly string[]) => columnsOf(headings, privateHeadings);

/** The columns that other rows name a row by. */
export const referenceColumns = (headings: readonly string[]) => columnsOf(headings, referenceHeadings);

/** Whether a heading says that its column marks what is private. */
export const isPrivateHeading = (heading: string) => privateHeadings.has(plain(heading));

/** Whether a heading says that its column has labels. */
export const isLabelsHeading = (heading: string) => labelsHeadings.includes(plain(heading));

/** Whether a heading says that its column names another row: by a key, a number or a title, but none that is still to be made. */
export const namesRows = (heading: string) =>
  /parent|übergeordnet|^(?:epic|story) (?:link|key|id)$/.test(plain(heading));

/** Whether a heading says that its column names the row above, of whichever kind that is. */
export const namesParents = (heading: string) => /parent|übergeordnet/.test(plain(heading));

/** Which column is which field, going by the headings alone; of equal headings the first. */
export function guessColumns(headings: readonly string[]): ImportColumns {
  const plainHeadings = headings.map(plain);
  const taken = new Set<number>();
  const guess = {} as ImportColumns;
  for (const field of importFields) {
    const column = known[field]
      .map((heading) => plainHeadings.indexOf(heading))
      .find((nth) => nth !== -1 && !taken.has(nth));
    guess[field] = column ?? null;
    if (column !== undefined) taken.add(column);
  }
  return guess;
}
