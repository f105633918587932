import { sql } from 'kysely';
import { milestoneUpdate } from '../../../inputs/staff-planning';
import { assertAllWritten } from '../write-outcome';
import { askAboutFarDays, daysOfProject } from '../far-days';
import { staffProcedure } from '../procedure';

/** Saves a milestone over the version that was read; each move of a date is kept in its history, with the reason. */
export const update = staffProcedure.input(milestoneUpdate).mutation(async ({ ctx: { db }, input }) => {
  const known = await daysOfProject(db, input.projectId);
  await sql`select app.give_reason(${input.reason})`.execute(db);
  const { numUpdatedRows } = await db
    .updateTable('app.milestone')
    .set({
      title: input.title,
      description: input.description,
      agreed_on: input.agreedOn,
      forecast_on: input.forecastOn,
      met_on: input.metOn,
    })
    .where('project_id', '=', input.projectId)
    .where('id', '=', input.milestoneId)
    .where('version', '=', input.version)
    .executeTakeFirst();
  await assertAllWritten(db, 'milestone', [input.milestoneId], Number(numUpdatedRows), {
    scope: { project_id: input.projectId },
    version: input.version,
  });
  askAboutFarDays([input.agreedOn, input.forecastOn, input.metOn], known, input.confirmedDays);
});
