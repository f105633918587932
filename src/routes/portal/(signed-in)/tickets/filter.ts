import type { z } from 'zod';
import { isDay } from '$lib/domain/days';
import { ticketSortWords, ticketViews } from '$lib/domain/ticket-list';
import { ticketPriorities } from '$lib/domain/ticket-priority';
import type { ticketListInput } from '$lib/inputs/tickets';
import { pageAskedIn } from '$lib/domain/page-in';

export type TicketListInput = z.input<typeof ticketListInput>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const sorts = Object.keys(ticketSortWords) as (keyof typeof ticketSortWords)[];

/** The list that an address asks for; what makes no sense in it is left out. */
export function inputOf(url: URL): TicketListInput & { page: number } {
  const said = (name: string) => url.searchParams.get(name) ?? '';
  const oneOf = <Option extends string>(options: readonly Option[], name: string) =>
    options.find((option) => option === said(name));
  const like = (shape: { test: (text: string) => boolean }, name: string) =>
    shape.test(said(name)) ? said(name) : undefined;
  const priority = oneOf(ticketPriorities, 'priority');
  const [jobTypeId, projectId, contractId] = ['type', 'project', 'contract'].map((name) => like(uuid, name));
  const [from, to] = ['from', 'to'].map((name) => like({ test: isDay }, name));
  const search = said('search').trim().slice(0, 200);
  return {
    status: oneOf(ticketViews, 'status') ?? 'unresolved',
    ...(priority && { priority }),
    ...(jobTypeId && { jobTypeId }),
    ...(projectId && { projectId }),
    ...(contractId && { contractId }),
    ...(from && { from }),
    ...(to && { to }),
    ...(search && { search }),
    sort: oneOf(sorts, 'sort') ?? 'activity',
    ...pageAskedIn(url),
  };
}

/** The address that asks for a list, below `place`; a page of it by its number and the `edge` that it begins from. */
export function hrefOf(input: TicketListInput, place = '/portal/tickets', edge?: string): string {
  const query = new URLSearchParams();
  const say = (name: string, value: string | undefined, usual = '') => {
    if (value && value !== usual) query.set(name, value);
  };
  say('status', input.status, 'unresolved');
  say('search', input.search);
  say('priority', input.priority);
  say('type', input.jobTypeId);
  say('project', input.projectId);
  say('contract', input.contractId);
  say('from', input.from);
  say('to', input.to);
  say('sort', input.sort, 'activity');
  say('page', input.page === undefined ? '' : String(input.page), '1');
  say('edge', edge);
  const search = query.toString();
  return `${place}${search && `?${search}`}`;
}

/** How many choices narrow it, but for the words that are searched for and the status. */
export const narrowings = ({ priority, jobTypeId, projectId, contractId, from, to }: TicketListInput) =>
  [priority, jobTypeId, projectId, contractId, from, to].filter(Boolean).length;
