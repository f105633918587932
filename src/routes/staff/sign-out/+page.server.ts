import { redirect } from '@sveltejs/kit';
import { staffRealm } from '$lib/server/auth/staff';
import { signOutAction } from '$lib/server/auth/sign-in-page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => redirect(303, '/staff');

export const actions: Actions = { default: (event) => signOutAction(event, staffRealm) };
