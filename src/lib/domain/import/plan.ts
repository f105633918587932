import { belongingsOf } from './belongings';
import type { ImportChoices } from './choices';
import { fold, headingWords, importFieldWords, quoted, type ImportTable } from './fields';
import { nameReader } from './names';
import type { ImportContext } from './context';
import { rowReader, type InternalBecause, type ReadRow, type Remarks } from './read-row';

/**
 * An epic or story that tasks go into; `id` where the project has it already. It starts with the project's default for its
 * kind, unless the file says that it is Internal Only.
 */
type Group = { id: string | null; title: string; summary: string; internal: boolean };
type PlannedEpic = Group & { startsOn: string | null; dueOn: string | null };
type PlannedStory = Group & { epic: PlannedEpic | null };

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
  epics: PlannedEpic[];
  stories: PlannedStory[];
  tasks: PlannedTask[];
  /** Rows that what their status or kind means leaves out. */
  leftOut: number;
  /** Tasks whose title a task of the project has already. */
  alreadyHere: number;
};

const unsaid = { summary: '', internal: false };
const anEpic = (id: string | null, title: string): PlannedEpic => ({
  ...{ id, title, ...unsaid, startsOn: null, dueOn: null },
});

/** The groups of one kind, by title; what is not there yet is made. */
class Groups {
  readonly epics = new Map<string, PlannedEpic>();
  readonly stories = new Map<string, PlannedStory>();
  /** The first of each title, whichever epic it is in. */
  readonly #anywhere = new Map<string, PlannedStory>();
  readonly #told = new Set<Group>();

  constructor(context: ImportContext) {
    const byId = new Map<string, PlannedEpic>();
    for (const { id, title } of context.epics) {
      const group = anEpic(id, title);
      byId.set(id, group);
      if (!this.epics.has(fold(title))) this.epics.set(fold(title), group);
    }
    for (const { id, title, epicId } of context.stories) {
      const epic = epicId === null ? null : (byId.get(epicId) ?? null);
      if (!this.stories.has(this.#key(title, epic))) this.#add({ id, title, ...unsaid, epic });
    }
  }

  #key(title: string, epic: Group | null) {
    return `${epic ? fold(epic.title) : ''}\n${fold(title)}`;
  }

  #add(story: PlannedStory): PlannedStory {
    this.stories.set(this.#key(story.title, story.epic), story);
    if (!this.#anywhere.has(fold(story.title))) this.#anywhere.set(fold(story.title), story);
    return story;
  }

  epic(title: string): PlannedEpic {
    const epic = this.epics.get(fold(title)) ?? anEpic(null, title);
    this.epics.set(fold(title), epic);
    return epic;
  }

  story(title: string, epicTitle: string | null): PlannedStory {
    const epic = epicTitle === null ? null : this.epic(epicTitle);
    const key = this.#key(title, epic);
    // A file that names no epic means the story of that name, wherever it stands.
    const elsewhere = epic ? undefined : this.#anywhere.get(fold(title));
    return this.stories.get(key) ?? elsewhere ?? this.#add({ id: null, title, ...unsaid, epic });
  }

  /**
   * Takes what a group's own row says of it. What the project has already stays as it is, and so does what an earlier row
   * has told: then says so in a sentence, where there was something to take.
   */
  tell<Told extends Group>(kind: 'epic' | 'story', group: Told, facts: Omit<Told, 'id' | 'title' | 'epic'>) {
    const isNew = group.id === null && !this.#told.has(group);
    this.#told.add(group);
    if (isNew) Object.assign(group, facts);
    const hasFacts = Object.values(facts).some((fact) => fact !== null && fact !== '' && fact !== false);
    if (isNew || !hasFacts) return null;
    return group.id === null
      ? `An earlier row already creates this ${kind}. Its details are used.`
      : `${kind === 'epic' ? 'An epic' : 'A story'} with this title already exists. It won't be changed.`;
  }
}

/** The records that an import of a file would create in a project, and its faults row by row. */
export function planOf(table: ImportTable, choices: ImportChoices, context: ImportContext): ImportPlan {
  const remarks: Remarks = { errors: [], warnings: [] };
  if (choices.columns.title === null)
    return {
      ...{
        errors: [{ row: table.headingsRow || 1, sentence: 'Choose the column with the titles above.' }],
        warnings: [],
      },
      ...{ epics: [], stories: [], tasks: [], leftOut: 0, alreadyHere: 0 },
    };
  const read = rowReader(table, choices, context, remarks);
  const rows = table.rows.map(read).filter((row) => row !== null);
  const inError = new Set(remarks.errors.map(({ row }) => row)).size;

  const { columns } = choices;
  const belongings = belongingsOf(rows, nameReader(rows, table.headings, columns, context, remarks));
  const groups = new Groups(context);
  const of = (row: ReadRow) => belongings.get(row) ?? { epic: null, story: null };
  const warn = ({ row }: ReadRow, sentence: string | null) => {
    if (sentence !== null) remarks.warnings.push({ row, sentence });
  };
  const describe = ({ description, saysInternal }: ReadRow) => ({
    ...{ summary: description, internal: saysInternal },
  });
  for (const row of rows) {
    if (row.kind !== 'epic') continue;
    const { startsOn, dueOn } = row;
    warn(row, groups.tell('epic', groups.epic(row.title), { ...describe(row), startsOn, dueOn }));
  }
  for (const row of rows) {
    if (row.kind !== 'story') continue;
    warn(row, groups.tell('story', groups.story(row.title, of(row).epic), describe(row)));
  }

  const titles = new Set(context.titles.map(fold));
  let alreadyHere = 0;
  const tasks = rows.flatMap((row): PlannedTask[] => {
    if (row.kind !== 'task') return [];
    const { epic, story } = of(row);
    if (titles.has(fold(row.title))) alreadyHere += 1;
    const { kind: _kind, saysInternal: _says, references: _references, ...located } = row;
    const { epic: _epic, story: _story, ...facts } = located;
    // A column of stories that says nothing of a row leaves it to the epic; without one the file knows of no stories.
    const inStory = story ?? (columns.story === null ? null : epic);
    if (inStory === null && epic !== null)
      warn(
        row,
        `${quoted(row.epic)} in ${headingWords(table.headings, columns.epic ?? 0)} is ignored. Tasks belong to an epic through a story, and no column is chosen for “${importFieldWords.story}”.`,
      );
    return [{ ...facts, story: inStory === null ? null : groups.story(inStory, epic) }];
  });
  remarks.warnings.sort((a, b) => a.row - b.row);
  return {
    ...remarks,
    epics: [...groups.epics.values()].filter(({ id }) => id === null),
    stories: [...groups.stories.values()].filter(({ id }) => id === null),
    tasks,
    leftOut: table.rows.length - rows.length - inError,
    alreadyHere,
  };
}
