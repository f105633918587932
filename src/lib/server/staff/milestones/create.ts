import { milestoneCreate } from '../../../inputs/staff-planning';
import { askAboutFarDays, daysOfProject } from '../far-days';
import { staffProcedure } from '../procedure';

/** Adds a milestone with the visibility that the project's default says. Returns its id. */
export const create = staffProcedure.input(milestoneCreate).mutation(async ({ ctx: { db }, input }) => {
  const known = await daysOfProject(db, input.projectId);
  const id = crypto.randomUUID();
  await db
    .insertInto('app.milestone')
    .values({
      id,
      project_id: input.projectId,
      title: input.title,
      description: input.description,
      agreed_on: input.agreedOn,
      forecast_on: input.forecastOn,
      met_on: input.metOn,
    })
    .execute();
  askAboutFarDays([input.agreedOn, input.forecastOn, input.metOn], known, input.confirmedDays);
  return { id };
});
