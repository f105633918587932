import type { QueryClient, QueryKey } from '@tanstack/svelte-query';

/** The answers that the server has read for a page, each with the key of its query, and when, in milliseconds of the server's clock. */
export type FirstView = { readAt: number; answers: [QueryKey, unknown][] };

/** How long an answer of the server may be on its way, in milliseconds. */
const onItsWay_ms = 5_000;

/**
 * Puts the answers that the server has read for a page into the cache, unless the browser itself has read them since: told by the browser's
 * clock alone, since one that is minutes ahead of the server's would keep what is old.
 */
export function takeOver(queryClient: QueryClient, view: FirstView | undefined): void {
  if (!view) return;
  const now = Date.now();
  const updatedAt = Math.min(Math.max(view.readAt, now - onItsWay_ms), now);
  for (const [queryKey, answer] of view.answers) {
    const known = queryClient.getQueryState(queryKey);
    if (!known || updatedAt > known.dataUpdatedAt) queryClient.setQueryData(queryKey, answer, { updatedAt });
  }
}
