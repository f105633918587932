/** The search for a merge target in the address; null where there is none. */
export const mergeSearch = ({ searchParams }: URL): string | null =>
  searchParams.get('merge')?.trim().slice(0, 200) || null;
