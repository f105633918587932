import { z } from 'zod';
import { requestId } from './request';
import { message } from './message';
import { uploads } from './uploads';
import { pageAsked, partAsked, windows } from './windows';

/** An id as the address bar carries it. Anything else answers like an id that does not exist; a key that is none is refused. */
export const projectInput = z.strictObject({ projectId: z.uuid('Choose a project from the list.') });

/** A page of its epics, and how many parts of its milestones to go back from the last. */
export const projectOpenInput = projectInput.extend({ ...pageAsked, earlier: partAsked });

/** The stories of one epic, or of none. */
export const storyListInput = projectInput.extend({
  epicId: z.union([z.uuid('Choose an epic from the list.'), z.literal('none')]),
  ...pageAsked,
});

export const milestoneInput = projectInput.extend({
  milestoneId: z.uuid('Choose a milestone from the list.'),
  moves: partAsked,
});

export const boardInput = projectInput.extend({
  sprintId: z.uuid('Choose a sprint from the list.').optional(),
  windows,
});

export const taskListInput = projectInput.extend({
  status: z.enum(['to_do', 'in_progress', 'in_review', 'blocked', 'done']).optional(),
  epicId: z.uuid('Choose an epic from the list.').optional(),
  storyId: z.uuid('Choose a story from the list.').optional(),
  milestoneId: z.uuid('Choose a milestone from the list.').optional(),
  search: z.string().trim().max(200, 'Searches can be up to 200 characters.').optional(),
  sort: z.enum(['number', 'due', 'priority', 'finished']).default('number'),
  ...pageAsked,
});

export const liveInput = z.strictObject({ cursor: z.string().max(200).nullable() });

/** With the one project or ticket that a page of the staff shows. */
export const staffLiveInput = liveInput.extend({
  projectId: z.uuid().optional(),
  ticketId: z.uuid().optional(),
});

export const taskInput = z.strictObject({
  projectId: z.uuid('Choose a project from the list.'),
  taskId: z.uuid('Choose a task from the list.'),
  earlier: partAsked,
  history: partAsked,
});

export const commentInput = z.strictObject({
  taskId: z.uuid('Choose a task from the list.'),
  body: message('Write your comment.', 'Comments can be up to 20,000 characters.'),
  uploads,
  requestId,
});

export const receiptInput = z.strictObject({
  kind: z.enum(['project', 'task', 'ticket', 'attachment'], 'Choose a project, a task, a ticket or a file.'),
  recordId: z.uuid('Choose an item from the list.'),
});
