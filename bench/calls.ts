/** The calls by which the statements of a realm's procedures are recorded. */
import { searches } from './tickets-world.ts';
import type { BenchWorld } from './world.ts';

/** The callers, and the router of each: a Member of the staff reaches one project and the contracts of one client, a Manager all of them. */
export const realmOf = { client: 'portal', member: 'staff', manager: 'staff' } as const;
export type Person = keyof typeof realmOf;
export type Call = { procedure: string; label: string; input: object };
export type Procedures = Record<
  string,
  {
    _def: {
      type: string;
      inputs: { shape: Record<string, { safeParse(value: undefined): { success: boolean } }> }[];
    };
  }
>;

/** Files have a measurement of their own. */
const measured: Record<Person, RegExp> = {
  client: /^(?!files\.)/,
  member: /^projects\.list$|^tasks\.(board|open)$|^tickets\.(queue|open)$/,
  manager: /^projects\.list$/,
};

const nobody = '00000000-0000-0000-0000-000000000000';

/** Lists that are called with more than the one input. */
const variants: Record<string, Record<string, object>> = {
  'client tickets.list': {
    'first page': {},
    'page 400': { status: 'all', page: 400 },
    'rare word': { status: 'all', search: searches.rare },
    'frequent word': { status: 'all', search: searches.frequent },
    'typo in a title': { status: 'all', search: searches.typo },
    'frequent word, filtered': { status: 'new', priority: 'high', search: searches.frequent },
    filtered: { status: 'new', priority: 'high' },
  },
  'manager projects.list': {
    'first page': {},
    'page 30': { page: 30 },
    'running ones': { status: 'active' },
    'by a word': { search: 'project 1' },
  },
  'member tickets.queue': {
    'first page': {},
    'deep page': { edge: `after~${nobody}~2025-01-01T00:00:00Z~infinity` },
    'what is closed': { status: ['closed'] },
    'rare word': { search: searches.rare },
    'frequent word': { search: searches.frequent },
    'typo in a title': { search: searches.typo },
    'frequent word, filtered': { status: ['new'], priority: ['high'], search: searches.frequent },
    filtered: { status: ['new'], priority: ['high'] },
  },
};

/** Every measured query that a person calls, with those of the known ids that its input demands. */
export function callsOf(
  person: Person,
  procedures: Procedures,
  known: Pick<BenchWorld, 'projectId' | 'ticketId'> & { taskId: string; milestoneId: string; epicId: string },
): Call[] {
  return Object.entries(procedures)
    .filter(([name, { _def }]) => _def.type === 'query' && measured[person].test(name))
    .flatMap(([procedure, { _def }]) => {
      const fields = _def.inputs.at(-1)?.shape ?? {};
      const input = Object.fromEntries(
        Object.entries(known).filter(([field]) => fields[field]?.safeParse(undefined).success === false),
      );
      const name = { client: '', member: 'staff ', manager: 'Manager ' }[person] + procedure;
      return Object.entries(variants[`${person} ${procedure}`] ?? { '': {} }).map(([variant, more]) => ({
        procedure,
        label: variant ? `${name}, ${variant}` : name,
        input: { ...input, ...more },
      }));
    });
}
