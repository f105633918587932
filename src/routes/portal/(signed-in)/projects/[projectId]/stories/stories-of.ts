import { pageAskedIn } from '$lib/domain/page-in';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The stories that an address asks for: of one epic, or of none. */
export function storiesOf(projectId: string, url: URL) {
  const epicId = url.searchParams.get('epic');
  return { projectId, epicId: epicId !== null && uuid.test(epicId) ? epicId : 'none', ...pageAskedIn(url) };
}
