/** The Supabase project in `supabase/`: its command line reads the folder as it is, and makes of it the same database. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { urlAs } from '../../db/logins.ts';
import { migrate } from '../../db/migrate.ts';
import { describeLaw, driftOf, readLaw } from '../../db/schema.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'supabase');

type Settings = Record<string, string | number | boolean | string[]>;

/** The part of TOML that the file keeps to: sections, comments, and values that are JSON as well. Throws at anything else. */
function parse(toml: string): Record<string, Settings | undefined> {
  const sections: Record<string, Settings> = { '': {} };
  let section = '';
  for (const line of toml.split('\n').map((one) => one.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const head = /^\[([\w.]+)\]$/.exec(line)?.[1];
    if (head !== undefined) {
      if (sections[head]) throw new Error(`[${head}] stands there twice`);
      sections[(section = head)] = {};
      continue;
    }
    const [, key = '', value = ''] = /^(\w+) = (.+)$/.exec(line) ?? [];
    if (!key || key in sections[section]!) throw new Error(`${line} is odd, or stands there twice`);
    sections[section]![key] = JSON.parse(value) as Settings[string];
  }
  return sections;
}

describe('config.toml', () => {
  const config = parse(readFileSync(join(folder, 'config.toml'), 'utf8'));
  const paths = (value: Settings[string] | undefined) => (Array.isArray(value) ? value : []);

  test('is of this project', () => {
    const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string };
    expect(config['']).toEqual({ project_id: name });
  });

  test('applies the migrations, whose names the command line understands, and nothing that is not there', () => {
    expect(config['db.migrations']?.enabled).toBe(true);
    const files = globSync('*', { cwd: join(folder, 'migrations') });
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => !/^\d{14}_\w+\.sql$/.test(file))).toEqual([]);
    const named = [...paths(config['db.migrations']?.schema_paths), ...paths(config['db.seed']?.sql_paths)];
    expect(named.filter((path) => globSync(path, { cwd: folder }).length === 0)).toEqual([]);
  });

  test('seeds nothing: a seed would reach real databases', () => {
    expect(config['db.seed']?.enabled).toBe(false);
    expect(existsSync(join(folder, 'seed.sql'))).toBe(false);
  });

  test('offers no other way in: no API over our schemas, no second sign-in', () => {
    for (const section of ['api', 'auth', 'realtime', 'storage', 'edge_runtime'])
      expect({ section, enabled: config[section]?.enabled }).toEqual({ section, enabled: false });
    for (const list of [config.api?.schemas, config.api?.extra_search_path])
      expect(paths(list).filter((schema) => schema !== 'public')).toEqual([]);
  });

  test('wants a server that the migrations run on', () => {
    expect(config.db?.major_version).toBeGreaterThanOrEqual(15);
  });
});

describe('supabase db push', () => {
  const name = 'pushed';
  const { adminUrl, directory } = inject('cluster');
  const { username, password } = new URL(adminUrl);
  const url = urlAs(adminUrl, username, password, name);
  let admin: pg.Client;
  let project: string;

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    await admin.query(`create database ${name}`);
    // It leaves notes beside what it reads.
    project = mkdtempSync(join(directory, 'supabase-'));
    cpSync(folder, join(project, 'supabase'), { recursive: true });
  });
  afterAll(async () => {
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  });

  const push = async () => {
    const { stdout, stderr } = await promisify(execFile)(
      join(root, 'node_modules/.bin/supabase'),
      ['db', 'push', '--yes', '--workdir', project, '--db-url', `${url}?sslmode=disable`],
      { env: { PATH: process.env.PATH, HOME: project, DO_NOT_TRACK: '1', SUPABASE_TELEMETRY_DISABLED: '1' } },
    );
    return stdout + stderr;
  };

  test('applies every migration, in order, and makes the database of db/schema', async () => {
    const files = globSync('*.sql', { cwd: join(folder, 'migrations') }).sort();
    const said = await push();
    expect([...said.matchAll(/Applying migration (\S+\.sql)/g)].map(([, file]) => file)).toEqual(files);

    const pushed = new pg.Client({ connectionString: url });
    await pushed.connect();
    try {
      expect(driftOf(readLaw(), await describeLaw(pushed))).toEqual([]);
    } finally {
      await pushed.end();
    }
  }, 60_000);

  test('and npm run db:migrate follow one another: what one has applied, the other finds done', async () => {
    expect(await migrate(url)).toEqual([]);
    await admin.query(`drop database ${name} with (force)`);
    await admin.query(`create database ${name}`);
    expect((await migrate(url)).length).toBeGreaterThan(5);
    expect(await push()).toContain('up to date');
  }, 60_000);
});
