import { redirect } from '@sveltejs/kit';
import { staffForm } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import { viewToken } from '$lib/server/staff/procedure';
import { setViewCookie } from '$lib/server/view-cookie';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, clients }) =>
    Promise.all([account.me.fetch(), clients.open.fetch({ clientId: event.params.clientId })]),
  );

export const actions = {
  /** Opens the portal as one of the client's people, read-only. */
  viewAs: async (event) => {
    const begun = await staffForm.send(event, (call, { clientUserId = '' }) =>
      call.clients.beginView({ clientUserId }),
    );
    if (!('done' in begun)) return begun;
    const { id, nonce } = begun.result;
    setViewCookie(event.cookies, { id, nonce, token: viewToken(event.locals.token ?? '', nonce) });
    redirect(303, '/portal');
  },
} satisfies Actions;
