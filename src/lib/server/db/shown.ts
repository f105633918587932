import { sql, type SqlBool } from 'kysely';
import { columns, firstWindow, type Window } from '../../domain/window';

/**
 * Whether a task, the `nth` of its `status`, is in the part of its column that is shown; `before` takes so many more in
 * that stand before the part.
 */
export const isShown = (windows: Partial<Record<string, Window>>, before = 0) =>
  sql<SqlBool>`(${sql.join(
    columns.map(({ id }) => {
      const { from, to } = windows[id] ?? firstWindow;
      return sql`status = ${id} and nth between ${from + 1 - before} and ${to}`;
    }),
    sql` or `,
  )})`;
