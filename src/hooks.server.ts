import { building } from '$app/environment';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { clientRealm } from '$lib/server/auth/client';
import { staffRealm } from '$lib/server/auth/staff';
import { refuseUntriedPg } from '$lib/server/db/pg-internals';
import {
  pipeline,
  realms,
  refusePowerfulLogins,
  refuseUnreadableText,
  resetDefaults,
  runsJobs,
  type Realm,
} from '$lib/server/db/pools';
import { fileSettings } from '$lib/server/files/configured';
import { log, logWrongMethod } from '$lib/server/log';
import { noticeProxy } from '$lib/server/proxy-notice';
import { answerFor } from '$lib/server/reader';
import { withoutEmptyParameters } from '$lib/server/empty-parameters';
import { setHeaders, withAccent } from '$lib/server/response-headers';
import { withoutForeignSearch } from '$lib/server/same-site';
import { asIfThere } from '$lib/server/signed-out';
import { atWorkUntilDone } from '$lib/server/stopping';
import { readViewCookie } from '$lib/server/view-cookie';
import { runWorker } from '$lib/server/worker/run';

const realmOfPath: [string, Realm][] = [
  ['/portal', 'client'],
  ['/staff', 'staff'],
];
const signIn = { client: clientRealm, staff: staffRealm };

export const init: ServerInit = async () => {
  if (building) return;
  if (pipeline) refuseUntriedPg();
  await refusePowerfulLogins();
  await refuseUnreadableText();
  for (const gone of await resetDefaults()) log.warn(gone, 'a login had been given defaults of its own');
  noticeProxy();
  await fileSettings();
  if (runsJobs) runWorker();
};

/** Cookie → realm → locals; headers; nothing else. What the cookie is worth, the database decides at each procedure. */
const answer: Handle = async ({ event, resolve }) => {
  const path = event.url.pathname;
  const realm = realmOfPath.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))?.[1] ?? null;
  event.locals.requestId = crypto.randomUUID();
  event.locals.isLogged = false;
  event.locals.realm = realm;
  event.locals.token = null;
  event.locals.view = null;
  event.locals.accentColor = null;
  noticeProxy(event.request.headers);

  if (realm && !realms.includes(realm)) {
    const absent = new Response('Not found', { status: 404 });
    setHeaders(absent, event);
    return absent;
  }
  if (realm) event.locals.token = event.cookies.get(signIn[realm].lucia.sessionCookieName) || null;
  const looking = realm === 'client' && realms.includes('staff') ? readViewCookie(event.cookies) : null;
  if (looking) {
    event.locals.token = looking.token;
    event.locals.view = { id: looking.id, nonce: looking.nonce };
  }

  // A page view keeps a living session from expiring; procedures leave it alone. A look as a client is not prolonged.
  const isPage =
    realm &&
    event.locals.token &&
    !looking &&
    ['GET', 'HEAD'].includes(event.request.method) &&
    !path.includes('/api/');
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

  const response =
    (realm && (withoutForeignSearch(event) ?? withoutEmptyParameters(event))) ||
    asIfThere(event) ||
    (await resolve(event, {
      transformPageChunk: ({ html }) => withAccent(html, event.locals.accentColor),
    }));
  logWrongMethod(event, response.status);
  setHeaders(response, event);
  return response;
};

export const handle: Handle = (request) =>
  atWorkUntilDone(async () =>
    answerFor(request.event.request.headers.get('accept-language'), () => answer(request)),
  );

export const handleError: HandleServerError = ({ error, event, status, message }) => {
  const { requestId } = event.locals;
  event.locals.isLogged = true;
  if (status >= 500) log.error({ err: error, requestId, path: event.url.pathname }, 'request failed');
  else log.info({ requestId, status, path: event.url.pathname }, message);
  return {
    message:
      status === 404
        ? "We can't find this page, or you don't have access to it."
        : event.request.method === 'GET'
          ? 'Something went wrong on our side. Nothing was saved. Try again.'
          : "Something went wrong and we can't tell whether it was saved. Go back and check before you send it again.",
    requestId,
  };
};
