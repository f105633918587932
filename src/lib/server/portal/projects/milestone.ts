import { sql } from 'kysely';
import { todayIn } from '../../../domain/dates';
import { milestoneStanding } from '../../../domain/milestone-standing';
import { milestoneInput } from '../../../inputs/projects';
import { growingCutOf, growingPageOf } from '../../db/pagination';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';
import { latestFirst, moveColumns } from './moves';

/** One milestone and how its dates moved while it was shared, a hundred moves at a time, the latest first. Not found where hidden or absent. */
export const milestone = portalProcedure
  .input(milestoneInput)
  .query(async ({ ctx: { db }, input: { projectId, milestoneId, moves } }) => {
    const changes = db
      .selectFrom('app.milestone_change')
      .where('project_id', '=', projectId)
      .where('milestone_id', '=', milestoneId);
    const past = growingCutOf(moves, changes.select(sql<number>`count(*)::int`.as('moves')));
    const found = await selectAll(db, {
      milestones: db
        .selectFrom('app.milestone as m')
        .innerJoin('app.project as p', 'p.id', 'm.project_id')
        .select(['m.id', 'm.title', 'p.name as project'])
        .select(['m.agreed_on as agreedOn', 'm.forecast_on as forecastOn', 'm.met_on as metOn'])
        .where('m.project_id', '=', projectId)
        .where('m.id', '=', milestoneId),
      changes: changes
        .select(moveColumns)
        .orderBy(sql.raw(latestFirst.join()))
        .limit(past.limit)
        .offset(past.offset),
      counts: changes.select(sql<number>`count(*)::int`.as('moves')),
      client: db.selectFrom('app.client').select('time_zone as timeZone'),
    });
    const [one] = found.milestones;
    if (!one) throw notFound();
    const timeZone = found.client[0]?.timeZone ?? 'UTC';
    return {
      ...one,
      standing: milestoneStanding(one, todayIn(timeZone, new Date())),
      changes: found.changes,
      ...growingPageOf(past, found.changes.length, found.counts[0]?.moves ?? 0),
      timeZone,
    };
  });
