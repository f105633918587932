import { browser } from '$app/environment';
import { QueryClient } from '@tanstack/svelte-query';

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
