import { supportLevelWords } from '$lib/domain/sla/words';
import { ticketPriorityWords } from '$lib/domain/ticket-priority';
import { ticketStatusWords } from '$lib/domain/ticket-words';
import { visibilityWords } from '$lib/domain/words';
import type { StaffOutputs } from '$lib/trpc/staff';
import { isId } from './filter';

type Queue = StaffOutputs['tickets']['queue'];
/** One thing that the queue is filtered by, and the address without it. */
export type Chip = { key: string; words: string; without: string };

/** The filters of an address as people read them; what makes no sense in it has no chip. */
export function chipsOf({ pathname, searchParams }: URL, queue: Queue): Chip[] {
  const without = (name: string, value: string) => {
    const rest = new URLSearchParams(searchParams);
    rest.delete(name, value);
    rest.delete('after');
    return rest.size ? `${pathname}?${rest}` : pathname;
  };
  return Object.entries(wordsFor(queue)).flatMap(([name, wordsOf]) =>
    [...new Set(searchParams.getAll(name))].flatMap((value): Chip[] => {
      const words = wordsOf(value);
      return words ? [{ key: `${name} ${value}`, words, without: without(name, value) }] : [];
    }),
  );
}

type WordsOf = (value: string) => string | undefined;

const among =
  (words: Record<string, string>, after = ''): WordsOf =>
  (value) =>
    Object.hasOwn(words, value) ? `${words[value]}${after}` : undefined;

function wordsFor({ facets, staff }: Queue): Record<string, WordsOf> {
  const named =
    (records: { id: string; name: string }[], before: string): WordsOf =>
    (value) =>
      // What is filtered by and has no ticket left is still said.
      isId(value)
        ? `${before}: ${records.find(({ id }) => id === value)?.name ?? '(no tickets here)'}`
        : undefined;
  return {
    search: (value) => value.trim() && `“${value.trim()}”`,
    status: among(ticketStatusWords),
    priority: among(ticketPriorityWords, ' priority'),
    level: among(supportLevelWords),
    assignee: (value) =>
      ({ me: 'Assigned to me', none: 'Unassigned' })[value] ??
      named([...staff, ...holders(facets)], 'Assigned to')(value),
    client: named(facets.clients, 'Client'),
    contract: named(facets.contracts, 'Contract'),
    job: named(facets.jobTypes, 'Job type'),
    visibility: among(visibilityWords),
    escalated: among({ me: 'Escalated to me' }),
  };
}

/** Those who hold tickets of the queue, also where it no longer is theirs. */
export const holders = ({ assignees }: Queue['facets']) =>
  assignees.flatMap(({ id, name }) => (id === null ? [] : [{ id, name: name ?? 'Someone' }]));
