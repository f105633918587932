/** The queries of what hangs on a task, for its page. */
import { sql } from 'kysely';
import type { StaffTransaction } from '../procedure';
import { revisionsOf } from '../shared/thread/revisions';
import { countOf, shownOf, withParts } from '../pagination';

type Parts = { earlier: number; grooming: number; history: number };

/** The thread of a task, its grooming notes and its history are read in parts. For `selectAll`, whose queries then may say `textsOf` and `historyOf`. */
export const withTaskParts = (
  db: StaffTransaction,
  projectId: string,
  taskId: string,
  { earlier, grooming, history }: Parts,
) =>
  withParts(db, {
    thread: {
      rows: sql`
        select id, created_at as at from app.text where record_id = ${taskId} and kind <> 'grooming'`,
      earlier,
    },
    grooming: {
      rows: sql`select id, created_at as at from app.text where record_id = ${taskId} and kind = 'grooming'`,
      earlier: grooming,
    },
    // Of what a record started with a history tells the task's visibility alone, and that where it was not the usual one.
    past: {
      rows: sql`
        select id, changed_at as at from app.task_status_change where task_id = ${taskId}
        union all select id, changed_at from app.task_sprint_change where project_id = ${projectId} and task_id = ${taskId}
        union all select id, changed_at from app.task_estimate_change where project_id = ${projectId} and task_id = ${taskId}
        union all select id, changed_at from app.visibility_log
         where project_id = ${projectId}
           and (from_visibility is not null or (record_kind = 'task' and to_visibility = 'client_visible'))
           and record_id = any (array(
             select ${taskId}::uuid
             union all select r.id from app.record r where r.parent_id = ${taskId}
             union all select f.id from app.record r join app.record f on f.parent_id = r.id where r.parent_id = ${taskId}))`,
      earlier: history,
    },
  });
const inThread = shownOf('thread');
const isPast = shownOf('past');

/** In a statement that has `withTaskParts`: what is shown of a thread and of grooming notes, with the files. */
export const textsOf = (db: StaffTransaction, taskId: string) => ({
  threads: countOf(db, 'thread'),
  groomings: countOf(db, 'grooming'),
  comments: db
    .selectFrom('app.text')
    .select(['id', 'body', 'author_name as author', 'visibility', 'shared', 'version', 'created_at as at'])
    .select([
      sql<boolean>`author_client_user_id is not null`.as('isFromClient'),
      sql<boolean>`author_staff_id is not distinct from (select app.staff_id())`.as('isMine'),
    ])
    .where('id', '=', inThread)
    .where('kind', '=', 'comment')
    .orderBy('created_at')
    .orderBy('id'),
  notes: db
    .selectFrom('app.text')
    .select([
      'id',
      'body',
      sql<'note' | 'grooming'>`kind`.as('kind'),
      'author_name as author',
      'visibility',
      'shared',
      'version',
    ])
    .select([
      'created_at as at',
      sql<boolean>`author_staff_id is not distinct from (select app.staff_id())`.as('isMine'),
    ])
    .where('id', '=', shownOf('thread', 'grooming'))
    .where('kind', '<>', 'comment')
    .orderBy('created_at')
    .orderBy('id'),
  revisions: revisionsOf(db, shownOf('thread', 'grooming')),
  attachments: db
    .selectFrom('app.attachment as f')
    .select([
      'f.id',
      'f.name',
      'f.state',
      'f.media_type as mediaType',
      'f.visibility',
      'f.shared',
      'f.preview',
    ])
    .select(['f.picture_width as pictureWidth', 'f.picture_height as pictureHeight'])
    .select([
      sql<string | null>`nullif(f.record_id, ${taskId})`.as('textId'),
      sql<number>`f.size_bytes::float8`.as('sizeBytes'),
      sql<boolean>`f.state = 'checking' and f.scan_result is not null`.as('isHeldUp'),
    ])
    .where((where) => where.or([where('f.record_id', '=', taskId), where('f.record_id', '=', inThread)]))
    .orderBy('f.created_at')
    .orderBy('f.id'),
});

/** In the same statement: what is shown of what the task has been through. */
export const historyOf = (db: StaffTransaction) => ({
  pasts: countOf(db, 'past'),
  history: db
    .selectFrom('app.task_status_change as c')
    .leftJoin('app.staff_member as s', 's.id', 'c.actor_staff_id')
    .select(['c.id', 'c.from_status as from', 'c.to_status as to', 'c.changed_at as at', 's.name as actor'])
    .where('c.id', '=', isPast)
    .orderBy('c.changed_at')
    .orderBy('c.id'),
  sprintMoves: db
    .selectFrom('app.task_sprint_change as c')
    .leftJoin('app.staff_member as s', 's.id', 'c.actor_staff_id')
    .leftJoin('app.sprint as f', 'f.id', 'c.from_sprint_id')
    .leftJoin('app.sprint as i', 'i.id', 'c.to_sprint_id')
    .select(['c.id', 'c.changed_at as at', 's.name as actor'])
    .select([
      // A sprint that is gone is still told of.
      sql<
        string | null
      >`case when c.from_sprint_id is not null then coalesce(f.name, 'a former sprint') end`.as('from'),
      sql<
        string | null
      >`case when c.to_sprint_id is not null then coalesce(i.name, 'a former sprint') end`.as('to'),
    ])
    .where('c.id', '=', isPast)
    .orderBy('c.changed_at')
    .orderBy('c.id'),
  estimates: db
    .selectFrom('app.task_estimate_change as c')
    .leftJoin('app.staff_member as s', 's.id', 'c.actor_staff_id')
    .select(['c.id', 'c.from_minutes as from', 'c.to_minutes as to', 'c.changed_at as at', 's.name as actor'])
    .where('c.id', '=', isPast)
    .orderBy('c.changed_at')
    .orderBy('c.id'),
  visibilityChanges: db
    .selectFrom('app.visibility_log as l')
    .leftJoin('app.staff_member as s', 's.id', 'l.actor_staff_id')
    .select([
      'l.id',
      'l.record_kind as kind',
      'l.from_visibility as from',
      'l.to_visibility as to',
      'l.reason',
      'l.changed_at as at',
      's.name as actor',
    ])
    .where('l.id', '=', isPast)
    .orderBy('l.changed_at')
    .orderBy('l.id'),
});

export const dependenciesOf = (db: StaffTransaction, projectId: string, taskId: string) => ({
  waitsFor: db
    .selectFrom('app.task_dependency as d')
    .innerJoin('app.task as t', 't.id', 'd.depends_on_id')
    .select(['t.id', 't.number', 't.title', 't.status'])
    .where('d.project_id', '=', projectId)
    .where('d.task_id', '=', taskId)
    .orderBy('t.number'),
  holdsUp: db
    .selectFrom('app.task_dependency as d')
    .innerJoin('app.task as t', 't.id', 'd.task_id')
    .select(['t.id', 't.number', 't.title', 't.status'])
    .where('d.project_id', '=', projectId)
    .where('d.depends_on_id', '=', taskId)
    .orderBy('t.number'),
});
