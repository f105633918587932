import { text } from '@sveltejs/kit';
import { TRPCError } from '@trpc/server';
import { staffCaller } from '$lib/server/staff/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import type { RequestHandler } from './$types';

/** Kit's own answer about a page that there is not. */
const none = () => text('', { headers: { 'content-type': 'application/javascript; charset=utf-8' } });

/**
 * Tells where a link of the team leads, as Kit tells a browser that asks. Kit itself would tell everybody, before any hook of ours is asked, so
 * src/entry.js sends such questions here: to those who are not signed in no page of the team exists.
 */
export const GET: RequestHandler = async (event) => {
  try {
    await staffCaller(contextOf(event)).account.me();
  } catch (refusal) {
    if (refusal instanceof TRPCError && refusal.code === 'UNAUTHORIZED') return none();
    throw refusal;
  }
  return event.fetch(`/staff/${event.params.path}/__route.js`.replace('//', '/'));
};
