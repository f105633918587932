import type { DehydratedState } from '@tanstack/svelte-query';
import type { FirstView } from '../trpc/take-over';

/**
 * The answers that a page's first view hands to the browser, with one clock reading for all of them: two views of the
 * same world then differ in that one number alone.
 */
export const firstView = ({ queries }: DehydratedState): FirstView => ({
  readAt: Date.now(),
  answers: queries.map(({ queryKey, state }) => [queryKey, state.data]),
});
