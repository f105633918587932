import { sql } from 'kysely';
import { searchMost } from '../../domain/ticket-list';

type Found = { ids: string[] | null; is_near: boolean; is_wordless: boolean };
type Search = 'search_tickets' | 'search_staff_tickets' | 'search_files';

/**
 * The ids that a search of the database hands back, for a list "found" of a statement: what holds the words, or where nothing does and
 * guesses may stand in for it, what nearly does. `search` empty finds null. Never both, so that no guess stands among what was found.
 */
export const foundBy = (name: Search, search: string, mayGuess: boolean) => {
  const hits = sql`${sql.id('app', name)}(asked.words, ${sql.lit(searchMost + 1)}`;
  return sql<Found>`(
    select coalesce(near.ids, exact.ids) as ids, coalesce(near.ids <> '{}', false) as is_near,
           asked.words is not null and app.search_query(asked.words) is null as is_wordless
      from (select ${search || null}::text as words offset 0) asked,
           lateral (select ${hits}, false) as ids offset 0) exact,
           lateral (select case when exact.ids = '{}' and ${sql.lit(mayGuess)} then ${hits}) end as ids offset 0) near)`;
};

/** How a search went, for a statement that has "found". */
export const howFound = [
  sql<boolean>`coalesce((select cardinality(ids) > ${sql.lit(searchMost)} from found), false)`.as('isCut'),
  sql<boolean>`(select is_near from found)`.as('isNear'),
  sql<boolean>`(select is_wordless from found)`.as('isWordless'),
];

/** The same for an answer: whether a search found more than it hands back, had to guess, or had no word to go by. */
export const searchedBy = (found: { isCut: boolean; isNear: boolean; isWordless: boolean }[]) =>
  found[0] ?? { isCut: false, isNear: false, isWordless: false };
