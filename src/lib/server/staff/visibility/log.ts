import { sql } from 'kysely';
import { visibilityLogFilter } from '../../../inputs/staff';
import { together } from '../../db/together';
import { staffProcedure } from '../procedure';

const pageSize = 50;

/** The visibility log of the projects in reach, newest first, 50 a page, with what its filters can be set to. */
export const log = staffProcedure.input(visibilityLogFilter).query(async ({ ctx: { db }, input }) => {
  let matching = db.selectFrom('app.visibility_log as l');
  if (input.projectId) matching = matching.where('l.project_id', '=', input.projectId);
  if (input.kind) matching = matching.where('l.record_kind', '=', input.kind);
  if (input.actorId) matching = matching.where('l.actor_staff_id', '=', input.actorId);
  if (input.to) matching = matching.where('l.to_visibility', '=', input.to);
  if (input.from) matching = matching.where('l.changed_at', '>=', sql<string>`${input.from}::date`);
  if (input.until) matching = matching.where('l.changed_at', '<', sql<string>`${input.until}::date + 1`);
  const found = await together(db, {
    entries: matching
      .leftJoin('app.staff_member as s', 's.id', 'l.actor_staff_id')
      .leftJoin('app.project as p', 'p.id', 'l.project_id')
      .select([
        'l.id',
        'l.changed_at as at',
        's.name as actor',
        'l.actor_login as login',
        'p.name as project',
        'l.record_kind as kind',
        'l.record_label as label',
        'l.from_visibility as from',
        'l.to_visibility as to',
        'l.reason',
      ])
      .orderBy('l.changed_at', 'desc')
      .orderBy('l.id', 'desc')
      .limit(pageSize)
      .offset((input.page - 1) * pageSize),
    count: matching.select(sql<number>`count(*)::int`.as('entries')),
    projects: db.selectFrom('app.project').select(['id', 'name']).orderBy('name'),
    actors: db.selectFrom('app.staff_member').select(['id', 'name']).orderBy('name'),
  });
  const total = found.count[0]?.entries ?? 0;
  return {
    entries: found.entries,
    total,
    page: input.page,
    pages: Math.max(1, Math.ceil(total / pageSize)),
    projects: found.projects,
    actors: found.actors,
  };
});
