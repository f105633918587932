/**
 * From a statement that changes a record to the changed page in a real browser, on a list of tasks, a board and the dashboard, against the bare notification of the database, with one and with
 * many open portal sessions on the process. The sessions are of clients in turn; those of the measured client ask again
 * when they hear of a change, as its other people's browsers would.
 */
import { createHash, createHmac } from 'node:crypto';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import pg from 'pg';
import { startApp } from '../db/app.ts';
import type { Embedded } from '../db/embedded.ts';
import { environmentFor, urlsFor } from '../db/logins.ts';
import { freePort } from '../db/port.ts';
import { findChromium } from '../tests/support/chromium.ts';
import { token, type BenchWorld } from './world.ts';

const rounds = 30;
/** Of so many sessions, one in this many is the measured client's. */
const clientsInTurn = 100;

export type Live = { sessions: number; page: string; page_ms: number; bare_ms: number };

const median = (numbers: number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
const hashOf = (cookie: string) =>
  createHash('sha256').update(createHmac('sha256', cookie).update('database').digest('base64url')).digest();

/** Opens streams as browsers do, each under a session of its own. Returns how to close them. */
async function openSessions(admin: pg.Client, origin: string, world: BenchWorld, count: number) {
  await admin.query(
    `insert into identity.client_session (token_hash, tenant_id, client_id, client_user_id, expires_at)
     select h.token_hash, u.tenant_id, u.client_id, u.id, now() + interval '1 day'
       from unnest($1::bytea[]) with ordinality h (token_hash, nth)
       join app.client_user u on u.email = 'user' || (1 + h.nth % $2) || '@bench.test'
     on conflict do nothing`,
    [Array.from({ length: count }, (_, nth) => hashOf(`live ${nth}`)), clientsInTurn],
  );
  const ended = new AbortController();
  await Promise.all(
    Array.from({ length: count }, async (_, nth) => {
      const headers = { cookie: `portal_session=live ${nth}` };
      const response = await fetch(
        `${origin}/portal/api/trpc/live.projects?input=%7B%22cursor%22%3Anull%7D`,
        {
          headers: { ...headers, accept: 'text/event-stream' },
          signal: ended.signal,
        },
      );
      if (response.status !== 200) throw new Error(`a stream was refused: ${response.status}`);
      void (async () => {
        for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
          if (!chunk.includes('changed')) continue;
          const input = encodeURIComponent(JSON.stringify({ projectId: world.projectId }));
          await (await fetch(`${origin}/portal/api/trpc/projects.tasks?input=${input}`, { headers })).text();
        }
      })().catch(() => {});
    }),
  );
  return () => ended.abort();
}

/** Medians in milliseconds for each number of open sessions, page by page. */
export async function measureLive(
  cluster: Embedded,
  world: BenchWorld,
  directory: string,
  counts: readonly number[],
): Promise<Live[]> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const urls = urlsFor((login) => cluster.urlFor(login, world.database));
  const app = await startApp(
    port,
    { ORIGIN: origin, LOG_LEVEL: 'warn', ...environmentFor(urls) },
    join(directory, 'live.log'),
  );
  const admin = new pg.Client({ connectionString: world.adminUrl });
  const listener = new pg.Client({ connectionString: world.adminUrl });
  await Promise.all([admin.connect(), listener.connect()]);
  const browser = await chromium.launch({ ...(await findChromium()), args: ['--no-sandbox'] });
  try {
    const { rows } = await admin.query<Record<'channel' | 'task' | 'onBoard' | 'milestone', string>>(
      `select app.live_channel('client', $1, 'projects') as channel,
              (select id from app.task where project_id = $2 and shared order by number limit 1) as task,
              (select t.id from app.task t join app.sprint s on s.id = t.sprint_id
                where t.project_id = $2 and t.shared and s.status = 'active' order by t.number limit 1) as "onBoard",
              (select id from app.milestone where project_id = $2 and shared and met_on is null order by agreed_on, id limit 1) as milestone`,
      [world.clientId, world.projectId],
    );
    const [found] = rows;
    if (!found) throw new Error('the bench world has no client to follow');
    await listener.query(`listen ${pg.escapeIdentifier(found.channel)}`);
    const followed = [
      { name: 'tasks', path: `/projects/${world.projectId}/tasks`, table: 'task', id: found.task },
      { name: 'board', path: `/projects/${world.projectId}/board`, table: 'task', id: found.onBoard },
      { name: 'dashboard', path: '', table: 'milestone', id: found.milestone },
    ];

    const context = await browser.newContext();
    await context.addCookies([{ name: 'portal_session', value: token, url: `${origin}/portal` }]);
    const measured: Live[] = [];
    for (const sessions of counts) {
      const close = await openSessions(admin, origin, world, sessions - 1);
      for (const { name, path, table, id } of followed) {
        const page = await context.newPage();
        await page.goto(`${origin}/portal${path}`);
        // The stream opens with the page.
        await page.waitForTimeout(1_000);
        const times: { page: number[]; bare: number[] } = { page: [], bare: [] };
        for (let round = 0; round < rounds; round += 1) {
          const title = `Live ${sessions} ${name} ${round}.`;
          const now = () => performance.timeOrigin + performance.now();
          const heard = new Promise<number>((resolve) => listener.once('notification', () => resolve(now())));
          const shown = page.evaluate(
            (wanted) =>
              new Promise<number>((resolve) => {
                const look = () => {
                  if (!document.body.innerText.includes(wanted)) return false;
                  observer.disconnect();
                  resolve(performance.timeOrigin + performance.now());
                  return true;
                };
                const observer = new MutationObserver(look);
                observer.observe(document.body, { subtree: true, childList: true, characterData: true });
                look();
              }),
            title,
          );
          shown.catch(() => {});
          const sent = now();
          await admin.query(`update app.${table} set title = $1 where id = $2`, [title, id]);
          const [at, bare] = await Promise.all([shown, heard]);
          times.page.push(at - sent);
          times.bare.push(bare - sent);
          await page.waitForTimeout(100);
        }
        await page.close();
        measured.push({ sessions, page: name, page_ms: median(times.page), bare_ms: median(times.bare) });
      }
      close();
    }
    return measured;
  } finally {
    await browser.close();
    await Promise.all([admin.end(), listener.end()]);
    await app.stop();
  }
}
