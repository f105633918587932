import type { z } from 'zod';
import { supportLevelWords } from '$lib/domain/sla/words';
import { ticketPriorityWords } from '$lib/domain/ticket-priority';
import { ticketStatusWords } from '$lib/domain/ticket-words';
import { visibilityWords } from '$lib/domain/words';
import type { ticketFilter } from '$lib/inputs/staff-tickets';

type Filter = z.input<typeof ticketFilter>;

const keyOf = <Words extends object>(words: Words, text: string | null): keyof Words | undefined =>
  text !== null && Object.hasOwn(words, text) ? (text as keyof Words) : undefined;
const keysOf = <Words extends object>(words: Words, texts: string[]) => [
  ...new Set(texts.flatMap((text) => keyOf(words, text) ?? [])),
];
/** Whether the text of an address can be the id of a record. */
export const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
const idOf = (text: string | null, ...words: string[]) =>
  text && (words.includes(text) || isId(text)) ? text : undefined;

/** The queue that an address asks for; what makes no sense in it is left out. */
export function filterOf({ searchParams }: URL): Filter {
  const text = (name: string) => searchParams.get(name);
  const status = keysOf(ticketStatusWords, searchParams.getAll('status'));
  const priority = keysOf(ticketPriorityWords, searchParams.getAll('priority'));
  const level = keysOf(supportLevelWords, searchParams.getAll('level'));
  const clientId = idOf(text('client'));
  const contractId = idOf(text('contract'));
  const assigneeId = idOf(text('assignee'), 'me', 'none');
  const jobTypeId = idOf(text('job'));
  const visibility = keyOf(visibilityWords, text('visibility'));
  const escalated = text('escalated') === 'me' ? ('me' as const) : undefined;
  const search = text('search')?.trim().slice(0, 200);
  const after = afterOf(text('after'));
  return {
    ...(status.length && { status }),
    ...(priority.length && { priority }),
    ...(level.length && { level }),
    ...(clientId && { clientId }),
    ...(contractId && { contractId }),
    ...(assigneeId && { assigneeId }),
    ...(jobTypeId && { jobTypeId }),
    ...(visibility && { visibility }),
    ...(escalated && { escalated }),
    ...(search && { search }),
    ...(after && { after }),
  };
}

type Place = NonNullable<Filter['after']>;

/** The last ticket of a page, as the address carries it. */
export const placeText = ({ breachAt, createdAt, id }: Place) => [breachAt ?? '', createdAt, id].join('~');

function afterOf(text: string | null): Place | undefined {
  const [breachAt, createdAt = '', id = ''] = text?.split('~') ?? [];
  const isMoment = (moment: string) => moment.length <= 40 && !Number.isNaN(Date.parse(moment));
  if (!isId(id) || !isMoment(createdAt) || (breachAt && !isMoment(breachAt))) return undefined;
  return { breachAt: breachAt || null, createdAt, id };
}

const filterNames = [
  'search',
  'status',
  'priority',
  'level',
  'assignee',
  'client',
  'contract',
  'job',
  'visibility',
  'escalated',
];

/** What an address filters by, as the query string to keep: no page, nothing empty, nothing unknown. */
export function keptQuery({ searchParams }: URL): string {
  const kept = new URLSearchParams();
  for (const name of filterNames)
    for (const value of searchParams.getAll(name)) if (value) kept.append(name, value);
  return kept.toString();
}
