/**
 * `npm run bench [-- --large]`: ratios measured in one run, on whatever machine this is. Asserts nothing.
 *
 *   tax     database time of each portal statement under policies, by the same with a hand-written WHERE as owner
 *   growth  database time at the largest size by that at 10 thousand tasks; the measured client's own tasks stay the same
 *   http    requests a second of projects.list, by those of a bare Node server with one hand-written query
 *   live    commit to changed page in a real browser, by the bare notification, with 1 and with 500 open sessions
 *   weight  JavaScript of the portal's first views
 *   files   megabytes a second of uploads and downloads, by those of a bare Node server that streams to and from a file
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHmac } from 'node:crypto';
import { parseArgs } from 'node:util';
import { buildApp, startApp } from '../db/app.ts';
import { startEmbedded } from '../db/embedded.ts';
import { environmentFor, urlsFor } from '../db/logins.ts';
import { freePort } from '../db/port.ts';
import { measureFiles } from './files.ts';
import { measureHttp } from './http.ts';
import { measureLive } from './live.ts';
import { collectStatements, measureTax, type Tax } from './tax.ts';
import { scriptWeight_kB } from './weight.ts';
import { createWorld, token, type BenchWorld } from './world.ts';

const { values } = parseArgs({
  options: { large: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
});
const sizes = values.quick ? [10_000] : [10_000, 1_000_000, ...(values.large ? [10_000_000] : [])];

const directory = mkdtempSync(join(tmpdir(), 'client-portal-bench-'));
for (const { what, ours, theirs } of await measureFiles(directory)) {
  console.log(
    `files   ${what.padEnd(24)} ${((ours / theirs) * 100).toFixed(0).padStart(4)} %  (${ours.toFixed(0)} : ${theirs.toFixed(0)} MB a second)`,
  );
}
await buildApp(console.log);
const cluster = await startEmbedded({ directory, fast: true, temporary: true });
try {
  const bySize = new Map<number, Tax[]>();
  let world: BenchWorld | null = null;
  for (const size of sizes) {
    console.log(`loading ${size.toLocaleString('en')} tasks of 1,000 clients`);
    world = await createWorld(cluster, size);
    const statements = await collectStatements(cluster, world);
    const appToken = createHmac('sha256', token).update('database').digest('base64url');
    const taxes = await measureTax(cluster, world, statements, appToken);
    bySize.set(size, taxes);
    for (const tax of taxes) {
      const ratio = (tax.policies / tax.byHand).toFixed(2);
      console.log(
        `  ${tax.procedure.padEnd(15)} ${ratio.padStart(5)}×  ${tax.policies.toFixed(3)} : ${tax.byHand.toFixed(3)} ms  ${tax.statement}`,
      );
    }
    for (const [procedure, rows] of Map.groupBy(taxes, (tax) => tax.procedure)) {
      const [ours, theirs] = [sum(rows, 'policies'), sum(rows, 'byHand')];
      console.log(
        `tax     ${size.toLocaleString('en').padStart(10)}  ${procedure.padEnd(15)} ${(ours / theirs).toFixed(2)}×  (${ours.toFixed(2)} : ${theirs.toFixed(2)} ms)`,
      );
    }
  }
  const [smallest, largest] = [sizes[0], sizes.at(-1)].map((size) => bySize.get(size ?? 0) ?? []) as [
    Tax[],
    Tax[],
  ];
  for (const procedure of new Set(largest.map((tax) => tax.procedure))) {
    const at = (taxes: Tax[]) =>
      sum(
        taxes.filter((tax) => tax.procedure === procedure),
        'policies',
      );
    console.log(`growth  ${procedure.padEnd(15)} ${(at(largest) / at(smallest)).toFixed(2)}×`);
  }
  if (world) {
    const { ours, theirs } = await measureHttp(cluster, world, directory);
    console.log(
      `http    ${((ours / theirs) * 100).toFixed(0)} %  (${ours.toFixed(0)} : ${theirs.toFixed(0)} requests a second)`,
    );
    for (const { sessions, page_ms, bare_ms } of await measureLive(cluster, world, directory, [1, 500])) {
      console.log(
        `live    ${String(sessions).padStart(3)} open sessions  ${(page_ms / bare_ms).toFixed(0)}×  (${page_ms.toFixed(1)} : ${bare_ms.toFixed(2)} ms)`,
      );
    }
    await weigh(world);
  }
} finally {
  await cluster.stop();
}

async function weigh(world: BenchWorld) {
  const port = await freePort();
  const urls = urlsFor((login) => cluster.urlFor(login, world.database));
  const app = await startApp(
    port,
    { ORIGIN: `http://localhost:${port}`, ...environmentFor(urls) },
    join(directory, 'app.log'),
  );
  try {
    for (const path of [
      '/portal/sign-in',
      '/portal',
      `/portal/projects/${world.projectId}`,
      `/portal/projects/${world.projectId}/board`,
      `/portal/projects/${world.projectId}/tasks`,
    ]) {
      const page = await fetch(`http://127.0.0.1:${port}${path}`, {
        redirect: 'manual',
        headers: path.endsWith('sign-in') ? {} : { cookie: `portal_session=${token}` },
      });
      console.log(
        `weight  ${scriptWeight_kB(`${page.headers.get('link')} ${await page.text()}`).toFixed(1)} kB gzip  ${path.replace(world.projectId, '[projectId]')} (${page.status})`,
      );
    }
  } finally {
    await app.stop();
  }
}

function sum(rows: Tax[], side: 'policies' | 'byHand') {
  return rows.reduce((total, row) => total + row[side], 0);
}
