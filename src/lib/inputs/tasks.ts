import { z } from 'zod';
import { id, optionalId, priority, taskStatus } from './staff-fields';
import { labels } from './staff-tasks';
import { line } from './text';

/** An empty field of a bulk form leaves what is there; "none" takes it away. */
const untouched = (value: unknown) => (value === '' ? undefined : value === 'none' ? null : value);
const change = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(untouched, schema.optional());

export const tasksUpdate = z.object({
  projectId: id,
  ids: z.array(id).min(1, 'Select at least one task.').max(500, 'You can change up to 500 at a time.'),
  status: change(taskStatus),
  priority: change(priority),
  assigneeId: change(optionalId),
  storyId: change(optionalId),
  sprintId: change(optionalId),
  milestoneId: change(optionalId),
  addLabels: labels.default([]),
  removeLabels: labels.default([]),
});

export const taskSearch = z.object({ projectId: id, search: line(200, 'Enter words to search for.') });

export const dependencyAdd = z.object({
  projectId: id,
  taskId: id,
  which: z
    .string('Enter a task number or part of the title.')
    .trim()
    .min(1, 'Enter a task number or part of the title.')
    .max(250, 'Keep it under 250 characters.'),
});
export const dependencyRemove = z.object({ projectId: id, taskId: id, dependsOnId: id });

export const filterSave = z.object({
  projectId: id,
  name: line(100, 'Name the filter.'),
  query: z.string().max(2000, 'This filter is too long to save.'),
});
export const filterRemove = z.object({ projectId: id, filterId: id });
