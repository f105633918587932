import { daysBetween, outOfBoundsWords, spanDays_max } from '../days';
import { farDays, farDayWords } from '../far-days';
import type { ImportChoices } from './choices';
import { columnsAlike } from './columns-alike';
import { calendarDay, looksLikeDay, readDay } from './days';
import {
  dateOrderWords,
  fold,
  headingWords,
  meanings,
  quoted,
  widthOf,
  type ImportField,
  type ImportRow,
  type ImportTable,
  type WordField,
} from './fields';
import { privateColumns, referenceColumns } from './guess-columns';
import { labelReader, wrongWithLabels } from './labels';
import { leftOutOf } from './left-out';
import { seenText } from '../visible-text';
import { figure } from '../words';
import { readMinutes } from './minutes';
import type { ImportContext } from './context';

type Meaning<Field extends WordField> = Exclude<keyof (typeof meanings)[Field], 'leave_out'>;

/** Why a task stays Internal Only. */
export type InternalBecause = 'marked_private' | 'file_silent' | 'project_default';

/** A row in our words. */
export type ReadRow = {
  row: number;
  kind: Meaning<'kind'>;
  title: string;
  description: string;
  status: Meaning<'status'>;
  priority: Meaning<'priority'>;
  startsOn: string | null;
  dueOn: string | null;
  estimateMinutes: number | null;
  assigneeId: string | null;
  sprintId: string | null;
  labels: string[];
  /** Null where the row is Client Visible, as a task. */
  internalBecause: InternalBecause | null;
  /** Whether the file itself says that the row is Internal Only. */
  saysInternal: boolean;
  /** Names or references of what it belongs to, as the file has them; '' for none. */
  epic: string;
  story: string;
  /** The names by which other rows may refer to it. */
  references: string[];
};

type Remark = { row: number; sentence: string };
export type Remarks = { errors: Remark[]; warnings: Remark[] };

const titleMax = 200;
const descriptionMax = 20_000;
const summaryMax = 4_000;
const no = new Set(['', 'no', 'none', 'false', '0', 'n', 'nein', '-']);

/** A text cut to what a title holds. */
export const asTitle = (text: string) => {
  const title = seenText(text).trim().replaceAll(/\s+/g, ' ');
  return title.length > titleMax ? `${title.slice(0, titleMax - 1)}…` : title;
};

const byName = <Named>(list: readonly Named[], namesOf: (named: Named) => string[]) => {
  const names = new Map<string, Named | null>();
  for (const named of list)
    for (const name of new Set(namesOf(named).map(fold))) names.set(name, names.has(name) ? null : named);
  return names;
};

/** Reads rows one by one: null for a row that is left out or in error; what is wrong goes into the remarks. */
export function rowReader(
  table: ImportTable,
  { columns, meanings: chosen, dates, estimates }: ImportChoices,
  context: ImportContext,
  remarks: Remarks,
): (row: ImportRow) => ReadRow | null {
  const { headings } = table;
  const privates = privateColumns(headings);
  const references = referenceColumns(headings);
  const staff = byName(context.staff, ({ name, email }) => [name, email]);
  const sprints = byName(context.sprints, ({ name }) => [name]);
  const sprintColumns = columnsAlike(headings, columns.sprint);
  const labelsOf = labelReader(table, columns.labels);

  return ({ number: row, cells }) => {
    const errorsBefore = remarks.errors.length;
    const error = (sentence: string) => remarks.errors.push({ row, sentence });
    const warn = (sentence: string) => remarks.warnings.push({ row, sentence });
    const cell = (field: ImportField) => {
      const nth = columns[field];
      return nth === null ? '' : seenText(cells[nth] ?? '').trim();
    };
    const meaning = <Field extends WordField>(field: Field, what: string, usual: Meaning<Field>) => {
      const word = cell(field);
      if (word === '') return usual;
      const means = chosen[field].get(fold(word)) ?? '';
      if (means === '') error(`We don't recognise the ${what} ${quoted(word)}. Match it above.`);
      return means as Meaning<Field> | 'leave_out' | '';
    };

    if (widthOf(cells) > headings.length)
      error(`This row has ${widthOf(cells)} values, but there are only ${headings.length} columns.`);

    const kind = meaning('kind', 'type', 'task');
    const status = meaning('status', 'status', 'to_do');
    if (kind === 'leave_out' || status === 'leave_out') {
      remarks.errors.length = errorsBefore;
      return null;
    }
    const priority = meaning('priority', 'priority', 'medium');

    const whole = cell('title').replaceAll(/\s+/g, ' ');
    const title = asTitle(whole);
    if (title === '') error('Title missing.');
    let description = cell('description');
    if (title !== whole) {
      warn(`Title shortened to ${titleMax} characters. The full title starts the description.`);
      description = `${whole}\n\n${description}`.trim();
    }
    if (description.length > descriptionMax)
      error(
        `The description is ${figure(description.length)} characters. The limit is ${figure(descriptionMax)}.`,
      );

    if (kind !== 'task' && description.length > summaryMax) {
      warn(`Description shortened to ${figure(summaryMax)} characters, the limit for epics and stories.`);
      description = description.slice(0, summaryMax);
    }

    const day = (field: 'startsOn' | 'dueOn') => {
      const text = cell(field);
      const read = text === '' ? null : readDay(text, dates);
      if (text === '' || read) return read;
      const beyond = calendarDay(text, dates);
      const where = `${quoted(text)} in ${headingWords(headings, columns[field] ?? 0)}`;
      if (beyond) error(`${where}: ${outOfBoundsWords(beyond)}`);
      else if (looksLikeDay(text, dates)) error(`${where} isn't a real date.`);
      else error(`${where} isn't a date like ${dateOrderWords[dates]}.`);
      return null;
    };
    const startsOn = day('startsOn');
    const dueOn = day('dueOn');
    const labels = labelsOf(cells);
    if (kind !== 'story' && startsOn && dueOn && dueOn < startsOn)
      error(`Due date “${cell('dueOn')}” is before start date “${cell('startsOn')}”.`);
    if (kind !== 'story') {
      for (const far of farDays([startsOn, dueOn], context.days)) warn(farDayWords(far, context.days));
      if (startsOn && dueOn && daysBetween(startsOn, dueOn) >= spanDays_max)
        error('The due date is more than 20 years after the start date.');
    }
    const wrong = kind === 'task' ? wrongWithLabels(labels) : null;
    if (wrong) error(wrong);

    const estimate = cell('estimate');
    const estimateMinutes = estimate === '' ? null : readMinutes(estimate, estimates);
    if (estimate !== '' && estimateMinutes === null)
      error(`${quoted(estimate)} isn't a valid number of ${estimates}.`);

    const assignee = cell('assignee');
    const person = assignee === '' || kind !== 'task' ? null : staff.get(fold(assignee));
    if (person === undefined) warn(`No active team member is called ${quoted(assignee)}. Left unassigned.`);
    if (person === null && assignee !== '' && kind === 'task')
      warn(`More than one person is called ${quoted(assignee)}. Left unassigned.`);

    const sprintName =
      sprintColumns.map((nth) => seenText(cells[nth] ?? '').trim()).findLast((name) => name) ?? '';
    const named = sprintName === '' ? null : sprints.get(fold(sprintName));
    const sprint = named?.isCompleted ? null : named;
    if (named?.isCompleted && kind === 'task')
      warn(`${quoted(sprintName)} is completed. Left in the backlog.`);
    else if (!sprint && sprintName !== '' && kind === 'task')
      warn(`No single sprint matches ${quoted(sprintName)}. Left in the backlog.`);

    if (kind === 'epic' || kind === 'story') {
      const given: Partial<Record<ImportField, boolean>> = {
        labels: labels.length > 0,
        sprint: sprintName !== '',
      };
      const leftOut = leftOutOf(kind, (field) => given[field] ?? cell(field) !== '');
      if (leftOut) warn(leftOut);
    }

    const isPrivate = privates.some((nth) => !no.has(fold(cells[nth] ?? '')));
    const flag = chosen.visibility.get(fold(cell('visibility')));
    const isVisible = flag === 'client_visible';
    let internalBecause: InternalBecause | null = null;
    if (isPrivate) internalBecause = 'marked_private';
    else if (context.taskDefault !== 'client_visible') internalBecause = 'project_default';
    else if (!isVisible) internalBecause = 'file_silent';

    if (remarks.errors.length > errorsBefore) return null;
    return {
      row,
      kind: kind as Meaning<'kind'>,
      title,
      description,
      status: status as Meaning<'status'>,
      priority: priority as Meaning<'priority'>,
      startsOn,
      dueOn,
      estimateMinutes,
      assigneeId: person?.id ?? null,
      sprintId: sprint?.id ?? null,
      labels,
      internalBecause,
      saysInternal: isPrivate || flag === 'internal_only',
      epic: cell('epic'),
      story: cell('story'),
      references: references.map((nth) => (cells[nth] ?? '').trim()).filter((text) => text !== ''),
    };
  };
}
