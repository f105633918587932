/** The limits of a task's labels; the database has the same limits, but for the length of a single one. */
export const labelsMax = 20;
/** Characters of one label. */
export const labelMax = 40;
/** Characters of a task's labels together, with a comma between each two. */
export const labelsTogetherMax = 800;

/** So many labels of a project can be chosen to filter by. */
export const labelChoicesMax = 200;
