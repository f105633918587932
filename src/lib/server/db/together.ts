import type { Kysely, SelectQueryBuilder } from 'kysely';
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
  const lists = Object.entries(queries).map(([name, query]) => jsonArrayFrom(query).as(name));
  const row = await (db as Kysely<unknown>).selectNoFrom(lists).executeTakeFirstOrThrow();
  return row as { [Name in keyof Queries]: Rows<Queries[Name]> };
}
