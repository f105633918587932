import { anId, aText, byPages, oneOf, orderedBy } from '$lib/domain/list-fields';
import { listOf, type StateOf } from '$lib/domain/list-state';
import { taskSortWords, taskStatusWords } from '$lib/domain/words';

/** The tasks, of an epic or of a story, of which the address names one as `part`. */
export const taskList = listOf({
  status: oneOf(taskStatusWords),
  epicId: anId('epic').called('part'),
  storyId: anId('story').called('part'),
  milestoneId: anId(),
  search: aText(200),
  sort: orderedBy(taskSortWords).usually('number'),
  ...byPages,
});

/** How an address names the epic or story of a filter; '' for none. */
export const partOf = ({ epicId, storyId }: StateOf<typeof taskList.fields>): string =>
  epicId ? `epic:${epicId}` : storyId ? `story:${storyId}` : '';
