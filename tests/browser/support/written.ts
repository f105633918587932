/** Has every text of the sample company that people write read as a test wants, found in the catalog. */
import type { Database } from '../../support/builders.ts';

type Column = { table: string; column: string; isList: boolean; most: number };

/** Texts that have a form of their own, or that no page shows as they are. */
const formed =
  /^(email|query|time_zone|sha256|media_type|accent_color|number|contract_number|\w*hash|scan_result|record_kind)$/;

const columns = `
  select c.oid::regclass::text as table, a.attname as column, a.atttypid = 'text[]'::regtype as "isList",
         coalesce((select min((regexp_match(pg_get_constraintdef(k.oid), '<= (\\d+)'))[1]::int) from pg_constraint k
                    where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]), 200) as most
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
   where c.relkind = 'r' and c.relnamespace = 'app'::regnamespace
     and a.atttypid in ('text'::regtype, 'text[]'::regtype, 'app.seen_text'::regtype)
   order by 1, 2`;

/** A text as long as one line (200 characters at most), or one of several lines. */
export type Wordings = { line: string; prose: string };

/**
 * Writes these wordings into each column that holds a person's text, cut to what the column takes, each with digits of its own before it. No trigger
 * runs: history stays as it was. Resolves to the columns, as "app.task.title".
 */
export async function writeEverywhere(
  { admin }: Pick<Database, 'admin'>,
  { line, prose }: Wordings,
): Promise<string[]> {
  const { rows } = await admin.query<Column>(columns);
  const own = rows.filter(({ column }) => !formed.test(column));
  const connection = await admin.connect();
  try {
    await connection.query('set session_replication_role = replica');
    for (const { table, column, isList, most } of own) {
      const text = most >= 500 ? prose : line;
      const ending = /attachment|upload/.test(table) && column === 'name' ? '.txt' : '';
      // What is unset stays so: a page says whether there is something.
      await connection.query(
        isList
          ? `update ${table} set ${column} = array[left($1, 40)] where $2::int > 0 and $3 = ''`
          : `update ${table} set ${column} = left(substr(translate(md5(ctid::text), 'abcdef', '012345'), 1, 5) || $1, $2::int - length($3)) || $3 where ${column} <> ''`,
        [text, most, ending],
      );
    }
  } finally {
    await connection.query('reset session_replication_role');
    connection.release();
  }
  return own.map(({ table, column }) => `${table}.${column}`);
}
