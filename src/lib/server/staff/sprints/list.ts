import { sql } from 'kysely';
import { textsBefore, threadPart_texts } from '../../../domain/thread-part';
import { datedList } from '../../../inputs/staff-planning';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** The last hundred sprints of a project, or those before them, the latest first. */
export const list = staffProcedure
  .input(datedList)
  .query(async ({ ctx: { db }, input: { projectId, earlier } }) => {
    const ofProject = db.selectFrom('app.sprint').where('project_id', '=', projectId);
    const found = await selectAll(db, {
      projects: db.selectFrom('app.project').select('id').where('id', '=', projectId),
      sprints: ofProject
        .select(['id', 'name', 'goal', 'status', 'starts_on as startsOn', 'ends_on as endsOn'])
        .select(['visibility', 'shared', 'version'])
        .orderBy('starts_on', 'desc')
        .orderBy('id', 'desc')
        .limit(threadPart_texts)
        .offset(earlier * threadPart_texts),
      counts: ofProject.select(sql<number>`count(*)::int`.as('sprints')),
    });
    if (found.projects.length === 0) throw notFound();
    return { sprints: found.sprints, before: textsBefore(found.counts[0]?.sprints ?? 0, earlier) };
  });
