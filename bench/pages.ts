/**
 * Each server-rendered page of the portal, and the team's queue, ticket, board and list of tasks: requests a second, processor time
 * and HTML, by those of a bare SvelteKit page of the same stack that shows the answers of the same procedures in plain cells
 * (bench/bare). Both run one process, by ten connections, in turns.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { viteBuild } from '../db/app.ts';
import type { Embedded } from '../db/embedded.ts';
import { environmentFor, urlsFor } from '../db/logins.ts';
import { freePort } from '../db/port.ts';
import { token, type BenchWorld } from './world.ts';

const connections = 10;
const seconds = 3;
const rounds = 2;
const root = join(import.meta.dirname, '..');
const bareApp = join(root, 'bench/bare');

export type PageCost = {
  page: string;
  /** Requests a second. */
  ours: number;
  theirs: number;
  /** Processor time of the application's process for one request. */
  cpu_ms: number;
  bareCpu_ms: number;
  html_kB: number;
};

/** `named` is the origin that it takes for its own. */
type Served = { origin: string; named: string; cpu_ms: () => Promise<number>; stop: () => Promise<void> };

/** Starts a build as a process that tells the processor time it has used. */
export async function serve(entry: string, env: NodeJS.ProcessEnv): Promise<Served> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child: ChildProcess = fork(join(import.meta.dirname, 'serve.ts'), [entry], {
    cwd: root,
    env: {
      ...process.env,
      ...env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      PORT: String(port),
      ORIGIN: `http://localhost:${port}`,
      REALMS: 'client,staff',
    },
  });
  for (let attempt = 0; ; attempt += 1) {
    const answered = await fetch(`${origin}/favicon.ico`, { redirect: 'manual' }).catch(() => null);
    if (answered) break;
    if (attempt > 300) throw new Error(`${entry} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    origin,
    named: `http://localhost:${port}`,
    cpu_ms: () =>
      new Promise((resolve) => {
        child.once('message', ({ user, system }: NodeJS.CpuUsage) => resolve((user + system) / 1000));
        child.send('cpu');
      }),
    async stop() {
      const exited = once(child, 'exit');
      // Its channel to us would keep it alive.
      child.disconnect();
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function measure(app: Served, path: string, cookie: string) {
  const before = await app.cpu_ms();
  const result = await autocannon({
    url: app.origin + path,
    connections,
    duration: seconds,
    headers: { cookie, accept: 'text/html' },
  });
  if (result.non2xx || result.errors)
    throw new Error(`${path}: ${result.non2xx} refused, ${result.errors} failed`);
  const cpu_ms = ((await app.cpu_ms()) - before) / result.requests.total;
  return { rate: result.requests.average, cpu_ms };
}

type Ids = { project: string; crowded: string; task: string; milestone: string; ticket: string };

/** Each measured page by its route, and its address. */
const pages: Record<string, (ids: Ids) => string> = {
  '/portal': () => '/portal',
  '/portal/projects/[projectId]': ({ project }) => `/portal/projects/${project}`,
  '/portal/projects/[projectId]/board': ({ project }) => `/portal/projects/${project}/board`,
  '/portal/projects/[projectId]/tasks': ({ project }) => `/portal/projects/${project}/tasks`,
  '/portal/projects/[projectId]/tasks/[taskId]': ({ project, task }) =>
    `/portal/projects/${project}/tasks/${task}`,
  '/portal/projects/[projectId]/milestones/[milestoneId]': ({ project, milestone }) =>
    `/portal/projects/${project}/milestones/${milestone}`,
  '/portal/tickets': () => '/portal/tickets',
  '/portal/tickets/new': () => '/portal/tickets/new',
  '/portal/tickets/[ticketId]': ({ ticket }) => `/portal/tickets/${ticket}`,
  '/portal/files': () => '/portal/files',
  '/portal/team': () => '/portal/team',
  '/staff/tickets': () => '/staff/tickets',
  '/staff/tickets/[ticketId]': ({ ticket }) => `/staff/tickets/${ticket}`,
  '/staff/projects/[projectId]': ({ crowded }) => `/staff/projects/${crowded}`,
  '/staff/projects/[projectId]/tasks': ({ crowded }) => `/staff/projects/${crowded}/tasks`,
};

export const pageNames = Object.keys(pages);

async function idsOf({ adminUrl, projectId, ticketId, crowdedProjectId }: BenchWorld): Promise<Ids> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const { rows } = await admin.query<{ task: string; milestone: string }>(
    `select (select id from app.task where project_id = $1 and shared order by number limit 1) as task,
            (select id from app.milestone where project_id = $1 order by id limit 1) as milestone`,
    [projectId],
  );
  await admin.end();
  const { task = '', milestone = '' } = rows[0] ?? {};
  return { project: projectId, crowded: crowdedProjectId, task, milestone, ticket: ticketId };
}

/** The cost of every measured page whose name fits. */
export async function measurePages(
  cluster: Embedded,
  world: BenchWorld,
  fits: (page: string) => boolean,
): Promise<PageCost[]> {
  await viteBuild(bareApp);
  const env = environmentFor(urlsFor((login) => cluster.urlFor(login, world.database)));
  const apps = [
    await serve(join(root, 'build/index.js'), env),
    await serve(join(root, '.cache/bare/index.js'), env),
  ] as const;
  const costs: PageCost[] = [];
  try {
    const ids = await idsOf(world);
    for (const [page, pathOf] of Object.entries(pages)) {
      if (!fits(page)) continue;
      const path = pathOf(ids);
      const cookie = `portal_session=${token}; staff_session=${token}`;
      const html = await (await fetch(apps[0].origin + path, { headers: { cookie } })).text();
      for (const app of apps) await measure(app, path, cookie);
      const sums = { ours: 0, theirs: 0, cpu_ms: 0, bareCpu_ms: 0 };
      for (let round = 0; round < rounds; round += 1) {
        const theirs = await measure(apps[1], path, cookie);
        const ours = await measure(apps[0], path, cookie);
        sums.ours += ours.rate / rounds;
        sums.theirs += theirs.rate / rounds;
        sums.cpu_ms += ours.cpu_ms / rounds;
        sums.bareCpu_ms += theirs.cpu_ms / rounds;
      }
      costs.push({ page, ...sums, html_kB: html.length / 1000 });
    }
  } finally {
    await Promise.all(apps.map((app) => app.stop()));
  }
  return costs;
}
