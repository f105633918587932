const columns = ['order', 'number', 'title', 'status', 'priority', 'due', 'estimate', 'changed'] as const;
export type TaskColumn = (typeof columns)[number];

/** What the team's list of tasks can be ordered by, and with a minus the other way round. */
export const taskSorts = columns.flatMap((column) => [column, `-${column}`] as const);
