/** The board that an address asks for: of the named sprint, or of the current one. */
export function inputOf(projectId: string, url: URL): { projectId: string; sprintId?: string } {
  const sprintId = url.searchParams.get('sprint');
  return sprintId ? { projectId, sprintId } : { projectId };
}
