/**
 * Whether a browser made this request from a page of another site. SvelteKit's own check covers forms only. What is no
 * browser sends neither header.
 */
export function isFromElsewhere(request: Request, origin: string): boolean {
  const from = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  return Boolean((from && from !== origin) || (site && site !== 'same-origin' && site !== 'none'));
}
