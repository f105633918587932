import { pageIn } from '$lib/domain/page-in';
import { windowsNamed } from '$lib/domain/window';

const isList = (name: string): name is string =>
  name === 'backlog' || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);

/** The backlog that an address asks for: which part of each list, "backlog" and the sprints by their ids, and which page of those. */
export function backlogInputOf(projectId: string, url: URL) {
  const named = Object.entries(windowsNamed(url.searchParams, isList));
  return { projectId, windows: Object.fromEntries(named.slice(0, 100)), sprints: pageIn(url, 'sprints') };
}
