import { windowsIn } from '$lib/domain/window';

/** The board that an address asks for: of the named sprint, or of the current one; and which part of each column. */
export function inputOf(projectId: string, { searchParams }: URL) {
  const sprintId = searchParams.get('sprint');
  return { projectId, ...(sprintId && { sprintId }), windows: windowsIn(searchParams) };
}
