import { sprintCreate } from '../../../inputs/staff-planning';
import { askAboutFarDays, daysOfProject } from '../far-days';
import { staffProcedure } from '../procedure';

/** Plans a sprint, with the visibility that the project's default says. Returns its id. */
export const create = staffProcedure.input(sprintCreate).mutation(async ({ ctx: { db }, input }) => {
  const known = await daysOfProject(db, input.projectId);
  const id = crypto.randomUUID();
  await db
    .insertInto('app.sprint')
    .values({
      id,
      project_id: input.projectId,
      name: input.name,
      goal: input.goal,
      starts_on: input.startsOn,
      ends_on: input.endsOn,
    })
    .execute();
  askAboutFarDays([input.startsOn, input.endsOn], known, input.confirmedDays);
  return { id };
});
