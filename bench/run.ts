/**
 * `npm run bench [-- names] [-- --large]`: ratios measured in one run, on whatever machine this is. Asserts nothing. Without names all of
 * these are measured; with names those alone. A name that is none of these, say `tickets`, measures the statements and pages whose own
 * names contain it.
 *
 *   tax     database time of each portal statement, and of the team's list of projects, board, queue, task and ticket page, under policies, by the same with a hand-written WHERE as owner
 *   growth  database time at the largest size by that at 10 thousand tasks and tickets; the measured client's own stay the same. Comes with tax
 *   unused  indexes that nothing measured has used, of those that serve reading alone. Comes with tax
 *   http    requests a second of projects.list, by those of a bare Node server that answers with the same from one hand-written query
 *   pages   requests a second of each server-rendered page, by those of a bare SvelteKit page that shows the same answers in plain cells; its processor time and HTML
 *   live    commit to changed list of tasks, board and dashboard in a real browser, by the bare notification, with 1 and with 500 open sessions
 *   weight  JavaScript and HTML of first views; of the team's board with 2,000 tasks
 *   sla     readings of a ticket's SLA clocks a second, by JSON clones of the same events
 *   dearest processor time of the ten dearest queries on the sample company, at the extremes of what may be stored and asked
 *   hiding  sharing and hiding a project of 100,000 records, by as many rows of a bare table
 *   files   megabytes a second of uploads and downloads, by those of a bare Node server that streams to and from a file
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { buildApp, startApp } from '../db/app.ts';
import { startEmbedded, type Embedded } from '../db/embedded.ts';
import { environmentFor, urlsFor } from '../db/logins.ts';
import { freePort } from '../db/port.ts';
import { measureDearest } from './dearest.ts';
import { measureFiles } from './files.ts';
import { measureHiding } from './hiding.ts';
import { measureHttp } from './http.ts';
import { measureLive } from './live.ts';
import { measurePages, pageNames } from './pages.ts';
import { measureSla } from './sla.ts';
import { collectStatements, measureTax, type Statement, type Tax } from './tax.ts';
import { measuredTickets } from './tickets-world.ts';
import { unusedIndexes } from './unused-indexes.ts';
import { scriptWeight_kB } from './weight.ts';
import { createWorld, token, type BenchWorld } from './world.ts';

const names = ['sla', 'files', 'hiding', 'tax', 'http', 'pages', 'live', 'weight', 'dearest'] as const;
type Name = (typeof names)[number];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { large: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
});
const asked = names.filter((name) => positionals.includes(name));
/** Parts of the names of statements and pages. */
const parts = positionals.filter((word) => !names.some((name) => name === word));
const runs = (name: Name) =>
  positionals.length === 0 ||
  asked.includes(name) ||
  (asked.length === 0 && (name === 'tax' || name === 'pages'));
const fits = (name: string) => parts.length === 0 || parts.some((part) => name.includes(part));
let measured = 0;

const directory = mkdtempSync(join(tmpdir(), 'client-portal-bench-'));
if (runs('sla')) await reportSla();
if (runs('files')) await reportFiles();
if (names.some((name) => !['sla', 'files'].includes(name) && runs(name))) {
  await buildApp(console.log);
  const cluster = await startEmbedded({ directory, fast: true, temporary: true });
  try {
    if (runs('hiding')) await reportHiding(cluster);
    if (runs('dearest')) await reportDearest(cluster);
    if (names.some((name) => !['sla', 'files', 'hiding', 'dearest'].includes(name) && runs(name)))
      await reportDatabase(cluster);
  } finally {
    await cluster.stop();
  }
}
if (measured === 0) {
  console.error(
    `Nothing is called ${parts.join(' or ')}. Benchmarks: ${names.join(', ')}; or a part of a procedure's or page's name.`,
  );
  process.exitCode = 1;
}

/** Prints one measured figure. */
function report(line: string) {
  measured += 1;
  console.log(line);
}

async function reportSla() {
  const sla = await measureSla();
  report(
    `sla     ${(sla.readings / sla.clones).toFixed(2)}×  (${Math.round(sla.readings).toLocaleString('en')} readings : ${Math.round(sla.clones).toLocaleString('en')} JSON clones a second)`,
  );
}

async function reportFiles() {
  for (const { what, ours, theirs } of await measureFiles(directory)) {
    report(
      `files   ${what.padEnd(24)} ${((ours / theirs) * 100).toFixed(0).padStart(4)} %  (${ours.toFixed(0)} : ${theirs.toFixed(0)} MB a second)`,
    );
  }
}

async function reportHiding(cluster: Embedded) {
  for (const { what, ms, bare_ms } of await measureHiding(cluster))
    report(
      `hiding  ${what.padEnd(31)} ${(ms / bare_ms).toFixed(1).padStart(7)}×  (${(ms / 1000).toFixed(2)} : ${(bare_ms / 1000).toFixed(2)} s)`,
    );
}

async function reportDearest(cluster: Embedded) {
  const entry = join(import.meta.dirname, '../build/index.js');
  for (const { procedure, input, cpu_ms, answer_kB } of await measureDearest(cluster, entry))
    report(
      `dearest ${procedure.padEnd(31)} ${cpu_ms.toFixed(1).padStart(7)} ms of processor time${cpu_ms > 1000 ? ', OVER 1 s' : ''}, ${answer_kB.toFixed(0)} kB  ${input.slice(0, 120)}`,
    );
}

async function reportDatabase(cluster: Embedded) {
  const sizes =
    runs('tax') && !values.quick ? [10_000, 1_000_000, ...(values.large ? [10_000_000] : [])] : [10_000];
  const bySize = new Map<number, Tax[]>();
  let world: BenchWorld | null = null;
  let list: Statement | undefined;
  for (const size of sizes) {
    const tickets = Math.min(1_000_000, Math.max(measuredTickets, size));
    console.log(
      `loading ${size.toLocaleString('en')} tasks and ${tickets.toLocaleString('en')} tickets of 1,000 clients`,
    );
    world = await createWorld(cluster, size, tickets);
    const taxes: Tax[] = [];
    let known = runs('pages') && pageNames.some(fits);
    for (const person of ['client', 'member', 'manager'] as const) {
      const statements = await collectStatements(cluster, world, person);
      known ||= statements.some(({ procedure }) => fits(procedure));
      if (person === 'client') list = statements.find(({ procedure }) => procedure === 'projects.list');
      if (runs('tax'))
        taxes.push(
          ...(await measureTax(
            cluster,
            world,
            statements.filter(({ procedure }) => fits(procedure)),
            person,
          )),
        );
    }
    if (!known) return;
    bySize.set(size, taxes);
    reportTax(size, taxes);
  }
  const [smallest, largest] = [sizes[0], sizes.at(-1)].map((size) => bySize.get(size ?? 0) ?? []) as [
    Tax[],
    Tax[],
  ];
  reportGrowth(smallest, largest);
  if (!world || !list) return;
  if (runs('http')) {
    const { ours, theirs } = await measureHttp(cluster, world, directory, list);
    report(
      `http    ${((ours / theirs) * 100).toFixed(0)} %  (${ours.toFixed(0)} : ${theirs.toFixed(0)} requests a second)`,
    );
  }
  if (runs('pages')) await reportPages(cluster, world);
  if (runs('live')) await reportLive(cluster, world);
  if (runs('weight')) await weigh(cluster, world);
  if (runs('tax') && parts.length === 0) await reportUnusedIndexes(world);
}

async function reportUnusedIndexes(world: BenchWorld) {
  for (const { index, table, columns, size_MB } of await unusedIndexes(world))
    report(`unused  ${table.padEnd(24)} ${index}  ${size_MB.toFixed(1)} MB  ${columns}`);
}

/** Database time that a statement may take under policies: 1.2 times the hand-written one's, and 10 µs for each table that it names. */
function allowed_ms({ byHand, tables }: Tax) {
  return 1.2 * byHand + 0.01 * tables;
}

function reportTax(size: number, taxes: Tax[]) {
  for (const tax of taxes) {
    const ratio = (tax.policies / tax.byHand).toFixed(2);
    const over = tax.policies > allowed_ms(tax) ? `OVER ${allowed_ms(tax).toFixed(3)} ms` : '';
    console.log(
      `  ${tax.procedure.padEnd(31)} ${ratio.padStart(5)}×  ${tax.policies.toFixed(3)} : ${tax.byHand.toFixed(3)} ms  ${tax.tables} tables, ${tax.proofs} proofs ${over} ${tax.statement}`,
    );
  }
  for (const [procedure, rows] of Map.groupBy(taxes, (tax) => tax.procedure)) {
    const [ours, theirs, tables, proofs] = [
      sum(rows, 'policies'),
      sum(rows, 'byHand'),
      sum(rows, 'tables'),
      sum(rows, 'proofs'),
    ];
    const allowed = rows.reduce((total, tax) => total + allowed_ms(tax), 0);
    report(
      `tax     ${size.toLocaleString('en').padStart(10)}  ${procedure.padEnd(31)} ${(ours / theirs).toFixed(2)}×  (${ours.toFixed(2)} : ${theirs.toFixed(2)} ms, ${tables} tables, ${proofs} proofs)${ours > allowed ? `  OVER ${allowed.toFixed(2)} ms` : ''}`,
    );
  }
}

function reportGrowth(smallest: Tax[], largest: Tax[]) {
  if (smallest === largest) return;
  for (const procedure of new Set(largest.map((tax) => tax.procedure))) {
    const at = (taxes: Tax[]) =>
      sum(
        taxes.filter((tax) => tax.procedure === procedure),
        'policies',
      );
    report(`growth  ${procedure.padEnd(31)} ${(at(largest) / at(smallest)).toFixed(2)}×`);
  }
}

async function reportPages(cluster: Embedded, world: BenchWorld) {
  for (const cost of await measurePages(cluster, world, fits)) {
    const { page, ours, theirs, cpu_ms, bareCpu_ms, html_kB } = cost;
    report(
      `pages   ${((ours / theirs) * 100).toFixed(0).padStart(3)} %  (${ours.toFixed(0)} : ${theirs.toFixed(0)} requests a second)  CPU ${cpu_ms.toFixed(1)} : ${bareCpu_ms.toFixed(1)} ms, ${html_kB.toFixed(0)} kB of HTML  ${page}`,
    );
  }
}

async function reportLive(cluster: Embedded, world: BenchWorld) {
  for (const { sessions, page, page_ms, bare_ms } of await measureLive(cluster, world, directory, [1, 500])) {
    report(
      `live    ${String(sessions).padStart(3)} open sessions, ${page.padEnd(9)}  ${(page_ms / bare_ms).toFixed(0)}×  (${page_ms.toFixed(1)} : ${bare_ms.toFixed(2)} ms)`,
    );
  }
}

async function weigh(cluster: Embedded, world: BenchWorld) {
  const port = await freePort();
  const urls = urlsFor((login) => cluster.urlFor(login, world.database));
  const app = await startApp(
    port,
    { ORIGIN: `http://localhost:${port}`, ...environmentFor(urls) },
    join(directory, 'app.log'),
  );
  try {
    const taskId = await aTaskOf(world, world.crowdedProjectId);
    for (const path of [
      '/portal/sign-in',
      '/portal',
      `/portal/projects/${world.projectId}`,
      `/portal/projects/${world.projectId}/board`,
      `/portal/projects/${world.projectId}/tasks`,
      `/staff/projects/${world.crowdedProjectId}`,
      `/staff/projects/${world.crowdedProjectId}?to_do=51-250`,
      `/staff/projects/${world.crowdedProjectId}/tasks/${taskId}`,
    ]) {
      const page = await fetch(`http://127.0.0.1:${port}${path}`, {
        redirect: 'manual',
        headers: path.endsWith('sign-in')
          ? {}
          : { cookie: `portal_session=${token}; staff_session=${token}` },
      });
      const html = await page.text();
      const script_kB = scriptWeight_kB(`${page.headers.get('link')} ${html}`);
      const name = path.replace(/(?<=projects\/)[^/?]+/, '[projectId]').replace(/(?<=tasks\/).+/, '[taskId]');
      report(
        `weight  ${script_kB.toFixed(1)} kB gzip of script, ${(html.length / 1000).toFixed(0)} kB of HTML (${(gzipSync(html).length / 1000).toFixed(1)} gzip)  ${name} (${page.status})`,
      );
    }
  } finally {
    await app.stop();
  }
}

async function aTaskOf({ adminUrl }: BenchWorld, projectId: string) {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const { rows } = await admin.query<{ id: string }>(
    'select id from app.task where project_id = $1 order by position limit 1',
    [projectId],
  );
  await admin.end();
  return rows[0]?.id ?? '';
}

function sum(rows: Tax[], side: 'policies' | 'byHand' | 'tables' | 'proofs') {
  return rows.reduce((total, row) => total + row[side], 0);
}
