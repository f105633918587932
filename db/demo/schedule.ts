/** When a task was written and how it came to its status: a believable past for a plan that tells only the present. */
import type { Clock } from './clock.ts';
import type { ProjectPlan, SprintPlan, Status, TaskPlan } from './plan.ts';
import type { Random } from './random.ts';

type Move = { at: Date; to: { status: Status } | { sharedFor: string } };
export type Schedule = { written: Date; moves: Move[]; due: string | null };

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 1_440 * MS_PER_MINUTE;
/** Tasks planned for later were written over the last two weeks, the last one yesterday. */
const BACKLOG = { from: -16, to: -1.2 };
/** Tasks are written from so many days before their sprint on, and half a day before it at the latest. */
const AHEAD = { from: 12, to: 0.5 };
/** Nothing of the past is younger than so many days. */
const LATEST = -0.06;

const waysToDone: Status[][] = [
  ['in_progress', 'done'],
  ['in_progress', 'in_review', 'done'],
  ['in_progress', 'in_review', 'done'],
  ['in_progress', 'in_review', 'in_progress', 'in_review', 'done'],
  ['in_progress', 'blocked', 'in_progress', 'in_review', 'done'],
];

function wayTo(status: Status, random: Random): Status[] {
  const chosen = waysToDone[Math.floor(random.next() * waysToDone.length)] ?? [];
  if (status === 'done') return chosen;
  if (status === 'to_do') return [];
  return status === 'in_progress' ? ['in_progress'] : ['in_progress', status];
}

type Span = { starts: number; ends: number; status: SprintPlan['status'] };

export function spanOf({ week, weeks, status }: SprintPlan, clock: Clock): Span {
  return { starts: clock.monday(week), ends: clock.monday(week) + weeks * 7 - 1, status };
}

/** One schedule for each task of the plan, in its order; tasks are written one after the other. */
export function scheduleTasks(plan: ProjectPlan, clock: Clock, random: Random): Schedule[] {
  const spans = new Map(plan.sprints.map((sprint) => [sprint.name, spanOf(sprint, clock)]));
  const agreed = new Map(plan.milestones.map((milestone) => [milestone.title, milestone.agreed]));
  const isBacklog = ({ sprint = '' }: TaskPlan) => spans.get(sprint)?.status === 'planned';
  const backlog = plan.tasks.filter(isBacklog);
  const inSprint = new Map<Span, number>();
  const wholeProject: Span = { starts: plan.starts, ends: plan.due, status: 'active' };
  let last = plan.starts;
  let written = new Date(0);

  return plan.tasks.map((task) => {
    const span = spans.get(task.sprint ?? '') ?? wholeProject;
    const nth = inSprint.get(span) ?? 0;
    inSprint.set(span, nth + 1);
    const wanted = isBacklog(task)
      ? BACKLOG.from + ((BACKLOG.to - BACKLOG.from) * (backlog.indexOf(task) + 1)) / backlog.length
      : Math.min(span.starts - AHEAD.from + 0.5 * nth, span.starts - AHEAD.to);
    last = Math.max(last + 0.03, wanted);
    written = new Date(Math.max(written.getTime() + MS_PER_MINUTE, clock.at(last).getTime()));
    return {
      written,
      moves: movesOf(task, { on: last, at: written }, span, clock, random),
      due: dueOf(agreed.get(task.milestone ?? '')),
    };

    function dueOf(checkpoint: number | undefined): string | null {
      if (isBacklog(task)) return checkpoint === undefined ? null : clock.day(checkpoint - 3);
      return clock.day(Math.min(span.ends - 2, checkpoint ?? span.ends));
    }
  });
}

type Written = { on: number; at: Date };

function movesOf(task: TaskPlan, written: Written, span: Span, clock: Clock, random: Random): Move[] {
  const way = wayTo(task.status, random);
  const ready = Math.max(written.on + 0.1, span.starts + 0.3);
  const latest = Math.min(span.ends, LATEST);
  const to = task.lastMove ?? latest - random.next() * 0.8 * (latest - ready);
  const from = Math.min(ready, to - 0.4);
  const first = way.length < 2 ? to : from + random.next() * 0.4 * (to - from);
  const moves = way.map((status, index): Move => {
    const share = way.length < 2 ? 1 : index / (way.length - 1);
    return { at: clock.at(first + share * (to - first)), to: { status } };
  });
  if (task.sharedLater) {
    moves.push({ at: clock.at(task.sharedLater.on), to: { sharedFor: task.sharedLater.reason } });
  }
  moves.sort((one, other) => one.at.getTime() - other.at.getTime());

  // Working hours may have put two moves on one moment.
  let earliest = written.at.getTime();
  for (const move of moves) {
    earliest = Math.max(earliest + 25 * MS_PER_MINUTE, move.at.getTime());
    move.at = new Date(earliest);
  }
  return moves;
}

/** When the nth comment or note on a task was made: hours after its last move, one after the other, before now. */
export function postedAt({ written, moves }: Schedule, nth: number, clock: Clock): Date {
  const base = (moves.at(-1)?.at ?? written).getTime();
  const latest = clock.at(LATEST).getTime() + nth * 12 * MS_PER_MINUTE;
  return new Date(Math.min(base + (nth + 1) * 0.15 * MS_PER_DAY, latest));
}
