import { page } from '$app/state';

/**
 * A form action of this page with the page's filters, so that it comes back as it was where no script has taken over yet.
 * Reactive where it is read.
 */
export function actionHere(action: `?/${string}`): string {
  const filters = [...page.url.searchParams].filter(([name]) => !name.startsWith('/'));
  return filters.length ? `${action}&${new URLSearchParams(filters)}` : action;
}
