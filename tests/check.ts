/**
 * `npm run check`: everything a machine can say of the code without running it. Each check says how to mend what it finds;
 * `npm run fix` mends what it can.
 */
import { spawnSync } from 'node:child_process';

const checks: [string, string, string[]][] = [
  ['Format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['Types', 'svelte-check', ['--fail-on-warnings', '--output', 'human']],
  ['Lint', 'eslint', ['.', '--max-warnings', '0']],
  [
    'Architecture',
    'depcruise',
    ['src', 'db', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
  ],
  ['Dead code', 'knip', []],
  ['Policies are generated', 'node', ['db/write-policies.ts', '--check']],
  ['Types are generated', 'node', ['db/types.ts', '--check']],
  ['Schema is dumped', 'node', ['db/schema.ts', '--check']],
];

let failed = false;
for (const [name, command, args] of checks) {
  const started = Date.now();
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
