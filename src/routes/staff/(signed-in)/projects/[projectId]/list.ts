import { aFlag, anId, anIdOr, aText, partsOf } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';
import { isColumn } from '$lib/domain/window';
import type { StaffOutputs } from '$lib/trpc/staff';

export type Board = StaffOutputs['tasks']['board'];
export type Card = Board['tasks'][number];
export type Column = Board['columns'][number];

/** The cards of a board: of which sprint, narrowed by what, and which part of each column. */
export const boardList = listOf({
  sprintId: anId(),
  mine: aFlag('1'),
  assigneeId: anIdOr('none'),
  label: aText(40),
  windows: partsOf(isColumn),
});
