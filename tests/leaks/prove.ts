/** `npm run prove [-- --changes 600 --seed 7]`: the two-worlds proof on the sample companies; see two-worlds/prove.ts. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { buildApp, startApp } from '../../db/app.ts';
import { seedDemo } from '../../db/demo/index.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { environmentFor, restrictConnections, setPasswords, urlsFor } from '../../db/logins.ts';
import { migrate } from '../../db/migrate.ts';
import { freePort } from '../../db/port.ts';
import { describe, prove } from './two-worlds/prove.ts';

const { values } = parseArgs({
  options: {
    changes: { type: 'string', default: '600' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});

await buildApp(console.log);
const directory = mkdtempSync(join(tmpdir(), 'client-portal-prove-'));
const cluster = await startEmbedded({ directory, fast: true, temporary: true });
let failed = true;
try {
  const admin = new pg.Client({ connectionString: cluster.adminUrl });
  await admin.connect();
  await admin.query('create database portal');
  await admin.end();
  const adminUrl = cluster.urlFor('owner', 'portal');
  await migrate(adminUrl);
  const owner = new pg.Client({ connectionString: adminUrl });
  await owner.connect();
  await setPasswords(owner, cluster.passwords);
  await restrictConnections(owner);
  await owner.end();
  const accounts = await seedDemo(adminUrl);

  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const urls = urlsFor((login) => cluster.urlFor(login, 'portal'));
  const filesDirectory = join(directory, 'files');
  const environment = { ORIGIN: origin, FILES_DIRECTORY: filesDirectory, ...environmentFor(urls) };
  const app = await startApp(port, environment, join(directory, 'app.log'));
  try {
    const proof = await prove({
      origin,
      adminUrl,
      staffUrl: urls.staff,
      filesDirectory,
      accounts,
      changes: Number(values.changes),
      seed: Number(values.seed),
    });
    for (const difference of proof.differences) console.log(`differs  ${difference}`);
    console.log(`people: ${proof.people}, calls: ${proof.calls}, seed: ${values.seed}`);
    console.log(`internal changes: ${describe(proof.changes)}`);
    console.log(`surfaces: ${proof.surfaces}, differences: ${proof.differences.length}`);
    failed = proof.differences.length > 0;
  } finally {
    await app.stop();
  }
} finally {
  await cluster.stop();
}
process.exit(failed ? 1 : 0);
