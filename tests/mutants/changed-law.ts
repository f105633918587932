/** The parts of the law that differ from an earlier commit, read from `db/schema.sql`, which has a block for each table and function. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const git = (...args: string[]) =>
  execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const heading = /^(?:create table (\S+)|CREATE OR REPLACE (?:FUNCTION|PROCEDURE) ([\w.]+)\()/;

/** The blocks of tables and functions by name; functions of one name are one. */
export function blocksOf(schema: string): Map<string, string> {
  const blocks = new Map<string, string>();
  let name: string | null = null;
  for (const line of schema.split('\n')) {
    const [, table, routine] = heading.exec(line) ?? [];
    if (table ?? routine) name = table ?? routine ?? null;
    else if (/^(create|CREATE|role|event trigger) /.test(line)) name = null;
    if (name !== null) blocks.set(name, `${blocks.get(name) ?? ''}${line}\n`);
  }
  return blocks;
}

/** The commit that the work began from: `BASE`, or the first parent. */
export const baseOf = (): string => process.env.BASE ?? 'HEAD^1';

/** Tables and functions, as `app.task`, that are not as they were at the base; null where the base is not there to read. */
export function changedSince(base: string, now: string): Set<string> | null {
  let before: Map<string, string>;
  try {
    before = blocksOf(git('show', `${base}:db/schema.sql`));
  } catch {
    return null;
  }
  return new Set(
    [...blocksOf(now)].filter(([name, text]) => before.get(name) !== text).map(([name]) => name),
  );
}

/** The name of the commit that is checked out; "nothing committed" outside a repository. */
export function commitHash(): string {
  try {
    return git('rev-parse', 'HEAD').trim();
  } catch {
    return 'nothing committed';
  }
}

/** Whether a mutant is of one of these tables or functions, by the name it goes by. */
export const isOf = (changed: ReadonlySet<string>, name: string): boolean =>
  [...name.matchAll(/\b(?:(app|identity)\.)?(\w+)\b/g)].some(([, schema, word = '']) =>
    changed.has(`${schema ?? 'app'}.${word}`),
  );
