import { belongingsOf } from './belongings';
import type { ImportChoices } from './choices';
import { fold, type ImportTable } from './fields';
import type { ImportPlace } from './place';
import { rowReader, type InternalBecause, type ReadRow, type Remarks } from './read-row';

/** An epic or story that tasks go into; `id` where the project has it already. */
type Group = { id: string | null; title: string; summary: string };
type PlannedStory = Group & { epic: Group | null };

/** A task to be made; it is Client Visible where nothing speaks against it. */
type PlannedTask = Pick<
  ReadRow,
  | 'row'
  | 'title'
  | 'description'
  | 'status'
  | 'priority'
  | 'startsOn'
  | 'dueOn'
  | 'estimateMinutes'
  | 'assigneeId'
  | 'sprintId'
  | 'labels'
> & { internalBecause: InternalBecause | null; story: PlannedStory | null };

export type ImportPlan = Remarks & {
  /** New ones only. */
  epics: Group[];
  stories: PlannedStory[];
  tasks: PlannedTask[];
  /** Rows that what their status or kind means leaves out. */
  leftOut: number;
  /** Tasks whose title a task of the project has already. */
  alreadyHere: number;
};

/** The groups of one kind, by title; what is not there yet is made. */
class Groups {
  readonly epics = new Map<string, Group>();
  readonly stories = new Map<string, PlannedStory>();

  constructor(place: ImportPlace) {
    const byId = new Map<string, Group>();
    for (const { id, title } of place.epics) {
      const group = { id, title, summary: '' };
      byId.set(id, group);
      if (!this.epics.has(fold(title))) this.epics.set(fold(title), group);
    }
    for (const { id, title, epicId } of place.stories) {
      const epic = epicId === null ? null : (byId.get(epicId) ?? null);
      const key = this.#key(title, epic);
      if (!this.stories.has(key)) this.stories.set(key, { id, title, summary: '', epic });
    }
  }

  #key(title: string, epic: Group | null) {
    return `${epic ? fold(epic.title) : ''}\n${fold(title)}`;
  }

  epic(title: string, summary = ''): Group {
    const epic = this.epics.get(fold(title)) ?? { id: null, title, summary: '' };
    if (epic.id === null && epic.summary === '') epic.summary = summary;
    this.epics.set(fold(title), epic);
    return epic;
  }

  story(title: string, epicTitle: string | null, summary = ''): PlannedStory {
    const epic = epicTitle === null ? null : this.epic(epicTitle);
    const key = this.#key(title, epic);
    // A file that names no epic means the story of that name, wherever it stands.
    const elsewhere = () => [...this.stories.values()].find((story) => fold(story.title) === fold(title));
    const story = this.stories.get(key) ??
      (epic ? undefined : elsewhere()) ?? { id: null, title, summary: '', epic };
    if (story.id === null && story.summary === '') story.summary = summary;
    this.stories.set(this.#key(title, story.epic), story);
    return story;
  }
}

/** What an import of a file would make in a project, and what is wrong with it row by row. */
export function planOf(table: ImportTable, choices: ImportChoices, place: ImportPlace): ImportPlan {
  const remarks: Remarks = { errors: [], warnings: [] };
  if (choices.columns.title === null)
    return {
      ...{ errors: [{ row: 1, sentence: 'Choose above which column has the titles.' }], warnings: [] },
      ...{ epics: [], stories: [], tasks: [], leftOut: 0, alreadyHere: 0 },
    };
  const read = rowReader(table, choices, place, remarks);
  const rows = table.rows.map(read).filter((row) => row !== null);
  const inError = new Set(remarks.errors.map(({ row }) => row)).size;

  const belongings = belongingsOf(
    rows,
    fold(table.headings[choices.columns.epic ?? -1] ?? '').includes('parent'),
  );
  const groups = new Groups(place);
  const of = (row: ReadRow) => belongings.get(row) ?? { epic: null, story: null };
  for (const row of rows) if (row.kind === 'epic') groups.epic(row.title, row.description);
  for (const row of rows) if (row.kind === 'story') groups.story(row.title, of(row).epic, row.description);

  const titles = new Set(place.titles.map(fold));
  let alreadyHere = 0;
  const tasks = rows.flatMap((row): PlannedTask[] => {
    if (row.kind !== 'task') return [];
    const { epic, story } = of(row);
    if (titles.has(fold(row.title))) alreadyHere += 1;
    const { kind: _kind, epic: _epic, story: _story, references: _references, ...facts } = row;
    const inStory = story ?? epic;
    return [{ ...facts, story: inStory === null ? null : groups.story(inStory, epic) }];
  });
  return {
    ...remarks,
    epics: [...groups.epics.values()].filter(({ id }) => id === null),
    stories: [...groups.stories.values()].filter(({ id }) => id === null),
    tasks,
    leftOut: table.rows.length - rows.length - inError,
    alreadyHere,
  };
}
