import type { z } from 'zod';
import { taskSortWords, taskStatusWords } from '$lib/domain/words';
import type { taskListInput } from '$lib/inputs/projects';
import { pageAskedIn } from '$lib/domain/page-in';

type TaskListInput = z.input<typeof taskListInput>;

const keysOf = <Key extends string>(words: Record<Key, string>) => Object.keys(words) as Key[];
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The list that an address asks for; what makes no sense in it is left out. An epic or a story stands in it as `part`. */
export function inputOf(projectId: string, url: URL): TaskListInput {
  const said = (name: string) => url.searchParams.get(name) ?? '';
  const idIn = (text: string | undefined) => (text && uuid.test(text) ? text : undefined);
  const [kind, partId] = said('part').split(':');
  const status = keysOf(taskStatusWords).find((one) => one === said('status'));
  const sort = keysOf(taskSortWords).find((one) => one === said('sort')) ?? 'number';
  const part = idIn(partId);
  const milestoneId = idIn(said('milestone'));
  const search = said('search').trim().slice(0, 200);
  return {
    projectId,
    ...(status && { status }),
    ...(part && kind === 'epic' && { epicId: part }),
    ...(part && kind === 'story' && { storyId: part }),
    ...(milestoneId && { milestoneId }),
    ...(search && { search }),
    sort,
    ...pageAskedIn(url),
  };
}

/** How an address names the epic or story of a filter; '' for none. */
export const partOf = ({ epicId, storyId }: TaskListInput): string =>
  epicId ? `epic:${epicId}` : storyId ? `story:${storyId}` : '';

/** The address that asks for a list; a page of it by its number and the `edge` that it begins from. */
export function hrefOf(input: TaskListInput, edge?: string): string {
  const query = new URLSearchParams();
  const say = (name: string, value: string | undefined, usual = '') => {
    if (value && value !== usual) query.set(name, value);
  };
  say('status', input.status);
  say('part', partOf(input));
  say('milestone', input.milestoneId);
  say('search', input.search);
  say('sort', input.sort, 'number');
  say('page', input.page === undefined ? '' : String(input.page), '1');
  say('edge', edge);
  const search = query.toString();
  return `/portal/projects/${input.projectId}/tasks${search && `?${search}`}`;
}
