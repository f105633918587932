import { sql, type Transaction } from 'kysely';
import type { ClientDatabase } from '../../../../../db/types/client';
import type { ClientView } from '../../../domain/client-view';
import { selectAll } from '../../db/select-all';

/** Reads a project as the calling client sees it, in one statement. */
export function readClientView(client: Transaction<ClientDatabase>, projectId: string): Promise<ClientView> {
  return selectAll(client, {
    projects: client.selectFrom('app.project').select(['id', 'name']).where('id', '=', projectId),
    epics: client
      .selectFrom('app.epic')
      .select(['id', 'title'])
      .where('project_id', '=', projectId)
      .orderBy('title')
      .orderBy('id'),
    stories: client
      .selectFrom('app.story')
      .select(['id', 'title', 'visible_epic_id as epicId'])
      .where('project_id', '=', projectId)
      .orderBy('title')
      .orderBy('id'),
    sprints: client
      .selectFrom('app.sprint')
      .select(['id', 'name'])
      .where('project_id', '=', projectId)
      .orderBy('starts_on')
      .orderBy('id'),
    milestones: client
      .selectFrom('app.milestone')
      .select(['id', 'title'])
      .where('project_id', '=', projectId)
      .orderBy('title')
      .orderBy('id'),
    tasks: client
      .selectFrom('app.task')
      .select([
        'id',
        'number',
        'title',
        'status',
        'visible_story_id as storyId',
        'visible_sprint_id as sprintId',
        'visible_milestone_id as milestoneId',
      ])
      .where('project_id', '=', projectId)
      .orderBy('number'),
    comments: client
      .selectFrom('app.text as c')
      .innerJoin('app.task as t', 't.id', 'c.record_id')
      .where('c.kind', '=', 'comment')
      .select(['c.id', 't.id as taskId', 'c.body', 'c.author_name as author'])
      .where('t.project_id', '=', projectId)
      .orderBy('c.shared_at')
      .orderBy('c.id'),
    notes: client
      .selectFrom('app.text as n')
      .innerJoin('app.task as t', 't.id', 'n.record_id')
      .where('n.kind', '<>', 'comment')
      .select(['n.id', 't.id as taskId', 'n.body', 'n.author_name as author'])
      .where('t.project_id', '=', projectId)
      .orderBy('n.shared_at')
      .orderBy('n.id'),
    attachments: client
      .selectFrom('app.attachment as a')
      .leftJoin('app.text as c', 'c.id', 'a.record_id')
      .innerJoin('app.task as t', (join) =>
        join.on((on) =>
          on.or([on('t.id', '=', on.ref('a.record_id')), on('t.id', '=', on.ref('c.record_id'))]),
        ),
      )
      .select(['a.id', 'a.name'])
      .where('t.project_id', '=', projectId)
      .orderBy('a.shared_at')
      .orderBy('a.id'),
    tickets: client
      .selectFrom('app.ticket')
      .select(['id', 'number'])
      .where('visible_project_id', '=', projectId)
      .orderBy('number'),
    links: client
      .selectFrom('app.ticket_task as l')
      .innerJoin('app.task as t', 't.id', 'l.task_id')
      .innerJoin('app.ticket as k', 'k.id', 'l.ticket_id')
      .select(['k.id as ticketId', 'k.number as ticketNumber', 't.id as taskId', 't.number as taskNumber'])
      .where('t.project_id', '=', projectId)
      .orderBy('k.number')
      .orderBy('t.number'),
    statusHistories: client
      .selectFrom('app.task_status_change')
      .select(['task_id as id', sql<number>`count(*)::int`.as('entries')])
      .where('project_id', '=', projectId)
      .groupBy('task_id')
      .orderBy('task_id'),
    dateHistories: client
      .selectFrom('app.milestone_change')
      .select(['milestone_id as id', sql<number>`count(*)::int`.as('entries')])
      .where('project_id', '=', projectId)
      .groupBy('milestone_id')
      .orderBy('milestone_id'),
  });
}
