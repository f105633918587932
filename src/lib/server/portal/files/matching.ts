import { sql } from 'kysely';
import type { z } from 'zod';
import { searchMost } from '../../../domain/ticket-list';
import type { fileListInput } from '../../../inputs/files';
import { foundBy } from '../../db/found-by';
import type { PortalDatabase } from '../procedure';

export type FileFilter = z.output<typeof fileListInput>;

const numberIn = (search: string) => /^(?:tkt-?)?0*(\d{1,9})$/i.exec(search)?.[1];

/**
 * The common table expressions of a statement, for `selectAll`: the files that a search found by their name or the number of their ticket, as
 * "hits", from which `matching` then reads; and how many there are in each place, as "tally". Ids alone come from the search; which of
 * them there are to see is decided by the policies of whoever reads them.
 */
export function withSearch(db: PortalDatabase, filter: FileFilter) {
  const { search = '' } = filter;
  const number = numberIn(search);
  const ofTicket = sql`
    union select a.id from app.attachment a join app.ticket t on t.id = a.ticket_id where t.number = ${Number(number)}::int`;
  return db
    .with(
      (found) => found('found').materialized(),
      () => foundBy('search_files', search, !number),
    )
    .with(
      (hits) => hits('hits').materialized(),
      (query) =>
        query
          .selectFrom(
            sql<{ id: string }>`(
              select unnest(ids[1:${sql.lit(searchMost)}]) as id from found ${number ? ofTicket : sql``}
            )`.as('hit'),
          )
          .innerJoin('app.attachment as a', 'a.id', 'hit.id')
          .select(['a.id', 'a.project_id', 'a.contract_id', 'a.name', 'a.size_bytes', 'a.shared_at']),
    )
    .with(
      (tally) => tally('tally').materialized(),
      () =>
        filesOf(db, filter)
          .select(['a.project_id', 'a.contract_id', sql<number>`count(*)::int`.as('files')])
          .groupBy(['a.project_id', 'a.contract_id']),
    );
}

/** All that a person sees, or what the search found of it, as "a". */
function filesOf(db: PortalDatabase, { search }: FileFilter) {
  const every = db.selectFrom('app.attachment as a');
  // The hits have the columns by which a filter and an order ask.
  return search ? (db.selectFrom(sql`hits`.as('a')) as unknown as typeof every) : every;
}

/** Those of them that hang where it was asked for. */
export function matching(db: PortalDatabase, filter: FileFilter) {
  const { projectId, contractId } = filter;
  let files = filesOf(db, filter);
  if (projectId) files = files.where('a.project_id', '=', projectId);
  if (contractId) files = files.where('a.contract_id', '=', contractId);
  return files;
}
