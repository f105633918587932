import { sprintCapacity } from '../../../inputs/staff-planning';
import { forbidden, notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** Says how many hours people have for a sprint; none takes a person out of it. People who are not named stay as they are. */
export const setCapacity = staffProcedure
  .input(sprintCapacity)
  .mutation(async ({ ctx: { db }, input: { projectId, sprintId, people } }) => {
    const sprint = await db
      .selectFrom('app.sprint')
      .select('tenant_id')
      .where('project_id', '=', projectId)
      .where('id', '=', sprintId)
      .executeTakeFirst();
    if (!sprint) throw notFound();
    const keys = { tenant_id: sprint.tenant_id, project_id: projectId, sprint_id: sprintId };
    const staying = people.filter(({ hours }) => hours);
    const leaving = people.filter(({ hours }) => !hours).map(({ staffMemberId }) => staffMemberId);
    if (staying.length > 0) {
      await db
        .insertInto('app.sprint_capacity')
        .values(
          staying.map(({ staffMemberId, hours }) => ({
            ...keys,
            staff_member_id: staffMemberId,
            hours: String(hours),
          })),
        )
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'sprint_id', 'staff_member_id'])
            .doUpdateSet(({ ref }) => ({ hours: ref('excluded.hours') })),
        )
        .execute();
    }
    if (leaving.length > 0) {
      const ofThese = db
        .selectFrom('app.sprint_capacity')
        .select('staff_member_id')
        .where('sprint_id', '=', sprintId)
        .where('staff_member_id', 'in', leaving);
      await db
        .deleteFrom('app.sprint_capacity')
        .where('sprint_id', '=', sprintId)
        .where('staff_member_id', 'in', leaving)
        .execute();
      // A policy lets a delete pass by in silence.
      if (await ofThese.executeTakeFirst()) throw forbidden();
    }
  });
