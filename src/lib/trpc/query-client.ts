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
        gcTime: 10 * 60_000,
        retry: 1,
        refetchOnWindowFocus: false,
        refetchOnReconnect: true,
      },
    },
  });
