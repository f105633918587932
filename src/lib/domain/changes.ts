import { formatDay } from './dates';
import { plural } from './words';

/** How many tasks, and the sprint they are in, where it may be named. */
type CountInSprint = { sprint: string | null; tasks: number };

/** What a client may be told of a project's last days; counts and titles of visible records only. */
export type ProjectChanges = {
  finished: CountInSprint[];
  started: CountInSprint[];
  appeared: number;
  milestonesMoved: { title: string; to: string }[];
  milestonesMet: string[];
};

const countSentence = ({ sprint, tasks }: CountInSprint, verb: string) =>
  `${plural(tasks, 'task')} ${verb}${sprint ? ` in ${sprint}` : ''}`;

/** The changes as sentences for people, the best news first; a milestone that moved twice is told once. */
export function changeSentences(changes: ProjectChanges): string[] {
  const sentences: string[] = [];
  for (const title of new Set(changes.milestonesMet)) sentences.push(`Milestone “${title}” was met`);
  for (const count of changes.finished) sentences.push(countSentence(count, 'finished'));
  for (const count of changes.started) sentences.push(countSentence(count, 'started'));
  if (changes.appeared) sentences.push(`${plural(changes.appeared, 'task')} new to you`);
  const moved = new Map(changes.milestonesMoved.map(({ title, to }) => [title, to]));
  for (const [title, to] of moved) {
    if (!changes.milestonesMet.includes(title))
      sentences.push(`Milestone “${title}” is now expected ${formatDay(to)}`);
  }
  return sentences;
}
