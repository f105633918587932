import { formatMinutes } from './durations';
import { plural } from './words';

/** A person who has hours in a sprint, or tasks and no hours (null). */
export type PersonCapacity = { staffMemberId: string; name: string; hours: number | null };
/** A task, or so many of them that are alike, with what they are estimated at together; null where none of them is. */
export type PlannedTask = {
  assigneeId: string | null;
  estimateMinutes: number | null;
  status: string;
  tasks?: number;
};

type PersonLoad = {
  staffMemberId: string;
  name: string;
  capacityMinutes: number;
  /** Estimates of all tasks of the person, those of the tasks that are not done, and what of them exceeds the capacity. */
  plannedMinutes: number;
  remainingMinutes: number;
  overMinutes: number;
  sentence: string;
};

export type SprintLoad = {
  people: PersonLoad[];
  /** Estimates of all tasks that are nobody's. */
  unassignedMinutes: number;
  /** Tasks that are not done and that no bar shows in full. */
  unassigned: number;
  unestimated: number;
  /** Assigned to somebody who has no capacity in this sprint. */
  elsewhere: number;
  sentences: string[];
};

/** The planned work of each person in a sprint against their capacity (PRODUCT P7), in the order in which people are given. */
export function sprintLoad(people: readonly PersonCapacity[], tasks: readonly PlannedTask[]): SprintLoad {
  const known = new Set(people.map(({ staffMemberId }) => staffMemberId));
  const open = tasks.filter(({ status }) => status !== 'done');
  const unassigned = countOf(open.filter(({ assigneeId }) => assigneeId === null));
  const unestimated = countOf(open.filter(({ estimateMinutes }) => estimateMinutes === null));
  const elsewhere = countOf(open.filter(({ assigneeId }) => assigneeId !== null && !known.has(assigneeId)));
  return {
    people: people.map((person) => personLoad(person, tasks)),
    unassignedMinutes: estimateOf(tasks.filter(({ assigneeId }) => assigneeId === null)).planned,
    unassigned,
    unestimated,
    elsewhere,
    sentences: [
      unassigned && plural(unassigned, 'unassigned task'),
      unestimated && plural(unestimated, 'unestimated task'),
      elsewhere && `${plural(elsewhere, 'task')} assigned to people with no capacity in this sprint`,
    ].filter((sentence) => typeof sentence === 'string'),
  };
}

/** How many tasks these are. */
export const countOf = (some: readonly { tasks?: number }[]) =>
  some.reduce((sum, { tasks = 1 }) => sum + tasks, 0);

/** The sum of the estimates of tasks, in minutes, and how many have no estimate. */
export const estimateOf = (tasks: readonly { estimateMinutes: number | null }[]) => ({
  planned: tasks.reduce((sum, { estimateMinutes }) => sum + (estimateMinutes ?? 0), 0),
  unestimated: tasks.filter(({ estimateMinutes }) => estimateMinutes === null).length,
});

/** The work added to a list and removed from it, where it shows the cards `now` and showed `before`. */
export function movedWork<Card extends PlannedTask & { id: string }>(
  before: readonly Card[],
  now: readonly Card[],
): PlannedTask[] {
  const without = (some: readonly Card[], others: readonly Card[]) => {
    const ids = new Set(others.map(({ id }) => id));
    return some.filter(({ id }) => !ids.has(id));
  };
  const work = ({ assigneeId, estimateMinutes, status }: Card) => ({ assigneeId, estimateMinutes, status });
  return [
    ...without(now, before).map((card) => ({ ...work(card), tasks: 1 })),
    ...without(before, now).map((card) => ({
      ...work(card),
      estimateMinutes: card.estimateMinutes === null ? null : -card.estimateMinutes,
      tasks: -1,
    })),
  ];
}

function personLoad(
  { staffMemberId, name, hours }: PersonCapacity,
  tasks: readonly PlannedTask[],
): PersonLoad {
  const own = tasks.filter(({ assigneeId }) => assigneeId === staffMemberId);
  const minutes = (some: readonly PlannedTask[]) => estimateOf(some).planned;
  const capacityMinutes = Math.round((hours ?? 0) * 60);
  const plannedMinutes = minutes(own);
  return {
    staffMemberId,
    name,
    capacityMinutes,
    plannedMinutes,
    remainingMinutes: minutes(own.filter(({ status }) => status !== 'done')),
    // Work beyond hours that no one has entered is no overload.
    overMinutes: hours === null ? 0 : Math.max(0, plannedMinutes - capacityMinutes),
    sentence: hours === null ? noHours : capacitySentence(capacityMinutes, plannedMinutes),
  };
}

const noHours = 'No capacity set';

/** "4 h 30 min over", "2 h free", "Fully planned". */
export function capacitySentence(capacityMinutes: number, plannedMinutes: number): string {
  const free = capacityMinutes - plannedMinutes;
  if (free === 0) return capacityMinutes === 0 ? noHours : 'Fully planned';
  return `${formatMinutes(Math.abs(free))} ${free < 0 ? 'over capacity' : 'available'}`;
}
