import { todayIn } from './dates';
import { addDays, daysBetween, eachDay, sprintDays_max, withinBounds } from './days';

export type ScopeEvent = {
  taskId: string;
  /** ISO moment. Events of one moment count in the order in which they are given. */
  at: string;
  change: 'added' | 'removed' | 'estimated' | 'done' | 'reopened';
  /** The estimate of an added or estimated task; a task without estimate is a task of no minutes. Ignored for other changes. */
  estimateMinutes: number | null;
};

export type Work = { minutes: number; tasks: number };
export type BurnDownDay = {
  day: string;
  /** Work of the sprint that is not done at the end of the day; null for days to come. */
  remaining: Work | null;
  /** The ideal line: the remaining work if the same share of it were done every day. */
  ideal: Work;
  /** Tasks that came into the sprint or left it on this day; nothing on the first day, whose scope is the plan. */
  added: Work;
  removed: Work;
};

type Sprint = { startsOn: string; endsOn: string; today: string; timeZone: string };
type State = { inSprint: boolean; done: boolean; minutes: number };

/**
 * The burn-down of a sprint (PRODUCT P7), day by day; the last 26 weeks of one that is longer. Days are those of `timeZone`, an
 * IANA name.
 */
export function burnDown(sprint: Sprint, events: readonly ScopeEvent[]): BurnDownDay[] {
  const { today, timeZone } = sprint;
  const [startsOn, endsOn] = [withinBounds(sprint.startsOn), withinBounds(sprint.endsOn)];
  const drawnFrom = [startsOn, addDays(endsOn, 1 - sprintDays_max)].sort()[1] ?? startsOn;
  const queue = events
    .map((event) => ({ ...event, moment: Date.parse(event.at), day: todayIn(timeZone, new Date(event.at)) }))
    .sort((one, other) => one.moment - other.moment);
  const states = new Map<string, State>();
  let next = 0;
  const playThrough = (day: string) => {
    for (let due = queue[next]; due && due.day <= day; due = queue[++next]) play(states, due);
  };

  playThrough(addDays(startsOn, -1));
  const finishedBefore = new Set([...states].filter(([, { done }]) => done).map(([taskId]) => taskId));
  playThrough(startsOn);
  const plan = workOf(
    [...states].filter(([taskId, { inSprint }]) => inSprint && !finishedBefore.has(taskId)),
  );

  const length = daysBetween(startsOn, endsOn);
  if (drawnFrom > startsOn) playThrough(addDays(drawnFrom, -1));
  let before = scopeOf(states);
  return eachDay(drawnFrom, endsOn).map((day) => {
    playThrough(day);
    const after = scopeOf(states);
    const left = length === 0 ? 0 : 1 - daysBetween(startsOn, day) / length;
    const row: BurnDownDay = {
      day,
      remaining: day > today ? null : workOf([...states].filter(([, one]) => one.inSprint && !one.done)),
      ideal: { minutes: plan.minutes * left, tasks: plan.tasks * left },
      added: workOf([...after].filter(([taskId]) => !before.has(taskId))),
      removed: workOf([...before].filter(([taskId]) => !after.has(taskId))),
    };
    before = after;
    return row;
  });
}

function play(states: Map<string, State>, { taskId, change, estimateMinutes }: ScopeEvent): void {
  const state = states.get(taskId) ?? { inSprint: false, done: false, minutes: 0 };
  if (change === 'added') states.set(taskId, { ...state, inSprint: true, minutes: estimateMinutes ?? 0 });
  else if (change === 'estimated') states.set(taskId, { ...state, minutes: estimateMinutes ?? 0 });
  else if (change === 'removed') states.set(taskId, { ...state, inSprint: false });
  else states.set(taskId, { ...state, done: change === 'done' });
}

const scopeOf = (states: ReadonlyMap<string, State>) =>
  new Map([...states].filter(([, { inSprint }]) => inSprint));

const workOf = (tasks: readonly (readonly [string, State])[]): Work => ({
  minutes: tasks.reduce((sum, [, { minutes }]) => sum + minutes, 0),
  tasks: tasks.length,
});
