/** Content is the key of all that `npm run check` remembers: where nothing differs that a check reads, it found nothing and finds nothing. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, '.cache/check');

/** A digest of texts, each told apart from the next. */
export function digest(parts: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e8 });

/** All files of the tree, tracked or about to be, that are there; paths from the root, sorted. */
export const filesOfTree = (): string[] =>
  git('ls-files', '-z', '--cached', '--others', '--exclude-standard')
    .split('\0')
    .filter((path) => path && existsSync(join(ROOT, path)))
    .toSorted();

export const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Settings and versions, on which every check depends. */
const settings =
  /^(package-lock\.json|[^/]*(config|rc)[^/]*\.?(js|cjs|ts|json)?|\.prettier.*|knip\.json|\.dependency-cruiser\.cjs)$/;

/** A digest of the files that match, by path and content, and of the project's settings. */
export const digestOf = (files: readonly string[], matching: RegExp): string =>
  digest(
    files
      .filter((path) => matching.test(path) || settings.test(path) || path.startsWith('tests/check/'))
      .flatMap((path) => [path, read(path)]),
  );

/** The place where a check keeps what it knows. */
export const cachePath = (...parts: string[]) => join(CACHE, ...parts);

/** The keys of what was once found clean by a check; none where nothing was kept. */
export function cleanKeys(check: string): Set<string> {
  const path = cachePath(`${check}.json`);
  if (!existsSync(path)) return new Set();
  try {
    return new Set(JSON.parse(readFileSync(path, 'utf8')) as string[]);
  } catch {
    return new Set();
  }
}

/** Keeps keys in place of those that were kept before. */
export function keepCleanKeys(check: string, keys: Iterable<string>): void {
  const path = cachePath(`${check}.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify([...keys]));
}
