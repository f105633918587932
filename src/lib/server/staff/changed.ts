import type { StaffTransaction } from './procedure';
import { sql } from 'kysely';
import { forbidden, notFound, stale } from '../errors';

type Versioned =
  | 'project'
  | 'epic'
  | 'story'
  | 'task'
  | 'sprint'
  | 'milestone'
  | 'comment'
  | 'note'
  | 'time_entry'
  | 'ticket'
  | 'message'
  | 'ticket_note'
  | 'attachment'
  | 'macro';

/**
 * Says why a write touched fewer rows than it named: they are not there (or out of reach, which is the same answer), the
 * person's role does not go that far, or somebody else saved in between. Returns where nothing is missing.
 */
export async function explainMissing(
  db: StaffTransaction,
  kind: Versioned,
  ids: readonly string[],
  changed: number,
  version?: number,
): Promise<void> {
  if (changed === ids.length) return;
  const { rows } = await sql<{ version: number }>`
    select version from ${sql.table(`app.${kind}`)} where id = any(${[...ids]}::uuid[])`.execute(db);
  if (rows.length < ids.length) throw notFound();
  if (version !== undefined && rows.some((row) => row.version !== version)) throw stale();
  throw forbidden();
}

/** The SQLSTATE of what the database refused, for the few refusals that deserve a sentence of their own. */
export const stateOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;
