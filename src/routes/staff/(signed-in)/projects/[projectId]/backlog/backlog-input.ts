import { windowsNamed } from '$lib/domain/window';

const isList = (name: string): name is string =>
  name === 'backlog' || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);

/** The backlog that an address asks for: which part of each list, "backlog" and the sprints by their ids. */
export function backlogInputOf(projectId: string, { searchParams }: URL) {
  const named = Object.entries(windowsNamed(searchParams, isList));
  return { projectId, windows: Object.fromEntries(named.slice(0, 100)) };
}
