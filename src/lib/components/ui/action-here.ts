/** A form action of this page, with what the address filters by, so that the page comes back as it was without a script, too. */
export function actionHere(action: `?/${string}`, { searchParams }: URL): string {
  const filters = [...searchParams].filter(([name]) => !name.startsWith('/'));
  return filters.length ? `${action}&${new URLSearchParams(filters)}` : action;
}
