import { usePortal } from '$lib/trpc/portal';

/**
 * Notes for the team that the person has this record on the screen: once for each record, when the page is really looked at.
 * `recordId` is undefined until there is something to see.
 */
export function noteOpened(kind: 'project' | 'task', recordId: () => string | undefined): void {
  const { client } = usePortal();
  const shown = $derived(recordId());
  $effect(() => {
    if (!shown) return;
    const record = () => void client.receipts.record.mutate({ kind, recordId: shown }).catch(() => {});
    if (document.visibilityState === 'visible') {
      record();
      return;
    }
    // A tab opened in the background has been opened by nobody yet.
    const looked = new AbortController();
    document.addEventListener('visibilitychange', record, { once: true, signal: looked.signal });
    return () => looked.abort();
  });
}
