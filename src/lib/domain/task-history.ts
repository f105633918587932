import { formatMinutes } from './durations';
import { taskStatusWords } from './words';

type Moment = { id: string; at: string; actor: string | null };
type Status = keyof typeof taskStatusWords;
type Visibility = 'client_visible' | 'internal_only';

/**
 * The history of a task; `from` is null where it began. Sprints come by name, estimates in minutes (null where there
 * was none), `at` is an ISO moment.
 */
export type TaskPast = {
  history: (Moment & { from: Status | null; to: Status })[];
  sprintMoves: (Moment & { from: string | null; to: string | null })[];
  estimates: (Moment & { from: number | null; to: number | null })[];
  visibilityChanges: (Moment & {
    kind: string;
    from: Visibility | null;
    to: Visibility;
    reason: string | null;
  })[];
};

export type TaskEvent = { id: string; at: string; sentence: string; reason: string | null };

/** One line of time out of a task's changes, the latest first, each told in a sentence. Of the database's own hand it says no name. */
export function taskTimeline({ history, sprintMoves, estimates, visibilityChanges }: TaskPast): TaskEvent[] {
  const told = (
    { id, at, actor }: Moment,
    phrase: Phrase | null,
    reason: string | null = null,
  ): TaskEvent[] =>
    phrase === null ? [] : [{ id, at, sentence: actor ? `${actor} ${phrase.of}` : phrase.alone, reason }];
  return [
    ...visibilityChanges.flatMap((change) => told(change, sharing(change), change.reason)),
    ...history.flatMap((change) => told(change, moving(change))),
    ...sprintMoves.flatMap((change) => told(change, planning(change))),
    ...estimates.flatMap((change) => told(change, estimating(change))),
  ].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

/** The phrase of an event, to follow its actor's name, and the sentence without one. */
type Phrase = { of: string; alone: string };

function moving({ from, to }: { from: Status | null; to: Status }): Phrase {
  if (from) {
    const way = `from ${taskStatusWords[from]} to ${taskStatusWords[to]}`;
    return { of: `changed the status ${way}`, alone: `Status changed ${way}` };
  }
  const as = to === 'to_do' ? '' : ` as ${taskStatusWords[to]}`;
  return { of: `created it${as}`, alone: `Created${as}` };
}

function planning({ from, to }: { from: string | null; to: string | null }): Phrase | null {
  if (from && to) return { of: `moved it from ${from} to ${to}`, alone: `Moved from ${from} to ${to}` };
  if (to) return { of: `added it to ${to}`, alone: `Added to ${to}` };
  return from ? { of: `removed it from ${from}`, alone: `Removed from ${from}` } : null;
}

function estimating({ from, to }: { from: number | null; to: number | null }): Phrase | null {
  if (to === null) return { of: 'removed the estimate', alone: 'Estimate removed' };
  const estimate = formatMinutes(to);
  return from === null
    ? { of: `set the estimate to ${estimate}`, alone: `Estimate set to ${estimate}` }
    : {
        of: `changed the estimate from ${formatMinutes(from)} to ${estimate}`,
        alone: `Estimate changed from ${formatMinutes(from)} to ${estimate}`,
      };
}

/** A record's first visibility is told where it is the task's and not the usual one. */
function sharing({ kind, from, to }: TaskPast['visibilityChanges'][number]): Phrase | null {
  if (from === null)
    return kind === 'task' && to === 'client_visible'
      ? { of: 'created it as Client Visible', alone: 'Created as Client Visible' }
      : null;
  const word = kind === 'attachment' ? 'file' : kind;
  const what = kind === 'task' ? 'it' : `a ${word}`;
  const subject = kind === 'task' ? '' : `A ${word} was `;
  return to === 'client_visible'
    ? { of: `shared ${what} with the client`, alone: subject ? `${subject}shared` : 'Shared with the client' }
    : {
        of: `made ${what} Internal Only`,
        alone: subject ? `${subject}made Internal Only` : 'Made Internal Only',
      };
}
