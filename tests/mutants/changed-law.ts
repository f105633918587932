/** The parts of the law that differ from an earlier commit, read from `db/schema`, a file a table with the functions that its triggers run. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const git = (args: string[], input?: string) =>
  execFileSync('git', args, { cwd: root, input, maxBuffer: 1e8, stdio: ['pipe', 'pipe', 'pipe'] });

const tableFile = /^(\w+)\/(?!types\.|functions\.)(\w+)\.sql$/;
const routine = /^CREATE OR REPLACE (?:FUNCTION|PROCEDURE) ([\w.]+)\(/m;

/** The law of each table and of each function, by name; functions of one name are one. */
export function blocksOf(files: ReadonlyMap<string, string>): Map<string, string> {
  // A function stands in the file of every table whose triggers run it.
  const blocks = new Map<string, Set<string>>();
  for (const [path, text] of files) {
    const [, schema, table] = tableFile.exec(path) ?? [];
    for (const piece of text.split(/\n\n(?=-- |CREATE )/)) {
      const name = routine.exec(piece)?.[1] ?? (table && `${schema}.${table}`);
      if (name) blocks.set(name, (blocks.get(name) ?? new Set()).add(piece.trimEnd()));
    }
  }
  return new Map([...blocks].map(([name, pieces]) => [name, [...pieces].join('\n\n')]));
}

/** The files of `db/schema` at a commit, by path below it; none where it has none. */
function lawAt(commit: string): Map<string, string> {
  const folder = 'db/schema/';
  const paths = git(['ls-tree', '-r', '--name-only', commit, '--', folder])
    .toString()
    .split('\n')
    .filter(Boolean);
  const answer = git(['cat-file', '--batch'], paths.map((path) => `${commit}:${path}\n`).join(''));
  const files = new Map<string, string>();
  let at = 0;
  for (const path of paths) {
    // "<name> blob <bytes>", the content, and a line feed.
    const from = answer.indexOf('\n', at) + 1;
    const to = from + Number(answer.toString('utf8', at, from).split(' ')[2]);
    files.set(path.slice(folder.length), answer.toString('utf8', from, to));
    at = to + 1;
  }
  return files;
}

/** The commit that the work began from: `BASE`, or the first parent. */
export const baseOf = (): string => process.env.BASE ?? 'HEAD^1';

/** Tables and functions, as `app.task`, that are not as they were at the base; null where the base is not there to read. */
export function changedSince(base: string, now: ReadonlyMap<string, string>): Set<string> | null {
  let before: Map<string, string>;
  try {
    before = lawAt(base);
  } catch {
    return null;
  }
  if (before.size === 0) return null;
  const blocks = blocksOf(before);
  return new Set(
    [...blocksOf(now)].filter(([name, text]) => blocks.get(name) !== text).map(([name]) => name),
  );
}

/** The name of the commit that is checked out; "nothing committed" outside a repository. */
export function commitHash(): string {
  try {
    return git(['rev-parse', 'HEAD']).toString().trim();
  } catch {
    return 'nothing committed';
  }
}

/** Whether a mutant is of one of these tables or functions, by the name it goes by. */
export const isOf = (changed: ReadonlySet<string>, name: string): boolean =>
  [...name.matchAll(/\b(?:(app|identity)\.)?(\w+)\b/g)].some(([, schema, word = '']) =>
    changed.has(`${schema ?? 'app'}.${word}`),
  );
