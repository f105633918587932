import { redirect } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => {
  if (!locals.token) redirect(303, `/staff/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
};
