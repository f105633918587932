import { sql } from 'kysely';
import { choicesMax, chosenFrom } from '../../../domain/choices';
import { projectMembers } from '../../../inputs/staff-projects';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

const pageSize = 100;

/** The people of a project with their roles, a hundred at a time, and whom it could take in. */
export const members = staffProcedure
  .input(projectMembers)
  .query(async ({ ctx: { db }, input: { projectId, page } }) => {
    const ofProject = db.selectFrom('app.project_member as m').where('m.project_id', '=', projectId);
    const found = await selectAll(db, {
      projects: db.selectFrom('app.project').select('id').where('id', '=', projectId),
      members: ofProject
        .innerJoin('app.staff_member as s', 's.id', 'm.staff_member_id')
        .select(['s.id', 's.name', 'm.role'])
        .orderBy('m.role', 'desc')
        .orderBy('s.name')
        .orderBy('s.id')
        .limit(pageSize)
        .offset((page - 1) * pageSize),
      counts: ofProject.select(sql<number>`count(*)::int`.as('members')),
      staff: db
        .selectFrom('app.staff_member')
        .select(['id', 'name', sql<number>`(row_number() over (order by name, id))::int`.as('nth')])
        .where('active', '=', true)
        .orderBy('name')
        .orderBy('id')
        .limit(choicesMax + 1),
    });
    if (found.projects.length === 0) throw notFound();
    const total = found.counts[0]?.members ?? 0;
    const { rows: staff, isCut } = chosenFrom(found.staff);
    return {
      members: found.members,
      total,
      page,
      pages: Math.max(1, Math.ceil(total / pageSize)),
      staff,
      isStaffCut: isCut,
    };
  });
