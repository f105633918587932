/**
 * Applies supabase/migrations, forward only, each file in one transaction.
 *
 * The record lies where the Supabase command line keeps its own, in the same shape, so that either may follow the
 * other. It differs in one thing: that tool splits a file into statements, this one keeps it whole.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { LOGINS } from './logins.ts';
import { ownerUrl } from './running.ts';

const MIGRATIONS = join(import.meta.dirname, '../supabase/migrations');
const FILE_NAME = /^(\d{14})_(.+)\.sql$/;

const RECORD = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
  alter table supabase_migrations.schema_migrations add column if not exists statements text[];
  alter table supabase_migrations.schema_migrations add column if not exists name text`;

export type MigrateOptions = {
  directory?: string;
  log?: (line: string) => void;
};

type Migration = {
  version: string;
  name: string;
  file: string;
  text: string;
};

type Applied = {
  version: string;
  name: string | null;
  statements: string[] | null;
};

/** Brings the database up to date and returns the names of the files it applied. */
export async function migrate(adminUrl: string, options: MigrateOptions = {}): Promise<string[]> {
  const { directory = MIGRATIONS, log = () => {} } = options;
  const migrations = readMigrations(directory);
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'migrate' });
  await client.connect();
  try {
    // Held by the connection: a second runner waits here, and then finds nothing left to do.
    await client.query("select pg_advisory_lock(hashtext('supabase_migrations'))");
    await client.query(`set client_min_messages = warning; ${RECORD}`);
    const pending = unapplied(migrations, await readApplied(client), directory);
    client.on('notice', ({ message }) => log(`  ${message}`));
    for (const migration of pending) {
      log(`Applying ${migration.file}`);
      await apply(client, migration);
    }
    await resetDefaults(client, log);
    return pending.map(({ file }) => file);
  } finally {
    await client.end();
  }
}

/** Takes away what the roles start with: a login may give itself settings (ALTER ROLE … SET), and no trigger sees it. */
async function resetDefaults(client: pg.Client, log: (line: string) => void): Promise<void> {
  const { rows } = await client.query<{ reset: string; settings: string[] }>(
    `select format('alter role %I', r.rolname) || coalesce(' in database ' || quote_ident(d.datname), '') || ' reset all' as reset,
            s.setconfig as settings
       from pg_db_role_setting s join pg_roles r on r.oid = s.setrole left join pg_database d on d.oid = s.setdatabase
      where (s.setdatabase = 0 or d.datname = current_database())
        and (r.rolname = any ($1) or r.rolname in ('client', 'client_sign_in', 'staff', 'staff_sign_in', 'worker', 'portal_owner')
             or r.rolname ~ '^definer_')`,
    [Object.values(LOGINS).map(({ login }) => login)],
  );
  for (const { reset, settings } of rows) {
    log(`${reset}: ${settings.join(', ')}`);
    await client.query(reset);
  }
}

function readMigrations(directory: string): Migration[] {
  const files = readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const migrations = files.map((file) => {
    const [, version, name] = FILE_NAME.exec(file) ?? [];
    if (!version || !name) throw new Error(`${file}: a migration is called <14 digits>_<name>.sql.`);
    return { version, name, file, text: readFileSync(join(directory, file), 'utf8') };
  });
  migrations.forEach(({ version, file }, index) => {
    const earlier = migrations[index - 1];
    if (earlier?.version === version) throw new Error(`${earlier.file} and ${file} have the same number.`);
  });
  return migrations;
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    'select version, name, statements from supabase_migrations.schema_migrations order by version',
  );
  return rows;
}

/** The migrations still to be applied, after a check that the applied ones equal their files. */
function unapplied(migrations: Migration[], applied: Applied[], directory: string): Migration[] {
  const files = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const { version, name, statements } of applied) {
    const migration = files.get(version);
    if (!migration) {
      throw new Error(
        `The database has had migration ${version}_${name ?? ''}, but ${directory} has no such file. ` +
          'Bring the file back, or start from a fresh database.',
      );
    }
    if (statements?.length && essence(statements.join(';')) !== essence(migration.text)) {
      throw new Error(
        `${migration.file} was changed after it had been applied to this database. Undo the change and put it in ` +
          'a new migration, or start from a fresh database.',
      );
    }
  }
  const done = new Set(applied.map(({ version }) => version));
  const last = applied.at(-1)?.version ?? '';
  const pending = migrations.filter(({ version }) => !done.has(version));
  const late = pending.find(({ version }) => version < last);
  if (late)
    throw new Error(
      `${late.file} is older than ${last}, which this database has had. Give it a later number.`,
    );
  return pending;
}

/** A migration's text without what a splitter may take away. */
const essence = (text: string) => text.replace(/[\s;]+/g, '');

async function apply(client: pg.Client, { version, name, file, text }: Migration): Promise<void> {
  try {
    // Waiting long for a lock would hold up everybody who queues behind us.
    await client.query("begin; set local lock_timeout = '10s'");
    await client.query(text);
    await client.query(
      'insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)',
      [version, name, [text]],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw explain(error, file, text);
  } finally {
    // Settings of one file do not carry over to the next.
    await client
      .query('reset session authorization; reset all; set client_min_messages = warning')
      .catch(() => {});
  }
}

function explain(error: unknown, file: string, text: string): Error {
  if (!(error instanceof pg.DatabaseError)) return error instanceof Error ? error : new Error(String(error));
  const line = error.position ? `:${text.slice(0, Number(error.position) - 1).split('\n').length}` : '';
  const parts = [error.message, error.detail, error.hint && `Hint: ${error.hint}`, error.where];
  return new Error(`${file}${line}: ${parts.filter(Boolean).join('\n  ')}`, { cause: error });
}

if (import.meta.main) {
  try {
    const applied = await migrate(ownerUrl(), { log: console.log });
    if (applied.length === 0) console.log('The database is up to date.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
