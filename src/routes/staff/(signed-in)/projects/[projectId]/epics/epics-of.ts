import { pageIn } from '$lib/domain/page-in';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The epics that an address asks for: a page of all of them, or of the stories of one or of none. */
export function epicsOf(projectId: string, url: URL) {
  const epicId = url.searchParams.get('epic');
  const isNamed = epicId === 'none' || (epicId !== null && uuid.test(epicId));
  return { projectId, page: pageIn(url), ...(isNamed && { epicId }) };
}
