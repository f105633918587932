import { redirect } from '@sveltejs/kit';
import { staffForm } from '$lib/server/staff/form';
import { clearViewCookie } from '$lib/server/view-cookie';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => redirect(303, '/staff');

export const actions = {
  /** The portal's banner posts here, where the staff member's own cookie goes too. */
  default: async (event) => {
    clearViewCookie(event.cookies);
    // One that has ended by itself needs no more ending.
    await staffForm.send(event, (call, { viewId = '', nonce = '' }) =>
      call.clients.endView({ viewId, nonce }),
    );
    redirect(303, '/staff/clients');
  },
} satisfies Actions;
