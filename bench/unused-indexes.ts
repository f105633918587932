/** The indexes that nothing in a measured world has used, which every write of their tables pays for. */
import pg from 'pg';
import type { BenchWorld } from './world.ts';

export type UnusedIndex = { index: string; table: string; columns: string; size_MB: number };

/**
 * Indexes of the application's tables without a single scan since the world was filled: neither by a measured statement, under policies or
 * by hand, nor by a foreign key. Left out are those that keep something unique or serve the foreign key of a referring table, which a
 * deletion needs and nothing measured deletes.
 */
export async function unusedIndexes({ adminUrl }: BenchWorld): Promise<UnusedIndex[]> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const { rows } = await admin.query<UnusedIndex>(`
    select s.indexrelid::regclass::text as index, s.relid::regclass::text as table,
           substring(pg_get_indexdef(s.indexrelid) from 'USING (.*)') as columns,
           (pg_relation_size(s.indexrelid) / 1e6)::float8 as "size_MB"
      from pg_stat_user_indexes s join pg_index i on i.indexrelid = s.indexrelid
     where s.idx_scan = 0 and not i.indisunique and s.schemaname = 'app'
       and not exists (
         select from pg_constraint k
          where k.conrelid = s.relid and k.contype = 'f'
            -- The key's columns are those the index begins with, in whatever order.
            and k.conkey::int2[] <@ (i.indkey::int2[])[0:cardinality(k.conkey) - 1])
     order by 2, 1`);
  await admin.end();
  return rows;
}
