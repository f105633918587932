import { burnUp as burnUpOf } from '../../../domain/burn-up';
import { todayIn } from '../../../domain/dates';
import { addDays, thinned } from '../../../domain/days';
import { projectInput } from '../../../inputs/projects';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';

const points = 180;
/** How far back the picture goes, whatever a project says of its start. */
const longest_days = 3650;
const over = ['completed', 'cancelled'];

/**
 * A project's visible work over time: how many tasks were shared and how many of them done, from its start to today, or to the last
 * thing that happened where it is over. At most 180 days, evenly apart.
 */
export const burnUp = portalProcedure
  .input(projectInput)
  .query(async ({ ctx: { db }, input: { projectId } }) => {
    const found = await selectAll(db, {
      projects: db
        .selectFrom('app.project')
        .select(['status', 'starts_on as startsOn'])
        .where('id', '=', projectId),
      tasks: db
        .selectFrom('app.task')
        .select(['shared_at as sharedAt', 'completed_at as completedAt'])
        .where('project_id', '=', projectId),
      client: db.selectFrom('app.client').select('time_zone as timeZone'),
    });
    const [project] = found.projects;
    if (!project) throw notFound();

    const timeZone = found.client[0]?.timeZone ?? 'UTC';
    const today = todayIn(timeZone, new Date());
    const days = found.tasks
      .flatMap(({ sharedAt, completedAt }) => [sharedAt, completedAt])
      .flatMap((moment) => (moment ? [todayIn(timeZone, new Date(moment))] : []))
      .sort();
    const to = over.includes(project.status) ? (days.at(-1) ?? today) : today;
    const start = project.startsOn ?? days[0] ?? to;
    const from = [start < to ? start : to, addDays(to, -longest_days)].sort()[1] ?? to;
    return { days: thinned(burnUpOf(found.tasks, { from, to, timeZone }), points) };
  });
