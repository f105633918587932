/** Runs pgTAP files without psql, and pgTAP without installing it: its SQL comes out of an npm package. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';

/** Loads pgTAP into schema `tap`, for every role to use. */
export async function loadPgtap(admin: pg.Pool): Promise<void> {
  const packaged = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite-pgtap'));
  const archive = gunzipSync(readFileSync(join(packaged, 'pgtap.tar.gz')));
  const client = await admin.connect();
  try {
    await client.query('create schema tap; set search_path = tap, public');
    await client.query(tarEntry(archive, 'share/postgresql/extension/pgtap.sql'));
    // Default privileges keep functions from PUBLIC, but a test goes on after `set role client`.
    await client.query(
      'grant usage on schema tap to public; grant execute on all functions in schema tap to public',
    );
    await client.query('grant select on all tables in schema tap to public');
  } finally {
    client.release(true);
  }
}

export type TapResult = {
  passed: string[];
  /** Each failed assertion with its diagnostics, and whatever else is wrong with the file. */
  failures: string[];
};

/** Runs one file as the superuser, in a transaction that is rolled back. Tests change roles themselves. */
export async function runPgtap(adminUrl: string, file: string): Promise<TapResult> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('set search_path = "$user", public, tap; set client_min_messages = error; begin');
    const { lines, error } = await collect(client, readFileSync(file, 'utf8'));
    const result = readTap(lines);
    if (error) result.failures.push(explain(error, file));
    return result;
  } finally {
    await client.query('rollback').catch(() => {});
    await client.end();
  }
}

/** Row by row, so that what was printed before an error is not lost with it. */
function collect(client: pg.Client, text: string): Promise<{ lines: string[]; error?: Error }> {
  return new Promise((resolve) => {
    const lines: string[] = [];
    const query = client.query(new pg.Query(text));
    query.on('row', (row: unknown) => {
      for (const value of Object.values(row as object))
        if (typeof value === 'string') lines.push(...value.split('\n'));
    });
    query.on('error', (error: Error) => resolve({ lines, error }));
    query.on('end', () => resolve({ lines }));
  });
}

function readTap(lines: string[]): TapResult {
  const passed: string[] = [];
  const failures: string[] = [];
  let planned: number | undefined;
  let failing = false;
  for (const line of lines) {
    if (/^ok \d+/.test(line) || /^not ok \d+.*# TODO/i.test(line)) {
      passed.push(line);
      failing = false;
    } else if (/^not ok \d+/.test(line)) {
      failures.push(line);
      failing = true;
    } else if (failing && line.startsWith('#')) {
      failures.push(`${failures.pop()}\n${line}`);
    }
    const plan = /^1\.\.(\d+)/.exec(line);
    if (plan) planned = Number(plan[1]);
  }
  const ran = passed.length + failures.length;
  if (planned === undefined)
    failures.push('No plan: the file needs `select plan(n);` and `select * from finish();`.');
  else if (planned !== ran) failures.push(`Planned ${planned} tests, but ran ${ran}.`);
  return { passed, failures };
}

function explain(error: Error, file: string): string {
  const position = error instanceof pg.DatabaseError && error.position ? Number(error.position) : undefined;
  const line = position
    ? `:${
        readFileSync(file, 'utf8')
          .slice(0, position - 1)
          .split('\n').length
      }`
    : '';
  return `${file}${line}: ${error.message}`;
}

/** The text of one file in a tar archive: headers of 512 bytes, contents padded to the same. */
function tarEntry(archive: Buffer, path: string): string {
  for (let at = 0; at < archive.length;) {
    const field = (from: number, length: number) =>
      archive.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12) || '0', 8);
    if (field(0, 100) === path) return archive.toString('utf8', at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`The pgTAP package holds no ${path}.`);
}
