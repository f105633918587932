import { z } from 'zod';
import { seenText } from '../domain/visible-text';
import { labelMax, labelsMax, labelsTogetherMax } from '../domain/labels';
import {
  id,
  optionalDay,
  optionalId,
  name,
  text,
  version,
  visibility,
  taskStatus,
  priority,
  page,
  duration,
} from './staff-fields';
import { spanDays_max } from '../domain/days';
import { taskSorts } from '../domain/task-sorts';
import { confirmedDays, lasts } from './day';
import { line } from './text';
import { uploads } from './uploads';
import { backlogWindows, partsBack, windows } from './windows';

/** As `optionalId`, but what is left out stays as it is. */
const changedId = z.preprocess((value) => (value === '' ? null : value), id.nullable().optional());
const aOrNone = z.union([id, z.literal('none')]);
/** Words for filtering: a list, or as one types them, with commas between. */
export const labels = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? [...new Set(value.split(',').map((one) => seenText(one).trim()))].filter(Boolean)
      : value,
  z
    .array(line(labelMax, 'Enter a label.', 'Labels can be up to 40 characters.'))
    .max(labelsMax, 'A task can have up to 20 labels.')
    .refine((all) => all.join().length <= labelsTogetherMax, 'The labels are too long in total.'),
);
export const taskFilter = z.object({
  projectId: id,
  status: z.array(taskStatus).max(5).optional(),
  priority: z.array(priority).max(4).optional(),
  assigneeId: z.union([id, z.literal(['me', 'none'])]).optional(),
  sprintId: aOrNone.optional(),
  storyId: aOrNone.optional(),
  milestoneId: aOrNone.optional(),
  label: z.string().max(40).optional(),
  visibility: visibility.optional(),
  overdue: z.boolean().optional(),
  waiting: z.boolean().optional(),
  search: z.string().trim().max(200).optional(),
  sort: z.enum(taskSorts).default('order'),
  page,
});
export const boardInput = z.object({
  projectId: id,
  sprintId: id.optional(),
  assigneeId: aOrNone.optional(),
  label: z.string().max(40).optional(),
  mine: z.boolean().default(false),
  windows,
});
/** `sprints` is the page of the sprints that stand beside the backlog. */
export const backlogInput = z.object({ projectId: id, windows: backlogWindows, sprints: page });
export const staffTask = z.object({ projectId: id, taskId: id });
export const staffTaskOpen = staffTask.extend({
  earlier: partsBack,
  grooming: partsBack,
  history: partsBack,
  time: partsBack,
});
export const taskCreate = z.object({
  projectId: id,
  title: name('a title'),
  sprintId: optionalId,
  status: taskStatus.default('to_do'),
});
export const taskMove = z.object({
  projectId: id,
  taskId: z.uuid('Select a card.'),
  version,
  status: taskStatus,
});
const taskFields = z.object({
  projectId: id,
  taskId: id,
  version,
  title: name('a title'),
  description: text(20_000).default(''),
  status: taskStatus,
  priority,
  storyId: optionalId,
  sprintId: changedId,
  milestoneId: optionalId,
  startsOn: optionalDay,
  dueOn: optionalDay,
  confirmedDays,
  estimateMinutes: duration(100_000, 'Too long.'),
  labels: labels.optional(),
  assigneeId: optionalId,
});
export const taskUpdate = taskFields
  .refine(({ startsOn, dueOn }) => !startsOn || !dueOn || dueOn >= startsOn, {
    path: ['dueOn'],
    message: 'The due date is before the start date.',
  })
  .refine(({ startsOn, dueOn }) => lasts(startsOn, dueOn, spanDays_max), {
    path: ['dueOn'],
    message: 'Start and due date can be up to 20 years apart.',
  });

/** A task's new place: right behind another one, or first, in the order of a sprint or of the backlog (null). */
export const taskReorder = z.object({
  projectId: id,
  taskId: id,
  version,
  status: taskStatus,
  sprintId: id.nullable().optional(),
  afterTaskId: id.nullable(),
});
export const taskPlan = z.object({
  projectId: id,
  /** Each over the version that was read. */
  tasks: z
    .array(z.object({ taskId: id, version }))
    .min(1, 'Select at least one task.')
    .max(500, 'You can change up to 500 at a time.'),
  sprintId: z.preprocess(
    (value) => (value === 'backlog' ? null : value),
    z.uuid('Choose a sprint or the backlog.').nullable(),
  ),
});

export const taskAttach = staffTask.extend({
  uploads: uploads.refine((all) => all.length > 0, 'Choose a file.'),
});
