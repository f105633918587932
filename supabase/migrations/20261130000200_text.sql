-- Text: how it is stored, and how it is read when somebody searches.
--
-- Text that people write is stored in Unicode's normal form C (each column of it has the check), so that equal words are equal bytes.
-- For a search both sides, the stored text and the words asked for, go through app.folded(): it takes typography, width,
-- case and invisible marks away. Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese write no spaces between words (Korean adds
-- endings to them): app.apart() makes each of their characters a word, and a run of them is asked for as a phrase.

-- Full-text search and trigrams go by LC_CTYPE, whatever provider a database has for collations: with LC_CTYPE "C" a quotation
-- mark is a letter and Thai has none. A database cannot change its LC_CTYPE, so one that cannot read is refused before it holds anything.
do $$
begin
  if to_tsvector('pg_catalog.simple', '“a…”') <> '''a'':1' then
    raise feature_not_supported using
      message = format('LC_CTYPE of database %s is "%s", by which search cannot tell letters from signs',
        current_database(), (select datctype from pg_database where datname = current_database())),
      hint = 'Make the database anew with a UTF-8 one: create database … template template0 encoding ''UTF8'' '
        'lc_collate ''C'' lc_ctype ''C.UTF-8''. (The demo''s: npm run demo -- --reset.)';
  end if;
end $$;

create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;
grant usage on schema extensions to portal_owner, definer_search, definer_work;
grant execute on function extensions.show_trgm(text) to definer_work;
-- The operator of nearly right titles, either way round, as the index turns it.
grant execute on function extensions.word_similarity_op(text, text), extensions.word_similarity_commutator_op(text, text)
  to definer_search;

set role portal_owner;

create domain app.day as date check (value between date '2000-01-01' and date '2099-12-31');
comment on domain app.day is
  'A day that somebody enters: of this century, so that a year typed as 26 or 9999 never becomes work for two thousand years. '
  'The same bounds stand in src/lib/domain/days.ts.';

create domain app.seen_text as text
  check (value ~ (
    '[^\u0001-\u0020\u007f-\u00a0\u00ad\u0300-\u036f\u0483-\u0489\u061c\u115f-\u1160\u1680\u17b4-\u17b5' ||
    '\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u2000-\u200f\u2028-\u202f\u205f-\u206f\u20d0-\u20ff' ||
    '\u2800\u3000\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\ufff0-\ufffc\U00013430-\U00013442' ||
    '\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]'
  ));
comment on domain app.seen_text is
  'Text that shows something: at least one character beside controls, spaces of every width, zero-width, direction and overlaying marks, '
  'fillers and tags, which src/lib/domain/visible-text.ts lists as well.';

-- English word stems, and no stop words: "is down" as a phrase, -down and IT mean what they say. Where stop words only stand
-- beside others, app.search_query() leaves them out.
create text search dictionary app.english_word (template = pg_catalog.snowball, language = english);
comment on text search dictionary app.english_word is 'The stems of English words, those of stop words too.';

create text search configuration app.every_word (copy = pg_catalog.english);

alter text search configuration app.every_word alter mapping replace pg_catalog.english_stem with app.english_word;
comment on text search configuration app.every_word is 'As pg_catalog.english, without stop words.';

create function app.plain(words text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp set client_min_messages = error
-- Of ASCII alone, as most texts are, there is nothing to do: each octet is a character.
return case when octet_length(words) = length(words) then words
  -- Translating goes through the whole list for each character, so only where one of these is there.
  when words !~ '[\u0085\u00a8-\u00bb\u02bc\u02d8-\u02dd\u034f\u061c\u0640\u1680\u180e\u200b-\u2079\u2120\u2122\u2212\u3008-\u301f\ufe00-\ufe0f\ufe63\ufeff\uff02\uff0d]'
  then normalize(words, nfkc)
  else normalize(translate(words,
  E'\u2019\u2018\u201a\u201b\u02bc\u2032\u00b4'
  '\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f\u301d\u301e\u301f\u300a\u300b\u3008\u3009\u2033\uff02'
  '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d'
  '\u2026\u2122\u2120\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079\u00aa\u00ba\u00a8\u00af\u00b8\u02d8\u02d9\u02da\u02db\u02dc\u02dd\u2028\u2029\u0085\u1680'
  '\u00ad\u034f\u061c\u0640\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe00\ufe01\ufe02\ufe0e\ufe0f\ufeff',
  repeat('''', 7) || repeat('"', 21) || repeat('-', 9) || repeat(' ', 28)), nfkc) end;
comment on function app.plain(text) is
  'A text without typography: quotation marks, dashes, spaces and wide or presentation forms as on a keyboard; soft hyphens, zero-width and direction marks gone.';
grant execute on function app.plain(text) to client, definer_search, staff, worker, definer_ticket, definer_comment,
  definer_log, definer_share, definer_thread;

create function app.folded(words text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp set client_min_messages = error
return case when octet_length(words) = length(words) then lower(words)
  else translate(lower(translate(replace(replace(app.plain(words), 'ß', 'ss'), 'ẞ', 'ss'), 'İ', 'i')), 'ıς', 'iσ') end;
comment on function app.folded(text) is
  'A text as searches compare it: app.plain(), in small letters; ß as ss, both Turkish i as one, both small sigmas as one.';
grant execute on function app.folded(text) to client, definer_search, staff, worker, definer_ticket, definer_comment,
  definer_log, definer_share, definer_thread;

create function app.apart(words text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp set client_min_messages = error
return case when octet_length(words) = length(words) then words else regexp_replace(words,
  -- Kana, bopomofo, Han, Hangul; Thai, Lao, Burmese and Khmer letters, each with the marks on it.
  '([\u3005-\u3007\u3040-\u3098\u309b-\u30fa\u30fc-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af'
  '\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e50-\u0e5b\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0ed0-\u0edf\u1000-\u102a\u103f-\u1055\u1780-\u17b3\u17d7-\u17dc\u17e0-\u17e9]'
  '[\u3099\u309a\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u17dd]*)',
  E'\u0001\\1\u0001', 'g') end;
comment on function app.apart(text) is
  'A text with U+0001, which no word contains, around each character of the scripts that write no spaces between words.';
grant execute on function app.apart(text) to client, definer_search, staff, worker, definer_ticket, definer_comment,
  definer_log, definer_share, definer_thread;

create function app.search_vector(words text) returns tsvector
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp set client_min_messages = error
return to_tsvector('app.every_word', app.apart(app.folded(words)));
comment on function app.search_vector(text) is 'The words of a text, as app.search_query() asks for them.';
grant execute on function app.search_vector(text) to client, definer_search, staff, worker, definer_ticket, definer_comment,
  definer_log, definer_share, definer_thread;

create function app.asked(words text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp set client_min_messages = error
return app.plain(regexp_replace(left(words, 200), '(^|\s|-)[‘‚‛](.+?)[’‘](?=\s|$)', '\1"\2"', 'g'));
comment on function app.asked(text) is
  'The first 200 characters of what somebody searches for, without typography: every pair of quotation marks, single ones too, is "…".';
grant execute on function app.asked(text) to client, staff, definer_search;

create function app.search_query(words text, sort text default 'text') returns tsquery
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
declare
  asked text := app.asked(words);
  part text[];
  word text;
  isnt boolean;
  one tsquery;
  -- Since the last "or": what has to be there, the stop words, what must not be there.
  wanted tsquery;
  stops tsquery;
  unwanted tsquery;
  found tsquery;
begin
  if sort <> 'text' then
    -- In a file's name what stands between two letters ends a word.
    asked := regexp_replace(asked, '(?<=[^\s"])[._/@:+-]+(?=[^\s"])', ' ', 'g');
  end if;
  for part in select regexp_matches(asked, '(-*)"([^"]*)"|(-*)([^\s]+)', 'g') loop
    word := coalesce(part[2], part[4]);
    isnt := coalesce(part[1], part[3]) <> '';
    if part[4] is not null and not isnt and lower(word) = 'or' and coalesce(wanted, stops) is not null then
      wanted := coalesce(wanted, stops);
      wanted := coalesce(wanted && unwanted, wanted);
      found := coalesce(found || wanted, wanted);
      wanted := null;
      stops := null;
      unwanted := null;
      continue;
    end if;
    continue when length(app.search_vector(word)) = 0;
    one := phraseto_tsquery('app.every_word', app.apart(app.folded(word)));
    if lower(word) <> app.folded(word) then
      -- Nothing is stored so; it marks the word where it is written so.
      one := one || phraseto_tsquery('app.every_word', app.apart(word));
    end if;
    if sort = 'beginnings' and part[4] is not null and not isnt and app.apart(word) = word then
      one := one || (
        select string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':*', ' & ')::tsquery
          from unnest(tsvector_to_array(to_tsvector('pg_catalog.simple', app.folded(word)))) lexeme);
    end if;
    if isnt then
      unwanted := coalesce(unwanted && !! one, !! one);
    elsif part[4] is not null and length(to_tsvector('pg_catalog.english', word)) = 0 then
      stops := coalesce(stops && one, one);
    else
      wanted := coalesce(wanted && one, one);
    end if;
  end loop;
  wanted := coalesce(wanted, stops);
  wanted := coalesce(wanted && unwanted, wanted, unwanted);
  return coalesce(found || wanted, found, wanted);
end $$;
comment on function app.search_query(text, text) is
  'What somebody types into a search: words by their stems, "phrases", or, -not. Stop words count where nothing else is asked for. Sort: text; names (of '
  'files, in which points and lines part words); beginnings (of the words in names). Null where it holds no letter and no digit.';
grant execute on function app.search_query(text, text) to client, staff, definer_search;

create function app.may_guess(words text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp set client_min_messages = error
return length(words) >= 4 and app.asked(words) !~ '(^|\s)-*"[^"]*"|(^|\s)-+[^\s-]';
comment on function app.may_guess(text) is
  'Whether nearly right is an answer to what somebody searches for: not to what they quote or exclude, nor to three letters.';
grant execute on function app.may_guess(text) to definer_search;

reset role;
