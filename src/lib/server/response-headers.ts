/** The headers that every answer has, whatever it is. */
import type { RequestEvent } from '@sveltejs/kit';

/** For what is no page: were a browser to show it as one, it would load nothing and run nothing. */
const closed = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const YEAR_s = 31_536_000;

/**
 * Says of an answer by whom it may be kept, framed, embedded and read, and what may run in it. Pages bring the policy of
 * svelte.config.js, files one of their own (files/serve-file.ts).
 */
export function setHeaders(response: Response, { url, locals }: Pick<RequestEvent, 'url' | 'locals'>): void {
  const { headers } = response;
  const policy = headers.get('content-security-policy') ?? closed;
  headers.set('content-security-policy', withStyleNonce(policy));
  headers.set('x-request-id', locals.requestId);
  // A file says no-referrer itself: it holds no form, and what it links to need not know where it lies.
  if (!headers.has('referrer-policy')) headers.set('referrer-policy', 'same-origin');
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-frame-options', 'DENY');
  // The opener of a window learns nothing of the page in it, and no other site embeds it.
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  if (url.protocol === 'https:') headers.set('strict-transport-security', `max-age=${YEAR_s}`);
  if (locals.realm) headers.set('cache-control', 'private, no-store');
}

/** Kit names the nonce for styles of its own alone, and app.html has one. In development it allows all styles, which a nonce would end. */
function withStyleNonce(policy: string): string {
  const [nonce] = /'nonce-[^']+'/.exec(policy) ?? [];
  return nonce && !policy.includes('unsafe-inline')
    ? policy.replace("style-src 'self'", `style-src 'self' ${nonce}`)
    : policy;
}

const styles = /(<style nonce="[^"]*">)(<\/style>)/;

/** A page with its tenant's colour in the one style element that stands in it for that. */
export const withAccent = (html: string, accentColor: string | null): string =>
  accentColor ? html.replace(styles, `$1[data-realm]{--accent:${accentColor}}$2`) : html;
