import { anIdOr, aPage } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';

/** A page of all epics, or of the stories of one or of none. */
export const epicList = listOf({ epicId: anIdOr('none'), page: aPage() });
