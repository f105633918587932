/** What a client's list of files can be ordered by. */
export const fileSortWords = {
  latest: 'Latest first',
  name: 'By name',
  largest: 'Largest first',
} as const;

/** How many of them a page holds. */
export const filePageSizes = [25, 50] as const;
