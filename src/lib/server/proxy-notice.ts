import { log } from './log';

const headersOfProxies = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];

let isTold = false;

/**
 * Tells the operator once, in the log, where requests come by a proxy and nobody has said in which header it names the visitor: then
 * all visitors have the proxy's address, and share its limit of failed sign-ins. Asked at the start, where ORIGIN is https, which this
 * process does not speak itself, and of each request's headers.
 */
export function noticeProxy(headers?: Headers): void {
  if (isTold || process.env.ADDRESS_HEADER) return;
  const isBehind = headers
    ? headersOfProxies.some((name) => headers.has(name))
    : (process.env.ORIGIN ?? '').startsWith('https://');
  if (!isBehind) return;
  isTold = true;
  log.warn(
    'All requests come from one proxy, and ADDRESS_HEADER is not set: every visitor seems to have the address of the proxy, so 100 failed ' +
      'sign-ins by anybody keep everybody from signing in for 15 minutes. Set ADDRESS_HEADER to the header in which the proxy names the ' +
      "visitor's address (x-forwarded-for, with the number of proxies in XFF_DEPTH).",
  );
}
