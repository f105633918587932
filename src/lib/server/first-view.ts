import type { DehydratedState } from '@tanstack/svelte-query';

/**
 * The query cache that a page's first view hands to the browser, with one clock reading for all of it: two views of the
 * same world then differ in that one number alone.
 */
export function firstView({ mutations, queries }: DehydratedState): DehydratedState {
  const dataUpdatedAt = Date.now();
  return {
    mutations,
    queries: queries.map(({ queryKey, queryHash, state }) => ({
      queryKey,
      queryHash,
      state: { ...state, dataUpdatedAt },
      dehydratedAt: dataUpdatedAt,
    })),
  };
}
