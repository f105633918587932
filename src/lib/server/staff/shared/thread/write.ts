/** Staff post, edit and delete comments, messages and notes of tasks and tickets in one way. */
import { sql } from 'kysely';
import { notFound } from '../../../errors';
import { attachUploads } from '../../attach-uploads';
import { assertAllWritten, within, type Scope } from '../../write-outcome';
import type { StaffTransaction } from '../../procedure';
import { findByRequestId, type TextTable } from './find-by-request-id';

const kindOf = { 'app.text': 'text', 'app.message': 'message', 'app.ticket_note': 'ticket_note' } as const;

/** Posts a text with its files. Returns its id: the same id where the author sends the same request again. */
export async function postText(
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
  const before = await findByRequestId(db, table, sent);
  if (!before) throw notFound();
  return before;
}

/** Saves the author's edit over the version that they read. The earlier wording stays in app.text_revision, for staff. */
export async function editText(
  db: StaffTransaction,
  table: TextTable,
  scope: Scope,
  text: { id: string; version: number; body: string; me: string },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set body = ${text.body}
     where ${within(scope)} and id = ${text.id} and version = ${text.version} and author_staff_id = ${text.me}`.execute(
    db,
  );
  await assertAllWritten(db, kindOf[table], [text.id], Number(numAffectedRows), {
    scope,
    version: text.version,
  });
}

/** Deletes a text and its files, of any author. Managers only. */
export async function deleteText(
  db: StaffTransaction,
  table: TextTable,
  scope: Scope,
  textId: string,
): Promise<void> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ${within(scope)} and id = ${textId}`.execute(db);
  await assertAllWritten(db, kindOf[table], [textId], Number(numAffectedRows), { scope });
}
