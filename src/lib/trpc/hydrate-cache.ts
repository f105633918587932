import type { QueryClient, QueryKey } from '@tanstack/svelte-query';

/** The query results that the server read for a page, each with the key of its query; `readAt` in milliseconds of the server's clock. */
export type FirstView = { readAt: number; answers: [QueryKey, unknown][] };

/** How long an answer of the server may be on its way, in milliseconds. */
const onItsWay_ms = 5_000;

/**
 * Puts the server's query results into the cache, unless the browser has read newer ones since. Compares by the browser's clock
 * alone: a browser clock minutes ahead of the server's would otherwise keep old results.
 */
export function hydrateCache(queryClient: QueryClient, view: FirstView | undefined): void {
  if (!view) return;
  const now = Date.now();
  const updatedAt = Math.min(Math.max(view.readAt, now - onItsWay_ms), now);
  for (const [queryKey, answer] of view.answers) {
    const known = queryClient.getQueryState(queryKey);
    if (!known || updatedAt > known.dataUpdatedAt) queryClient.setQueryData(queryKey, answer, { updatedAt });
  }
}
