import { hydrate, type DehydratedState, type QueryClient } from '@tanstack/svelte-query';

/** How long what the server has read may be on its way, in milliseconds. */
const onItsWay_ms = 5_000;

/**
 * Puts what the server has read for a page into the cache, unless the browser itself has read it since: told by the browser's clock
 * alone, since one that is minutes ahead of the server's would keep what is old.
 */
export function takeOver(queryClient: QueryClient, cache: DehydratedState | undefined): void {
  const now = Date.now();
  const inOurTime = (at: number) => Math.min(Math.max(at, now - onItsWay_ms), now);
  const queries = cache?.queries.map((query) => ({
    ...query,
    state: { ...query.state, dataUpdatedAt: inOurTime(query.state.dataUpdatedAt) },
  }));
  hydrate(queryClient, { ...cache, ...(queries && { queries }) });
}
