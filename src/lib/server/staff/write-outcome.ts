import type { StaffTransaction } from './procedure';
import { sql } from 'kysely';
import { forbidden, goneOf, stale } from '../errors';

type Versioned =
  | 'project'
  | 'epic'
  | 'story'
  | 'task'
  | 'sprint'
  | 'milestone'
  | 'text'
  | 'time_entry'
  | 'ticket'
  | 'message'
  | 'ticket_note'
  | 'attachment'
  | 'macro';

/** The project or ticket that the caller names along with a record: the record must be in it. Of a project's texts also whether it is a comment or a note. */
export type Scope = { project_id: string; text?: 'comment' | 'note' } | { ticket_id: string };

export function within(scope: Scope) {
  if ('ticket_id' in scope) return sql<boolean>`ticket_id = ${scope.ticket_id}`;
  const kind =
    scope.text && (scope.text === 'comment' ? sql`and kind = 'comment'` : sql`and kind <> 'comment'`);
  return sql<boolean>`project_id = ${scope.project_id} ${kind ?? sql``}`;
}

/** The table of a kind of record: comments and notes share app.text. */
export const tableOf = <Kind extends string>(kind: Kind) =>
  (kind === 'comment' || kind === 'note' ? 'text' : kind) as Exclude<Kind, 'comment' | 'note'> | 'text';

/**
 * Returns where a write changed all the rows that it named. Otherwise refuses: not found where a row is absent, outside
 * `scope` or hidden (one answer for all three); a conflict where someone else saved over `version` in between; else forbidden,
 * since the policy let the row be read and not written.
 */
export async function assertAllWritten(
  db: StaffTransaction,
  kind: Versioned,
  ids: readonly string[],
  changed: number,
  { scope, version }: { scope?: Scope; version?: number } = {},
): Promise<void> {
  if (changed === ids.length) return;
  const { rows } = await sql<{ id: string; version: number }>`
    select id, version from ${sql.table(`app.${kind}`)}
     where id = any(${[...ids]}::uuid[]) and ${scope ? within(scope) : sql`true`}`.execute(db);
  if (rows.length < ids.length) throw goneOf(ids, rows);
  if (version !== undefined && rows.some((row) => row.version !== version)) throw stale();
  throw forbidden();
}

/** The SQLSTATE of an error of the database, for the few refusals that have a sentence of their own. */
export const stateOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;
