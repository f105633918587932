import { z } from 'zod';
import { day } from './day';
import { duration, id, text, version } from './staff-fields';
import { anyText } from './text';

const MOST_minutes = 24 * 60;

const checked = z.preprocess((value) => value === 'on' || value === true, z.boolean());

const optionalMinutes = duration(MOST_minutes, "You can't log more than 24 hours in a day.").refine(
  (minutes) => minutes === null || minutes >= 1,
  'Enter a duration like 4h 30m.',
);

const timeFields = z.object({
  spentOn: day,
  minutes: optionalMinutes,
  afterHours: checked,
  description: text(2000).trim().default(''),
});
const withDuration = <Schema extends typeof timeFields>(schema: Schema) =>
  schema.refine(({ minutes }) => minutes !== null, {
    path: ['minutes'],
    message: 'Enter a duration like 4h 30m.',
  });

/** The work target of time: a task with its project, or a ticket. */
const work = { projectId: id.optional(), taskId: id.optional(), ticketId: id.optional() };
const withWork = <Schema extends z.ZodObject<typeof work & z.ZodRawShape>>(schema: Schema) =>
  schema.refine(
    ({ projectId, taskId, ticketId }) => (ticketId ? !projectId && !taskId : projectId && taskId),
    'Choose a task or a ticket.',
  );

export const timeRecord = withWork(withDuration(timeFields.extend(work)));
export const timeUpdate = withDuration(timeFields.extend({ entryId: id, version }));
/** How long the work took that a forgotten timer ran for: one of the answers that are offered, or another. */
const howLong = { minutes: optionalMinutes.optional(), other: z.string().max(100).optional() };
type Answer = { minutes?: number | null | undefined; other?: string | undefined };
const answered = <Given extends Answer>(
  { minutes, other = '', ...given }: Given,
  context: z.RefinementCtx,
) => {
  // An answer that was chosen counts, whatever still stands in the field beside it.
  const typed = optionalMinutes.safeParse(typeof minutes === 'number' ? '' : other);
  if (!typed.success)
    for (const { message } of typed.error.issues)
      context.addIssue({ code: 'custom', path: ['other'], message });
  return { ...given, minutes: minutes ?? typed.data ?? null };
};

export const timeStart = withWork(
  z.object({
    ...work,
    /** The timer that may be stopped for this one. */
    stop: id.optional(),
    ...howLong,
  }),
).transform(answered);
export const timeStop = z.object({ entryId: id, ...howLong }).transform(answered);
export const timeEntry = z.object({ entryId: id });
export const timeWeek = z.object({ week: day.optional() });
const entryIds = z
  .array(id)
  .min(1, 'Select at least one entry.')
  .max(500, 'You can change up to 500 at a time.');
export const timeTakeBack = z.object({ entryIds });
export const timeDecision = z
  .object({
    entryIds,
    decision: z.enum(['approved', 'rejected'], 'Approve or reject.'),
    reason: anyText(500).trim().default(''),
  })
  .refine(({ decision, reason }) => decision === 'approved' || reason !== '', {
    path: ['reason'],
    message: 'Give a reason so it can be corrected.',
  });
