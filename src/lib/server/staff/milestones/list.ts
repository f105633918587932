import { sql } from 'kysely';
import { movesTold } from '../../../domain/milestone-history';
import { textsBefore, threadPart_texts } from '../../../domain/thread-part';
import { datedList } from '../../../inputs/staff-planning';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { moveColumns } from './moves';

/**
 * The last hundred milestones of a project, or those before them, in the order of their dates: each with how many of its tasks are
 * done, how often its dates moved, and the latest of those moves.
 */
export const list = staffProcedure
  .input(datedList)
  .query(async ({ ctx: { db }, input: { projectId, earlier } }) => {
    const ofProject = db.selectFrom('app.milestone as m').where('m.project_id', '=', projectId);
    const shown = ofProject
      .orderBy('m.agreed_on', 'desc')
      .orderBy('m.id', 'desc')
      .limit(threadPart_texts)
      .offset(earlier * threadPart_texts);
    const isShown = sql<string>`any (array(${shown.select('m.id')}))`;
    const found = await selectAll(db, {
      projects: db.selectFrom('app.project').select('id').where('id', '=', projectId),
      milestones: shown.select([
        'm.id',
        'm.title',
        'm.description',
        'm.agreed_on as agreedOn',
        'm.forecast_on as forecastOn',
        'm.met_on as metOn',
        'm.visibility',
        'm.shared',
        'm.version',
      ]),
      counts: ofProject.select(sql<number>`count(*)::int`.as('milestones')),
      tasks: db
        .selectFrom('app.task')
        .select([
          'milestone_id as milestoneId',
          sql<number>`count(*)::int`.as('total'),
          sql<number>`(count(*) filter (where status = 'done'))::int`.as('done'),
        ])
        .where('project_id', '=', projectId)
        .where('milestone_id', '=', isShown)
        .groupBy('milestone_id'),
      moves: db
        .selectFrom(
          db
            .selectFrom('app.milestone_change as c')
            .leftJoin('app.staff_member as s', 's.id', 'c.actor_staff_id')
            .select([...moveColumns, 'c.milestone_id as milestoneId'])
            .select([
              sql<number>`row_number() over (partition by c.milestone_id order by c.changed_at desc, c.id desc)`.as(
                'nth',
              ),
              sql<number>`(count(*) over (partition by c.milestone_id))::int`.as('of'),
            ])
            .where('c.milestone_id', '=', isShown)
            .as('c'),
        )
        .selectAll()
        .where('nth', '<=', movesTold)
        .orderBy('nth'),
    });
    if (found.projects.length === 0) throw notFound();
    return {
      milestones: found.milestones.toReversed().map((milestone) => {
        const moves = found.moves.filter(({ milestoneId }) => milestoneId === milestone.id);
        const { total = 0, done = 0 } =
          found.tasks.find(({ milestoneId }) => milestoneId === milestone.id) ?? {};
        return {
          ...milestone,
          total,
          done,
          moves: moves[0]?.of ?? 0,
          changes: moves.map(({ milestoneId: _, nth: __, of: ___, ...move }) => move),
        };
      }),
      before: textsBefore(found.counts[0]?.milestones ?? 0, earlier),
    };
  });
