/**
 * The project as a client sees it, and the changes when staff share or withdraw a record. Both sides of a change
 * were asked of the database as the client; here they are only compared.
 */
import { progressOf, type Progress } from './progress';
import { taskReference, ticketReference } from './reference';
import {
  excerpt,
  historySentences,
  linkSentences,
  textSentences,
  type SeenHistory,
  type SeenLink,
} from './view-sentences';

export type ClientView = {
  projects: { id: string; name: string }[];
  epics: { id: string; title: string }[];
  stories: { id: string; title: string; epicId: string | null }[];
  sprints: { id: string; name: string }[];
  milestones: { id: string; title: string }[];
  tasks: {
    id: string;
    number: number;
    title: string;
    status: string;
    storyId: string | null;
    sprintId: string | null;
    milestoneId: string | null;
  }[];
  comments: { id: string; taskId: string; body: string; author: string }[];
  notes: { id: string; taskId: string; body: string; author: string }[];
  attachments: { id: string; name: string }[];
  /** Tickets that name the project, and those linked to its tasks: they are other pages, which say more once it is shared. */
  tickets: { id: string; number: number }[];
  links: SeenLink[];
  statusHistories: SeenHistory[];
  dateHistories: SeenHistory[];
};

type Kind =
  | 'project'
  | 'epic'
  | 'story'
  | 'sprint'
  | 'milestone'
  | 'task'
  | 'comment'
  | 'note'
  | 'ticket'
  | 'message'
  | 'attachment';

export type SeenRecord = { kind: Kind; id: string; label: string };
type RollupChange = { of: string; from: Progress | null; to: Progress | null };
export type ViewChange = {
  gains: SeenRecord[];
  losses: SeenRecord[];
  /** How many records of each kind come or go besides, where they are too many to be named. */
  further: { kind: Kind; records: number }[];
  rollups: RollupChange[];
  /** Sentences about records that now say more or less of what they belong to and are linked to. */
  references: string[];
  /** Sentences about what comes back with records that were shared before. */
  history: string[];
};

function recordsOf(view: ClientView): SeenRecord[] {
  const titled = (kind: Kind, rows: { id: string; title: string }[]) =>
    rows.map(({ id, title }) => ({ kind, id, label: title }));
  const named = (kind: Kind, rows: { id: string; name: string }[]) =>
    rows.map(({ id, name }) => ({ kind, id, label: name }));
  const sentences = (kind: Kind, rows: { id: string; body: string; author: string }[]) =>
    rows.map(({ id, body, author }) => ({ kind, id, label: `${author}: ${excerpt(body)}` }));
  return [
    ...named('project', view.projects),
    ...titled('milestone', view.milestones),
    ...named('sprint', view.sprints),
    ...titled('epic', view.epics),
    ...titled('story', view.stories),
    ...view.tasks.map(({ id, number, title }) => ({
      kind: 'task' as const,
      id,
      label: `${taskReference(number)} ${title}`,
    })),
    ...sentences('comment', view.comments),
    ...sentences('note', view.notes),
    ...named('attachment', view.attachments),
  ];
}

type Group = { key: string; of: string; holds: (task: ClientView['tasks'][number]) => boolean };

function groupsOf(view: ClientView): Group[] {
  const storiesOf = (epicId: string) =>
    new Set(view.stories.filter((story) => story.epicId === epicId).map((story) => story.id));
  return [
    ...view.projects.map(({ id, name }) => ({ key: `project ${id}`, of: name, holds: () => true })),
    ...view.sprints.map(({ id, name }) => ({
      key: `sprint ${id}`,
      of: name,
      holds: (task: ClientView['tasks'][number]) => task.sprintId === id,
    })),
    ...view.milestones.map(({ id, title }) => ({
      key: `milestone ${id}`,
      of: title,
      holds: (task: ClientView['tasks'][number]) => task.milestoneId === id,
    })),
    ...view.epics.map(({ id, title }) => {
      const stories = storiesOf(id);
      return {
        key: `epic ${id}`,
        of: title,
        holds: (task: ClientView['tasks'][number]) => task.storyId !== null && stories.has(task.storyId),
      };
    }),
    ...view.stories.map(({ id, title }) => ({
      key: `story ${id}`,
      of: title,
      holds: (task: ClientView['tasks'][number]) => task.storyId === id,
    })),
  ];
}

function rollupsOf(view: ClientView): Map<string, { of: string; progress: Progress }> {
  return new Map(
    groupsOf(view).map(({ key, of, holds }) => {
      const tasks = view.tasks.filter(holds);
      const done = tasks.filter((task) => task.status === 'done').length;
      return [key, { of, progress: progressOf({ done, total: tasks.length }) }];
    }),
  );
}

function referencesOf(view: ClientView): Map<string, string> {
  const names = new Map(recordsOf(view).map((record) => [record.id, record.label]));
  const found = new Map<string, string>();
  for (const task of view.tasks) {
    for (const id of [task.storyId, task.sprintId, task.milestoneId]) {
      if (id)
        found.set(`${task.id} ${id}`, `${taskReference(task.number)} belongs to ${names.get(id) ?? 'it'}`);
    }
  }
  for (const { id, name } of view.projects)
    for (const ticket of view.tickets)
      found.set(`${ticket.id} ${id}`, `${ticketReference(ticket.number)} belongs to ${name}`);
  return found;
}

/**
 * The records that the client gains and loses between two views, and roll-ups that move, references that come and go, history that
 * comes back. `sharedBefore` names the texts among what is gained that the client could read once already.
 */
export function changeOfView(
  before: ClientView,
  after: ClientView,
  sharedBefore: ReadonlySet<string> = new Set(),
): ViewChange {
  const [recordsBefore, recordsAfter] = [recordsOf(before), recordsOf(after)];
  const key = ({ kind, id }: SeenRecord) => `${kind} ${id}`;
  const without = (records: SeenRecord[], others: SeenRecord[]) => {
    const known = new Set(others.map(key));
    return records.filter((record) => !known.has(key(record)));
  };
  const gains = without(recordsAfter, recordsBefore);
  const losses = without(recordsBefore, recordsAfter);

  const [rollupsBefore, rollupsAfter] = [rollupsOf(before), rollupsOf(after)];
  const rollups = [...new Set([...rollupsBefore.keys(), ...rollupsAfter.keys()])].flatMap((group) => {
    const [from, to] = [rollupsBefore.get(group), rollupsAfter.get(group)];
    if (from?.progress.done === to?.progress.done && from?.progress.total === to?.progress.total) return [];
    return [{ of: (to ?? from)?.of ?? '', from: from?.progress ?? null, to: to?.progress ?? null }];
  });

  // Of tasks that are there before and after; what a new one belongs to is part of it.
  const moved = new Set([...gains, ...losses].map(({ id }) => id));
  const [referencesBefore, referencesAfter] = [referencesOf(before), referencesOf(after)];
  const sentences = (these: Map<string, string>, those: Map<string, string>, suffix: string) =>
    [...these]
      .filter(([reference]) => !those.has(reference) && !moved.has(reference.split(' ')[0] ?? ''))
      .map(([, sentence]) => sentence.replace(' belongs to ', ` ${suffix} under `));
  const gained = new Map(gains.map((record) => [key(record), record.label]));
  const numbers = new Map(after.tasks.map(({ id, number }) => [id, taskReference(number)]));
  const onTask = ({ id, taskId }: { id: string; taskId: string }) => ({
    id,
    on: numbers.get(taskId) ?? 'a task',
  });
  return {
    gains,
    losses,
    further: [],
    rollups,
    references: [
      ...sentences(referencesAfter, referencesBefore, 'will show'),
      ...sentences(referencesBefore, referencesAfter, 'will no longer show'),
      ...linkSentences(before.links, after.links, () => false),
    ],
    history: [
      ...historySentences(after.dateHistories, (id) => gained.get(`milestone ${id}`) ?? null, 'date history'),
      ...historySentences(
        after.statusHistories,
        (id) => (gained.has(`task ${id}`) ? (numbers.get(id) ?? null) : null),
        'status history',
      ),
      ...textSentences('comment', after.comments.map(onTask), sharedBefore),
      ...textSentences('note', after.notes.map(onTask), sharedBefore),
    ],
  };
}
