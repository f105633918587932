/** The longest text that names where a page of a list begins or ends: a file's name is the longest of it. */
export const edgeLength_max = 1_000;
