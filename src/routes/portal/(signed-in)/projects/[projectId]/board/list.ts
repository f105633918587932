import { anId, partsOf } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';
import { isColumn } from '$lib/domain/window';

/** The cards of the named sprint, or of the current one, and which part of each column. */
export const boardList = listOf({ sprintId: anId(), windows: partsOf(isColumn) });
