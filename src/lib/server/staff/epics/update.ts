import { epicUpdate } from '../../../inputs/staff-planning';
import { assertAllWritten } from '../write-outcome';
import { askAboutFarDays, daysOfProject } from '../far-days';
import { staffProcedure } from '../procedure';

/** Saves an epic over the version that was read. Its dates are the team's roadmap. */
export const update = staffProcedure.input(epicUpdate).mutation(async ({ ctx: { db }, input }) => {
  const known = await daysOfProject(db, input.projectId);
  const { numUpdatedRows } = await db
    .updateTable('app.epic')
    .set({ title: input.title, summary: input.summary, starts_on: input.startsOn, due_on: input.endsOn })
    .where('project_id', '=', input.projectId)
    .where('id', '=', input.epicId)
    .where('version', '=', input.version)
    .executeTakeFirst();
  await assertAllWritten(db, 'epic', [input.epicId], Number(numUpdatedRows), {
    scope: { project_id: input.projectId },
    version: input.version,
  });
  askAboutFarDays([input.startsOn, input.endsOn], known, input.confirmedDays);
});
