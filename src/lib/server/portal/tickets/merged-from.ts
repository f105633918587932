import { sql } from 'kysely';
import { threadPart_texts } from '../../../domain/thread-part';
import type { PortalDatabase } from '../procedure';

/** The tickets that were merged into one, with what had been asked there: their messages have moved, their descriptions stand with them. */
export const mergedFrom = (db: PortalDatabase, ticketId: string) =>
  db
    .selectFrom('app.ticket')
    .select(['id', 'number', 'title', 'description', 'raised_by_name as author', 'shared_at as at'])
    .select(
      sql<boolean>`coalesce(raised_by_client_user_id = (select app.client_user_id()), false)`.as('isOwn'),
    )
    .where('visible_merged_into_id', '=', ticketId)
    .where('description', '<>', '')
    .orderBy('shared_at', 'desc')
    .orderBy('id', 'desc')
    .limit(threadPart_texts);
