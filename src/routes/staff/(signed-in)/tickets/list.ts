import { aText, anId, anIdOr, byPages, oneOf, someOf } from '$lib/domain/list-fields';
import { listOf, type ChipWords, type StateOf } from '$lib/domain/list-state';
import { supportLevelWords } from '$lib/domain/sla/words';
import { ticketPriorityWords } from '$lib/domain/ticket-priority';
import { ticketStatusWords } from '$lib/domain/ticket-words';
import { visibilityWords } from '$lib/domain/words';
import type { StaffOutputs } from '$lib/trpc/staff';

export const queue = listOf({
  search: aText(200),
  status: someOf(ticketStatusWords),
  priority: someOf(ticketPriorityWords),
  level: someOf(supportLevelWords),
  assigneeId: anIdOr('me', 'none'),
  clientId: anId(),
  contractId: anId(),
  jobTypeId: anId().called('job'),
  visibility: oneOf(visibilityWords),
  escalated: oneOf(['me']),
  ...byPages,
});

type Queue = StaffOutputs['tickets']['queue'];

/** How people read what the queue is narrowed by, also where it has no ticket left. */
export function chipWords({ facets, staff }: Queue): ChipWords<StateOf<typeof queue.fields>> {
  const named = (records: { id: string; name: string }[], before: string) => (wanted: string) =>
    `${before}: ${records.find(({ id }) => id === wanted)?.name ?? '(no tickets here)'}`;
  const assigned = named([...staff, ...holders(facets)], 'Assigned to');
  return {
    search: (words) => `“${words}”`,
    status: (status) => ticketStatusWords[status],
    priority: (priority) => `${ticketPriorityWords[priority]} priority`,
    level: (level) => supportLevelWords[level],
    assigneeId: (id) => ({ me: 'Assigned to me', none: 'Unassigned' })[id] ?? assigned(id),
    clientId: named(facets.clients, 'Client'),
    contractId: named(facets.contracts, 'Contract'),
    jobTypeId: named(facets.jobTypes, 'Job type'),
    visibility: (visibility) => visibilityWords[visibility],
    escalated: () => 'Escalated to me',
  };
}

/** Those who hold tickets of the queue, also where it no longer is theirs. */
export const holders = ({ assignees }: Queue['facets']) =>
  assignees.flatMap(({ id, name }) => (id === null ? [] : [{ id, name: name ?? 'Someone' }]));
