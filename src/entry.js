/**
 * The process of the built application, in place of adapter-node's own entry: the same handler and settings (HOST, PORT,
 * SOCKET_PATH, SHUTDOWN_TIMEOUT, KEEP_ALIVE_TIMEOUT, HEADERS_TIMEOUT), and another end. The adapter closes idle connections at once, and with
 * them those on which a request is just arriving. Here a stop cuts nobody off:
 *
 * 1. No connection is taken any more, and every answer from now on says that it is its connection's last.
 * 2. Open connections without a request get a moment, in which one that is on its way is answered; then they are closed.
 * 3. Requests go on until they are answered, for SHUTDOWN_TIMEOUT seconds at most (30 unless told).
 * 4. After the last connection the rest of the process ends (src/lib/server/stopping.ts).
 */
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import process from 'node:process';
import { env, timeout_env } from './env.js';
import { handler } from './handler.js';

/** How long an idle connection is left open for a request that may be on its way, in milliseconds. */
const grace_ms = 1_000;
const lookAgain_ms = 50;

const path = env('SOCKET_PATH', undefined);
const host = env('HOST', '0.0.0.0');
const port = Number(env('PORT', '3000'));
const answers_ms_max = 1_000 * Number.parseInt(env('SHUTDOWN_TIMEOUT', '30'), 10);

const server = http.createServer();
const keepAlive_s = timeout_env('KEEP_ALIVE_TIMEOUT');
if (keepAlive_s !== undefined) server.keepAliveTimeout = keepAlive_s * 1_000;
const headers_s = timeout_env('HEADERS_TIMEOUT');
if (headers_s !== undefined) server.headersTimeout = headers_s * 1_000;

/** @type {Set<http.ServerResponse>} */
const underWay = new Set();
let isStopping = false;

const routeQuestion = '/__route.js';

/**
 * Kit tells everybody which pages there are (`/staff/…/__route.js`), before a hook is asked. Questions about the team's pages go to
 * src/routes/staff/api/route, which asks who is asking.
 * @param {string} address
 */
function guarded(address) {
  const { pathname, search } = new URL(`http://here.invalid${address}`);
  if (!pathname.endsWith(routeQuestion)) return address;
  try {
    const path = decodeURI(pathname.slice(0, -routeQuestion.length));
    return path === '/staff' || path.startsWith('/staff/')
      ? `/staff/api/route${encodeURI(path.slice('/staff'.length))}${search}`
      : address;
  } catch {
    // No page has an address that cannot be read.
    return address;
  }
}

server.on('request', (request, response) => {
  if (request.url?.startsWith('/')) request.url = guarded(request.url);
  if (isStopping) response.setHeader('connection', 'close');
  underWay.add(response);
  response.once('close', () => underWay.delete(response));
  handler(request, response, () => {
    response.statusCode = 404;
    response.end('Not found');
  });
});

async function stop() {
  if (isStopping) return;
  isStopping = true;
  for (const response of underWay) if (!response.headersSent) response.setHeader('connection', 'close');
  const closed = once(server, 'close');
  // The server's own close would cut idle connections off first.
  net.Server.prototype.close.call(server);
  process.emit('portal:stop');
  const asked = performance.now();
  const overdue = setTimeout(() => server.closeAllConnections(), answers_ms_max);
  const look = setInterval(() => {
    if (performance.now() - asked > grace_ms) server.closeIdleConnections();
  }, lookAgain_ms);
  await closed;
  clearTimeout(overdue);
  clearInterval(look);
  process.emit('sveltekit:shutdown', 'stop');
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

server.listen(path === undefined ? { host, port } : { path }, () => {
  console.log(`Listening on ${path ?? `http://${host}:${port}`}`);
});
