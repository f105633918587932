import { clientStatusWords, ticketStatuses } from './ticket-status';

/** The status filters of a client's list of tickets: unresolved, all, or one status. */
export const ticketViewWords = { unresolved: 'Unresolved', ...clientStatusWords, all: 'All' } as const;
export const ticketViews = ['unresolved', ...ticketStatuses, 'all'] as const;
export type TicketView = (typeof ticketViews)[number];

/** The sort orders of that list. */
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

/** The most tickets that a search returns: the latest of those found. */
export const searchMost = 5_000;
