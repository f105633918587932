import { aPart, byPages } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';

/** A page of a project's epics, and a part of its milestones. */
export const epicList = listOf({ ...byPages, earlier: aPart() });
