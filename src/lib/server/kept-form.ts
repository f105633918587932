/**
 * A form that somebody sent by the page alone, without a script, after their session had ended. The browser posts it once more to
 * the sign-in page (307 keeps method and body), whose HTML carries it until the same person has signed in, and then offers it to
 * be sent. Nothing of it is in an address, a cookie or on the server.
 */
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { actionOf, pageOf, addressOf } from '../domain/page-address';
import { addressNamed, signInAddress } from '../domain/sign-in-address';

/** The most that is kept of a form: characters in all, and fields. */
const characters_max = 400_000;
const fields_max = 500;

const keptForm = z.object({
  /** The draft owner whose page the form came from. */
  writer: z.string().min(1).max(100),
  /** The form action it is for, on the page that `next` names. */
  action: z.string().regex(/^(\/\w+)?$/),
  fields: z.array(z.tuple([z.string(), z.string()])).max(fields_max),
});
export type KeptForm = z.infer<typeof keptForm>;

/** Sends a plain form whose session has ended on to the sign-in page, fields and all; returns for any other request. */
export function sendOnToSignIn(event: RequestEvent, realm: '/portal' | '/staff', writer: string | undefined) {
  const isPlainForm = event.request.method === 'POST' && !event.request.headers.has('x-sveltekit-action');
  if (!isPlainForm || !writer) return;
  const action = encodeURIComponent(actionOf(event.url));
  redirect(307, `${signInAddress(realm, pageOf(event.request, event.url))}&resume=${action}`);
}

/** The form that was sent on to the sign-in page with this request; null where it came for something else, or is too large. */
export async function keptFormOf(request: Request, url: URL): Promise<KeptForm | null> {
  const fields: KeptForm['fields'] = [];
  let writer = '';
  for (const [name, value] of await request.formData()) {
    if (typeof value !== 'string') continue;
    if (name === 'writer') writer = value;
    else fields.push([name, value]);
  }
  return withinBounds({ writer, action: url.searchParams.get('resume') ?? '', fields });
}

/** The kept form that the sign-in form carried along; null where there is none. */
export function keptFormIn(text: unknown): KeptForm | null {
  if (typeof text !== 'string' || text === '' || text.length > 2 * characters_max) return null;
  try {
    return withinBounds(JSON.parse(text));
  } catch {
    return null;
  }
}

function withinBounds(form: unknown): KeptForm | null {
  const { data } = keptForm.safeParse(form);
  if (!data) return null;
  const characters = data.fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return characters <= characters_max ? data : null;
}

/** The address that a kept form is posted to, and the page it belongs to. */
export function addressesOf(
  realm: { path: '/portal' | '/staff' },
  next: string | null,
  { action }: KeptForm,
) {
  const page = addressNamed(realm.path, next);
  if (action === '') return { page, action: page };
  const [pathname = '', search] = addressOf(new URL(page, 'http://here.invalid')).split('?');
  return { page, action: `${pathname}?${action}${search ? `&${search}` : ''}` };
}
