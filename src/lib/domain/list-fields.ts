/**
 * How what a list is asked for travels in its address, a field each. Written like the schema of the list's procedure, which stays the
 * judge of what is allowed; in a browser this is a twentieth of zod. A text that makes no sense to a field is as good as none.
 */
import { isDay } from './days';
import { isId } from './id';
import { wholeNumber } from './numbers';
import { edgeLength_max } from './page-edge';
import { partOf, type Part } from './thread-part';
import { windowOf, windowText, type Window } from './window';

/**
 * The part that a field has in a list: it narrows the list, it orders or lays it out, or it says which part of it is shown, which
 * begins anew as soon as anything else changes.
 */
type Role = 'narrows' | 'orders' | 'pages';

type Rule<Value> = {
  role: Role;
  /** The value that an address has of it, by the name of its parameter. */
  read: (params: URLSearchParams, name: string) => Value | undefined;
  /** The parameters that say so. */
  write: (value: Value, name: string) => [name: string, text: string][];
};

export type Field<Value, Always extends boolean = boolean> = Rule<Value> & {
  /** Its name in an address, where that is not the field's own without "Id". */
  name?: string;
  /** Its value where the address has none; then it goes without saying. */
  usual?: Value;
  called: (name: string) => Field<Value, Always>;
  usually: (value: Value) => Field<Value, true>;
  /** Whether there always is a value. */
  always?: Always;
};

const field = <Value>(rule: Rule<Value> & { name?: string; usual?: Value }): Field<Value, false> => ({
  ...rule,
  called: (name) => field({ ...rule, name }),
  usually: (usual) => field({ ...rule, usual }) as Field<Value, true>,
});

/** A field of one parameter: the first of its texts that makes sense. */
const single = <Value>(
  read: (text: string) => Value | undefined,
  write: (value: Value) => string = String,
  role: Role = 'narrows',
) =>
  field<Value>({
    role,
    read: (params, name) => {
      for (const text of params.getAll(name)) {
        const value = read(text);
        if (value !== undefined) return value;
      }
      return undefined;
    },
    write: (value, name) => [[name, write(value)]],
  });

/** The options of a field, or its words by option. */
type Options<Option extends string> = readonly Option[] | Readonly<Record<Option, unknown>>;
const optionsOf = <Option extends string>(options: Options<Option>) =>
  (Array.isArray(options) ? options : Object.keys(options)) as readonly Option[];

export const oneOf = <Option extends string>(options: Options<Option>, role?: Role) =>
  single((text) => optionsOf(options).find((option) => option === text), String, role);

/** Any number of options, each once and in their order. */
export const someOf = <Option extends string>(options: Options<Option>) =>
  field<Option[]>({
    role: 'narrows',
    read: (params, name) => {
      const texts = params.getAll(name);
      const chosen = optionsOf(options).filter((option) => texts.includes(option));
      return chosen.length ? chosen : undefined;
    },
    write: (chosen, name) => chosen.map((option) => [name, option]),
  });

/** The order of a list. */
export const orderedBy = <Option extends string>(options: Options<Option>) => oneOf(options, 'orders');

export const aNumberOf = <Option extends number>(options: readonly Option[]) =>
  single((text) => options.find((option) => String(option) === text), String, 'orders');

/** The id of a record, which with a `kind` travels behind it: "project:…". */
export const anId = (kind?: string) => {
  const prefix = kind ? `${kind}:` : '';
  return single(
    (text) => {
      const id = text.startsWith(prefix) ? text.slice(prefix.length).toLowerCase() : '';
      return isId(id) ? id : undefined;
    },
    (id) => prefix + id,
  );
};

/** The same, or one of these words. */
export const anIdOr = (...words: string[]) =>
  single((text): string | undefined => words.find((word) => word === text) ?? anId().read(of(text), ''));
const of = (text: string) => new URLSearchParams([['', text]]);

export const aDay = () => single((text) => (isDay(text) ? text : undefined));

/** Words without their outer spaces; cut where they are too long, and without the one character that the database holds in no text. */
export const aText = (length_max: number) =>
  single((text) => text.replaceAll('\0', '').trim().slice(0, length_max) || undefined);

/** Whether something is asked for, by the one word that says so. */
export const aFlag = (yes = 'yes') =>
  single(
    (text): true | undefined => (text === yes ? true : undefined),
    () => yes,
  );

/** A page of a list by its number. */
export const aPage = () =>
  single((text) => wholeNumber(text, 1, 10_000) ?? undefined, String, 'pages').usually(1);

/** A page by its number, and by the row that it begins behind or ends in front of, where the address names one. */
export const byPages = {
  page: aPage(),
  edge: single(
    (text) => (/^(?:after|before)~/.test(text) && text.length <= edgeLength_max ? text : undefined),
    String,
    'pages',
  ),
};

/** A part of what is read from its end, as a thread is; usually the latest. */
export const aPart = () => single<Part>((text) => partOf(text) ?? undefined, String, 'pages').usually(0);

/** The part that is shown of each of several lists, by their names: `?to_do=51-100`. Of so many lists at most. */
export const partsOf = <Name extends string>(isList: (name: string) => name is Name, lists_max = 100) =>
  field<Partial<Record<Name, Window>>>({
    role: 'pages',
    read: (params) => {
      const named = new Map<Name, Window>();
      for (const [name, text] of params) {
        const window = isList(name) && !named.has(name) && named.size < lists_max ? windowOf(text) : null;
        if (window) named.set(name as Name, window);
      }
      return Object.fromEntries(named) as Partial<Record<Name, Window>>;
    },
    write: (windows) =>
      Object.entries<Window | undefined>(windows).flatMap(([name, window]) =>
        window ? [[name, windowText(window)]] : [],
      ),
  }).usually({});
