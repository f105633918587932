/** The queries of what hangs on a ticket, for its page. */
import { threadPart_texts } from '../../../domain/thread-part';
import { sql } from 'kysely';
import type { StaffTransaction } from '../procedure';
import { reaches } from '../reach';
import { revisionsOf } from '../shared/thread/revisions';
import { countOf, shownOf, withParts } from '../pagination';
import { projectsToDo } from '../rights';

const isMine = sql<boolean>`author_staff_id is not distinct from (select app.staff_id())`.as('isMine');

type Parts = { earlier: number; history: number };

/**
 * Reads the messages, notes and history of a ticket in parts, and its contract and client once: each reference to a table asks anew who
 * reads. For `selectAll`, whose queries then may say `textsOf`, `relatedOf` and `choicesOf`.
 */
export const withTicketParts = (db: StaffTransaction, ticketId: string, { earlier, history }: Parts) =>
  withParts(withHere(db, ticketId), {
    thread: {
      rows: sql`
        select id, created_at as at from app.message where ticket_id = ${ticketId}
        union all select id, created_at from app.ticket_note where ticket_id = ${ticketId}`,
      earlier,
    },
    past: {
      rows: sql`select id, happened_at as at from app.ticket_event where ticket_id = ${ticketId}`,
      earlier: history,
    },
  });
const withHere = (db: StaffTransaction, ticketId: string) =>
  db.with(
    (here) => here('here').materialized(),
    (query) => query.selectFrom('app.ticket').select(['contract_id', 'client_id']).where('id', '=', ticketId),
  );
const shown = shownOf('thread');
const contractHere = sql<string>`(select contract_id from here)`;
const clientHere = sql<string>`(select client_id from here)`;

/** In a statement that has `withTicketParts`: what is shown of a thread, with what hangs on it. */
export const textsOf = (db: StaffTransaction, ticketId: string) => ({
  threads: countOf(db, 'thread'),
  messages: db
    .selectFrom('app.message')
    .select(['id', 'body', 'author_name as author', 'visibility', 'shared', 'version', 'created_at as at'])
    .select([
      sql<boolean>`author_client_user_id is not null`.as('isFromClient'),
      sql<boolean>`moved_from_id is not null`.as('wasMoved'),
      isMine,
    ])
    .where('id', '=', shown)
    .orderBy('created_at')
    .orderBy('id'),
  notes: db
    .selectFrom('app.ticket_note')
    .select(['id', 'body', 'author_name as author', 'version', 'created_at as at'])
    .select([sql<boolean>`moved_from_id is not null`.as('wasMoved'), isMine])
    .where('id', '=', shown)
    .orderBy('created_at')
    .orderBy('id'),
  revisions: revisionsOf(db, shown),
  attachments: db
    .selectFrom('app.attachment as f')
    .select([
      'f.id',
      'f.name',
      'f.state',
      'f.media_type as mediaType',
      'f.preview',
      'f.picture_width as pictureWidth',
      'f.picture_height as pictureHeight',
      'f.visibility',
      'f.shared',
      'f.author_name as author',
      'f.created_at as at',
    ])
    .select([
      sql<number>`f.size_bytes::float8`.as('sizeBytes'),
      sql<boolean>`f.state = 'checking' and f.scan_result is not null`.as('isHeldUp'),
      sql<string | null>`nullif(f.record_id, ${ticketId})`.as('textId'),
    ])
    .where((where) => where.or([where('f.record_id', '=', ticketId), where('f.record_id', '=', shown)]))
    .orderBy('f.created_at')
    .orderBy('f.id'),
});

export const clockOf = (db: StaffTransaction, ticketId: string) => ({
  breaches: db
    .selectFrom('app.sla_breach')
    .select([
      'id',
      'clock',
      'target_minutes as targetMinutes',
      'actual_minutes as actualMinutes',
      'breached_at as breachedAt',
      'ended_at as endedAt',
    ])
    .where('ticket_id', '=', ticketId)
    .where('withdrawn_at', 'is', null)
    .orderBy('breached_at')
    .orderBy('clock'),
  escalations: db
    .selectFrom('app.escalation as e')
    .leftJoin('app.staff_member as b', 'b.id', 'e.by_staff_id')
    .leftJoin('app.staff_member as p', 'p.id', 'e.to_staff_id')
    .select(['e.id', 'e.clock', 'e.at_percent as atPercent', 'e.reason', 'e.escalated_at as at'])
    .select(['b.name as by', 'p.name as to'])
    .where('e.ticket_id', '=', ticketId)
    .orderBy('e.escalated_at', 'desc')
    .orderBy('e.id'),
});

/** In a statement that has `withTicketParts`: what is shown of its history, and what it is tied to. */
export const relatedOf = (db: StaffTransaction, ticketId: string) => ({
  pasts: countOf(db, 'past'),
  events: db
    .selectFrom('app.ticket_event as e')
    .leftJoin('app.staff_member as s', 's.id', 'e.actor_staff_id')
    .leftJoin('app.client_user as u', 'u.id', 'e.actor_client_user_id')
    .leftJoin('app.staff_member as f', 'f.id', 'e.from_assignee_id')
    .leftJoin('app.staff_member as a', 'a.id', 'e.to_assignee_id')
    .select([
      'e.id',
      'e.kind',
      'f.name as fromAssignee',
      'a.name as toAssignee',
      'e.from_status as fromStatus',
      'e.to_status as toStatus',
      'e.from_priority as fromPriority',
      'e.to_priority as toPriority',
      'e.from_level as fromLevel',
      'e.to_level as toLevel',
      'e.happened_at as at',
    ])
    .select(sql<string | null>`coalesce(s.name, u.name)`.as('actor'))
    .where('e.id', '=', shownOf('past'))
    .orderBy('e.happened_at')
    .orderBy('e.id'),
  // Their messages have moved here, their descriptions stand with them.
  merged: db
    .selectFrom('app.ticket as t')
    .leftJoin('app.client_user as u', 'u.id', 't.raised_by_client_user_id')
    .leftJoin('app.staff_member as s', 's.id', 't.raised_by_staff_id')
    .select(['t.id', 't.number', 't.title', 't.description', 't.shared', 't.created_at as at'])
    .select(sql<string | null>`coalesce(u.name, s.name)`.as('author'))
    .where('t.merged_into_id', '=', ticketId)
    .where('t.description', '<>', '')
    .orderBy('t.created_at', 'desc')
    .orderBy('t.id', 'desc')
    .limit(threadPart_texts),
  tasks: db
    .selectFrom('app.ticket_task as l')
    .innerJoin('app.task as t', 't.id', 'l.task_id')
    .innerJoin('app.project as p', 'p.id', 'l.project_id')
    .select([
      't.id',
      't.number',
      't.title',
      't.status',
      't.visibility',
      'l.is_internal as isInternal',
      'p.id as projectId',
      'p.name as project',
    ])
    .where('l.ticket_id', '=', ticketId)
    .orderBy('t.number'),
  mergedIn: db
    .selectFrom('app.ticket')
    .select(['id', 'number', 'title'])
    .where('merged_into_id', '=', ticketId)
    .orderBy('number'),
});

/** In a statement that has `withTicketParts`: what the fields of the ticket can be set to. */
export const choicesOf = (db: StaffTransaction) => ({
  jobTypes: db
    .selectFrom('app.job_type')
    .select(['id', 'name', 'active'])
    .where('contract_id', '=', contractHere)
    .orderBy('name'),
  projects: db
    .selectFrom('app.project')
    .select(['id', 'name'])
    .select(sql<boolean>`id = any(${projectsToDo('work')})`.as('mayWork'))
    .where('client_id', '=', clientHere)
    .orderBy('name'),
  support: db.selectFrom('app.contract_support').select(['levels']).where('contract_id', '=', contractHere),
  /** Those whose queue shows it. */
  staff: db
    .selectFrom(['app.staff_member as s', sql<{ contract_id: string }>`here`.as('here')])
    .select(['s.id', 's.name'])
    .where(reaches('here.contract_id'))
    .orderBy('s.name'),
  macros: db.selectFrom('app.macro').select(['id', 'name', 'body']).orderBy('name'),
});
