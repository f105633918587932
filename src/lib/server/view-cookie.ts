/**
 * The cookie of "View as client": set by a staff page, read by the portal, where it stands before a client's own. It holds the
 * session's token, and what the staff side needs to end it.
 */
import type { Cookies } from '@sveltejs/kit';

/** Opened over https, the cookie is bound to it by name, as those of the realms are. */
const secure = (process.env.ORIGIN ?? '').startsWith('https://');
const name = `${secure ? '__Secure-' : ''}portal_view`;
const attributes = { path: '/portal', httpOnly: true, secure, sameSite: 'lax' } as const;

export type ViewCookie = { id: string; nonce: string; token: string };

export function readViewCookie(cookies: Cookies): ViewCookie | null {
  const [id, nonce, token] = (cookies.get(name) ?? '').split('.');
  return id && nonce && token ? { id, nonce, token } : null;
}

/** For half an hour, as long as the session lasts at the most. */
export const setViewCookie = (cookies: Cookies, { id, nonce, token }: ViewCookie) =>
  cookies.set(name, `${id}.${nonce}.${token}`, { ...attributes, maxAge: 30 * 60 });

export const clearViewCookie = (cookies: Cookies) => cookies.delete(name, attributes);
