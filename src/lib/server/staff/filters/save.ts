import { filterSave } from '../../../inputs/tasks';
import { notFound, Refusal } from '../../errors';
import { stateOf } from '../write-outcome';
import { staffProcedure } from '../procedure';

/** Keeps a filter of a project's tasks under a name, for oneself alone. A name is given once. Returns its id. */
export const save = staffProcedure
  .input(filterSave)
  .mutation(async ({ ctx: { db, me }, input: { projectId, name, query } }) => {
    const { tenantId, staffMemberId } = await me();
    const project = await db
      .selectFrom('app.project')
      .select('id')
      .where('id', '=', projectId)
      .executeTakeFirst();
    if (!project) throw notFound();
    const id = crypto.randomUUID();
    const owner = { tenant_id: tenantId, project_id: projectId, staff_member_id: staffMemberId };
    await db
      .insertInto('app.saved_filter')
      .values({ ...owner, id, name, query })
      .execute()
      .catch((error: unknown) => {
        if (stateOf(error) !== '23505') throw error;
        const sentence = `You already have a filter called ${name}. Choose another name.`;
        throw new Refusal('CONFLICT', sentence, { name: sentence });
      });
    return { id };
  });
