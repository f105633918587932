import { z } from 'zod';
import { parseMinutes } from '../domain/durations';
import { readHolidays, readHours, readThresholds, type Typed } from '../domain/sla/typed-policy';
import { supportLevels, ticketPriorities, weekdays } from '../domain/sla/stored-policy';
import { targetField, targetLevels } from '../domain/sla/target-fields';
import { day } from './day';
import { wholeNumber } from './number';
import { id, version } from './staff-fields';
import { line } from './text';
import { timeZone } from './time-zone';

const level = z.enum(supportLevels, 'Choose a support level.');
const clock = z.enum(['first_response', 'resolution'], 'Choose a clock.');
const role = z.enum(['observer', 'reviewer', 'contributor', 'manager', 'owner', 'none'], 'Choose a role.');
const checked = z.preprocess((value) => value === true || value === 'on' || value === 'true', z.boolean());

export const staffContract = z.object({ contractId: id });

export const contractSupport = z.object({
  contractId: id,
  levels: z.array(level).min(1, 'Choose at least one level.'),
  reopenDays: wholeNumber(0, 365, 'Enter a whole number of days.', 'The window can be up to 365 days.'),
  disclosure: z.enum(['nothing', 'status', 'countdown'], 'Choose what the client sees.'),
  /** Null where the contract had no support before. */
  version: version.nullable().default(null),
});

export const contractMember = z.object({
  contractId: id,
  staffMemberId: z.uuid('Choose a person.'),
  role,
});

export const jobTypeSave = z.object({
  contractId: id,
  jobTypeId: z.preprocess((value) => (value === '' || value === undefined ? null : value), id.nullable()),
  name: line(100, 'Enter a name.'),
  level,
  active: checked.default(true),
});

export const escalationStep = z.object({
  contractId: id,
  clock,
  atPercent: wholeNumber(1, 100, 'Enter a whole number from 1 to 100.'),
  /** Null takes the step away. */
  staffMemberId: z.preprocess((value) => (value === '' || value === undefined ? null : value), id.nullable()),
});

/** Text of a form, read by a function of the domain. */
const typed = <Value>(read: (text: string) => Typed<Value>) =>
  z
    .string()
    .max(20_000)
    .default('')
    .transform((text, ctx) => {
      const found = read(text);
      if ('value' in found) return found.value;
      ctx.addIssue({ code: 'custom', message: found.problem });
      return z.NEVER;
    });

const year_minutes = 366 * 24 * 60;

/** "4h", "1:30", "90m"; nothing where nothing is promised. */
const duration = z
  .string()
  .max(24)
  .optional()
  .transform((text, ctx) => {
    if (!text?.trim()) return null;
    const minutes = parseMinutes(text);
    if (minutes !== null && minutes > 0 && minutes <= year_minutes) return minutes;
    ctx.addIssue({ code: 'custom', message: 'Enter a duration like 4h or 1:30.' });
    return z.NEVER;
  });

const targetFields = Object.fromEntries(
  targetLevels.flatMap((of) =>
    ticketPriorities.flatMap((priority) => [
      [targetField('first_response', of, priority), duration],
      [targetField('resolution', of, priority), duration],
    ]),
  ),
);

export const slaPolicyCreate = z
  .object({
    contractId: id,
    timeZone,
    ...Object.fromEntries(weekdays.map((day) => [day, typed(readHours)])),
    holidays: typed(readHolidays),
    thresholds: typed(readThresholds),
    pausesOnHold: checked.default(false),
    ...Object.fromEntries(
      ticketPriorities.map((priority) => [
        targetField('around_the_clock', 'every', priority),
        checked.default(false),
      ]),
    ),
    ...targetFields,
  })
  .transform((given) => {
    const fields = given as unknown as Record<string, unknown>;
    const minutes = (of: 'first_response' | 'resolution', level: string, priority: string) =>
      (fields[targetField(of, level, priority)] as number | null | undefined) ?? null;
    return {
      contractId: given.contractId,
      timeZone: given.timeZone,
      holidays: given.holidays,
      thresholds: given.thresholds,
      pausesOnHold: given.pausesOnHold,
      businessHours: Object.fromEntries(weekdays.map((day) => [day, fields[day]])),
      targets: targetLevels
        .flatMap((level) =>
          ticketPriorities.map((priority) => ({
            priority,
            level: level === 'every' ? null : level,
            first_response_minutes: minutes('first_response', level, priority),
            resolution_minutes: minutes('resolution', level, priority),
            around_the_clock: fields[targetField('around_the_clock', 'every', priority)] === true,
          })),
        )
        .filter(
          ({ level, first_response_minutes, resolution_minutes }) =>
            level === null || first_response_minutes !== null || resolution_minutes !== null,
        ),
    };
  });

export const reportFilter = z.object({
  from: day.optional(),
  until: day.optional(),
  contractId: id.optional(),
});
