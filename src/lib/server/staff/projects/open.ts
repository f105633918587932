import { sql } from 'kysely';
import { mayOnProject, rightsOnProject } from '../../../domain/roles';
import { staffProject } from '../../../inputs/staff-projects';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { roleOn } from '../rights';
import { teamToday } from '../team-day';

/** A project with its defaults and what the person may do in it: nothing that grows with it. */
export const open = staffProcedure
  .input(staffProject)
  .query(async ({ ctx: { db }, input: { projectId } }) => {
    const found = await selectAll(db, {
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
          'k.id as contractId',
          'k.number as contractNumber',
          roleOn('project', sql.ref('p.id')).as('role'),
          teamToday.as('today'),
        ])
        .where('p.id', '=', projectId),
      defaults: db
        .selectFrom('app.project_default')
        .select(['record_kind as kind', 'visibility'])
        .where('project_id', '=', projectId),
    });
    const [project] = found.projects;
    if (!project?.role) throw notFound();
    const { role, ...facts } = project;
    return {
      ...facts,
      rights: { ...rightsOnProject(role), setUp: mayOnProject(role, 'set_roles') },
      defaults: found.defaults,
    };
  });
