import { sql, type QueryCreator } from 'kysely';
import { clientMoveOf, isOver, takesReplies } from '../../../domain/client-ticket-moves';
import { ticketHistory } from '../../../domain/ticket-history';
import { ticketOpenInput } from '../../../inputs/tickets';
import { byId, byMoment, type cutOf } from '../../db/keyset';
import { growingCutOf, growingPageOf, partCutOf, partPageOf } from '../../db/pagination';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { renderMarkdown } from '../../markdown';
import { portalProcedure, type PortalDatabase } from '../procedure';
import { mergedFrom } from './merged-from';

const isOwn = (author: string) =>
  sql<boolean>`coalesce(${sql.ref(author)} = (select app.client_user_id()), false)`.as('isOwn');

type Message = { id: string; at: string | null };
const latestFirst = [
  byMoment<Message>(sql`shared_at`, ({ at }) => at, { descending: true }),
  byId<Message>(sql`id`, ({ id }) => id, { descending: true }),
];
type Cut = ReturnType<typeof cutOf<Message>>;

/**
 * The last hundred messages, or those before them, read once for the whole statement: each reference to a table asks anew who is
 * signed in. With how many the thread has, or has beyond the edge of the part.
 */
const withShown = (db: PortalDatabase, ticketId: string, { beyond, order, limit, offset }: Cut) =>
  db.with(
    (shown) => shown('shown').materialized(),
    (query) =>
      query
        .selectFrom('app.message')
        .select(['id', 'body', 'author_name as author', 'shared_at as at', 'edited_at as editedAt'])
        .select([isOwn('author_client_user_id'), sql<number>`(count(*) over ())::int`.as('inThread')])
        .where('ticket_id', '=', ticketId)
        .where(beyond)
        .orderBy(order)
        .limit(limit)
        .offset(offset),
  );

type Shown =
  ReturnType<typeof withShown> extends QueryCreator<infer Tables extends { shown: unknown }>
    ? Tables['shown']
    : never;

/**
 * One ticket as its client sees it: what was asked and the last hundred messages, or those before them, as HTML, as much of its past
 * in sentences, files by what they hang on, tasks that it led to, and what the person can do now. Not found where hidden or absent.
 */
export const open = portalProcedure
  .input(ticketOpenInput)
  .query(async ({ ctx: { db }, input: { ticketId, earlier, history } }) => {
    const cut = partCutOf(latestFirst, earlier);
    const events = db.selectFrom('app.ticket_event').where('ticket_id', '=', ticketId);
    const past = growingCutOf(history, events.select(sql<number>`count(*)::int`.as('events')));
    const found = await selectAll(withShown(db, ticketId, cut), {
      tickets: db
        .selectFrom('app.ticket as t')
        .leftJoin('app.job_type as j', 'j.id', 't.job_type_id')
        .leftJoin('app.project as p', 'p.id', 't.visible_project_id')
        .leftJoin('app.contract_client as c', 'c.contract_id', 't.contract_id')
        .leftJoin('app.ticket as into', 'into.id', 't.visible_merged_into_id')
        .select([
          't.id',
          't.number',
          't.title',
          't.description',
          't.status',
          't.priority',
          't.resolution',
          't.reopen_until as reopenUntil',
          't.rating',
          't.rating_comment as ratingComment',
          't.raised_by_name as raisedBy',
          't.shared_at as raisedAt',
          't.sla_status as slaStatus',
          't.sla_due_at as slaDueAt',
          't.accepts_replies as acceptsReplies',
          'j.name as jobType',
          'p.id as projectId',
          'p.name as project',
          'c.contract_number as contractNumber',
          'c.contract_name as contractName',
          'into.id as intoId',
          'into.number as intoNumber',
          'into.title as intoTitle',
          isOwn('t.raised_by_client_user_id'),
        ])
        .where('t.id', '=', ticketId),
      events: events
        .select([
          'kind',
          'from_status as fromStatus',
          'to_status as toStatus',
          'from_priority as fromPriority',
          'to_priority as toPriority',
          'by_client as byClient',
          'happened_at as at',
          sql<number>`(count(*) over ())::int`.as('inHistory'),
        ])
        .orderBy('happened_at', 'desc')
        // By all that is told: of two of one moment it matters to nobody which comes first, but that it does so in every part.
        .orderBy('kind', 'desc')
        .orderBy('to_status', 'desc')
        .orderBy('from_status', 'desc')
        .orderBy('to_priority', 'desc')
        .orderBy('from_priority', 'desc')
        .orderBy('by_client', 'desc')
        .limit(past.limit)
        .offset(past.offset),
      // The first part counts its thread by itself.
      inThread: cut.side
        ? db
            .selectFrom('app.message')
            .select(sql<number>`count(*)::int`.as('texts'))
            .where('ticket_id', '=', ticketId)
        : db.selectNoFrom(sql<number>`0`.as('texts')),
      messages: db
        .selectFrom(sql<Shown>`shown`.as('m'))
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('id', 'desc'),
      files: db
        .selectFrom('app.attachment')
        .select(['id', 'name', 'state', 'media_type as mediaType', 'preview'])
        .select(sql<string | null>`nullif(record_id, ${ticketId})`.as('textId'))
        .select(['picture_width as pictureWidth', 'picture_height as pictureHeight'])
        .select(sql<number>`size_bytes::float8`.as('size_bytes'))
        .where((is) =>
          is.or([
            is('record_id', '=', ticketId),
            is('record_id', '=', sql<string>`any (array(select id from shown))`),
          ]),
        )
        .orderBy('shared_at')
        .orderBy('name')
        .orderBy('id'),
      tasks: db
        .selectFrom('app.ticket_task as l')
        .innerJoin('app.task as k', 'k.id', 'l.task_id')
        .select(['k.id', 'k.project_id as projectId', 'k.number', 'k.title', 'k.status'])
        .where('l.ticket_id', '=', ticketId)
        .orderBy('k.number')
        .orderBy('k.id'),
      merged: mergedFrom(db, ticketId),
      client: db.selectFrom('app.client').select('time_zone as timeZone'),
    });
    const [ticket] = found.tickets;
    if (!ticket) throw notFound();
    const { intoId, intoNumber, intoTitle, acceptsReplies, ...facts } = ticket;
    const into =
      intoId && intoNumber !== null && intoTitle !== null
        ? { id: intoId, number: intoNumber, title: intoTitle }
        : null;
    const standing = { status: ticket.status, reopenUntil: ticket.reopenUntil, isMerged: !acceptsReplies };
    const now = new Date();
    const filesOf = (of: string | null) =>
      found.files.filter(({ textId }) => textId === of).map(({ textId: _, ...file }) => file);
    const shown = found.messages[0]?.inThread ?? 0;
    const thread = partPageOf(cut, found.messages, {
      total: found.inThread[0]?.texts || shown,
      beyond: shown,
    });
    const inHistory = growingPageOf(past, found.events.length, found.events[0]?.inHistory ?? 0);
    return {
      ...facts,
      description: renderMarkdown(ticket.description),
      resolution: renderMarkdown(ticket.resolution),
      mergedInto: into,
      files: filesOf(null),
      history: ticketHistory(found.events.toReversed()),
      /** How many stand before those that are here. */
      before: {
        messages: thread.before,
        history: inHistory.before,
      },
      beside: { earlier: thread.beside, history: inHistory.beside },
      messages: found.messages.toReversed().map(({ inThread: _, ...message }) => ({
        ...message,
        body: renderMarkdown(message.body),
        files: filesOf(message.id),
      })),
      /** The descriptions of the tickets that were merged into this one. */
      merged: found.merged.map(({ description, ...one }) => ({ ...one, body: renderMarkdown(description) })),
      tasks: found.tasks,
      mayReply: takesReplies(standing, now),
      takesRating: acceptsReplies && isOver(ticket.status),
      move: clientMoveOf(standing, now),
      timeZone: found.client[0]?.timeZone ?? 'UTC',
    };
  });
