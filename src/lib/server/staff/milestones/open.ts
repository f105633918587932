import { sql } from 'kysely';
import { textsBefore, threadPart_texts } from '../../../domain/thread-part';
import { milestoneOpen } from '../../../inputs/staff-planning';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { moveColumns } from './moves';

/** A milestone and how its dates moved: who, when and why, a hundred moves at a time, the latest first. */
export const open = staffProcedure
  .input(milestoneOpen)
  .query(async ({ ctx: { db }, input: { projectId, milestoneId, moves } }) => {
    const changes = db
      .selectFrom('app.milestone_change as c')
      .where('c.project_id', '=', projectId)
      .where('c.milestone_id', '=', milestoneId);
    const found = await selectAll(db, {
      milestones: db
        .selectFrom('app.milestone')
        .select(['id', 'title', 'agreed_on as agreedOn', 'forecast_on as forecastOn', 'met_on as metOn'])
        .where('project_id', '=', projectId)
        .where('id', '=', milestoneId),
      changes: changes
        .leftJoin('app.staff_member as s', 's.id', 'c.actor_staff_id')
        .select(moveColumns)
        .orderBy('c.changed_at', 'desc')
        .orderBy('c.id', 'desc')
        .limit(threadPart_texts)
        .offset(moves * threadPart_texts),
      counts: changes.select(sql<number>`count(*)::int`.as('moves')),
    });
    const [milestone] = found.milestones;
    if (!milestone) throw notFound();
    return {
      ...milestone,
      changes: found.changes,
      before: textsBefore(found.counts[0]?.moves ?? 0, moves),
    };
  });
