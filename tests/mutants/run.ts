/**
 * `npm run test:mutants [-- --sample 24 --seconds 90 --only announce --from 1800]`: breaks the law one small way at a time and demands that the
 * table's tests go red. A mutant that survives is a policy without a test.
 *
 * All of them take an hour and a half; `--from` goes on at the nth. `--sample` draws so many by the commit's hash (`--seed` by another text), and then takes those of
 * the tables and functions whose law differs from the first parent, or from the commit in `BASE`, until `--seconds` are over; `--only`
 * is a regular expression of their names.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { urlAs } from '../../db/logins.ts';
import { readLaw } from '../../db/schema.ts';
import { type Cluster, setup } from '../support/cluster.ts';
import { baseOf, changedSince, commitHash, isOf } from './changed-law.ts';
import type { Answer, Asked } from './lane.ts';
import { findMutants, type Mutant } from './mutants.ts';

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string', default: '' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string', default: commitHash() },
  },
});
const LANES = 2;
const root = join(import.meta.dirname, '../..');

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

async function startLane() {
  const child: ChildProcess = fork(join(import.meta.dirname, 'lane.ts'), {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return {
    /** Whether a file's tests pass, on clones of these templates; asked once more where they ran out of time. */
    async passes(file: string, changes: Partial<Cluster> = {}): Promise<boolean> {
      const asked: Asked = { file, cluster: { ...cluster, ...changes } };
      for (let turn = 1; ; turn += 1) {
        child.send(asked);
        const [answer] = (await once(child, 'message')) as [Answer];
        if (answer !== 'late' || turn === 2) return answer === 'green';
      }
    },
    end: () => child.kill(),
  };
}
type Lane = Awaited<ReturnType<typeof startLane>>;

/** By itself, or by the common law of records of a project. */
const usesWorld = (file: string) =>
  /from '\.\/(world|record)\.ts'/.test(readFileSync(join(root, `tests/policies/${file}.test.ts`), 'utf8'));

let made = 0;
/** Makes a database from a template, changes it by a mutant, and drops it when `work` is done. */
async function withMutant(
  template: string,
  { sql }: Mutant,
  work: (database: string) => Promise<boolean>,
): Promise<boolean> {
  const database = `mutant_${(made += 1)}`;
  await admin.query(`create database ${database} template ${template} strategy file_copy`);
  try {
    await inDatabase(database, (client) => client.query(sql));
    return await work(database);
  } finally {
    await admin.query(`drop database ${database} with (force)`);
  }
}

/** Whether a mutant's tests pass where the law was changed before the world was filled. */
const passesFromTheStart = (lane: Lane, mutant: Mutant) =>
  withMutant(cluster.template, mutant, async (template) => {
    const world = `${template}_world`;
    const passes = await lane.passes(mutant.file, { template, world });
    await admin.query(`drop database if exists ${world} with (force)`);
    return passes;
  });

/** Whether a mutant's tests pass: nothing has noticed it. */
async function survives(lane: Lane, mutant: Mutant): Promise<boolean> {
  if (!usesWorld(mutant.file)) return passesFromTheStart(lane, mutant);
  const passes = await withMutant('portal_world', mutant, (changedWorld) =>
    lane.passes(mutant.file, { changedWorld }),
  );
  // Some show only while the world is filled.
  return passes && passesFromTheStart(lane, mutant);
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

await admin.query(`create database mutants_probe template ${cluster.template}`);
const all = await inDatabase('mutants_probe', findMutants);
await admin.query('drop database mutants_probe');
const only = new RegExp(values.only);
const chosen = all.slice(Number(values.from) - 1).filter(({ name }) => only.test(name));

/** The sample first, then what changed; all, where no sample is asked for. */
function drawn(): { queue: Mutant[]; sample: number } {
  if (!values.sample) return { queue: chosen, sample: chosen.length };
  const order = new Map(chosen.map((mutant) => [mutant, digest(values.seed + mutant.name)]));
  const shuffled = chosen.toSorted((a, b) => ((order.get(a) ?? '') < (order.get(b) ?? '') ? -1 : 1));
  const sample = shuffled.slice(0, Number(values.sample));
  console.log(`mutants drawn by ${values.seed}:`);
  for (const { name } of sample) console.log(`  ${name.replaceAll(/\s+/g, ' ')}`);
  const changed = changedSince(baseOf(), readLaw());
  if (!changed) console.log(`${baseOf()} is not there to compare the law with: only these run`);
  const moved = shuffled.filter(
    (mutant) => !sample.includes(mutant) && isOf(changed ?? new Set(), mutant.name),
  );
  console.log(
    `of what differs from ${baseOf()}: ${moved.length} (${[...(changed ?? [])].join(', ') || 'nothing'})`,
  );
  return { queue: [...sample, ...moved], sample: sample.length };
}
const { queue, sample } = drawn();
const total = queue.length;
const ends = values.seconds ? Date.now() + Number(values.seconds) * 1000 : Infinity;

const lanes = await Promise.all(Array.from({ length: LANES }, startLane));
const survivors: string[] = [];
/** One file that lets the world be made; all that are asked, where there is time. */
const files = values.sample ? ['client'] : [...new Set(['client', ...queue.map(({ file }) => file)])];
async function passAsTheyAre(lane: Lane): Promise<void> {
  for (let file = files.shift(); file; file = files.shift())
    if (!(await lane.passes(file))) survivors.push(`${file}.test.ts is red without any mutant`);
}
await Promise.all(lanes.map(passAsTheyAre));
// A file that is red by itself would seem to kill every mutant of its own.
if (survivors.length) queue.length = 0;

/** A lane looks so often whether it still finds the law as it is green: else it would call everything killed, and that proves nothing. */
const LOOK_EVERY = 50;
let run = 0;
async function requireGreen(lane: Lane, file: string): Promise<void> {
  if (await lane.passes(file)) return;
  survivors.push(`${file}.test.ts is red without any mutant, after ${run} of them`);
  queue.length = 0;
}

async function work(lane: Lane): Promise<void> {
  for (let own = 1; queue.length > 0 && (run < sample || Date.now() < ends); own += 1) {
    const mutant = queue.shift();
    if (!mutant) break;
    run += 1;
    if (own % LOOK_EVERY === 0) await requireGreen(lane, mutant.file);
    if (run % 200 === 0) console.log(`${run} of ${total} tried`);
    // A mutant whose SQL no longer fits the law is reported, and the run goes on: all of them take an hour.
    const outcome = await survives(lane, mutant).then(
      (lives) => lives && 'survived',
      (error: unknown) => `cannot be made (${error instanceof Error ? error.message : String(error)})`,
    );
    if (!outcome) continue;
    survivors.push(`${mutant.name}: ${outcome}`);
    console.log(`${outcome}  ${mutant.name}`);
  }
  await requireGreen(lane, 'client');
}
await Promise.all(lanes.map(work));
for (const lane of lanes) lane.end();
await admin.end();
await stop();

const left = total - run;
console.log(
  `mutants: ${run} of ${all.length}, survived: ${survivors.length}${left ? `, of what differs not run: ${left}` : ''}`,
);
for (const survivor of survivors) console.log(`  ${survivor}`);
process.exit(survivors.length ? 1 : 0);
