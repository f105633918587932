import { sql } from 'kysely';
import type { ImportContext } from '../../../domain/import/context';
import { selectAll } from '../../db/select-all';
import { forbidden, notFound } from '../../errors';
import { daysOfProject } from '../far-days';
import type { StaffTransaction } from '../procedure';
import { projectsToDo } from '../rights';

/** Reads the records of a project that an import may refer to. Not found where it is out of reach; forbidden to all but its managers. */
export async function importContext(db: StaffTransaction, projectId: string): Promise<ImportContext> {
  const found = await selectAll(db, {
    projects: db
      .selectFrom('app.project')
      .select(sql<boolean>`id = any(${projectsToDo('import')})`.as('mayImport'))
      .where('id', '=', projectId),
    defaults: db
      .selectFrom('app.project_default')
      .select('visibility')
      .where('project_id', '=', projectId)
      .where('record_kind', '=', 'task'),
    epics: db
      .selectFrom('app.epic')
      .select(['id', 'title'])
      .where('project_id', '=', projectId)
      .orderBy('position')
      .orderBy('id'),
    stories: db
      .selectFrom('app.story')
      .select(['id', 'title', 'epic_id as epicId'])
      .where('project_id', '=', projectId)
      .orderBy('position')
      .orderBy('id'),
    sprints: db
      .selectFrom('app.sprint')
      .select(['id', 'name', sql<boolean>`status = 'completed'`.as('isCompleted')])
      .where('project_id', '=', projectId)
      .orderBy('id'),
    staff: db
      .selectFrom('app.staff_member')
      .select(['id', 'name', 'email'])
      .where('active', '=', true)
      .orderBy('id'),
    tasks: db.selectFrom('app.task').select('title').where('project_id', '=', projectId).orderBy('id'),
  });
  const [project] = found.projects;
  if (!project) throw notFound();
  if (!project.mayImport) throw forbidden();
  return {
    taskDefault: found.defaults[0]?.visibility ?? 'internal_only',
    epics: found.epics,
    stories: found.stories,
    sprints: found.sprints,
    staff: found.staff,
    titles: found.tasks.map(({ title }) => title),
    days: await daysOfProject(db, projectId),
  };
}
