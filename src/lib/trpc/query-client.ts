import { browser } from '$app/environment';
import { hydrate, QueryClient, type DehydratedState } from '@tanstack/svelte-query';

/**
 * The query cache of one open page. Data stays fresh until a live event says otherwise, so a page that was rendered on
 * the server is not asked for again.
 */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        // On the server the cache goes with the request; a timer would keep what a client saw in memory, and the process up.
        gcTime: browser ? 10 * 60_000 : Infinity,
        retry: 1,
        refetchOnWindowFocus: false,
        refetchOnReconnect: true,
      },
    },
  });

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
