import type { ExpressionBuilder, Kysely, QueryCreator, SelectQueryBuilder } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any query will do; its rows are what counts
type Query = SelectQueryBuilder<any, any, any>;
type Rows<Q> = Q extends SelectQueryBuilder<infer _DB, infer _Tables, infer Row> ? Row[] : never;

/**
 * Answers several queries by one statement, each as its list of rows: one plan, one round trip, one snapshot, instead of
 * one of each for every query. Moments come as ISO 8601 text with an offset.
 */
export async function together<Queries extends Record<string, Query>>(
  db: Pick<Kysely<unknown>, 'selectNoFrom'> | { selectNoFrom: unknown },
  queries: Queries,
): Promise<{ [Name in keyof Queries]: Rows<Queries[Name]> }> {
  const row = await (db as Kysely<unknown>).selectNoFrom(listsOf(queries)).executeTakeFirstOrThrow();
  return row as { [Name in keyof Queries]: Rows<Queries[Name]> };
}

/** The same for queries that begin `from` what `db` is `with`: that is read once for all of them. */
export async function togetherFrom<DB, Queries extends Record<string, Query>>(
  db: QueryCreator<DB>,
  queries: (from: ExpressionBuilder<DB, never>) => Queries,
): Promise<{ [Name in keyof Queries]: Rows<Queries[Name]> }> {
  const row = await db.selectNoFrom((from) => listsOf(queries(from))).executeTakeFirstOrThrow();
  return row as { [Name in keyof Queries]: Rows<Queries[Name]> };
}

const listsOf = (queries: Record<string, Query>) =>
  Object.entries(queries).map(([name, query]) => jsonArrayFrom(query).as(name));
