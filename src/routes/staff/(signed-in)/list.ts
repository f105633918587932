import { aPage } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';

/** The running projects of the overview. */
export const running = listOf({ page: aPage() });
