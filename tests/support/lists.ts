/** What tests of lists share: texts that make no sense to any field of an address, and the parameters that a list reads. */
import type { listOf } from '../../src/lib/domain/list-state.ts';

export type ListIn = ReturnType<typeof listOf>;

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
