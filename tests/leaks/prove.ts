/** `npm run prove [-- --changes 600 --seed 7]`: the two-worlds proof on the sample companies; see two-worlds/prove.ts. */
import { parseArgs } from 'node:util';
import { withTemporaryDemo } from '../support/temporary-demo.ts';
import { describe, prove } from './two-worlds/prove.ts';

const { values } = parseArgs({
  options: {
    changes: { type: 'string', default: '600' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});

const proof = await withTemporaryDemo({}, ({ origin, urls, filesDirectory, accounts }) =>
  prove({
    ...{ origin, filesDirectory, accounts },
    adminUrl: urls.owner,
    staffUrl: urls.staff,
    changes: Number(values.changes),
    seed: Number(values.seed),
  }),
);
for (const difference of proof.differences) console.log(`differs  ${difference}`);
console.log(`people: ${proof.people}, calls: ${proof.calls}, seed: ${values.seed}`);
console.log(`internal changes: ${describe(proof.changes)}`);
console.log(`surfaces: ${proof.surfaces}, differences: ${proof.differences.length}`);
process.exit(proof.differences.length > 0 ? 1 : 0);
