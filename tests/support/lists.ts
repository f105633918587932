/** What tests of lists share: texts that make no sense to any field of an address, and the parameters that a list reads. */
import { globSync } from 'node:fs';
import { join } from 'node:path';

export type ListIn = {
  fields: Record<string, { name?: string }>;
  at: (url: URL) => { state: Record<string, unknown>; href: () => string };
};

const routes = join(import.meta.dirname, '../../src/routes');
const isList = (one: unknown): one is ListIn => typeof one === 'object' && one !== null && 'fields' in one;

/** Every list there is, by the route of its page, found beside the pages. */
export const allLists = (): Promise<[route: string, list: ListIn][]> =>
  Promise.all(
    globSync('**/list.ts', { cwd: routes })
      .sort()
      .map(async (file): Promise<[string, ListIn]> => {
        const exported = Object.values((await import(join(routes, file))) as Record<string, unknown>);
        const list = exported.find(isList);
        if (!list) throw new Error(`${file} has no list`);
        return [`/${file.replace('(signed-in)/', '').replace(/\/?list\.ts$/, '')}`, list];
      }),
  );

/** Names that every object has, ids that are none, days and numbers out of bounds. */
export const nonsense = [
  ...[
    'toString',
    '__proto__',
    'constructor',
    'gone',
    '-',
    ' ',
    '%',
    "'",
    'null',
    'undefined',
    '[object Object]',
  ],
  ...['00000000-0000-0000-0000-00000000000', 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa', 'project:', 'epic:x'],
  ...['2026-02-31', '1999-12-31', '2100-01-01', '0', '-1', '10001', '1e3', '50-1', '1-9999', '２'],
];

/** The names of the parameters that a list reads; of lists in parts some of them. */
export const parametersOf = (list: ListIn): string[] => [
  ...new Set(
    Object.entries(list.fields).flatMap(([key, { name }]) =>
      key === 'windows' ? ['to_do', 'done', 'backlog'] : [name ?? key.replace(/Id$/, '')],
    ),
  ),
];
