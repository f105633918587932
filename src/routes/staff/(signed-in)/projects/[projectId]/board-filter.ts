import { windowsIn } from '$lib/domain/window';
import type { StaffOutputs } from '$lib/trpc/staff';

export type Board = StaffOutputs['tasks']['board'];
export type Card = Board['tasks'][number];
export type Column = Board['columns'][number];

/** Which cards of the board an address asks for. */
export type BoardFilter = { assignee: string | null; label: string | null; mine: boolean };

export const boardFilterOf = ({ searchParams }: URL): BoardFilter => ({
  assignee: searchParams.get('assignee'),
  label: searchParams.get('label'),
  mine: searchParams.get('mine') === '1',
});

/** An id that an address names; anything that is none is as good as nothing. */
const idIn = (text: string | null) =>
  text && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined;

/** The board that an address asks for: sprint, filter, and which part of each column. */
export function boardInputOf(projectId: string, url: URL) {
  const { assignee, label, mine } = boardFilterOf(url);
  return {
    projectId,
    sprintId: idIn(url.searchParams.get('sprint')),
    assigneeId: assignee === 'nobody' ? ('none' as const) : idIn(assignee),
    label: label?.slice(0, 40) || undefined,
    mine,
    windows: windowsIn(url.searchParams),
  };
}
