import { taskStatusWords } from './words';

type Moment = { id: string; at: string; actor: string | null };
type Status = keyof typeof taskStatusWords;
type Visibility = 'client_visible' | 'internal_only';

/** What a task has been through; `from` is null where it began. Sprints come by name, `at` is an ISO moment. */
export type TaskPast = {
  history: (Moment & { from: Status | null; to: Status })[];
  sprintMoves: (Moment & { from: string | null; to: string | null })[];
  visibilityChanges: (Moment & {
    kind: string;
    from: Visibility | null;
    to: Visibility;
    reason: string | null;
  })[];
};

export type TaskEvent = { id: string; at: string; sentence: string; reason: string | null };

/** One line of time out of a task's changes, the latest first, each told in a sentence. Of the database's own hand it says no name. */
export function taskTimeline({ history, sprintMoves, visibilityChanges }: TaskPast): TaskEvent[] {
  const told = (moment: Moment, deed: string | null, reason: string | null = null): TaskEvent[] =>
    deed === null
      ? []
      : [
          {
            id: moment.id,
            at: moment.at,
            sentence: moment.actor ? `${moment.actor} ${deed}` : deed.charAt(0).toUpperCase() + deed.slice(1),
            reason,
          },
        ];
  return [
    ...visibilityChanges.flatMap((change) => told(change, sharing(change), change.reason)),
    ...history.flatMap((change) => told(change, moving(change))),
    ...sprintMoves.flatMap((change) => told(change, planning(change))),
  ].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

const moving = ({ from, to }: { from: Status | null; to: Status }) =>
  from
    ? `moved it from ${taskStatusWords[from]} to ${taskStatusWords[to]}`
    : to === 'to_do'
      ? 'created it'
      : `created it as ${taskStatusWords[to]}`;

function planning({ from, to }: { from: string | null; to: string | null }): string | null {
  if (from && to) return `moved it from ${from} to ${to}`;
  if (to) return `put it into ${to}`;
  return from && `took it out of ${from}`;
}

function sharing({ kind, from, to }: TaskPast['visibilityChanges'][number]): string | null {
  const what = kind === 'task' ? 'it' : `a ${kind}`;
  if (from === null)
    return to === 'client_visible'
      ? kind === 'task'
        ? 'made it Client Visible from the start'
        : `wrote ${what} to the client`
      : null;
  return to === 'client_visible' ? `shared ${what} with the client` : `made ${what} Internal Only`;
}
