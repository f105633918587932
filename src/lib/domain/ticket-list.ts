import { clientStatusWords, ticketStatuses } from './ticket-status';

/** What a client's list of tickets can be narrowed to: what is unresolved, everything, or one status. */
export const ticketViewWords = { unresolved: 'Unresolved', ...clientStatusWords, all: 'All' } as const;
export const ticketViews = ['unresolved', ...ticketStatuses, 'all'] as const;
export type TicketView = (typeof ticketViews)[number];

/** What it can be ordered by. */
export const ticketSortWords = {
  activity: 'Recently updated',
  raised: 'Newest',
  priority: 'Highest priority',
  number: 'Number',
} as const;

/** How satisfied somebody is with a resolved ticket. */
export const ratingWords = {
  1: 'Very dissatisfied',
  2: 'Dissatisfied',
  3: 'Neutral',
  4: 'Satisfied',
  5: 'Very satisfied',
} as const;

/** What a search hands back at most, the latest of what it found. */
export const searchMost = 5_000;
