/** One authenticated projects.list over HTTP against a bare Node server that answers from one hand-written query. */
import { createServer } from 'node:http';
import { join } from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { startApp } from '../db/app.ts';
import type { Embedded } from '../db/embedded.ts';
import { environmentFor, urlsFor } from '../db/logins.ts';
import { freePort } from '../db/port.ts';
import { token, type BenchWorld } from './world.ts';

const connections = 10;
const seconds = 6;

/** What the dashboard shows, by somebody who trusts a WHERE clause: one statement, one object. */
const handWritten = `
  select json_agg(json_build_object(
    'id', p.id, 'name', p.name, 'summary', p.summary, 'status', p.status, 'startsOn', p.starts_on, 'dueOn', p.due_on,
    'contract', (select json_build_object('number', c.contract_number, 'name', c.contract_name) from app.contract_client c
                  where c.contract_id = p.contract_id and c.client_id = p.client_id),
    'progress', (select json_build_object('done', count(*) filter (where t.status = 'done'), 'total', count(*)) from app.task t
                  where t.client_id = p.client_id and t.project_id = p.id and t.shared),
    'sprint', (select json_build_object('id', s.id, 'name', s.name, 'endsOn', s.ends_on,
                 'done', (select count(*) from app.task t where t.client_id = p.client_id and t.visible_sprint_id = s.id and t.shared and t.status = 'done'))
                 from app.sprint s where s.client_id = p.client_id and s.project_id = p.id and s.status = 'active' and s.shared),
    'milestones', (select json_agg(m) from (select m.id, m.title, m.agreed_on, m.forecast_on from app.milestone m
                    where m.client_id = p.client_id and m.project_id = p.id and m.met_on is null and m.shared order by m.agreed_on limit 3) m),
    'finished', (select count(distinct c.task_id) from app.task_status_change c where c.client_id = p.client_id and c.project_id = p.id
                  and c.shared and c.to_status = 'done' and c.changed_at > (select v.previous_seen_at from app.client_visit v where v.client_user_id = $2)),
    'new', (select count(*) from app.task t where t.client_id = p.client_id and t.project_id = p.id and t.shared
             and t.shared_at > (select v.previous_seen_at from app.client_visit v where v.client_user_id = $2))
  )) as answer
  from app.project p where p.client_id = $1 and p.shared`;

const rate = async (url: string, headers: Record<string, string>) => {
  const result = await autocannon({ url, connections, duration: seconds, headers });
  if (result.non2xx || result.errors)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return result.requests.average;
};

/** Requests a second of both, taken in turns; the ratio is ours by theirs. */
export async function measureHttp(cluster: Embedded, world: BenchWorld, directory: string) {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const urls = urlsFor((login) => cluster.urlFor(login, world.database));
  const app = await startApp(
    port,
    { ORIGIN: origin, LOG_LEVEL: 'warn', ...environmentFor(urls) },
    join(directory, 'app.log'),
  );
  const pool = new pg.Pool({ connectionString: world.adminUrl, max: 10 });
  const bare = createServer((_, response) => {
    void pool
      .query<{ answer: unknown }>({
        name: 'list',
        text: handWritten,
        values: [world.clientId, world.clientUserId],
      })
      .then(({ rows }) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(rows[0]?.answer));
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
