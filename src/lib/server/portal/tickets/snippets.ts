import { sql } from 'kysely';
import { matchStart, matchStop, piecesOf, type Piece } from '../../../domain/marked';
import type { PortalDatabase } from '../procedure';

const marks = `StartSel=${matchStart}, StopSel=${matchStop}`;
const inTitle = `${marks}, HighlightAll=true`;
const inText = `${marks}, MaxFragments=1, MaxWords=28, MinWords=12`;

/** As app.search_tickets() reads the words: a minus that stands before no word negates nothing, and many are more than the parser holds. */
const strayMinus = '-(?!"?[^[:space:][:punct:]])';

/** As app.search_tickets() reads them for names of files: what joins two words there parts them. */
const joints = '(?<=[^[:space:]"])[._/@:+-]+(?=[^[:space:]"])';

/**
 * What of a ticket's title and text a search hit, and the name of a file on it or its messages that it did. `snippet` is empty where
 * the text held none of the words.
 */
type Hit = { title: Piece[]; snippet: Piece[]; file: string | null };

/**
 * Where the words of a search stand in these tickets: in the title, and in the description or else the latest message that
 * holds them; and the latest file whose name holds them. Read under the person's own policies, so that only visible text can be marked.
 */
export async function snippetsOf(
  db: PortalDatabase,
  ids: readonly string[],
  search: string,
): Promise<Map<string, Hit>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; title: string; snippet: string | null; file: string | null }>`
    with asked as (
      select websearch_to_tsquery('english', regexp_replace(${search}, ${strayMinus}, ' ', 'g')) as words,
             websearch_to_tsquery('english',
               regexp_replace(regexp_replace(${search}, ${joints}, ' ', 'g'), ${strayMinus}, ' ', 'g')) as names
    )
    select t.id, ts_headline('english', t.title, asked.words, ${inTitle}) as title,
           case when to_tsvector('english', t.description) @@ asked.words
             then ts_headline('english', t.description, asked.words, ${inText})
             else (select ts_headline('english', m.body, asked.words, ${inText}) from app.message m
                    where m.ticket_id = t.id and to_tsvector('english', m.body) @@ asked.words
                    order by m.shared_at desc, m.id desc limit 1)
           end as snippet,
           (select f.name from (
              select a.id, a.name, a.shared_at from app.attachment a where a.ticket_id = t.id
              union all
              select a.id, a.name, a.shared_at from app.message m join app.attachment a on a.message_id = m.id where m.ticket_id = t.id
            ) f
            where to_tsvector('english', translate(f.name, '._-/@:+', '       ')) @@ asked.names
            order by f.shared_at desc, f.id desc limit 1) as file
      from app.ticket t, asked where t.id = any (${ids}::uuid[])`.execute(db);
  return new Map(
    rows.map(({ id, title, snippet, file }) => [
      id,
      { title: piecesOf(title), snippet: piecesOf(snippet ?? ''), file },
    ]),
  );
}
