import { sql } from 'kysely';
import { ticketListInput } from '../../../inputs/tickets';
import { howFound, searchedBy } from '../../db/found-by';
import { cutOf, pageOf } from '../../db/keyset';
import { selectAll } from '../../db/select-all';
import { portalProcedure } from '../procedure';
import { facetQueries } from './facets';
import { matching, orders, rowsOf, timeZone, withSearch, withSla } from './matching';
import { snippetsOf } from './snippets';

const pageSize = 25;

/**
 * A page of the visible tickets that fit a filter, 25 at a time, with how many there are, what else it could be narrowed to,
 * and where the words of a search stand. Counts and choices come from visible tickets alone.
 */
export const list = portalProcedure.input(ticketListInput).query(async ({ ctx: { db }, input }) => {
  const { search } = input;
  const cut = cutOf(orders[input.sort], input, pageSize);
  const { rows, totals, beyond, here, found, ...facets } = await selectAll(withSearch(db, input), {
    rows: rowsOf(db, input, cut),
    totals: matching(db, input).select(sql<number>`count(*)::int`.as('tickets')),
    beyond: matching(db, input)
      .select(sql<number>`count(*)::int`.as('tickets'))
      .where(cut.side ? cut.beyond : sql<boolean>`false`),
    here: db.selectNoFrom([timeZone, withSla]),
    found: db.selectNoFrom(howFound),
    ...facetQueries(db, input),
  });
  const total = totals[0]?.tickets ?? 0;
  const hits = search
    ? await snippetsOf(
        db,
        rows.map(({ id }) => id),
        search,
      )
    : null;
  return {
    tickets: rows.map((row) => ({ ...row, hit: hits?.get(row.id) ?? null })),
    facets,
    total,
    ...searchedBy(found),
    ...pageOf(cut, rows, { total, beyond: beyond[0]?.tickets ?? 0 }),
    withSla: here[0]?.withSla ?? false,
    timeZone: here[0]?.timeZone ?? 'UTC',
  };
});
