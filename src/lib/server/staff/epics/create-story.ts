import { sql } from 'kysely';
import { storyCreate } from '../../../inputs/staff-planning';
import { staffProcedure } from '../procedure';

/** Adds a story to an epic, or to none, with the visibility that the project's default says. Returns its id. */
export const createStory = staffProcedure
  .input(storyCreate)
  .mutation(async ({ ctx: { db }, input: { projectId, epicId, title } }) => {
    const id = crypto.randomUUID();
    const position = sql<number>`(select coalesce(max(position), 0) + 1 from app.story where project_id = ${projectId})`;
    await db
      .insertInto('app.story')
      .values({ id, project_id: projectId, epic_id: epicId, title, position })
      .execute();
    return { id };
  });
