import type { DehydratedState } from '@tanstack/svelte-query';
import type { FirstView } from '../trpc/hydrate-cache';

/** The colour of the tenant whose person signed in, if the page has read who that is: "#" and six digits. */
export function accentColorIn({ answers }: FirstView): string | null {
  const [, me] = answers.find(([[path]]) => String(path) === 'account,me') ?? [];
  const color = (me as { tenant?: { accentColor?: string } | null } | undefined)?.tenant?.accentColor ?? '';
  return /^#[0-9a-f]{6}$/.test(color) ? color : null;
}

/**
 * The answers that a page's first view hands to the browser, with one clock reading for all of them: two views of the
 * same world then differ in that one number alone.
 */
export const firstView = ({ queries }: DehydratedState): FirstView => ({
  readAt: Date.now(),
  answers: queries.map(({ queryKey, state }) => [queryKey, state.data]),
});
