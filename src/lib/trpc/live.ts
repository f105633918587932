import type { QueryClient } from '@tanstack/svelte-query';
import { TRPCClientError } from '@trpc/client';

type Handlers = { onData: () => void; onComplete: () => void; onError: (error: unknown) => void };

/** Reads all queries on the screen again. A query whose first read is under way is read again after it: that read may predate the change. */
function askAgain(queryClient: QueryClient): void {
  const first = queryClient
    .getQueryCache()
    .findAll({ fetchStatus: 'fetching', predicate: ({ state }) => state.data === undefined });
  void queryClient.invalidateQueries();
  for (const query of first) {
    const again = () => queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
    void query.promise?.then(again, () => {});
  }
}

export type Subscribe = (handlers: Handlers) => { unsubscribe: () => void };

/**
 * Keeps an open page true: a content-free event has every query on the screen asked again, under the reader's own
 * policies. The stream reconnects by itself and names where it stood, so that a gap costs one more question. When the
 * session ends, so does the stream, and `signedOut` is called. Returns how to stop.
 */
export function follow(queryClient: QueryClient, subscribe: Subscribe, signedOut: () => void): () => void {
  let stopped = false;
  const { unsubscribe } = subscribe({
    onData: () => askAgain(queryClient),
    onComplete: () => {
      if (!stopped) signedOut();
    },
    onError: (error) => {
      const data: unknown = error instanceof TRPCClientError ? error.data : null;
      if (data && typeof data === 'object' && 'code' in data && data.code === 'unauthorized') signedOut();
    },
  });
  return () => {
    stopped = true;
    unsubscribe();
  };
}
