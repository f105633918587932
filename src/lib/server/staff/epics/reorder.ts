import { epicReorder } from '../../../inputs/staff-planning';
import { staffProcedure } from '../procedure';
import { step } from './order';

/** Moves an epic one up or down. */
export const reorder = staffProcedure
  .input(epicReorder)
  .mutation(({ ctx: { db }, input: { projectId, epicId, direction } }) =>
    step(db, 'epic', { projectId, id: epicId, direction }),
  );
