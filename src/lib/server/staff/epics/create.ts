import { sql } from 'kysely';
import { epicCreate } from '../../../inputs/staff-planning';
import { staffProcedure } from '../procedure';

/** Adds an epic at the end, with the visibility that the project's default says. Returns its id. */
export const create = staffProcedure
  .input(epicCreate)
  .mutation(async ({ ctx: { db }, input: { projectId, title, summary } }) => {
    const id = crypto.randomUUID();
    const position = sql<number>`(select coalesce(max(position), 0) + 1 from app.epic where project_id = ${projectId})`;
    await db.insertInto('app.epic').values({ id, project_id: projectId, title, summary, position }).execute();
    return { id };
  });
