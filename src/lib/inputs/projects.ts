import { z } from 'zod';

/** An id as the address bar carries it. Anything else answers like an id that does not exist; a key that is none is refused. */
export const projectInput = z.strictObject({ projectId: z.uuid('This is not a project.') });

export const taskListInput = projectInput.extend({
  status: z.enum(['to_do', 'in_progress', 'in_review', 'blocked', 'done']).optional(),
  page: z.int().min(1).max(10_000).default(1),
});

export const liveInput = z.object({ cursor: z.string().max(100).nullable() });

export const taskInput = z.strictObject({
  projectId: z.uuid('This is not a project.'),
  taskId: z.uuid('This is not a task.'),
});
