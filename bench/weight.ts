/** JavaScript of a page's first view: every script that the page loads before it is usable, in kB gzip. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const client = join(import.meta.dirname, '../build/client');

/** The scripts that a page names in its text or its Link header, and those that they import, each once. */
function scriptsOf(html: string): Set<string> {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    const source = readFileSync(join(client, file), 'utf8');
    for (const [, path] of source.matchAll(/(?:from|import)\s*"(\.{1,2}\/[^"]+\.js)"/g)) {
      visit(new URL(path ?? '', `http://x/${file}`).pathname.slice(1));
    }
  };
  for (const [, path] of html.matchAll(/["'(<](?:\.{0,2}\/)*(_app\/immutable\/[^"')>]+\.js)/g))
    visit(path ?? '');
  return found;
}

/** Sum of the gzip sizes of a page's scripts, in kB (1,000 bytes). */
export const scriptWeight_kB = (html: string) =>
  [...scriptsOf(html)].reduce((sum, file) => sum + gzipSync(readFileSync(join(client, file))).length, 0) /
  1000;
