import { sql } from 'kysely';
import { privateColumns } from '../../../domain/import/guess-columns';
import { isVisible, seenText } from '../../../domain/visible-text';
import { importPreview } from '../../../inputs/imports';
import { staffProcedure } from '../procedure';
import { draftOf } from './draft';

const samplesMax = 3;
/** So many cells tell whether a row has the headings. */
const cellsMax = 4;
const textMax = 80;
const remarksMax = 100;
const tasksMax = 50;
const epicsMax = 50;

/**
 * How a file is understood and what importing it would make; what is not chosen is guessed. For project managers. Writes
 * nothing, which the database holds it to; a mutation only because a file does not fit into an address.
 */
export const preview = staffProcedure.input(importPreview).mutation(async ({ ctx: { db }, input }) => {
  await sql`set transaction read only`.execute(db);
  const { table, choices, words, datesAreAmbiguous, plan, checked } = await draftOf(db, input);
  const internal = (because: string) =>
    plan.tasks.filter(({ internalBecause }) => internalBecause === because).length;
  return {
    checked,
    rows: table.rows.length,
    headingsRow: table.headingsRow,
    firstRows: table.firstRows.map(({ number, cells }) => ({
      row: number,
      cells: cells
        .filter(isVisible)
        .slice(0, cellsMax)
        .map((text) => text.trim().slice(0, 40)),
    })),
    columns: table.headings.map((heading, nth) => ({
      heading: heading.slice(0, textMax),
      samples: table.rows
        .map(({ cells }) =>
          seenText(cells[nth] ?? '')
            .trim()
            .slice(0, textMax),
        )
        .filter((text) => text !== '')
        .slice(0, samplesMax),
    })),
    privateHeadings: privateColumns(table.headings).map((nth) => table.headings[nth] ?? ''),
    choices: { columns: choices.columns, dates: choices.dates, estimates: choices.estimates },
    words,
    datesAreAmbiguous,
    errors: { list: plan.errors.slice(0, remarksMax), count: plan.errors.length },
    warnings: { list: plan.warnings.slice(0, remarksMax), count: plan.warnings.length },
    made: {
      epics: plan.epics.length,
      stories: plan.stories.length,
      tasks: plan.tasks.length,
      clientVisible: plan.tasks.filter(({ internalBecause }) => internalBecause === null).length,
      markedPrivate: internal('marked_private'),
      fileSilent: internal('file_silent'),
      projectDefault: internal('project_default'),
    },
    leftOut: plan.leftOut,
    alreadyHere: plan.alreadyHere,
    epics: plan.epics.slice(0, epicsMax).map(({ title, startsOn, dueOn }) => ({ title, startsOn, dueOn })),
    tasks: plan.tasks
      .slice(0, tasksMax)
      .map(({ row, title, status, startsOn, dueOn, labels, story, internalBecause }) => ({
        ...{ row, title, status, startsOn, dueOn, labels },
        story: story?.title ?? null,
        epic: story?.epic?.title ?? null,
        visibility: internalBecause === null ? ('client_visible' as const) : ('internal_only' as const),
      })),
  };
});
