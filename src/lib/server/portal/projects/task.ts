import { sql, type QueryCreator } from 'kysely';
import { taskInput } from '../../../inputs/projects';
import { byId, byMoment, type cutOf } from '../../db/keyset';
import { growingCutOf, growingPageOf, partCutOf, partPageOf } from '../../db/pagination';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { renderMarkdown } from '../../markdown';
import { portalProcedure, type PortalDatabase } from '../procedure';

type Text = { id: string; at: string | null };
const latestFirst = [
  byMoment<Text>(sql`at`, ({ at }) => at, { descending: true }),
  byId<Text>(sql`id`, ({ id }) => id, { descending: true }),
];
type Cut = ReturnType<typeof cutOf<Text>>;

/**
 * The last hundred comments and shared notes, or those before them, read once for the whole statement. With how many the thread
 * has, or has beyond the edge of the part, of what the person sees.
 */
const withComments = (db: PortalDatabase, taskId: string, { beyond, order, limit, offset }: Cut) =>
  db.with(
    (comments) => comments('comments').materialized(),
    (query) =>
      query
        .selectFrom(
          query
            .selectFrom('app.text')
            .select([
              'id',
              'body',
              'author_name as author',
              sql<string>`shared_at`.as('at'),
              'edited_at as editedAt',
            ])
            .select([
              sql<'comment' | 'note'>`kind`.as('kind'),
              sql<boolean>`coalesce(author_client_user_id = (select app.client_user_id()), false)`.as(
                'isOwn',
              ),
            ])
            .where('record_id', '=', taskId)
            .as('text'),
        )
        .selectAll()
        .select(sql<number>`(count(*) over ())::int`.as('inThread'))
        .where(beyond)
        .orderBy(order)
        .limit(limit)
        .offset(offset),
  );

type CommentRow =
  ReturnType<typeof withComments> extends QueryCreator<infer Tables extends { comments: unknown }>
    ? Tables['comments']
    : never;

/**
 * One task: what is agreed as HTML; of what is said of it and of its status over time the latest hundred, or those before them,
 * comments and shared notes in the order in which they were shared, with their files; whether the client may comment. How many
 * there are is counted of what the person sees. Not found where hidden or absent.
 */
export const task = portalProcedure
  .input(taskInput)
  .query(async ({ ctx: { db }, input: { projectId, taskId, earlier, history } }) => {
    const changes = db
      .selectFrom('app.task_status_change')
      .where('project_id', '=', projectId)
      .where('task_id', '=', taskId);
    const cut = partCutOf(latestFirst, earlier);
    const past = growingCutOf(history, changes.select(sql<number>`count(*)::int`.as('texts')));
    const found = await selectAll(withComments(db, taskId, cut), {
      tasks: db
        .selectFrom('app.task as t')
        .innerJoin('app.project as p', 'p.id', 't.project_id')
        .leftJoin('app.story as s', 's.id', 't.visible_story_id')
        .leftJoin('app.sprint as i', 'i.id', 't.visible_sprint_id')
        .leftJoin('app.milestone as m', 'm.id', 't.visible_milestone_id')
        .select([
          't.id',
          't.number',
          't.title',
          't.description',
          't.status',
          't.priority',
          't.due_on as dueOn',
          't.completed_at as completedAt',
          'p.name as projectName',
          'p.client_may_comment as mayComment',
          's.title as story',
          'i.name as sprint',
          'm.title as milestone',
        ])
        .where('t.project_id', '=', projectId)
        .where('t.id', '=', taskId),
      // By all that is told of a change: of two that are the same it does not matter which comes first.
      history: changes
        .select(['from_status as from', 'to_status as to', 'changed_at as at'])
        .orderBy('changed_at', 'desc')
        .orderBy('from_status')
        .orderBy('to_status')
        .limit(past.limit)
        .offset(past.offset),
      // The first part counts its thread by itself.
      inThread: db.selectNoFrom(
        cut.side
          ? sql<number>`(select count(*) from app.text where record_id = ${taskId})::int`.as('texts')
          : sql<number>`0`.as('texts'),
      ),
      pasts: changes.select(sql<number>`count(*)::int`.as('texts')),
      comments: db
        .selectFrom(sql<CommentRow>`comments`.as('s'))
        .selectAll()
        .orderBy('at')
        .orderBy('id'),
      files: db
        .selectFrom('app.attachment')
        .select(['id', 'name', 'state', 'media_type as mediaType', 'preview'])
        .select(sql<string | null>`nullif(record_id, ${taskId})`.as('textId'))
        .select(['picture_width as pictureWidth', 'picture_height as pictureHeight'])
        .select(sql<number>`size_bytes::float8`.as('size_bytes'))
        .where((is) =>
          is.or([
            is('record_id', '=', taskId),
            is('record_id', '=', sql<string>`any (array(select id from comments))`),
          ]),
        )
        .orderBy('shared_at')
        .orderBy('name')
        .orderBy('id'),
      client: db.selectFrom('app.client').select('time_zone as timeZone'),
    });
    const [one] = found.tasks;
    if (!one) throw notFound();
    const filesOf = (of: string | null) =>
      found.files.filter(({ textId }) => textId === of).map(({ textId: _, ...file }) => file);
    const shown = found.comments[0]?.inThread ?? 0;
    const thread = partPageOf(cut, found.comments.toReversed(), {
      total: found.inThread[0]?.texts || shown,
      beyond: shown,
    });
    const inHistory = growingPageOf(past, found.history.length, found.pasts[0]?.texts ?? 0);
    return {
      ...one,
      description: renderMarkdown(one.description),
      files: filesOf(null),
      history: found.history.toReversed(),
      /** How many stand before those that are here. */
      before: {
        earlier: thread.before,
        history: inHistory.before,
      },
      beside: { earlier: thread.beside, history: inHistory.beside },
      comments: found.comments.map(({ inThread: _, ...text }) => ({
        ...text,
        body: renderMarkdown(text.body),
        files: filesOf(text.id),
      })),
      timeZone: found.client[0]?.timeZone ?? 'UTC',
    };
  });
