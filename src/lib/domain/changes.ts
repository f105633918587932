import { formatDay } from './dates';

/** What a client may be told of a project's last days; counts and titles of visible records only. */
export type ProjectChanges = {
  finished: number;
  started: number;
  appeared: number;
  milestonesMoved: { title: string; to: string }[];
  milestonesMet: string[];
};

const tasks = (count: number) => (count === 1 ? '1 task' : `${count} tasks`);

/** The changes as sentences for people, the best news first; a milestone that moved twice is told once. */
export function changeSentences(changes: ProjectChanges): string[] {
  const sentences: string[] = [];
  for (const title of new Set(changes.milestonesMet)) sentences.push(`Milestone “${title}” was met`);
  if (changes.finished) sentences.push(`${tasks(changes.finished)} finished`);
  if (changes.started) sentences.push(`${tasks(changes.started)} started`);
  if (changes.appeared) sentences.push(`${tasks(changes.appeared)} new to you`);
  const moved = new Map(changes.milestonesMoved.map(({ title, to }) => [title, to]));
  for (const [title, to] of moved) {
    if (!changes.milestonesMet.includes(title))
      sentences.push(`Milestone “${title}” is now expected ${formatDay(to)}`);
  }
  return sentences;
}
