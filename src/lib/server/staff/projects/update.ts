import { projectUpdate } from '../../../inputs/staff-projects';
import { assertAllWritten } from '../write-outcome';
import { askAboutFarDays, daysOfProject } from '../far-days';
import { staffProcedure } from '../procedure';

/** Saves a project's own fields over the version that was read; a conflict where somebody saved in between. */
export const update = staffProcedure.input(projectUpdate).mutation(async ({ ctx: { db }, input }) => {
  const known = await daysOfProject(db, input.projectId);
  const { numUpdatedRows } = await db
    .updateTable('app.project')
    .set({
      name: input.name,
      summary: input.summary,
      status: input.status,
      starts_on: input.startsOn,
      due_on: input.endsOn,
    })
    .where('id', '=', input.projectId)
    .where('version', '=', input.version)
    .executeTakeFirst();
  await assertAllWritten(db, 'project', [input.projectId], Number(numUpdatedRows), {
    version: input.version,
  });
  askAboutFarDays([input.startsOn, input.endsOn], known, input.confirmedDays);
});
