const columns = ['order', 'number', 'title', 'status', 'priority', 'due', 'estimate', 'changed'] as const;
export type TaskColumn = (typeof columns)[number];

/** The orders of the team's list of tasks; with a minus in front, reversed. */
export const taskSorts = columns.flatMap((column) => [column, `-${column}`] as const);
