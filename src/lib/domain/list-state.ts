/**
 * The state of a list: what it is narrowed and ordered by, and which part of it is shown. It has one home, the address, and is one
 * object: read there by its fields, and turned into links, chips, inputs and a query to keep from there.
 */
import type { Field } from './list-fields';

type Fields = Record<string, Pick<Field<unknown>, 'role' | 'name'>>;
type ValueOf<One> = One extends { read: (...asked: never[]) => infer Value }
  ? Exclude<Value, undefined>
  : never;
type Always<All> = { [Key in keyof All]: All[Key] extends { always?: true } ? Key : never }[keyof All];

/** The values of a list's fields together: the input of its procedure. */
export type StateOf<All> = { [Key in Always<All>]: ValueOf<All[Key]> } & {
  [Key in Exclude<keyof All, Always<All>>]?: ValueOf<All[Key]> | undefined;
};

/** One thing that a list is narrowed by, as people read it, and the address without it. */
export type Chip = { key: string; words: string; without: string };

/** How people read a value of each field; of a field with several values each of them. Undefined for what cannot be named. */
export type ChipWords<State> = {
  [Key in keyof State]?: (
    value: NonNullable<State[Key]> extends (infer One)[] ? One : NonNullable<State[Key]>,
  ) => string | undefined;
};

type Change<State> = { [Key in keyof State]?: State[Key] | undefined };

/** A list as an address asks for it. */
export type Listed<State extends object> = {
  state: State;
  /** Its filters and order as a query string to save: without the page, and without usual values. */
  query: string;
  /** The fields that narrow it beyond what is usual. */
  narrowed: (keyof State & string)[];
  /** The address with a change; undefined takes a field back to what is usual. `path`: of another page that takes the same. */
  href: (change?: Change<State>, path?: string) => string;
  /** The address that keeps these fields alone. */
  only: (...kept: (keyof State & string)[]) => string;
  /** The address of a page, by its number and the edge that it is read by. */
  toPage: (page: number, edge?: string) => string;
  chips: (words: ChipWords<State>) => Chip[];
  /** Names and values of hidden inputs that keep these fields in a form which does not show them. */
  inputs: (...fields: (keyof State & string)[]) => [name: string, text: string][];
  /** Whether a kept query asks for the same. */
  isSame: (query: string) => boolean;
  /** Whether a parameter says nothing: an empty one, or what goes without saying. */
  isIdle: (name: string, text: string) => boolean;
};

/** A list by the fields of its state. */
export function listOf<All extends Fields>(fields: All) {
  type State = StateOf<All>;
  type Key = keyof State & string;
  type Loose = Record<string, unknown>;
  const entries = Object.entries(fields) as unknown as [Key, Field<unknown>][];
  const nameOf = (key: string) => fields[key]?.name ?? key.replace(/Id$/, '');
  const role = (key: string) => fields[key]?.role;

  function read({ searchParams }: Pick<URL, 'searchParams'>): State {
    const state: Loose = {};
    for (const [key, { read: readField, usual }] of entries) {
      const value = readField(searchParams, nameOf(key)) ?? usual;
      if (value !== undefined) state[key] = value;
    }
    return state as State;
  }

  /** The parameters that say a value; none for what goes without saying. */
  function written(key: string, value: unknown): [string, string][] {
    const { write, usual } = fields[key] as unknown as Field<unknown>;
    return value === undefined || value === usual ? [] : write(value, nameOf(key));
  }

  function queryOf(state: object, wanted: (key: Key) => boolean = () => true): string {
    const pairs = entries.flatMap(([key]) => (wanted(key) ? written(key, (state as Loose)[key]) : []));
    return new URLSearchParams(pairs).toString();
  }

  const keptOf = (state: object) => queryOf(state, (key) => role(key) !== 'pages');
  const at = (path: string, query: string) => (query ? `${path}?${query}` : path);

  function listAt(url: Pick<URL, 'pathname' | 'searchParams'>): Listed<State> {
    const state = read(url);
    const href = (change: Change<State> = {}, path = url.pathname) => {
      const begins = !Object.keys(change).some((key) => role(key) === 'pages');
      return at(
        path,
        queryOf({ ...state, ...change }, (key) => !begins || role(key) !== 'pages'),
      );
    };
    const valuesOf = (key: Key): unknown[] => [(state as Loose)[key] ?? []].flat();
    return {
      state,
      query: keptOf(state),
      narrowed: entries
        .map(([key]) => key)
        .filter((key) => role(key) === 'narrows' && written(key, (state as Loose)[key]).length > 0),
      href,
      only: (...kept) =>
        at(
          url.pathname,
          queryOf(state, (key) => kept.includes(key)),
        ),
      toPage: (page, edge) => href({ page, edge } as unknown as Change<State>),
      chips: (words) =>
        (Object.entries(words) as [Key, ((value: unknown) => string | undefined) | undefined][]).flatMap(
          ([key, wordsOf]) =>
            valuesOf(key).flatMap((value): Chip[] => {
              const say = wordsOf?.(value);
              const rest = valuesOf(key).filter((one) => one !== value);
              const change = { [key]: rest.length ? rest : undefined } as Change<State>;
              return say ? [{ key: `${key} ${String(value)}`, words: say, without: href(change) }] : [];
            }),
        ),
      inputs: (...keys) => keys.flatMap((key) => written(key, (state as Loose)[key])),
      isSame: (query) => keptOf(read({ searchParams: new URLSearchParams(query) })) === keptOf(state),
      isIdle: (name, text) =>
        text === '' ||
        entries.some(
          ([key, { usual, write }]) =>
            nameOf(key) === name && usual !== undefined && write(usual, name)[0]?.[1] === text,
        ),
    };
  }

  return { read, at: listAt, fields };
}
