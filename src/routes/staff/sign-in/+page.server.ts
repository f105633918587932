import { redirect } from '@sveltejs/kit';
import { staffRealm } from '$lib/server/auth/staff';
import { destination, signInAction } from '$lib/server/auth/sign-in-page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  if (locals.token) redirect(303, destination({ url }, staffRealm));
};

export const actions: Actions = { default: (event) => signInAction(event, staffRealm) };
