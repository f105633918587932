import { json, type RequestEvent } from '@sveltejs/kit';
import { signInAddress } from '../domain/sign-in-address';

/**
 * The answer to somebody who is not signed in and asks for a page of the team that there is not: the one of every page that there is.
 * Null for every other request.
 */
export function asIfThere(event: RequestEvent): Response | null {
  const { locals, route, request, url, isDataRequest } = event;
  const isAsked = request.method === 'GET' || request.method === 'HEAD';
  if (locals.realm !== 'staff' || locals.token || route.id !== null || !isAsked) return null;
  const location = signInAddress('/staff', url);
  return isDataRequest
    ? json({ type: 'redirect', location })
    : new Response(null, { status: 303, headers: { location } });
}
