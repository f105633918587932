/** What the address asks to merge this ticket into; null where it asks nothing. */
export const mergeSearch = ({ searchParams }: URL): string | null =>
  searchParams.get('merge')?.trim().slice(0, 200) || null;
