import { redirect } from '@sveltejs/kit';
import { signInAddress } from '$lib/domain/sign-in-address';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => {
  if (!locals.token) redirect(303, signInAddress('/portal', url));
  return { view: locals.view };
};
