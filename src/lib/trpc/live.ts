import type { QueryClient } from '@tanstack/svelte-query';
import { TRPCClientError } from '@trpc/client';

type Handlers = { onData: () => void; onComplete: () => void; onError: (error: unknown) => void };

export type Subscribe = (handlers: Handlers) => { unsubscribe: () => void };

/**
 * Keeps an open page true: a content-free event has every query on the screen asked again, under the reader's own
 * policies. The stream reconnects by itself and names where it stood, so that a gap costs one more question. When the
 * session ends, so does the stream, and `signedOut` is called. Returns how to stop.
 */
export function follow(queryClient: QueryClient, subscribe: Subscribe, signedOut: () => void): () => void {
  let stopped = false;
  const { unsubscribe } = subscribe({
    onData: () => void queryClient.invalidateQueries(),
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
