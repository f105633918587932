import { sql } from 'kysely';
import { todayIn } from '../../../domain/dates';
import { staffProject } from '../../../inputs/staff-projects';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** A project with its groups, members, defaults, and what the person may do in it. */
export const open = staffProcedure
  .input(staffProject)
  .query(async ({ ctx: { db }, input: { projectId } }) => {
    const may = (role: string) =>
      sql<boolean>`${projectId}::uuid = any(app.staff_projects(${role}::app.project_role))`;
    const found = await together(db, {
      projects: db
        .selectFrom('app.project as p')
        .innerJoin('app.client as c', 'c.id', 'p.client_id')
        .leftJoin('app.contract as k', 'k.id', 'p.contract_id')
        .select([
          'p.id',
          'p.name',
          'p.summary',
          'p.status',
          'p.visibility',
          'p.starts_on as startsOn',
          'p.due_on as endsOn',
          'p.client_may_comment as clientMayComment',
          'p.version',
          'c.id as clientId',
          'c.name as clientName',
          'c.time_zone as timeZone',
          'k.id as contractId',
          'k.number as contractNumber',
          may('reviewer').as('mayComment'),
          may('contributor').as('mayWork'),
          may('manager').as('mayManage'),
          may('owner').as('maySetUp'),
        ])
        .where('p.id', '=', projectId),
      sprints: db
        .selectFrom('app.sprint')
        .select([
          'id',
          'name',
          'goal',
          'status',
          'starts_on as startsOn',
          'ends_on as endsOn',
          'visibility',
          'shared',
        ])
        .where('project_id', '=', projectId)
        .orderBy('starts_on')
        .orderBy('id'),
      milestones: db
        .selectFrom('app.milestone')
        .select([
          'id',
          'title',
          'description',
          'agreed_on as agreedOn',
          'forecast_on as forecastOn',
          'met_on as metOn',
          'visibility',
          'shared',
          'version',
        ])
        .where('project_id', '=', projectId)
        .orderBy('agreed_on')
        .orderBy('id'),
      epics: db
        .selectFrom('app.epic')
        .select([
          'id',
          'title',
          'summary',
          'starts_on as startsOn',
          'due_on as endsOn',
          'visibility',
          'shared',
          'version',
        ])
        .where('project_id', '=', projectId)
        .orderBy('position')
        .orderBy('id'),
      stories: db
        .selectFrom('app.story')
        .select(['id', 'title', 'summary', 'epic_id as epicId', 'visibility', 'shared', 'version'])
        .where('project_id', '=', projectId)
        .orderBy('position')
        .orderBy('id'),
      defaults: db
        .selectFrom('app.project_default')
        .select(['record_kind as kind', 'visibility'])
        .where('project_id', '=', projectId),
      members: db
        .selectFrom('app.project_member as m')
        .innerJoin('app.staff_member as s', 's.id', 'm.staff_member_id')
        .select(['s.id', 's.name', 'm.role'])
        .where('m.project_id', '=', projectId)
        .orderBy('m.role', 'desc')
        .orderBy('s.name'),
      staff: db
        .selectFrom('app.staff_member')
        .select(['id', 'name'])
        .where('active', '=', true)
        .orderBy('name'),
    });
    const [project] = found.projects;
    if (!project) throw notFound();
    const { mayComment, mayWork, mayManage, maySetUp, timeZone, ...facts } = project;
    return {
      ...facts,
      today: todayIn(timeZone, new Date()),
      rights: { comment: mayComment, work: mayWork, plan: mayManage, share: mayManage, setUp: maySetUp },
      sprints: found.sprints,
      milestones: found.milestones,
      epics: found.epics,
      stories: found.stories,
      defaults: found.defaults,
      members: found.members,
      staff: found.staff,
    };
  });
