import type { Handle } from '@sveltejs/kit';

/** Tells the procedures whose request it is, as the application's own hook does; nothing else. */
export const handle: Handle = ({ event, resolve }) => {
  const realm = event.url.pathname.startsWith('/staff') ? 'staff' : 'client';
  event.locals.requestId = crypto.randomUUID();
  event.locals.isLogged = false;
  event.locals.realm = realm;
  event.locals.token = event.cookies.get(realm === 'staff' ? 'staff_session' : 'portal_session') ?? null;
  event.locals.view = null;
  return resolve(event);
};
