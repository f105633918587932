/**
 * One authenticated projects.list over HTTP against a bare Node server that answers with the same facts from one query: the
 * statement of projects.list with its conditions written by hand, run by the owner.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { startApp } from '../db/app.ts';
import type { Embedded } from '../db/embedded.ts';
import { environmentFor, urlsFor } from '../db/logins.ts';
import { freePort } from '../db/port.ts';
import { byHand } from './by-hand.ts';
import type { Statement } from './tax.ts';
import { token, type BenchWorld } from './world.ts';

const connections = 10;
const seconds = 6;

const rate = async (url: string, headers: Record<string, string>) => {
  const result = await autocannon({ url, connections, duration: seconds, headers });
  if (result.non2xx || result.errors)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return result.requests.average;
};

/** Requests a second of both, taken in turns; the ratio is ours by theirs. The last argument is what projects.list sends. */
export async function measureHttp(
  cluster: Embedded,
  world: BenchWorld,
  directory: string,
  { text, values }: Statement,
) {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const urls = urlsFor((login) => cluster.urlFor(login, world.database));
  const app = await startApp(
    port,
    { ORIGIN: origin, LOG_LEVEL: 'warn', ...environmentFor(urls) },
    join(directory, 'app.log'),
  );
  const pool = new pg.Pool({ connectionString: world.adminUrl, max: 10 });
  const handWritten = byHand(text, world, 'client');
  const bare = createServer((_, response) => {
    void pool.query<object>({ name: 'list', text: handWritten, values }).then(({ rows }) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(rows[0]));
    });
  });
  const barePort = await freePort();
  await new Promise<void>((resolve) => bare.listen(barePort, '127.0.0.1', resolve));
  try {
    const ours = `http://127.0.0.1:${port}/portal/api/trpc/projects.list`;
    const cookie = { cookie: `portal_session=${token}` };
    const theirs = `http://127.0.0.1:${barePort}/`;
    await rate(ours, cookie);
    await rate(theirs, {});
    const rounds = { ours: 0, theirs: 0 };
    for (let round = 0; round < 2; round += 1) {
      rounds.theirs += await rate(theirs, {});
      rounds.ours += await rate(ours, cookie);
    }
    return { ours: rounds.ours / 2, theirs: rounds.theirs / 2 };
  } finally {
    bare.close();
    bare.closeAllConnections();
    await pool.end();
    await app.stop();
  }
}
