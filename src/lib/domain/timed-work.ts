import { taskReference, ticketReference } from './reference';

/** The work target of time: a task of a project, or a ticket. */
export type TimedWork = {
  projectId: string | null;
  taskId: string | null;
  ticketId: string | null;
  number: number;
};

/** The number people quote: TSK-0138, or TKT-0041. */
export const workReference = ({ ticketId, number }: Pick<TimedWork, 'ticketId' | 'number'>) =>
  ticketId ? ticketReference(number) : taskReference(number);

/** The address of its page for staff. */
export const workHref = ({ projectId, taskId, ticketId }: Omit<TimedWork, 'number'>) =>
  ticketId ? `/staff/tickets/${ticketId}` : `/staff/projects/${projectId}/tasks/${taskId}`;
