/**
 * `npm run db:audit [-- --json]`: the law of a database for a DBA to read, and every gap in it.
 *
 * Audits DATABASE_URL_AUDITOR or DATABASE_URL_OWNER, else the running demo's database, else a freshly migrated one of its
 * own. Exits 1 on any finding of level error. The rules are in db/audit/*.sql, one sin a file.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import pg, { type ClientBase } from 'pg';
import { acceptedResiduals, openHoles } from './audit/holes.ts';
import { readReport, type Section } from './audit/report.ts';
import { OWNER_VARIABLE } from './logins.ts';
import { readRunning } from './running.ts';
import { withScratchDatabase } from './scratch.ts';

export type Finding = {
  rule: string;
  level: 'error' | 'warning';
  object: string;
  problem: string;
  remedy: string;
};

const directory = join(import.meta.dirname, 'audit');

/** The findings of each rule in a database; none in a sound one. */
export async function findSins(database: ClientBase): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const file of globSync('*.sql', { cwd: directory }).sort()) {
    const { rows } = await database.query<Omit<Finding, 'rule'>>(readFileSync(join(directory, file), 'utf8'));
    findings.push(...rows.map((row) => ({ rule: basename(file, '.sql'), ...row })));
  }
  return findings;
}

async function audit(database: ClientBase) {
  const { rows } = await database.query<{ version: number; text: string }>(
    `select current_setting('server_version_num')::int as version, version() as text`,
  );
  const server = rows[0]!;
  return {
    server: server.text,
    holes: openHoles(server.version),
    report: await readReport(database),
    residuals: acceptedResiduals,
    findings: await findSins(database),
  };
}

function print({ server, holes, report, residuals, findings }: Awaited<ReturnType<typeof audit>>): void {
  const heading = (text: string) => console.log(`\n${text}\n${'─'.repeat(text.length)}`);
  console.log(server);
  heading('Known holes of this server');
  if (holes.length === 0) console.log('None that we know of is open at this minor release.');
  for (const { cve, what, mitigation } of holes)
    console.log(`OPEN  ${cve}: ${what}.\n      What holds here: ${mitigation}.`);
  for (const { title, note, rows } of report) {
    heading(`${title} (${rows.length})`);
    console.log(note);
    printRows(rows);
  }
  heading('Accepted, with the reason');
  for (const [what, why] of residuals) console.log(`${what}: ${why}.`);
  heading('Findings');
  for (const { rule, level, object, problem, remedy } of findings)
    console.log(`${level.toUpperCase()}  ${rule}: ${object}: ${problem}. Remedy: ${remedy}.`);
  console.log(
    `${findings.filter(({ level }) => level === 'error').length} errors, ${findings.filter(({ level }) => level === 'warning').length} warnings`,
  );
}

/** Each row as a heading line and its other facts below it: conditions and meanings are too long for columns. */
function printRows(rows: Section['rows']): void {
  for (const row of rows) {
    const [[, name] = ['', ''], ...facts] = Object.entries(row);
    console.log(`\n  ${name}`);
    for (const [fact, value] of facts)
      if (value !== null && value !== '') console.log(`    ${fact}: ${value}`);
  }
}

async function withDatabase<Result>(work: (database: ClientBase) => Promise<Result>): Promise<Result> {
  const url = process.env.DATABASE_URL_AUDITOR ?? process.env[OWNER_VARIABLE] ?? readRunning()?.urls.owner;
  if (!url) return withScratchDatabase(work);
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  try {
    return await work(database);
  } finally {
    await database.end();
  }
}

if (import.meta.main) {
  const result = await withDatabase(audit);
  if (process.argv.includes('--json')) console.log(JSON.stringify(result, null, 2));
  else print(result);
  process.exitCode = result.findings.some(({ level }) => level === 'error') ? 1 : 0;
}
