import { z } from 'zod';
import { ticketSortWords, ticketViews } from '../domain/ticket-list';
import { ticketPriorities } from '../domain/ticket-priority';
import { day } from './day';
import { wholeNumber } from './number';
import { requestId } from './request';
import { prose, said } from './said';
import { line } from './text';
import { uploads } from './uploads';
import { pageAsked, partAsked } from './windows';

const sorts = Object.keys(ticketSortWords) as (keyof typeof ticketSortWords)[];

/** What narrows and orders a list of tickets. Days are the client's own, both included, of when a ticket was raised. */
export const ticketFilter = z.strictObject({
  status: z.enum(ticketViews).default('unresolved'),
  priority: z.enum(ticketPriorities).optional(),
  jobTypeId: z.uuid('This is not a kind of request.').optional(),
  projectId: z.uuid('This is not a project.').optional(),
  contractId: z.uuid('This is not a contract.').optional(),
  from: day.optional(),
  to: day.optional(),
  search: z.string().trim().max(200, 'Search for at most 200 characters.').optional(),
  sort: z.enum(sorts).default('activity'),
});

export const ticketListInput = ticketFilter.extend(pageAsked);

const ticketInput = z.strictObject({ ticketId: z.uuid('This is not a ticket.') });

export const ticketOpenInput = ticketInput.extend({ earlier: partAsked, history: partAsked });

export const ticketRaise = z.strictObject({
  jobTypeId: z.uuid('Choose what kind of request it is.'),
  projectId: z.uuid('Choose a project, or none.').nullable().default(null),
  priority: z.enum(ticketPriorities, 'Choose how pressing it is.').default('medium'),
  title: line(200, 'Say in one line what it is about.'),
  description: prose('Describe it.', 'A description has at most 20,000 characters.').default(''),
  uploads,
  requestId,
});

export const ticketReply = ticketInput.extend({
  body: said('Write your reply.', 'A reply has at most 20,000 characters.'),
  uploads,
  requestId,
});

export const ticketMove = ticketInput.extend({
  status: z.enum(['resolved', 'open'], 'A ticket is resolved or reopened.'),
});

export const ticketRating = ticketInput.extend({
  rating: wholeNumber(1, 5, 'Choose from 1 to 5.'),
  comment: prose('', '').max(2_000, 'At most 2,000 characters.').default(''),
});
