/**
 * `npm run test:mutants [-- --sample 20 --only announce]`: breaks the law one small way at a time and demands that the
 * table's tests go red; `--only` is a regular expression of their names. A mutant that survives is a policy without a test. All of them take a quarter of an hour; CI takes a sample.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { urlAs } from '../../db/logins.ts';
import type { Cluster } from '../support/cluster.ts';
import { setup } from '../support/cluster.ts';
import { findMutants, type Mutant } from './mutants.ts';

const { values } = parseArgs({
  options: { sample: { type: 'string' }, only: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const root = join(import.meta.dirname, '../..');
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

let cluster!: Cluster;
const stop = await setup({ provide: (_: string, value: Cluster) => (cluster = value) } as never);
const admin = new pg.Client({ connectionString: cluster.adminUrl });
await admin.connect();

/** Runs one statement, or work, as the superuser of a database. */
async function inDatabase<Result>(
  name: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const { username, password } = new URL(cluster.adminUrl);
  const client = new pg.Client({ connectionString: urlAs(cluster.adminUrl, username, password, name) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Whether a file's tests pass on clones of `template`. */
const passes = (template: string, file: string) =>
  new Promise<boolean>((resolve) => {
    const args = [
      vitest,
      'run',
      '--config',
      'tests/mutants/vitest.config.ts',
      `tests/policies/${file}.test.ts`,
    ];
    const env = { ...process.env, MUTANT_CLUSTER: JSON.stringify({ ...cluster, template }) };
    spawn(process.execPath, args, { cwd: root, env, stdio: 'ignore' }).once('exit', (code) =>
      resolve(code === 0),
    );
  });

/** The same few for the same seed, spread over all. */
function sampleOf(mutants: Mutant[], size: number, seed: number): Mutant[] {
  const step = Math.max(1, Math.floor(mutants.length / size));
  return mutants.filter((_, index) => index % step === seed % step).slice(0, size);
}

await admin.query(`create database mutants_probe template ${cluster.template}`);
const all = await inDatabase('mutants_probe', findMutants);
await admin.query('drop database mutants_probe');
const only = new RegExp(values.only ?? '');
const chosen = all.filter(({ name }) => only.test(name));
const mutants = values.sample ? sampleOf(chosen, Number(values.sample), Number(values.seed)) : chosen;

const survivors: string[] = [];
for (const file of new Set(mutants.map((mutant) => mutant.file))) {
  if (!(await passes(cluster.template, file))) survivors.push(`${file}.test.ts is red without any mutant`);
}
const queue = mutants.map((mutant, index) => ({ ...mutant, database: `mutant_${index}` }));
async function work(): Promise<void> {
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    const { name, sql, file, database } = mutant;
    await admin.query(`create database ${database} template ${cluster.template}`);
    await inDatabase(database, (client) => client.query(sql));
    if (await passes(database, file)) {
      survivors.push(name);
      console.log(`survived  ${name}`);
    }
    await admin.query(`drop database ${database} with (force)`);
  }
}
await Promise.all([work(), work()]);
await admin.end();
await stop();

console.log(`mutants: ${mutants.length} of ${all.length}, survived: ${survivors.length}`);
for (const survivor of survivors) console.log(`  ${survivor}`);
process.exit(survivors.length ? 1 : 0);
