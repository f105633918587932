/** Stops the built application while it is asked as much as it can answer, and counts what became of each request. */
import http from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { freePort } from '../../db/port.ts';
import { environmentFor } from '../../db/logins.ts';
import { startKillable } from '../support/killable.ts';
import { Visitor, type SampleCompany } from '../support/visitor.ts';

type Counted = {
  answered: number;
  /** Answers of 500 and above. */
  failed: string[];
  /** Requests that were sent on a connection and got no whole answer. */
  cut: string[];
};

type Asked = { method?: string; path: string; headers: Record<string, string>; body?: string };

/** One request; resolves to its status, or to how it ended without an answer. `refused` is before anything was taken. */
function ask(origin: string, agent: http.Agent, { method = 'GET', path, headers, body }: Asked) {
  return new Promise<{ status: number } | { broke: string; refused: boolean }>((resolve) => {
    const request = http.request(origin + path, { method, headers, agent }, (response) => {
      response.on('error', (error) => resolve({ broke: `in the answer: ${error.message}`, refused: false }));
      response.on('end', () => {
        if (response.complete) resolve({ status: response.statusCode ?? 0 });
      });
      response.resume();
    });
    request.on('error', (error: Error & { code?: string }) =>
      resolve({
        broke: `${error.code} ${error.message}${request.reusedSocket ? ', on a connection that was in use' : ''}`,
        // The listener was gone, or went while the connection waited to be taken.
        refused: error.code === 'ECONNREFUSED' || (!request.reusedSocket && error.code === 'ECONNRESET'),
      }),
    );
    request.end(body);
  });
}

/** Starts the application on a company's database, loads it, stops it by a signal in the middle, and waits for its end. */
export async function stopUnderLoad(
  company: SampleCompany,
  signal: 'SIGINT' | 'SIGTERM',
): Promise<Counted & { said: string }> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const app = startKillable(port, {
    ORIGIN: origin,
    SHUTDOWN_TIMEOUT: '30',
    LOG_LEVEL: 'error',
    FILES_DIRECTORY: join(inject('cluster').directory, 'stopped-files'),
    ...environmentFor(company.database.urls),
  });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 12 });
  const counted: Counted = { answered: 0, failed: [], cut: [] };
  try {
    const cookiesOf = async (realm: 'portal' | 'staff', address: string) => {
      const { email, password } = company.accounts.find((one) => one.email.startsWith(address))!;
      const visitor = new Visitor(origin);
      while ((await visitor.signIn(realm, email, password).catch(() => null))?.status !== 303)
        await sleep(100);
      return { cookie: [...visitor.cookies].map((pair) => pair.join('=')).join('; '), origin };
    };
    const dana = await cookiesOf('portal', 'dana.');
    const marta = await cookiesOf('staff', 'marta@');
    const kinds: Asked[] = [
      { path: '/portal', headers: dana },
      { path: '/portal/tickets', headers: dana },
      { path: '/portal/api/trpc/tickets.list?input={}', headers: dana },
      { path: '/staff/tickets', headers: marta },
      { path: '/staff/api/trpc/projects.list?input={}', headers: marta },
      {
        ...{ method: 'POST', path: '/portal/api/trpc/account.me' },
        headers: { ...dana, 'content-type': 'application/json' },
        body: '{}',
      },
    ];
    let isOver = false as boolean;
    const client = async (nth: number) => {
      for (let turn = nth; !isOver; turn += 1) {
        const asked = kinds[turn % kinds.length]!;
        const came = await ask(origin, agent, asked);
        if ('status' in came) {
          counted.answered += 1;
          if (came.status >= 500) counted.failed.push(`${came.status} ${asked.path}`);
        } else if (came.refused) return;
        else counted.cut.push(`${asked.path}: ${came.broke}`);
      }
    };
    // Somebody looks at a page all the while, and somebody else goes away in the middle of an answer.
    const stream = http.get(
      `${origin}/portal/api/trpc/live.tickets?input={"cursor":null}`,
      { headers: dana },
      (answer) => answer.on('error', () => {}).resume(),
    );
    stream.on('error', () => {});
    const leaving = async () => {
      while (!isOver) {
        const request = http.get(`${origin}/staff/tickets`, { headers: marta, agent: false });
        request.on('error', () => {});
        await sleep(15);
        request.destroy();
      }
    };
    const clients = [...Array.from({ length: 10 }, (_, nth) => client(nth)), leaving()];
    while (counted.answered < 60) await sleep(20);
    await app.kill(signal);
    isOver = true;
    await Promise.all(clients);
  } finally {
    agent.destroy();
    await app.kill('SIGKILL');
  }
  return { ...counted, said: app.said() };
}
