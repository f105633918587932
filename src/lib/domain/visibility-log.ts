/** So many entries of the visibility log go into one file. */
export const exportedMost = 50_000;
