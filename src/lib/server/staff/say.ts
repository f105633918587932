/** What somebody of the team says on a task or a ticket: comments, messages and notes of either are written, edited and deleted alike. */
import { sql } from 'kysely';
import { notFound } from '../errors';
import { attachUploads } from './attach-uploads';
import { explainMissing, within, type Place } from './changed';
import type { StaffTransaction } from './procedure';
import { sentBefore, type TextTable } from './sent-before';

const kindOf = { 'app.text': 'text', 'app.message': 'message', 'app.ticket_note': 'ticket_note' } as const;

/** Writes it, with its files. Returns its id, the same for the same request of the same person again. */
export async function say(
  db: StaffTransaction,
  table: TextTable,
  text: Record<string, string | null> & { body: string },
  sent: { requestId: string; me: string; uploads?: readonly string[] },
): Promise<{ id: string }> {
  const id = crypto.randomUUID();
  const written = await db
    .insertInto(table)
    .values({ ...text, id, request_id: sent.requestId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (written.numInsertedOrUpdatedRows) {
    await attachUploads(db, sent.uploads ?? [], id);
    return { id };
  }
  const before = await sentBefore(db, table, sent);
  if (!before) throw notFound();
  return before;
}

/** Saves one's own text over the version that was read. What it said before is kept for the team. */
export async function reword(
  db: StaffTransaction,
  table: TextTable,
  place: Place,
  text: { id: string; version: number; body: string; me: string },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set body = ${text.body}
     where ${within(place)} and id = ${text.id} and version = ${text.version} and author_staff_id = ${text.me}`.execute(
    db,
  );
  await explainMissing(db, kindOf[table], [text.id], Number(numAffectedRows), {
    place,
    version: text.version,
  });
}

/** Deletes it, with what hangs on it, whoever said it; managers of where it stands. */
export async function unsay(
  db: StaffTransaction,
  table: TextTable,
  place: Place,
  textId: string,
): Promise<void> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ${within(place)} and id = ${textId}`.execute(db);
  await explainMissing(db, kindOf[table], [textId], Number(numAffectedRows), { place });
}
