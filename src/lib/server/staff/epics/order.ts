import { sql } from 'kysely';
import { evenPositions, needsRespacing, positionBetween } from '../../../domain/position';
import { notFound } from '../../errors';
import { assertAllWritten } from '../write-outcome';
import { lockOrder } from '../lock-order';
import type { StaffTransaction } from '../procedure';

type Kind = 'epic' | 'story';
type Step = { projectId: string; id: string; direction: 'up' | 'down' };

/**
 * Moves an epic one up or down in its project, or a story among those of its epic; the first one goes no further up, the last
 * one no further down. Where the client sees one of the two that change places, the other one moves: what the client sees keeps
 * its place among everything else that they see.
 */
export async function step(
  db: StaffTransaction,
  kind: Kind,
  { projectId, id, direction }: Step,
): Promise<void> {
  const table = sql.table(`app.${kind}`);
  const movable = await lockOrder(db, kind, [id]);
  await assertAllWritten(db, kind, [id], Number(movable.has(id)), { scope: { project_id: projectId } });
  const one = await moveOne(db, kind, projectId, id, direction);
  if (!one) return;
  const { numAffectedRows = 0n } = await sql`
    update ${table} set position = ${one.position} where project_id = ${projectId} and id = ${one.id}`.execute(
    db,
  );
  await assertAllWritten(db, kind, [one.id], Number(numAffectedRows), { scope: { project_id: projectId } });
}

/** Which of two that change places is written, and where it comes to stand; null where there is nothing to change places with. */
async function moveOne(
  db: StaffTransaction,
  kind: Kind,
  projectId: string,
  id: string,
  direction: 'up' | 'down',
): Promise<{ id: string; position: number } | null> {
  const table = sql.table(`app.${kind}`);
  const group = kind === 'story' ? sql`epic_id` : sql`null::uuid`;
  const { rows } = await sql<{ id: string; position: number; shared: boolean }>`
    select id, position, shared from ${table}
     where project_id = ${projectId}
       and ${group} is not distinct from (select ${group} from ${table} where project_id = ${projectId} and id = ${id})
     order by position, id`.execute(db);
  const from = rows.findIndex((row) => row.id === id);
  const to = from + (direction === 'up' ? -1 : 1);
  const [own, other] = [rows[from], rows[to]];
  // Of another project.
  if (!own) throw notFound();
  if (!other) return null;

  const [moved, index] = own.shared && !other.shared ? [other, from] : [own, to];
  const others = rows.filter((row) => row !== moved);
  const [before, after] = [others[index - 1]?.position ?? null, others[index]?.position ?? null];
  if (!needsRespacing(before, after)) return { id: moved.id, position: positionBetween(before, after) };
  await respace(db, kind, projectId);
  return moveOne(db, kind, projectId, id, direction);
}

/** Writes all positions of a project anew, in the order there is. */
async function respace(db: StaffTransaction, kind: Kind, projectId: string): Promise<void> {
  const table = sql.table(`app.${kind}`);
  const { rows } = await sql<{ id: string }>`
    select id from ${table} where project_id = ${projectId} order by position, id`.execute(db);
  const even = evenPositions(rows.length);
  const moved = rows.map(({ id }, nth) => ({ id, position: even[nth] }));
  const { numAffectedRows = 0n } = await sql`
    update ${table} t set position = m.position
      from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m (id uuid, position double precision)
     where t.project_id = ${projectId} and t.id = m.id`.execute(db);
  await assertAllWritten(
    db,
    kind,
    rows.map(({ id }) => id),
    Number(numAffectedRows),
    { scope: { project_id: projectId } },
  );
}
