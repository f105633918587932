import { sql, type SqlBool } from 'kysely';
import { firstWindow, type Window } from '../../domain/window';

const between = ({ from, to }: Window, before: number) =>
  sql`nth between ${from + 1 - before}::int and ${to}::int`;

/**
 * Whether a task, the `nth` of its list, is in the part of the list that is shown: the one that is named, else the first.
 * `list` is the column that says which list; `before` takes so many more in that stand before the part.
 */
export function isShown(list: string, windows: Partial<Record<string, Window>>, before = 0) {
  const named = Object.entries(windows).filter((entry): entry is [string, Window] => entry[1] !== undefined);
  if (named.length === 0) return sql<SqlBool>`${between(firstWindow, before)}`;
  const cases = named.map(([id, window]) => sql`when ${id} then ${between(window, before)}`);
  return sql<SqlBool>`case ${sql.ref(list)} ${sql.join(cases, sql` `)} else ${between(firstWindow, before)} end`;
}
