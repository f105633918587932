/** The queries of what hangs on a task, for its page. */
import { sql } from 'kysely';
import type { StaffTransaction } from '../procedure';
import { revisionsOf } from '../said';

export const textsOf = (db: StaffTransaction, taskId: string) => ({
  comments: db
    .selectFrom('app.comment')
    .select(['id', 'body', 'author_name as author', 'visibility', 'shared', 'version', 'created_at as at'])
    .select([
      sql<boolean>`author_client_user_id is not null`.as('isFromClient'),
      sql<boolean>`author_staff_id is not distinct from (select app.staff_id())`.as('isMine'),
    ])
    .where('task_id', '=', taskId)
    .orderBy('created_at')
    .orderBy('id'),
  notes: db
    .selectFrom('app.note')
    .select(['id', 'body', 'kind', 'author_name as author', 'visibility', 'shared', 'version'])
    .select([
      'created_at as at',
      sql<boolean>`author_staff_id is not distinct from (select app.staff_id())`.as('isMine'),
    ])
    .where('task_id', '=', taskId)
    .orderBy('created_at')
    .orderBy('id'),
  revisions: revisionsOf(
    db,
    sql`any (array(
      select id from app.comment where task_id = ${taskId} union all select id from app.note where task_id = ${taskId}
    ))`,
  ),
  attachments: db
    .selectFrom('app.attachment as f')
    .leftJoin('app.comment as c', 'c.id', 'f.comment_id')
    .select(['f.id', 'f.name', 'f.state', 'f.media_type as mediaType', 'f.visibility', 'f.shared'])
    .select([
      'f.comment_id as textId',
      sql<number>`f.size_bytes::float8`.as('sizeBytes'),
      sql<boolean>`f.state = 'checking' and f.finding is not null`.as('isHeldUp'),
    ])
    .where((where) => where.or([where('f.task_id', '=', taskId), where('c.task_id', '=', taskId)]))
    .orderBy('f.created_at')
    .orderBy('f.id'),
});

export const historyOf = (db: StaffTransaction, projectId: string, taskId: string) => ({
  history: db
    .selectFrom('app.task_status_change as c')
    .leftJoin('app.staff_member as s', 's.id', 'c.actor_staff_id')
    .select(['c.id', 'c.from_status as from', 'c.to_status as to', 'c.changed_at as at', 's.name as actor'])
    .where('c.task_id', '=', taskId)
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
    .where('c.project_id', '=', projectId)
    .where('c.task_id', '=', taskId)
    .orderBy('c.changed_at')
    .orderBy('c.id'),
  estimates: db
    .selectFrom('app.task_estimate_change as c')
    .leftJoin('app.staff_member as s', 's.id', 'c.actor_staff_id')
    .select(['c.id', 'c.from_minutes as from', 'c.to_minutes as to', 'c.changed_at as at', 's.name as actor'])
    .where('c.project_id', '=', projectId)
    .where('c.task_id', '=', taskId)
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
    .where('l.project_id', '=', projectId)
    .where((where) =>
      where.or([
        where('l.record_id', '=', taskId),
        where('l.record_id', 'in', db.selectFrom('app.comment').select('id').where('task_id', '=', taskId)),
        where(
          'l.record_id',
          'in',
          db
            .selectFrom('app.attachment as f')
            .leftJoin('app.comment as c', 'c.id', 'f.comment_id')
            .select('f.id')
            .where((of) => of.or([of('f.task_id', '=', taskId), of('c.task_id', '=', taskId)])),
        ),
        where('l.record_id', 'in', db.selectFrom('app.note').select('id').where('task_id', '=', taskId)),
      ]),
    )
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
