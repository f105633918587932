import type {
  CompiledQuery,
  ExpressionBuilder,
  Kysely,
  QueryCreator,
  SelectQueryBuilder,
  Transaction,
} from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any query will do; its rows are what counts
type Query = SelectQueryBuilder<any, any, any>;
type Rows<Q> = Q extends SelectQueryBuilder<infer _DB, infer _Tables, infer Row> ? Row[] : never;
type Lists<Queries> = { [Name in keyof Queries]: Rows<Queries[Name]> };
type Creator = Pick<Kysely<unknown>, 'selectNoFrom'> | { selectNoFrom: unknown };

/**
 * Answers several queries by one statement, each as its list of rows: one plan, one round trip, one snapshot, instead of
 * one of each for every query. Moments come as ISO 8601 text with an offset.
 */
export async function selectAll<Queries extends Record<string, Query>>(
  db: Creator,
  queries: Queries,
): Promise<Lists<Queries>> {
  const row = await (db as Kysely<unknown>).selectNoFrom(listsOf(queries)).executeTakeFirstOrThrow();
  return row as Lists<Queries>;
}

/**
 * The same for queries that ask for the same at every call, whoever calls: they are put together and written as SQL once,
 * which takes longer than the rest of what a small procedure does. `compose` says what they begin `from`, as `selectAll` is given it.
 */
export function selectAllCompiled<DB, Queries extends Record<string, Query>>(
  compose: (db: Transaction<DB>) => { from?: Creator; queries: Queries },
): (db: Transaction<DB>) => Promise<Lists<Queries>> {
  let compiled: CompiledQuery<Lists<Queries>> | undefined;
  return async (db) => {
    if (!compiled) {
      const { from = db, queries } = compose(db);
      const statement = (from as Kysely<unknown>).selectNoFrom(listsOf(queries));
      compiled = statement.compile();
    }
    const { rows } = await db.executeQuery(compiled);
    if (!rows[0]) throw new Error('a statement of lists answers one row');
    return rows[0];
  };
}

/** The same for queries that begin `from` what `db` is `with`: that is read once for all of them. */
export async function selectAllFrom<DB, Queries extends Record<string, Query>>(
  db: QueryCreator<DB>,
  queries: (from: ExpressionBuilder<DB, never>) => Queries,
): Promise<Lists<Queries>> {
  const row = await db.selectNoFrom((from) => listsOf(queries(from))).executeTakeFirstOrThrow();
  return row as Lists<Queries>;
}

const listsOf = (queries: Record<string, Query>) =>
  Object.entries(queries).map(([name, query]) => jsonArrayFrom(query).as(name));
