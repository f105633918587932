import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { addressNamed } from '../../domain/sign-in-address';
import { fieldErrors } from '../errors';
import { signInInput } from '../../inputs/sign-in';
import { draftOwner } from '../draft-owner';
import { keptFormIn, keptFormOf, addressesOf } from '../kept-form';
import type { RealmOfSignIn } from './realm';
import { signIn } from './sign-in';

const sentences = {
  wrong: "That email and password don't match an active account.",
  throttled: 'Too many attempts. Wait 15 minutes and try again.',
  ended: "Your session has ended, so this wasn't sent. Sign in and you can send it from there.",
  tooLarge:
    "Your session has ended, so this wasn't sent, and it's too large for us to keep. Go back in your browser and copy it.",
};

/** The page to go to after signing in: the one that was asked for, or the realm's first. */
export const destination = ({ url }: Pick<RequestEvent, 'url'>, realm: RealmOfSignIn): string =>
  addressNamed(realm.path, url.searchParams.get('next'));

/**
 * The form action of a realm's sign-in page. Keeps the address that was typed, and a form whose session had ended; never says
 * whether the address is known.
 */
export async function signInAction(event: RequestEvent, realm: RealmOfSignIn) {
  // A cookie of a session that has ended would have the page lead on, past what is said here.
  event.locals.token = null;
  if (event.url.searchParams.has('resume')) {
    const kept = await keptFormOf(event.request, event.url);
    const message = kept ? sentences.ended : sentences.tooLarge;
    return fail(401, { email: '', fields: {}, message, kept: kept && JSON.stringify(kept) });
  }
  const form = Object.fromEntries(await event.request.formData());
  const email = typeof form.email === 'string' ? form.email.slice(0, 320) : '';
  const kept = keptFormIn(form.kept);
  const refused = { email, kept: kept && JSON.stringify(kept) };
  const input = signInInput.safeParse(form);
  if (!input.success) return fail(400, { ...refused, fields: fieldErrors(input.error), message: '' });

  const outcome = await signIn(realm, input.data.email, input.data.password, event.getClientAddress());
  if ('refused' in outcome) {
    const status = outcome.refused === 'wrong' ? 400 : 429;
    return fail(status, { ...refused, fields: {}, message: sentences[outcome.refused] });
  }
  const { name, value, attributes } = outcome.cookie;
  event.cookies.set(name, value, { ...attributes, path: realm.path });
  if (kept?.writer === draftOwner(outcome.personId))
    return {
      unsent: { ...addressesOf(realm, event.url.searchParams.get('next'), kept), fields: kept.fields },
    };
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
