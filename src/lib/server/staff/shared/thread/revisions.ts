/** Reads the earlier wordings of texts for the pages of tasks and tickets. */
import { sql, type RawBuilder } from 'kysely';
import { renderMarkdown } from '../../../markdown';
import type { StaffTransaction } from '../../procedure';

/** So many earlier wordings of one text are read; all of them are counted and kept. */
const revisionsMost = 20;

/** Earlier wordings of these texts from app.text_revision, the latest first. `shown` is the right side of a comparison with an id: any (…). */
export const revisionsOf = (db: StaffTransaction, shown: RawBuilder<string>) =>
  db
    .selectFrom(
      db
        .selectFrom('app.text_revision as r')
        .select(['r.id', 'r.body', 'r.edited_at as at', 'r.record_id as textId'])
        .select([
          sql<number>`(row_number() over (partition by r.record_id order by r.edited_at desc, r.id desc))::int`.as(
            'nth',
          ),
          sql<number>`(count(*) over (partition by r.record_id))::int`.as('of'),
        ])
        .where('r.record_id', '=', shown)
        .as('r'),
    )
    .select(['r.id', 'r.body', 'r.at', 'r.textId', 'r.of'])
    .where('r.nth', '<=', revisionsMost)
    .orderBy('r.nth');

/** A text as HTML, with its latest earlier wordings, the number of its edits, and its files. */
export const withItsOwn =
  <Revision extends { textId: string; of: number }, File extends { textId: string | null }>(
    revisions: readonly Revision[],
    files: readonly File[],
  ) =>
  <Text extends { id: string; body: string }>(text: Text) => {
    const own = revisions.filter(({ textId }) => textId === text.id);
    return {
      ...text,
      html: renderMarkdown(text.body),
      revisions: own.map(({ of: _, ...revision }) => revision),
      edits: own[0]?.of ?? 0,
      files: files.filter(({ textId }) => textId === text.id),
    };
  };
