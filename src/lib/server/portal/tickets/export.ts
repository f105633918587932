import { ticketFilter } from '../../../inputs/tickets';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';
import { rowsOf, timeZone, withSearch, withSla } from './matching';

/**
 * All tickets of a list in its order, with what it shows of each, for a file; by the queries of the list itself. Not found for a
 * person without the section.
 */
export const exportList = portalProcedure.input(ticketFilter).query(async ({ ctx: { db, me }, input }) => {
  const asked = me();
  const { rows, here } = await selectAll(withSearch(db, input), {
    rows: rowsOf(db, input),
    here: db.selectNoFrom([timeZone, withSla]),
  });
  const { sections } = await asked;
  if (!sections.includes('tickets')) throw notFound();
  return {
    tickets: rows,
    withSla: here[0]?.withSla ?? false,
    timeZone: here[0]?.timeZone ?? 'UTC',
  };
});
