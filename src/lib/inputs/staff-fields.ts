/** The fields that inputs of the delivery team share. */
import { z } from 'zod';
import { parseMinutes } from '../domain/durations';
import { sprintDays_max, spanDays_max } from '../domain/days';
import { day, lasts } from './day';
import { wholeNumber } from './number';
import { anyText, line } from './text';

export const id = z.uuid('Choose an item from the list.');
/** An empty form field is no value. */
export const blankToNull = (value: unknown) => (value === '' || value === undefined ? null : value);
export const optionalDay = z.preprocess(blankToNull, day.nullable());
export const optionalId = z.preprocess(blankToNull, id.nullable());
export const name = (what: string) => line(200, `Enter ${what}.`);
export const text = (max: number) => anyText(max);
export const version = wholeNumber(1, 2_000_000_000);
export const visibility = z.enum(
  ['client_visible', 'internal_only'],
  'Choose Client Visible or Internal Only.',
);
export const taskStatus = z.enum(
  ['to_do', 'in_progress', 'in_review', 'blocked', 'done'],
  'Choose a status.',
);
export const priority = z.enum(['low', 'medium', 'high', 'urgent'], 'Choose a priority.');
export const page = z.int().min(1).max(10_000).default(1);
export const kind = z.enum(['project', 'epic', 'story', 'task', 'sprint', 'milestone', 'comment', 'note']);
/** The kinds of record in the visibility log: these, and the children of tickets and of these. */
export const loggedKind = z.enum([...kind.options, 'ticket', 'message', 'attachment']);

export const endsAfter = (dates: { startsOn: string | null; endsOn: string | null }) =>
  !dates.startsOn || !dates.endsOn || dates.endsOn >= dates.startsOn;
export const endsAfterMessage = { path: ['endsOn'], message: 'The end date is before the start date.' };

type Dates = { startsOn: string | null; endsOn: string | null };
export const isNoAge = ({ startsOn, endsOn }: Dates) => lasts(startsOn, endsOn, spanDays_max);
export const isNoAgeMessage = { path: ['endsOn'], message: 'Start and end can be up to 20 years apart.' };
export const isSprintLong = ({ startsOn, endsOn }: Dates) => lasts(startsOn, endsOn, sprintDays_max);
export const isSprintLongMessage = { path: ['endsOn'], message: 'A sprint can last up to 26 weeks.' };

/** A duration as people type it ("4h 30m"), or minutes as a number. */
export const duration = (max_minutes: number, tooLong: string) =>
  z.preprocess(
    (value) =>
      typeof value === 'string' && value !== '' ? (parseMinutes(value) ?? value) : blankToNull(value),
    z
      .number('Enter a duration like 4h 30m.')
      .int('Enter whole minutes.')
      .min(0, 'Enter a duration like 4h 30m.')
      .max(max_minutes, tooLong)
      .nullable(),
  );
