import { isId } from '$lib/domain/id';
import { aPage, partsOf } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';

/** Which part of each list of a backlog, "backlog" and the sprints by their ids, and which page of those. */
export const backlogList = listOf({
  windows: partsOf((name): name is string => name === 'backlog' || isId(name)),
  sprints: aPage(),
});
