/** What is called to hear the statements that a realm's procedures send. */
import { searches } from './tickets-world.ts';
import type { BenchWorld } from './world.ts';

export type Realm = 'portal' | 'staff';
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
const measured = { portal: /^(?!files\.)/, staff: /^tasks\.(board|open)$|^tickets\.(queue|open)$/ };

const nobody = '00000000-0000-0000-0000-000000000000';

/** Lists that are called with more than the one input. */
const variants: Record<string, Record<string, object>> = {
  'portal tickets.list': {
    'first page': {},
    'page 400': { status: 'all', page: 400 },
    'rare word': { status: 'all', search: searches.rare },
    'frequent word': { status: 'all', search: searches.frequent },
    'typo in a title': { status: 'all', search: searches.typo },
    'frequent word, filtered': { status: 'new', priority: 'high', search: searches.frequent },
    filtered: { status: 'new', priority: 'high' },
  },
  'staff tickets.queue': {
    'first page': {},
    'deep page': { after: { breachAt: null, createdAt: '2025-01-01T00:00:00Z', id: nobody } },
    'what is closed': { status: ['closed'] },
    'rare word': { search: searches.rare },
    'frequent word': { search: searches.frequent },
    'typo in a title': { search: searches.typo },
    'frequent word, filtered': { status: ['new'], priority: ['high'], search: searches.frequent },
    filtered: { status: ['new'], priority: ['high'] },
  },
};

/** Every measured query of a router, with those of the known ids that its input demands. */
export function callsOf(
  realm: Realm,
  procedures: Procedures,
  known: Pick<BenchWorld, 'projectId' | 'ticketId'> & { taskId: string; milestoneId: string; epicId: string },
): Call[] {
  return Object.entries(procedures)
    .filter(([name, { _def }]) => _def.type === 'query' && measured[realm].test(name))
    .flatMap(([procedure, { _def }]) => {
      const fields = _def.inputs.at(-1)?.shape ?? {};
      const input = Object.fromEntries(
        Object.entries(known).filter(([field]) => fields[field]?.safeParse(undefined).success === false),
      );
      const name = realm === 'portal' ? procedure : `staff ${procedure}`;
      return Object.entries(variants[`${realm} ${procedure}`] ?? { '': {} }).map(([variant, more]) => ({
        procedure,
        label: variant ? `${name}, ${variant}` : name,
        input: { ...input, ...more },
      }));
    });
}
