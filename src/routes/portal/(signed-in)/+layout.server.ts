import { redirect } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => {
  if (!locals.token) redirect(303, `/portal/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  return { view: locals.view };
};
