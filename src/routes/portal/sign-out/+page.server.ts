import { redirect } from '@sveltejs/kit';
import { clientRealm } from '$lib/server/auth/client';
import { signOutAction } from '$lib/server/auth/sign-in-page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => redirect(303, '/portal');

export const actions: Actions = { default: (event) => signOutAction(event, clientRealm) };
