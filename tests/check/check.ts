/**
 * `npm run check`: everything a machine can say of the code without running it. Each check says how to mend what it finds;
 * `npm run fix` mends what it can. They run side by side, and none looks again at what has not changed since it was found
 * clean: what they remember lies in `.cache/check`, by content.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { cachePath, cleanKeys, digestOf, filesOfTree, keepCleanKeys } from './keys.ts';
import { writeDeclarations } from './shapes.ts';

type Check = {
  name: string;
  command: string;
  args: string[];
  /** The files on which the answer depends, for a check that keeps nothing itself. */
  reads?: RegExp;
};

const tree = filesOfTree();
const versions = digestOf(tree, /^$/).slice(0, 16);

/** The longest first, so that the others fit beside it. */
const checks: Check[] = [
  { name: 'Lint of modules', command: 'node', args: ['tests/check/lint.ts', 'modules'] },
  { name: 'Lint of components', command: 'node', args: ['tests/check/lint.ts', 'components'] },
  {
    name: 'Format',
    command: 'prettier',
    args: [
      ...['--check', '--log-level', 'warn', '--cache', '--cache-strategy', 'content'],
      ...['--cache-location', cachePath(`prettier-${versions}`), '.'],
    ],
  },
  {
    name: 'Types',
    command: 'svelte-check',
    args: ['--fail-on-warnings', '--output', 'human', '--tsgo', '--incremental'],
  },
  {
    name: 'Architecture',
    command: 'depcruise',
    args: ['src', 'db', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
    reads: /^(src|db)\//,
  },
  { name: 'Dead code', command: 'knip', args: [], reads: /^(src|db|tests|bench)\/|^\.ci\/|^package\.json$/ },
  {
    name: 'Migrations are frozen',
    command: 'node',
    args: ['db/frozen.ts', '--check'],
    reads: /^(db|supabase)\//,
  },
  {
    name: 'Policies are generated',
    command: 'node',
    args: ['db/write-policies.ts', '--check'],
    reads: /^(db|supabase)\//,
  },
  {
    name: 'Types are generated',
    command: 'node',
    args: ['db/types.ts', '--check'],
    reads: /^(db|supabase)\//,
  },
  {
    name: 'Schema is described',
    command: 'node',
    args: ['db/schema.ts', '--check'],
    reads: /^(db|supabase)\//,
  },
];

const run = ({ command, args }: Check) =>
  new Promise<{ said: string; clean: boolean }>((resolve) => {
    let said = '';
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', ({ message }) => {
      resolve({ said: message, clean: false });
    });
    child.once('close', (code) => {
      resolve({ said, clean: code === 0 });
    });
  });

const known = cleanKeys('whole');
const clean = new Set<string>();

async function answer(check: Check): Promise<boolean> {
  const key = check.reads && `${check.name} ${digestOf(tree, check.reads)}`;
  if (key && known.has(key)) {
    clean.add(key);
    console.log(`ok   ${check.name} (as before)`);
    return true;
  }
  const started = Date.now();
  const result = await run(check);
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  if (result.clean && key) clean.add(key);
  if (!result.clean) console.log(result.said);
  console.log(`${result.clean ? 'ok  ' : 'FAIL'} ${check.name} (${seconds} s)`);
  return result.clean;
}

await writeDeclarations();
const queue = [...checks];
async function work(): Promise<number> {
  let faulty = 0;
  for (let check = queue.shift(); check; check = queue.shift()) if (!(await answer(check))) faulty += 1;
  return faulty;
}
const faulty = await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
keepCleanKeys('whole', clean);
process.exit(faulty.some(Boolean) ? 1 : 0);
