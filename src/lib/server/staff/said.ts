/** How what was said is read on the pages of tasks and tickets. */
import { sql, type RawBuilder } from 'kysely';
import { renderMarkdown } from '../markdown';
import type { StaffTransaction } from './procedure';

/** What these texts said before they were edited, the latest first. `shown` is what an id is compared with: any (…). */
export const revisionsOf = (db: StaffTransaction, shown: RawBuilder<string>) =>
  db
    .selectFrom('app.text_revision as r')
    .select(['r.id', 'r.body', 'r.edited_at as at'])
    .select(sql<string>`coalesce(r.comment_id, r.note_id, r.message_id, r.ticket_note_id)`.as('textId'))
    .where((where) =>
      where.or([
        where('r.comment_id', '=', shown),
        where('r.note_id', '=', shown),
        where('r.message_id', '=', shown),
        where('r.ticket_note_id', '=', shown),
      ]),
    )
    .orderBy('r.edited_at', 'desc')
    .orderBy('r.id', 'desc');

/** A text as HTML, with what it said before and with its files. */
export const withItsOwn =
  <Revision extends { textId: string }, File extends { textId: string | null }>(
    revisions: readonly Revision[],
    files: readonly File[],
  ) =>
  <Text extends { id: string; body: string }>(text: Text) => ({
    ...text,
    html: renderMarkdown(text.body),
    revisions: revisions.filter(({ textId }) => textId === text.id),
    files: files.filter(({ textId }) => textId === text.id),
  });
