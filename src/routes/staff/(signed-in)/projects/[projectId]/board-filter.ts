import type { StaffOutputs } from '$lib/trpc/staff';

export type Card = StaffOutputs['tasks']['board']['tasks'][number];

/** Which cards of the board an address asks for. */
export type BoardFilter = { assignee: string | null; label: string | null; mine: boolean };

export const boardFilterOf = ({ searchParams }: URL): BoardFilter => ({
  assignee: searchParams.get('assignee'),
  label: searchParams.get('label'),
  mine: searchParams.get('mine') === '1',
});

/** The sprint that an address asks for; anything that is no id is the current one. */
export function sprintIdOf({ searchParams }: URL): string | undefined {
  const id = searchParams.get('sprint') ?? '';
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : undefined;
}

export function matches(card: Card, { assignee, label, mine }: BoardFilter, me: string | undefined): boolean {
  if (assignee !== null && card.assigneeId !== (assignee === 'nobody' ? null : assignee)) return false;
  if (label !== null && !card.labels.includes(label)) return false;
  return !mine || card.assigneeId === me;
}
