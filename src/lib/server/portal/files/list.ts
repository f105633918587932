import { sql, type SqlBool } from 'kysely';
import { fileListInput } from '../../../inputs/files';
import { howFound, searchedBy } from '../../db/found-by';
import { byId, byLetters, byMoment, byNumber, cutOf, inOrder, pageOf } from '../../db/keyset';
import { selectAll } from '../../db/select-all';
import { portalProcedure, type PortalDatabase } from '../procedure';
import { matching, withSearch, type FileFilter } from './matching';

type Row = { id: string; name: string; sharedAt: string | null; sizeBytes: number };
const id = byId<Row>(sql`a.id`, (row) => row.id);
const orders = {
  latest: [byMoment<Row>(sql`a.shared_at`, ({ sharedAt }) => sharedAt, { descending: true }), id],
  name: [byLetters<Row>(sql`a.name`, ({ name }) => name), id],
  largest: [byNumber<Row>(sql`a.size_bytes`, ({ sizeBytes }) => sizeBytes, { descending: true }), id],
};

/**
 * A page of the files, and on what each hangs: a page is found by the index alone and joined afterwards, so that those before it
 * cost no more than being counted.
 */
function rowsOf(db: PortalDatabase, filter: FileFilter, { beyond, order, limit, offset }: Cut) {
  const found = matching(db, filter).select('a.id').where(beyond).orderBy(order);
  return db
    .selectFrom(found.limit(limit).offset(offset).as('found_row'))
    .innerJoin('app.attachment as a', 'a.id', 'found_row.id')
    .leftJoin('app.ticket as t', 't.id', 'a.ticket_id')
    .leftJoin('app.text as c', 'c.id', 'a.record_id')
    .leftJoin('app.task as k', (on) => on.on(sql<SqlBool>`k.id = coalesce(c.record_id, a.record_id)`))
    .leftJoin('app.project as p', 'p.id', 'k.project_id')
    .select([
      'a.id',
      'a.name',
      'a.media_type as mediaType',
      'a.state',
      'a.preview',
      'a.picture_width as pictureWidth',
      'a.picture_height as pictureHeight',
      'a.author_name as author',
      'a.shared_at as sharedAt',
      't.id as ticketId',
      't.number as ticketNumber',
      't.title as ticketTitle',
      'k.id as taskId',
      'k.number as taskNumber',
      'k.title as taskTitle',
      'p.id as projectId',
      'p.name as project',
    ])
    .select(sql<number>`a.size_bytes::float8`.as('sizeBytes'))
    .orderBy(inOrder(orders[filter.sort]));
}

type Cut = ReturnType<typeof cutOf<Row>>;

type Tally = { project_id: string | null; contract_id: string | null; files: number };

/** How many files there are: all in the place that was asked for, and in each place that has any. */
function countsOf(db: PortalDatabase, filter: FileFilter) {
  const [projectId, contractId] = [filter.projectId ?? null, filter.contractId ?? null];
  const tally = sql<Tally>`tally`.as('f');
  return {
    totals: db
      .selectFrom(tally)
      .select(sql<number>`coalesce(sum(f.files), 0)::int`.as('files'))
      .where(sql<SqlBool>`coalesce(f.project_id = ${projectId}::uuid, ${projectId}::uuid is null)`)
      .where(sql<SqlBool>`coalesce(f.contract_id = ${contractId}::uuid, ${contractId}::uuid is null)`),
    projects: db
      .selectFrom(tally)
      .innerJoin('app.project as p', 'p.id', 'f.project_id')
      .select(['p.id', 'p.name', 'f.files'])
      .orderBy('p.name')
      .orderBy('p.id')
      .orderBy('f.contract_id'),
    contracts: db
      .selectFrom(tally)
      .innerJoin('app.contract_client as c', 'c.contract_id', 'f.contract_id')
      .select(['c.contract_id as id', 'c.contract_number as number', 'c.contract_name as name', 'f.files'])
      .orderBy('c.contract_number')
      .orderBy('c.contract_id')
      .orderBy('f.project_id'),
  };
}

/**
 * A page of the files that the client sees, 25 or 50 at a time: those of projects and those of tickets, as far as the person has
 * these sections, with how many there are and where they hang. Counts and places come from visible files alone.
 */
export const list = portalProcedure.input(fileListInput).query(async ({ ctx: { db }, input }) => {
  const cut = cutOf(orders[input.sort], input, input.perPage);
  const { rows, totals, beyond, found, here, projects, contracts } = await selectAll(withSearch(db, input), {
    rows: rowsOf(db, input, cut),
    beyond: matching(db, input)
      .select(sql<number>`count(*)::int`.as('files'))
      .where(cut.side ? cut.beyond : sql<boolean>`false`),
    found: db.selectNoFrom(howFound),
    here: db.selectFrom('app.client').select('time_zone as timeZone'),
    ...countsOf(db, input),
  });
  const total = totals[0]?.files ?? 0;
  return {
    files: rows,
    places: { projects, contracts },
    total,
    ...searchedBy(found),
    ...pageOf(cut, rows, { total, beyond: beyond[0]?.files ?? 0 }),
    timeZone: here[0]?.timeZone ?? 'UTC',
  };
});
