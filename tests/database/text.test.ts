/** Databases in which search cannot tell letters from signs: refused by what they do, before they hold anything, with the way out. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { prepareHome } from '../../db/embedded-home.ts';
import { removeEmbedded, startEmbedded } from '../../db/embedded.ts';
import { urlAs } from '../../db/logins.ts';
import { migrate } from '../../db/migrate.ts';

const { adminUrl } = inject('cluster');
const { username, password } = new URL(adminUrl);
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
});
afterAll(() => admin.end());

/** A database made so, the error of migrating it, and what it then holds of ours. */
async function migrated(name: string, how: string) {
  await admin.query(`create database ${name} template template0 encoding 'UTF8' ${how}`);
  const url = urlAs(adminUrl, username, password, name);
  const client = new pg.Client({ connectionString: url });
  try {
    const error = await migrate(url).then(
      () => null,
      (thrown: unknown) => (thrown as Error).message,
    );
    await client.connect();
    const { rows } = await client.query<{ tables: number }>(
      "select count(*)::int as tables from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r'",
    );
    return { error, tables: rows[0]!.tables };
  } finally {
    await client.end();
    await admin.query(`drop database ${name} with (force)`);
  }
}

test('a database whose LC_CTYPE is C is refused, whatever its provider of collations', async () => {
  for (const how of ["lc_collate 'C' lc_ctype 'C'", "locale_provider builtin builtin_locale 'C.UTF-8' lc_collate 'C' lc_ctype 'C'"]) {
    const { error, tables } = await migrated('unreadable', how);
    expect(error).toMatch(/LC_CTYPE of database unreadable is "C", by which search cannot tell letters from signs/);
    expect(error).toMatch(/Hint: Make the database anew with a UTF-8 one: create database … template template0 .* lc_ctype 'C.UTF-8'/);
    expect(tables).toBe(0);
  }
}, 60_000); // prettier-ignore

test('one with a UTF-8 LC_CTYPE is taken, as the hint says to make it', async () => {
  const { error, tables } = await migrated('readable', "lc_collate 'C' lc_ctype 'C.UTF-8'");
  expect(error).toBeNull();
  expect(tables).toBeGreaterThan(20);
}, 60_000);

test('the data directory of a demo that was made before is refused, and made anew after --reset', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'client-portal-letters-'));
  try {
    const first = await startEmbedded({ directory, fast: true });
    await first.stop();
    const { home, binaries, ...user } = prepareHome(directory);
    const { admin: secret } = JSON.parse(readFileSync(join(directory, 'cluster.json'), 'utf8')) as { admin: string };
    rmSync(join(home, 'data'), { recursive: true });
    const passwordFile = join(home, 'password');
    writeFileSync(passwordFile, secret, { mode: 0o644 });
    execFileSync(
      join(binaries, 'initdb'),
      [`--pgdata=${join(home, 'data')}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'],
      { env: { PATH: process.env.PATH, LC_ALL: 'C' }, cwd: home, stdio: 'pipe', ...user },
    );
    await expect(startEmbedded({ directory, fast: true })).rejects.toThrow(/cannot tell letters from signs.* Start again with --reset/);
    await removeEmbedded(directory);
    const again = await startEmbedded({ directory, fast: true });
    await again.stop();
  } finally {
    await removeEmbedded(directory);
  }
}, 60_000); // prettier-ignore
