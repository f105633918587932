import { aDay, anId, aText, byPages, oneOf, orderedBy } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';
import { ticketSortWords, ticketViews } from '$lib/domain/ticket-list';
import { ticketPriorities } from '$lib/domain/ticket-priority';

export const ticketList = listOf({
  status: oneOf(ticketViews).usually('unresolved'),
  search: aText(200),
  priority: oneOf(ticketPriorities),
  jobTypeId: anId().called('type'),
  projectId: anId(),
  contractId: anId(),
  from: aDay(),
  to: aDay(),
  sort: orderedBy(ticketSortWords).usually('activity'),
  ...byPages,
});
type List = ReturnType<typeof ticketList.at>;

/** How many choices narrow it, but for the words that are searched for and the status. */
export const narrowings = ({ narrowed }: List) =>
  narrowed.filter((name) => name !== 'search' && name !== 'status').length;
