/**
 * The ten dearest queries on the sample company, whose records lie as far apart as they may: processor time of the application's
 * process for one call, and what comes back. Found by asking every query there is, with every extreme of a day, a number and a
 * page that it takes.
 */
import pg from 'pg';
import { seedDemo } from '../db/demo/index.ts';
import type { Embedded } from '../db/embedded.ts';
import { environmentFor, restrictConnections, setPasswords, urlsFor } from '../db/logins.ts';
import { migrate } from '../db/migrate.ts';
import { inputsOf } from '../tests/leaks/two-worlds/inputs.ts';
import { inputs as staffInputs, recordsOf } from '../tests/staff/procedures.ts';
import {
  extremes,
  fieldsOf,
  proceduresOf,
  storeFarthest,
  withValue,
  type Procedure,
  type Realm,
} from '../tests/support/extremes.ts';
import { serve } from './pages.ts';

export type DearCall = { procedure: string; input: string; cpu_ms: number; answer_kB: number };

const told = 10;
const repeated = 20;
const database = 'bench_dearest';

export async function measureDearest(cluster: Embedded, entry: string): Promise<DearCall[]> {
  const server = new pg.Client({ connectionString: cluster.adminUrl });
  await server.connect();
  await server.query(`create database ${database}`);
  await server.end();
  const adminUrl = cluster.urlFor('owner', database);
  await migrate(adminUrl);
  const accounts = await seedDemo(adminUrl);
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await setPasswords(admin, cluster.passwords);
  await restrictConnections(admin);
  const idOf = async (text: string, values: unknown[] = []) => {
    const { rows } = await admin.query<{ id: string }>(text, values);
    if (!rows[0]) throw new Error(`nothing found: ${text}`);
    return rows[0].id;
  };
  const ids = await recordsOf({ idOf }, 'Platform Rewrite Q1');
  await storeFarthest(admin, ids.projectId);
  await admin.end();

  const app = await serve(entry, environmentFor(urlsFor((login) => cluster.urlFor(login, database))));
  try {
    const signIn = async (realm: Realm, address: string) => {
      const account = accounts.find(({ email }) => email.startsWith(address));
      const { headers } = await fetch(`${app.origin}/${realm}/sign-in`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: app.named, host: new URL(app.named).host, accept: 'text/html' },
        body: new URLSearchParams({ email: account?.email ?? '', password: account?.password ?? '' }),
      });
      return headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ');
    };
    const cookies = { portal: await signIn('portal', 'dana.'), staff: await signIn('staff', 'marta@') };
    const call = async ({ realm, name }: Procedure, input: unknown) => {
      const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
      const answer = await fetch(`${app.origin}/${realm}/api/trpc/${name}${query}`, {
        headers: { cookie: cookies[realm] },
      });
      return { status: answer.status, bytes: (await answer.arrayBuffer()).byteLength };
    };
    const costOf = async (procedure: Procedure, input: unknown, times: number): Promise<DearCall | null> => {
      const before = await app.cpu_ms();
      let last = { status: 0, bytes: 0 };
      for (let time = 0; time < times; time += 1) last = await call(procedure, input);
      const cpu_ms = ((await app.cpu_ms()) - before) / times;
      if (last.status !== 200) return null;
      const { realm, name } = procedure;
      return {
        procedure: `${realm} ${name}`,
        input: JSON.stringify(input ?? null),
        cpu_ms,
        answer_kB: last.bytes / 1000,
      };
    };
    const known = new Map(Object.entries(ids).map(([of, id]) => [of, [id]]));
    const inputOf = ({ realm, name, schema }: Procedure) =>
      realm === 'staff'
        ? (staffInputs[name]?.(ids) ?? (schema ? {} : undefined))
        : inputsOf(schema as never, known)[0];

    const found: { cost: DearCall; procedure: Procedure; input: unknown }[] = [];
    for (const procedure of [...(await proceduresOf('portal')), ...(await proceduresOf('staff'))]) {
      if (procedure.type !== 'query') continue;
      const usual = inputOf(procedure);
      const far = fieldsOf(procedure.schema)
        .filter(({ kind }) => kind === 'date' || kind === 'number')
        .flatMap(({ path, kind }) => extremes[kind].map((value) => withValue(usual, path, value)));
      for (const input of [usual, ...far]) {
        const cost = await costOf(procedure, input, 2);
        if (cost) found.push({ cost, procedure, input });
      }
    }
    // Of each procedure its dearest call alone.
    const dearest = [...Map.groupBy(found, ({ cost }) => cost.procedure).values()]
      .map((calls) => calls.reduce((dear, one) => (one.cost.cpu_ms > dear.cost.cpu_ms ? one : dear)))
      .sort((one, other) => other.cost.cpu_ms - one.cost.cpu_ms)
      .slice(0, told);
    const measured: DearCall[] = [];
    for (const { procedure, input } of dearest) {
      const cost = await costOf(procedure, input, repeated);
      if (cost) measured.push(cost);
    }
    return measured.sort((one, other) => other.cpu_ms - one.cpu_ms);
  } finally {
    await app.stop();
  }
}
