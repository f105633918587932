import { visibilityChange } from '../../../inputs/staff-visibility';
import { staffProcedure } from '../procedure';
import { changeFlags } from './change-flags';

/**
 * Shares records with the client or makes them internal, one or many of a kind, all or none. The reason goes into the
 * visibility log, and so does, for what is withdrawn, who had seen it. An id that cannot be seen fails the whole change as
 * not found (LEAKS L65).
 */
export const set = staffProcedure.input(visibilityChange).mutation(async ({ ctx: { db }, input }) => ({
  changed: await changeFlags(db, input),
}));
