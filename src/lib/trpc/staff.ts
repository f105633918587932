import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { createTRPCQueryUtils } from '@trpc/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { QueryClient } from '@tanstack/svelte-query';
import { getContext, setContext } from 'svelte';
import type { StaffRouter } from '$lib/server/staff/router';

const url = '/staff/api/trpc';

function create(queryClient: QueryClient, fetch: typeof globalThis.fetch) {
  const client = createTRPCClient<StaffRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url }),
        false: httpBatchLink({ url, fetch, maxItems: 20 }),
      }),
    ],
  });
  return { client, queries: createTRPCQueryUtils({ client, queryClient }), queryClient };
}

/** The output of each procedure. */
export type StaffOutputs = inferRouterOutputs<StaffRouter>;

export type StaffApi = ReturnType<typeof create>;

const key = Symbol('staff api');

/** Makes the typed API of the staff for the components below; call it in the realm's layout. */
export const provideStaff = (queryClient: QueryClient): StaffApi =>
  setContext(key, create(queryClient, globalThis.fetch));

/** The typed API: `client` to call, `queries` for createQuery(() => queries.x.queryOptions(input)). */
export const useStaff = (): StaffApi => getContext(key);
