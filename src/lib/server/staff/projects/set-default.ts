import { projectDefault } from '../../../inputs/staff-projects';
import { staffProcedure } from '../procedure';

/** Sets the default visibility of a kind of record in this project; project Owners only, says the policy. */
export const setDefault = staffProcedure
  .input(projectDefault)
  .mutation(async ({ ctx: { db, me }, input }) => {
    const { tenantId } = await me();
    await db
      .insertInto('app.project_default')
      .values({
        tenant_id: tenantId,
        project_id: input.projectId,
        record_kind: input.kind,
        visibility: input.visibility,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'project_id', 'record_kind'])
          .doUpdateSet({ visibility: input.visibility }),
      )
      .execute();
  });
