import type { z } from 'zod';
import type { taskFilter } from '$lib/inputs/staff-tasks';
import { priorityWords, taskStatusWords, visibilityWords } from '$lib/domain/words';
import { pageIn } from '$lib/domain/page-in';

type Filter = z.input<typeof taskFilter>;
export type Sort = NonNullable<Filter['sort']>;

const sorts = ['order', 'number', 'title', 'status', 'priority', 'due', 'estimate', 'changed'] as const;

const keyOf = <Words extends object>(words: Words, text: string | null): keyof Words | undefined =>
  text !== null && text in words ? (text as keyof Words) : undefined;
const keysOf = <Words extends object>(words: Words, texts: string[]) => [
  ...new Set(texts.flatMap((text) => keyOf(words, text) ?? [])),
];
const idOf = (text: string | null, ...words: string[]) =>
  text && (words.includes(text) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text))
    ? text
    : undefined;

/** The list that an address asks for; what makes no sense in it is left out. */
export function filterOf(projectId: string, url: URL): Filter {
  const { searchParams } = url;
  const text = (name: string) => searchParams.get(name);
  const status = keysOf(taskStatusWords, searchParams.getAll('status'));
  const priority = keysOf(priorityWords, searchParams.getAll('priority'));
  const visibility = keyOf(visibilityWords, text('visibility'));
  const assigneeId = idOf(text('assignee'), 'me', 'none');
  const sprintId = idOf(text('sprint'), 'none');
  const storyId = idOf(text('story'), 'none');
  const milestoneId = idOf(text('milestone'), 'none');
  const label = text('label')?.slice(0, 40);
  const search = text('search')?.trim().slice(0, 200);
  const sort = sorts.find((one) => one === text('sort')?.replace(/^-/, ''));
  return {
    projectId,
    ...(status.length && { status }),
    ...(priority.length && { priority }),
    ...(visibility && { visibility }),
    ...(assigneeId && { assigneeId }),
    ...(sprintId && { sprintId }),
    ...(storyId && { storyId }),
    ...(milestoneId && { milestoneId }),
    ...(label && { label }),
    ...(text('overdue') === 'yes' && { overdue: true }),
    ...(text('waiting') === 'yes' && { waiting: true }),
    ...(search && { search }),
    ...(sort && { sort }),
    ...(text('sort')?.startsWith('-') && sort && { descending: true }),
    page: pageIn(url),
  };
}

/** What can be chosen beside the list, with what the list is filtered by. */
export const choicesFor = (projectId: string, url: URL) => {
  const { sprintId, storyId, milestoneId } = filterOf(projectId, url);
  const keep = [sprintId, storyId, milestoneId].flatMap((id) => (id && id !== 'none' ? [id] : []));
  return { projectId, keep };
};

/** What an address filters and sorts by, as the query string to keep: no page, nothing empty, nothing unknown. */
export function keptQuery({ searchParams }: URL): string {
  const kept = new URLSearchParams();
  for (const name of filterNames)
    for (const value of searchParams.getAll(name)) if (value) kept.append(name, value);
  return kept.toString();
}

const filterNames = [
  'search',
  'status',
  'priority',
  'assignee',
  'sprint',
  'story',
  'milestone',
  'label',
  'visibility',
  'overdue',
  'waiting',
  'sort',
];
