import { redirect } from '@sveltejs/kit';
import { clientRealm } from '$lib/server/auth/client';
import { destination, signInAction } from '$lib/server/auth/sign-in-page';
import { clearViewCookie } from '$lib/server/view-cookie';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, cookies, url }) => {
  if (locals.view) {
    // The look as a client that this browser had has ended.
    clearViewCookie(cookies);
    redirect(303, '/staff');
  }
  if (locals.token) redirect(303, destination({ url }, clientRealm));
};

export const actions: Actions = { default: (event) => signInAction(event, clientRealm) };
