import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { fieldErrors } from '../errors';
import { signInInput } from '../../inputs/sign-in';
import type { RealmOfSignIn } from './realm';
import { signIn } from './sign-in';

const sentences = {
  wrong: 'This address and password do not match an account that can sign in.',
  throttled: 'Too many attempts. Wait 15 minutes and try again.',
};

/** The address to go to after signing in: a path of the realm that the person asked for, or the realm's first page. */
function destination(event: RequestEvent, realm: RealmOfSignIn): string {
  const next = event.url.searchParams.get('next') ?? '';
  return next.startsWith(`${realm.path}/`) && !/[\\\s]|\/\//.test(next) ? next : realm.path;
}

/** The form action of a realm's sign-in page. Keeps the address that was typed; never says whether it is known. */
export async function signInAction(event: RequestEvent, realm: RealmOfSignIn) {
  const form = Object.fromEntries(await event.request.formData());
  const email = typeof form.email === 'string' ? form.email.slice(0, 320) : '';
  const input = signInInput.safeParse(form);
  if (!input.success) return fail(400, { email, fields: fieldErrors(input.error), message: '' });

  const outcome = await signIn(realm, input.data.email, input.data.password, event.getClientAddress());
  if ('refused' in outcome) {
    const status = outcome.refused === 'wrong' ? 400 : 429;
    return fail(status, { email, fields: {}, message: sentences[outcome.refused] });
  }
  const { name, value, attributes } = outcome.cookie;
  event.cookies.set(name, value, { ...attributes, path: realm.path });
  redirect(303, destination(event, realm));
}

/** Ends the session of the request, if there is one, and goes to the sign-in page. */
export async function signOutAction(event: RequestEvent, realm: RealmOfSignIn): Promise<never> {
  const { token } = event.locals;
  if (token) await realm.lucia.invalidateSession(token);
  const cookie = realm.lucia.createBlankSessionCookie();
  event.cookies.set(cookie.name, cookie.value, { ...cookie.attributes, path: realm.path });
  redirect(303, `${realm.path}/sign-in`);
}
