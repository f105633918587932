/** The sort orders of a client's list of files. */
export const fileSortWords = {
  latest: 'Newest',
  name: 'Name',
  largest: 'Size',
} as const;

/** How many of them a page holds. */
export const filePageSizes = [25, 50] as const;
