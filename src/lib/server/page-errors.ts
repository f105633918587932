import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { pageOf } from '../domain/page-address';
import { signInAddress } from '../domain/sign-in-address';
import { logError, publicError } from './errors';
import { clearViewCookie } from './view-cookie';

/** Turns a procedure's refusal into the page's: to the sign-in page where signed out, else an error page with the sentence. */
export function pageError(refusal: unknown, event: RequestEvent, path: '/portal' | '/staff'): never {
  if (!(refusal instanceof TRPCError)) throw refusal;
  const { requestId, view } = event.locals;
  if (refusal.code === 'UNAUTHORIZED' && view) {
    // A look as a client that has ended by itself leads back to where it began.
    clearViewCookie(event.cookies);
    redirect(303, '/staff');
  }
  if (refusal.code === 'UNAUTHORIZED') {
    redirect(303, signInAddress(path, pageOf(event.request, event.url)));
  }
  logError(refusal, { requestId, path: event.url.pathname });
  const { message } = publicError(refusal, requestId);
  // An id that cannot exist is an id that does not exist.
  const status = refusal.code === 'BAD_REQUEST' ? 404 : getHTTPStatusCodeFromError(refusal);
  error(status, {
    message: status === 404 ? "We can't find this page, or you don't have access to it." : message,
    requestId,
  });
}
