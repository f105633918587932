/** The words on screens in place of the database's values. */
import { formatNumber } from './formats';

export const taskStatusWords = {
  to_do: 'To do',
  in_progress: 'In progress',
  in_review: 'In review',
  blocked: 'Blocked',
  done: 'Done',
} as const;

/** The sort orders of a client's list of tasks. */
export const taskSortWords = {
  number: 'Number',
  due: 'Due date',
  priority: 'Priority',
  finished: 'Recently completed',
} as const;

export const priorityWords = { low: 'Low', medium: 'Medium', high: 'High', urgent: 'Urgent' } as const;

export const projectStatusWords = {
  planned: 'Planned',
  active: 'Active',
  on_hold: 'On hold',
  completed: 'Completed',
  cancelled: 'Cancelled',
} as const;

export const standingWords = {
  met: 'Completed',
  on_track: 'On track',
  at_risk: 'At risk',
  late: 'Late',
} as const;

export const sprintStatusWords = { planned: 'Planned', active: 'Current', completed: 'Completed' } as const;

export const visibilityWords = { client_visible: 'Client Visible', internal_only: 'Internal Only' } as const;

export const recordKindWords = {
  project: 'Project',
  epic: 'Epic',
  story: 'Story',
  task: 'Task',
  sprint: 'Sprint',
  milestone: 'Milestone',
  comment: 'Comment',
  note: 'Note',
  ticket: 'Ticket',
  message: 'Message',
  attachment: 'Attachment',
} as const;

/** The worker's own jobs. */
export const jobKindWords = {
  evaluate_sla: 'Evaluate the SLA of a ticket',
  close_ticket: 'Close a resolved ticket',
  check_file: 'Scan a file for viruses',
  preview_picture: 'Create an image preview',
  expire_upload: 'Delete an upload that was never attached',
} as const;

export const tenantRoleWords = {
  member: 'Member',
  manager: 'Manager',
  admin: 'Admin',
  owner: 'Owner',
} as const;

export const projectRoleWords = {
  observer: 'Observer',
  reviewer: 'Reviewer',
  contributor: 'Contributor',
  manager: 'Manager',
  owner: 'Owner',
} as const;

export const clientRoleWords = { admin: 'Client Admin', employee: 'Client Employee' } as const;

export const sectionWords = {
  projects: 'Projects',
  tickets: 'Tickets',
  invoices: 'Invoices',
  documents: 'Documents',
  team: 'Team',
} as const;

/** A count in the reader's figures: "2,000". */
export const figure = (count: number) => formatNumber(count);

/** "1 task", "3 tasks"; `many` for words that take more than an s. */
export const plural = (count: number, word: string, many = `${word}s`) =>
  `${figure(count)} ${count === 1 ? word : many}`;

/** How many records of a kind, in figures: "1,200 stories". */
export const countOfKind = (records: number, kind: keyof typeof recordKindWords) =>
  plural(records, recordKindWords[kind].toLowerCase(), kind === 'story' ? 'stories' : undefined);

/** "1 task of 3 done" in words that fit a progress. */
export const progressWords = ({ done, total }: { done: number; total: number }) =>
  total === 0 ? 'no tasks yet' : `${figure(done)} of ${plural(total, 'task')} done`;

/** The setting that lets people approve their own time, as pages name it. */
export const ownTimeWords = 'Can people approve their own time?';
