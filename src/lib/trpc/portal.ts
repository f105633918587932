import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { createTRPCQueryUtils } from '@trpc/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { QueryClient } from '@tanstack/svelte-query';
import { getContext, setContext } from 'svelte';
import type { PortalRouter } from '$lib/server/portal/router';

const url = '/portal/api/trpc';

/** The context of a call that a page makes as the person leaves it: sent at once, unbatched, with `keepalive`, so that it outlives the page. */
export const keepalive = { isKeepalive: true };

function create(queryClient: QueryClient, fetch: typeof globalThis.fetch) {
  const client = createTRPCClient<PortalRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url }),
        false: splitLink({
          condition: ({ context }) => context.isKeepalive === true,
          true: httpLink({ url, fetch: (input, init) => fetch(input, { ...init, keepalive: true }) }),
          false: httpBatchLink({ url, fetch, maxItems: 20 }),
        }),
      }),
    ],
  });
  return { client, queries: createTRPCQueryUtils({ client, queryClient }), queryClient };
}

/** The output of each procedure. */
export type PortalOutputs = inferRouterOutputs<PortalRouter>;

export type PortalApi = ReturnType<typeof create>;

const key = Symbol('portal api');

/** Makes the typed API of the portal for the components below; call it in the realm's layout. */
export const providePortal = (queryClient: QueryClient): PortalApi =>
  setContext(key, create(queryClient, globalThis.fetch));

/** The typed API: `client` to call, `queries` for createQuery(() => queries.x.queryOptions(input)). */
export const usePortal = (): PortalApi => getContext(key);
