import { aDay, anId } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';

export const ticketReport = listOf({ contractId: anId(), from: aDay(), until: aDay() });
