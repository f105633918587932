/** Long lists in parts, a hundred from their end or from where so many parts back end: which rows are shown, and how many there are. */
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { threadPart_texts } from '../../domain/thread-part';
import type { StaffTransaction } from './procedure';

/** A list over one table or several: its rows as `id` and `at`, and how many parts to go back. */
type Listed = { rows: RawBuilder<unknown>; earlier: number };

/**
 * The common table expressions of a statement, by the names of its lists. For `selectAll`, whose queries then may say `shownOf` and
 * `countOf`.
 */
export function withParts<Name extends string>(
  db: { with: unknown },
  lists: Record<Name, Listed>,
): { selectNoFrom: unknown } {
  return Object.entries<Listed>(lists).reduce<Pick<Kysely<unknown>, 'with' | 'selectNoFrom'>>(
    (all, [name, { rows, earlier }]) =>
      all.with(
        (part) => part(name).materialized(),
        () => sql`(
          with listed as materialized (${rows})
          select array(
                   select id from listed order by at desc, id desc
                    limit ${sql.lit(threadPart_texts)} offset ${earlier * threadPart_texts}::int
                 ) as ids,
                 (select count(*)::int from listed) as texts)`,
      ),
    db as unknown as Kysely<unknown>,
  );
}

/** In a statement that has `withParts`: the ids that are shown of these lists. */
export const shownOf = (...lists: string[]) =>
  sql<string>`any (${sql.join(
    lists.map((list) => sql`(select ids from ${sql.table(list)})::uuid[]`),
    sql` || `,
  )})`;

/** And how many it has in all. */
export const countOf = (db: StaffTransaction, list: string) =>
  db.selectNoFrom(sql<number>`(select texts from ${sql.table(list)})`.as('texts'));
