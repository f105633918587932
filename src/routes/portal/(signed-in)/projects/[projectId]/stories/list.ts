import { anIdOr, byPages } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';

/** The stories of one epic, or of none. */
export const storyList = listOf({ epicId: anIdOr('none').usually('none'), ...byPages });
