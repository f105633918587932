import { sprintUpdate } from '../../../inputs/staff-planning';
import { assertAllWritten } from '../write-outcome';
import { askAboutFarDays, daysOfProject } from '../far-days';
import { staffProcedure } from '../procedure';

/** Saves a sprint's name, goal and dates over the version that was read. */
export const update = staffProcedure.input(sprintUpdate).mutation(async ({ ctx: { db }, input }) => {
  const known = await daysOfProject(db, input.projectId);
  const { numUpdatedRows } = await db
    .updateTable('app.sprint')
    .set({ name: input.name, goal: input.goal, starts_on: input.startsOn, ends_on: input.endsOn })
    .where('project_id', '=', input.projectId)
    .where('id', '=', input.sprintId)
    .where('version', '=', input.version)
    .executeTakeFirst();
  await assertAllWritten(db, 'sprint', [input.sprintId], Number(numUpdatedRows), {
    scope: { project_id: input.projectId },
    version: input.version,
  });
  askAboutFarDays([input.startsOn, input.endsOn], known, input.confirmedDays);
});
