import { aPage } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';

/** The people of a project. */
export const memberList = listOf({ page: aPage().called('members') });
