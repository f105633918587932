import { aDay } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';

/** A week by any day of it; the current one where none is asked for. */
export const weekList = listOf({ week: aDay() });
