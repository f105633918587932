/**
 * Extremes for every field of every procedure, found in the routers' own zod schemas, and for every parameter of a page's
 * address, found in the sources: nothing is listed that could be forgotten.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';

const root = join(import.meta.dirname, '../..');

export type Realm = 'portal' | 'staff';
type Definition = {
  type: string;
  format?: string;
  innerType?: Schema;
  in?: Schema;
  out?: Schema;
  shape?: Record<string, Schema>;
  element?: Schema;
  options?: Schema[];
  valueType?: Schema;
  checks?: { _zod: { def: { format?: string } } }[];
};
type Schema = { _zod: { def: Definition } };
export type Kind = 'date' | 'number' | 'text' | 'id' | 'choice' | 'flag' | 'list' | 'record';
export type Path = (string | number)[];
export type Field = { path: Path; kind: Kind };
export type Procedure = { name: string; realm: Realm; type: string; schema: Schema | undefined };

/** Every procedure of a realm, with the schema of its input. */
export async function proceduresOf(realm: Realm): Promise<Procedure[]> {
  type Router = { _def: { procedures: Record<string, { _def: { type: string; inputs: Schema[] } }> } };
  const { module } = await runnerImport<Record<string, Router>>(
    join(root, `src/lib/server/${realm}/router.ts`),
    { configFile: false, logLevel: 'error', resolve: { alias: { $lib: join(root, 'src/lib') } } },
  );
  return Object.entries(module[`${realm}Router`]!._def.procedures).map(([name, { _def }]) => ({
    ...{ name, realm, type: _def.type, schema: _def.inputs.at(-1) },
  }));
}

/** The fields of a schema, those of what a list or a record holds among them. */
export function fieldsOf(schema: Schema | undefined, path: Path = []): Field[] {
  if (!schema) return [];
  const { def } = schema._zod;
  const own = (kind: Kind): Field[] => [{ path, kind }];
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape ?? {}).flatMap(([name, field]) => fieldsOf(field, [...path, name]));
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return fieldsOf(def.innerType, path);
    case 'pipe':
      // What is preprocessed is told by what it becomes, what is transformed by what it was.
      return fieldsOf(def.in?._zod.def.type === 'transform' ? def.out : def.in, path);
    case 'array':
      return [...own('list'), ...fieldsOf(def.element, [...path, 0])];
    case 'record':
      return [...own('record'), ...fieldsOf(def.valueType, [...path, 'to_do'])];
    case 'union': {
      const all = (def.options ?? []).flatMap((option) => fieldsOf(option, path));
      return all.filter((field, nth) => all.findIndex(({ kind }) => kind === field.kind) === nth);
    }
    case 'number':
    case 'int':
      return own('number');
    case 'boolean':
      return own('flag');
    case 'enum':
    case 'literal':
      return own('choice');
    case 'string': {
      const formats = [def.format, ...(def.checks ?? []).map(({ _zod }) => _zod.def.format)];
      if (formats.includes('date')) return own('date');
      return own(formats.includes('uuid') ? 'id' : 'text');
    }
    default:
      throw new Error(`${def.type} at ${path.join('.')}: say in tests/support/extremes.ts what it is`);
  }
}

const numbers = [-1, 0, 1, 0.5, 10_000, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e308, -1e308, '', '-1', '0x10', '7,5', '1e3', 'NaN', 'Infinity', '9'.repeat(400), null, [], {}, true]; // prettier-ignore
export const extremes: Record<Kind, readonly unknown[]> = {
  number: numbers,
  date: ['0026-12-01', '0001-01-01', '0000-01-01', '1999-12-31', '2000-01-01', '2099-12-31', '2100-01-01', '9999-12-31', '+275760-09-13', '-000001-01-01', '2026-02-30', '2026-12-01T00:00Z', 'infinity', 'now', '', 'x', '9'.repeat(400), null, 20_261_201, {}], // prettier-ignore
  text: ['', ' ', '\0', '\ud800', '\u200b', '%', '\\', "'; select 1", '0', 'x'.repeat(100_000), '🙂'.repeat(20_000), 'a '.repeat(50_000), null, 1e308, []], // prettier-ignore
  id: ['', 'x', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'x'.repeat(100_000), null, 7], // prettier-ignore
  choice: ['', 'constructor', '__proto__', 'x'.repeat(100_000), null, 1e308, []],
  flag: ['', 'yes', 2, null, {}],
  list: [[], [null], Array<string>(20_000).fill('x'), {}, 'x', null],
  record: [{}, [], { x: 1 }, { to_do: null }, { to_do: { from: 1_000_000, to: 1e308 } }, null],
};

/** An input with one of its fields put at an extreme. */
export function withValue(input: unknown, [at, ...rest]: Path, value: unknown): unknown {
  if (at === undefined) return value;
  const held = (input ?? (typeof at === 'number' ? [] : {})) as Record<string | number, unknown>;
  const inner = withValue(held[at], rest, value);
  return Array.isArray(held) ? [inner, ...(held as unknown[]).slice(1)] : { ...held, [at]: inner };
}

/** Puts a project's records at the farthest that may be stored: what is dear to compute is computed over it. */
export async function storeFarthest(
  database: { query: (sql: string, values: unknown[]) => Promise<unknown> },
  projectId: string,
): Promise<void> {
  const run = (sql: string) => database.query(sql, [projectId]);
  await run(`insert into app.sprint (tenant_id, project_id, name, starts_on, ends_on, visibility)
             select tenant_id, id, 'Long ' || day, day, day::date + 181, 'client_visible'
               from app.project, unnest('{2000-01-01,2099-07-01}'::date[]) day where id = $1`);
  await run(`insert into app.milestone (tenant_id, project_id, title, agreed_on, forecast_on, visibility)
             select tenant_id, id, 'Far ' || day, day, '2099-12-31', 'client_visible'
               from app.project, unnest('{2000-01-01,2099-12-31}'::date[]) day where id = $1`);
  await run(`update app.epic set starts_on = '2079-12-31', due_on = '2099-12-31' where project_id = $1`);
  await run(`update app.project set starts_on = '2000-01-01', due_on = '2019-12-31' where id = $1`);
  await run(`update app.task set estimate_minutes = 100000 where project_id = $1`);
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

const files = (pattern: string) => globSync(pattern, { cwd: join(root, 'src') });

/** Every word that could be a parameter of a page's address: the literals of sources that read one. */
export function parameterNames(): string[] {
  const names = files('{routes,lib/domain,lib/components}/**/*.{ts,svelte}').flatMap((file) => {
    const source = readFileSync(join(root, 'src', file), 'utf8');
    if (!/searchParams|listOf|earlierIn|partsIn/.test(source)) return [];
    return [...source.matchAll(/'([a-z][A-Za-z_]{1,20})'|name="([a-z][A-Za-z_]{1,20})"|\b([a-z]\w{1,20}?)(?:Id)?: (?:a[A-Z]|oneOf|someOf|orderedBy|single)/g)].map(([, one, other, field]) => one ?? other ?? field ?? ''); // prettier-ignore
  });
  return [...new Set(names)].sort();
}

/** What an address can say of any of them. */
export const addressValues =
  [...extremes.number, ...extremes.date, '1-999999', '999999-1000000', '1-250', '0-0', 'done', 'all', 'me', 'none', 'constructor', '\0', '%', '🙂', 'x'.repeat(300), '00000000-0000-0000-0000-000000000000'] // prettier-ignore
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .map((text) => text.slice(0, 400));

/** Every address of a realm that can be got: those of pages, and those of endpoints, which may send a file. */
export function routesOf(realm: Realm): { route: string; isPage: boolean }[] {
  const found = files(`routes/${realm}/**/+{page.svelte,server.ts}`).filter(
    (file) => file.endsWith('.svelte') || /export const GET\b/.test(readFileSync(join(root, 'src', file), 'utf8')), // prettier-ignore
  );
  return found
    .map((file) => ({
      route: `/${file.split('/').slice(1, -1).join('/')}`.replaceAll(/\/\([^)]+\)/g, ''),
      isPage: file.endsWith('.svelte'),
    }))
    .filter(({ route }) => !route.includes('/api/trpc') && !route.includes('/sign-'))
    .sort((a, b) => a.route.localeCompare(b.route));
}

/** An address with the ids of records in it. */
export const addressOf = (route: string, ids: Record<string, string>) =>
  route.replaceAll(/\[+(?:\.\.\.)?([^\]=]+)(?:=[^\]]+)?\]+/g, (_, name: string) => ids[name] ?? 'x');
