import { z } from 'zod';
import { ticketSortWords, ticketViews } from '../domain/ticket-list';
import { ticketPriorities } from '../domain/ticket-priority';
import { day } from './day';
import { wholeNumber } from './number';
import { requestId } from './request';
import { prose, message } from './message';
import { line } from './text';
import { uploads } from './uploads';
import { pageAsked, partAsked } from './windows';

const sorts = Object.keys(ticketSortWords) as (keyof typeof ticketSortWords)[];

/** The filters and order of a list of tickets. Days are the client's own, both included, of when a ticket was raised. */
export const ticketFilter = z.strictObject({
  status: z.enum(ticketViews).default('unresolved'),
  priority: z.enum(ticketPriorities).optional(),
  jobTypeId: z.uuid('Choose a request type from the list.').optional(),
  projectId: z.uuid('Choose a project from the list.').optional(),
  contractId: z.uuid('Choose a contract from the list.').optional(),
  from: day.optional(),
  to: day.optional(),
  search: z.string().trim().max(200, 'Searches can be up to 200 characters.').optional(),
  sort: z.enum(sorts).default('activity'),
});

export const ticketListInput = ticketFilter.extend(pageAsked);

const ticketInput = z.strictObject({ ticketId: z.uuid('Choose a ticket from the list.') });

export const ticketOpenInput = ticketInput.extend({ earlier: partAsked, history: partAsked });

export const ticketRaise = z.strictObject({
  jobTypeId: z.uuid('Choose a request type.'),
  projectId: z.uuid('Choose a project, or none.').nullable().default(null),
  priority: z.enum(ticketPriorities, 'Choose a priority.').default('medium'),
  title: line(200, 'Enter a title.'),
  description: prose('Add a description.', 'Descriptions can be up to 20,000 characters.').default(''),
  uploads,
  requestId,
});

export const ticketReply = ticketInput.extend({
  body: message('Write your reply.', 'Replies can be up to 20,000 characters.'),
  uploads,
  requestId,
});

export const ticketMove = ticketInput.extend({
  status: z.enum(['resolved', 'open'], 'Choose to resolve or reopen the ticket.'),
});

export const ticketRating = ticketInput.extend({
  rating: wholeNumber(1, 5, 'Choose a rating from 1 to 5.'),
  comment: prose('', '').max(2_000, 'Comments can be up to 2,000 characters.').default(''),
});
