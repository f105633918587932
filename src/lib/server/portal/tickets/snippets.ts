import { sql } from 'kysely';
import { matchStart, matchStop, piecesOf, runsOf, type Piece } from '../../../domain/marked';
import type { PortalDatabase } from '../procedure';

const marks = `StartSel=${matchStart}, StopSel=${matchStop}`;
const inTitle = `${marks}, HighlightAll=true`;
const inText = `${marks}, MaxFragments=1, MaxWords=28, MinWords=12`;
/** Scripts in which each character is a word. */
const inRuns = `${marks}, MaxFragments=1, MaxWords=90, MinWords=40, ShortWord=0`;

/** A text as it is shown, in which the words of every script stand apart; without what is not seen inside of words. */
const shown = (text: string) => sql`app.apart(translate(${sql.ref(text)}, ${invisible}, ''))`;
const invisible = '\u00ad\u200b\u2060\ufeff';
const headline = (text: string, how: string) =>
  sql`ts_headline('app.every_word', ${shown(text)}, asked.words, ${how})`;
const holdsWords = (text: string) => sql`app.search_vector(${sql.ref(text)}) @@ asked.words`;

/**
 * The matches of a search in a ticket's title and text, and in the name of a file on it or its messages. `snippet` is empty where
 * the text held none of the words.
 */
type Hit = { title: Piece[]; snippet: Piece[]; file: string | null };

/**
 * The places of a search's words in these tickets: in the title, and in the description or else the latest message that
 * holds them; and the latest file whose name holds them. Read under the person's own policies, so that only visible text can be marked.
 */
export async function snippetsOf(
  db: PortalDatabase,
  ids: readonly string[],
  search: string,
): Promise<Map<string, Hit>> {
  if (ids.length === 0) return new Map();
  const runs = runsOf(search);
  const inSnippet = runs.length ? inRuns : inText;
  const { rows } = await sql<{ id: string; title: string; snippet: string | null; file: string | null }>`
    with asked as (
      select app.search_query(${search}) as words, app.search_query(${search}, 'names') as names
    )
    select t.id, coalesce(${headline('t.title', inTitle)}, t.title) as title,
           case when ${holdsWords('t.description')}
             then ${headline('t.description', inSnippet)}
             else (select ${headline('m.body', inSnippet)} from app.message m
                    where m.ticket_id = t.id and ${holdsWords('m.body')}
                    order by m.shared_at desc, m.id desc limit 1)
           end as snippet,
           (select f.name from (
              select a.id, a.name, a.shared_at from app.attachment a where a.ticket_id = t.id
            ) f
            where app.search_vector(translate(f.name, '._-/@:+', '       ')) @@ asked.names
            order by f.shared_at desc, f.id desc limit 1) as file
      from app.ticket t, asked where t.id = any (${ids}::uuid[])`.execute(db);
  return new Map(
    rows.map(({ id, title, snippet, file }) => [
      id,
      { title: piecesOf(title, runs), snippet: piecesOf(snippet ?? '', runs), file },
    ]),
  );
}
