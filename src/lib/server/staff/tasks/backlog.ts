import { sql } from 'kysely';
import { staffProject } from '../../../inputs/staff';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { cardsOf } from './cards';

/** What is left to do in no sprint, beside the current and the planned sprints with their tasks and hours. */
export const backlog = staffProcedure
  .input(staffProject)
  .query(async ({ ctx: { db }, input: { projectId } }) => {
    const ahead = db
      .selectFrom('app.sprint as s')
      .where('s.project_id', '=', projectId)
      .where('s.status', '<>', 'completed');
    const found = await together(db, {
      projects: db.selectFrom('app.project').select('id').where('id', '=', projectId),
      sprints: ahead
        .select([
          's.id',
          's.name',
          's.status',
          's.starts_on as startsOn',
          's.ends_on as endsOn',
          sql<number | null>`coalesce(
            (select sum(c.hours)::float8 from app.sprint_capacity c
              where c.tenant_id = s.tenant_id and c.project_id = s.project_id and c.sprint_id = s.id),
            s.capacity_hours::float8)`.as('capacityHours'),
        ])
        .orderBy('s.starts_on')
        .orderBy('s.id'),
      waiting: cardsOf(db, projectId).where('t.sprint_id', 'is', null).where('t.status', '<>', 'done'),
      planned: cardsOf(db, projectId).where('t.sprint_id', 'in', ahead.select('s.id')),
    });
    if (found.projects.length === 0) throw notFound();
    return { sprints: found.sprints, tasks: [...found.waiting, ...found.planned] };
  });
