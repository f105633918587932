import { taskStatusWords } from './words';

type Status = keyof typeof taskStatusWords;
/** The permissions on a project that decide where a person may move a task. */
type Rights = { work: boolean; review: boolean };

/** The results of a review of a task: all that a Reviewer does to one (app.task, policy staff_update). */
export const reviewWords = { done: 'Accept', in_progress: 'Send back' } as const satisfies Partial<
  Record<Status, string>
>;

const statuses = Object.keys(taskStatusWords) as Status[];

/** The statuses that somebody may choose for a task, with the one it has; none where it is not theirs to move. */
export function statusesOffered({ work, review }: Rights, status: Status): Status[] {
  if (work) return statuses;
  if (!review || status !== 'in_review') return [];
  return statuses.filter((one) => one === status || Object.hasOwn(reviewWords, one));
}

/** Whether somebody may take a task to another status, but gives it neither a place among others nor anything else. */
export const onlyReviews = ({ work, review }: Rights): boolean => review && !work;
