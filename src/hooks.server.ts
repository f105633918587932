import { building } from '$app/environment';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { clientRealm } from '$lib/server/auth/client';
import { staffRealm } from '$lib/server/auth/staff';
import {
  realms,
  refusePowerfulLogins,
  refuseUnreadableText,
  runsJobs,
  type Realm,
} from '$lib/server/db/pools';
import { log, logWrongMethod } from '$lib/server/log';
import { withoutForeignSearch } from '$lib/server/same-site';
import { readViewCookie } from '$lib/server/view-cookie';
import { runWorker } from '$lib/server/worker/run';

const realmOfPath: [string, Realm][] = [
  ['/portal', 'client'],
  ['/staff', 'staff'],
];
const signIn = { client: clientRealm, staff: staffRealm };

export const init: ServerInit = async () => {
  if (building) return;
  await refusePowerfulLogins();
  await refuseUnreadableText();
  if (runsJobs) runWorker();
};

/** Cookie → realm → locals; headers; nothing else. What the cookie is worth, the database decides at each procedure. */
export const handle: Handle = async ({ event, resolve }) => {
  const path = event.url.pathname;
  const realm = realmOfPath.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))?.[1] ?? null;
  event.locals.requestId = crypto.randomUUID();
  event.locals.isLogged = false;
  event.locals.realm = realm;
  event.locals.token = null;
  event.locals.view = null;

  if (realm && !realms.includes(realm)) return new Response('Not found', { status: 404 });
  if (realm) event.locals.token = event.cookies.get(signIn[realm].lucia.sessionCookieName) || null;
  const looking = realm === 'client' && realms.includes('staff') ? readViewCookie(event.cookies) : null;
  if (looking) {
    event.locals.token = looking.token;
    event.locals.view = { id: looking.id, nonce: looking.nonce };
  }

  // A page view keeps a living session from expiring; procedures leave it alone. A look as a client is not prolonged.
  const isPage =
    realm && event.locals.token && !looking && event.request.method === 'GET' && !path.includes('/api/');
  if (isPage && event.locals.token) {
    const { lucia } = signIn[realm];
    const { session } = await lucia.validateSession(event.locals.token);
    const cookie = session?.fresh
      ? lucia.createSessionCookie(session.id)
      : session
        ? null
        : lucia.createBlankSessionCookie();
    if (cookie)
      event.cookies.set(cookie.name, cookie.value, { ...cookie.attributes, path: signIn[realm].path });
    if (!session) event.locals.token = null;
  }

  const response = (realm && withoutForeignSearch(event)) || (await resolve(event));
  logWrongMethod(event, response.status);
  response.headers.set('x-request-id', event.locals.requestId);
  // A file says no-referrer itself: it holds no form, and what it links to need not know where it lies.
  if (!response.headers.has('referrer-policy')) response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('x-frame-options', 'DENY');
  // Who opened the window learns nothing of what is loaded in it.
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  if (realm) response.headers.set('cache-control', 'private, no-store');
  return response;
};

export const handleError: HandleServerError = ({ error, event, status, message }) => {
  const { requestId } = event.locals;
  event.locals.isLogged = true;
  if (status >= 500) log.error({ err: error, requestId, path: event.url.pathname }, 'request failed');
  else log.info({ requestId, status, path: event.url.pathname }, message);
  return {
    message:
      status === 404
        ? 'There is nothing here that you can see.'
        : event.request.method === 'GET'
          ? 'Something went wrong on our side. Nothing was changed; try again.'
          : 'Something went wrong on our side, and we do not know whether it arrived. Go back and look before you send it again.',
    requestId,
  };
};
