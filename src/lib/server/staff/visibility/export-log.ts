import { exportedMost } from '../../../domain/visibility-log';
import { visibilityLogFilter } from '../../../inputs/staff-visibility';
import { staffProcedure } from '../procedure';
import { matchingEntries, readable } from './entries';

/** The entries of the visibility log that match a filter, for a file: newest first, at most 50,000 entries. */
export const exportLog = staffProcedure
  .input(visibilityLogFilter.omit({ page: true }))
  .query(({ ctx: { db }, input }) => readable(matchingEntries(db, input)).limit(exportedMost).execute());
