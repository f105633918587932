import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { isId } from '../../domain/id';

/**
 * Pages of a list by key: a page begins behind the last row of the one before, or ends in front of the first row of the one behind, as
 * these were shown. So nothing is seen twice or left out where rows come or go in between, which pages by number do.
 *
 * Such a place is an "edge" and travels in an address: its side, and what the list is ordered by of the row beside it, all of which the
 * page shows. An edge that cannot be read asks for the first page.
 */

const SEPARATOR = '~';

type Value = RawBuilder<unknown>;
type Order = { descending?: boolean; nullsLast?: boolean };

/** One of what a list is ordered by; the last one of a list tells any two of its rows apart. */
export type Key<Row> = Order & {
  by: RawBuilder<unknown>;
  /** The same of a row that was read, as it travels. */
  of: (row: Row) => string | number | null;
  /** Whether a text can be one. */
  fits: (text: string) => boolean;
  /** Such a text as a value of the column. */
  value: (text: string, texts: readonly string[]) => Value;
};

const isCalendarDay = (text: string) => {
  const at = new Date(`${text}T00:00Z`);
  return !text.startsWith('0000') && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};
const MOMENT =
  /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

const kind =
  (type: string, fits: (text: string) => boolean) =>
  <Row>(by: RawBuilder<unknown>, of: Key<Row>['of'], order: Order = {}): Key<Row> => ({
    ...{ by, of, fits, ...order },
    value: (text) => sql`${text}::${sql.raw(type)}`,
  });

/** By what lists are ordered: columns of these types. */
export const byMoment = kind('timestamptz', (text) => isCalendarDay(MOMENT.exec(text)?.[1] ?? ''));
export const byDay = kind('date', (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isCalendarDay(text));
export const byNumber = kind('bigint', (text) => /^\d{1,15}$/.test(text));
export const byId = kind('uuid', isId);
/** A type of the database that has these values alone. */
export const byOption = (type: string, options: readonly string[]) =>
  kind(type, (text) => options.includes(text));
/** The letters of a text, as they are ordered in lower case. Only the first key of a list may be one. */
export const byLetters = <Row>(column: RawBuilder<unknown>, of: Key<Row>['of']): Key<Row> => ({
  ...{ by: sql`lower(${column})`, of },
  fits: (text) => !text.includes('\0'),
  value: (text) => sql`lower(${text}::text)`,
});

/**
 * The keys of a list that people order by hand, whose numbers all move when a row comes or goes: behind the row of the edge where that
 * is now, and where it is no longer seen, behind those that were in front of it.
 */
export function byPosition<Row extends { id: string; rank: number | null }>(
  table: 'epic' | 'story',
): Key<Row>[] {
  const now = (column: 'id' | 'shared_position', texts: readonly string[], gone: RawBuilder<unknown>) =>
    sql`coalesce((select ${sql.ref(column)} from ${sql.table(`app.${table}`)} where id = ${texts[1] ?? null}::uuid), ${gone})`;
  const first = sql`'00000000-0000-0000-0000-000000000000'::uuid`;
  return [
    {
      ...byNumber<Row>(sql`shared_position`, ({ rank }) => rank),
      value: (text, texts) => now('shared_position', texts, sql`${text}::bigint`),
    },
    {
      ...byId<Row>(sql`id`, ({ id }) => id),
      value: (_, texts) => now('id', texts, first),
    },
  ];
}

type Side = 'after' | 'before';
type Edge = { side: Side; texts: string[] };

// The first key comes last, since letters alone may hold what separates them.
const edgeText = <Row>(side: Side, keys: readonly Key<Row>[], row: Row): string =>
  [side, ...keys.map(({ of }) => of(row) ?? '').toReversed()].join(SEPARATOR);

function edgeOf<Row>(text: string, keys: readonly Key<Row>[]): Edge | null {
  const [side, ...parts] = text.split(SEPARATOR);
  if ((side !== 'after' && side !== 'before') || parts.length < keys.length) return null;
  const first = parts.slice(keys.length - 1).join(SEPARATOR);
  const texts = [...parts.slice(0, keys.length - 1), first].toReversed();
  const fit = keys.every(({ fits, nullsLast }, nth) => {
    const one = texts[nth] ?? '';
    return one === '' ? nullsLast === true : fits(one);
  });
  return fit ? { side, texts } : null;
}

/** Whether a row lies beyond an edge: behind it, or in front of it. */
function beyondOf<Row>(keys: readonly Key<Row>[], { side, texts }: Edge, nth = 0): RawBuilder<SqlBool> {
  const [key] = keys.slice(nth, nth + 1);
  if (!key) return sql<SqlBool>`false`;
  const rest = beyondOf(keys, { side, texts }, nth + 1);
  const { by, descending = false, nullsLast = false } = key;
  const text = texts[nth] ?? '';
  if (text === '')
    return side === 'after'
      ? sql<SqlBool>`(${by} is null and ${rest})`
      : sql<SqlBool>`(${by} is not null or ${rest})`;
  const value = key.value(text, texts);
  const sign = sql.raw((side === 'after') === descending ? '<' : '>');
  const nulls = nullsLast && side === 'after' ? sql` or ${by} is null` : sql``;
  // The first key alone can be read from an index; the rest decides about the rows beside the edge.
  const reach = nth === 0 && !nullsLast ? sql`${by} ${sign}= ${value} and ` : sql``;
  return sql<SqlBool>`(${reach}(${by} ${sign} ${value}${nulls} or (${by} = ${value} and ${rest})))`;
}

const orderOf = <Row>(keys: readonly Key<Row>[], isReversed: boolean): RawBuilder<unknown> =>
  sql.join(
    keys.map(({ by, descending = false, nullsLast = false }) => {
      const direction = sql.raw(descending === isReversed ? '' : 'desc');
      const nulls = sql.raw(nullsLast ? `nulls ${isReversed ? 'first' : 'last'}` : '');
      return sql`${by} ${direction} ${nulls}`;
    }),
    sql`, `,
  );

/** The order of a list. */
export const inOrder = <Row>(keys: readonly Key<Row>[]) => orderOf(keys, false);

type Asked = { page: number; edge?: string | undefined };

/** How a page of a list is read: the rows `beyond` its edge, in this `order`, cut by `limit` and `offset`; `inOrder` afterwards. */
export function cutOf<Row>(keys: readonly Key<Row>[], { page, edge }: Asked, size: number) {
  const read = edge === undefined ? null : edgeOf(edge, keys);
  const asked = edge !== undefined && !read ? 1 : page;
  return {
    ...{ keys, size, page: asked, side: read?.side ?? null },
    beyond: read ? beyondOf(keys, read) : sql<SqlBool>`true`,
    order: orderOf(keys, read?.side === 'before'),
    limit: size,
    offset: read ? 0 : (asked - 1) * size,
  };
}

export type Cut<Row> = ReturnType<typeof cutOf<Row>>;
/** How many rows the whole list has, and how many of them lie beyond the edge that was asked for. */
export type Counts = { total: number; beyond: number };

/** How many rows stand in front of those that were read, and behind them, and the edges on both sides. */
export function standing<Row>(
  { keys, side, offset }: Cut<Row>,
  rows: readonly Row[],
  { total, beyond }: Counts,
) {
  const byEdge = { after: total - beyond, before: Math.max(0, beyond - rows.length) };
  const front = side ? byEdge[side] : offset;
  const behind = Math.max(0, total - front - rows.length);
  const [first, last] = [rows.at(0), rows.at(-1)];
  return {
    front,
    behind,
    previous: first && front > 0 ? edgeText('before', keys, first) : null,
    next: last && behind > 0 ? edgeText('after', keys, last) : null,
  };
}

/** The place of a page in its list: its number of how many, and the edges from which the pages beside it are read; null where none is. */
export function pageOf<Row>(cut: Cut<Row>, rows: readonly Row[], counts: Counts) {
  const { front, behind, previous, next } = standing(cut, rows, counts);
  const pages = Math.max(1, Math.ceil(counts.total / cut.size));
  if (!cut.side) return { page: cut.page, pages, previous, next };
  // Nothing is left beyond the edge: a page that the list no longer has.
  if (rows.length === 0 && counts.total > 0) return { page: pages + 1, pages, previous, next };
  const page = Math.floor(front / cut.size) + 1;
  return { page, pages: page + Math.ceil(behind / cut.size), previous, next };
}
