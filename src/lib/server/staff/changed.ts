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

/** The place that a record is said to be in, without which its id is not believed; of a project's texts also whether it is a comment or a note. */
export type Place = { project_id: string; text?: 'comment' | 'note' } | { ticket_id: string };

export function within(place: Place) {
  if ('ticket_id' in place) return sql<boolean>`ticket_id = ${place.ticket_id}`;
  const kind =
    place.text && (place.text === 'comment' ? sql`and kind = 'comment'` : sql`and kind <> 'comment'`);
  return sql<boolean>`project_id = ${place.project_id} ${kind ?? sql``}`;
}

/** The table in which records of a kind stand: comments and notes share one. */
export const tableOf = <Kind extends string>(kind: Kind) =>
  (kind === 'comment' || kind === 'note' ? 'text' : kind) as Exclude<Kind, 'comment' | 'note'> | 'text';

/**
 * Says why a write touched fewer rows than it named: they are not there, or elsewhere than in `place`, or out of reach, which
 * is all the same answer; the person's role does not go that far; or somebody else saved over `version` in between. Returns
 * where nothing is missing.
 */
export async function explainMissing(
  db: StaffTransaction,
  kind: Versioned,
  ids: readonly string[],
  changed: number,
  { place, version }: { place?: Place; version?: number } = {},
): Promise<void> {
  if (changed === ids.length) return;
  const { rows } = await sql<{ id: string; version: number }>`
    select id, version from ${sql.table(`app.${kind}`)}
     where id = any(${[...ids]}::uuid[]) and ${place ? within(place) : sql`true`}`.execute(db);
  if (rows.length < ids.length) throw goneOf(ids, rows);
  if (version !== undefined && rows.some((row) => row.version !== version)) throw stale();
  throw forbidden();
}

/** The SQLSTATE of what the database refused, for the few refusals that deserve a sentence of their own. */
export const stateOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;
