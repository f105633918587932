/** The map of the repository as assertions: what a reader is told stands where they are told. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tables } from '../db/policies.ts';
import { icons } from '../src/lib/components/ui/icons.ts';
import { commentsWithoutSubject, retiredNamesIn } from './support/retired-names.ts';
import { retiredIn } from './support/screen-words.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const files = (pattern: string) => globSync(pattern, { cwd: root }).sort();

test('every path that the documents cite exists', () => {
  for (const document of ['README.md', 'db/CONVENTIONS.md']) {
    const cited = [
      ...read(document).matchAll(/(?:`|\()((?:src|db|tests|supabase|docs|bench)\/[\w./-]*)(?:`|\))/g),
    ].map(([, path]) => path ?? '');
    expect(cited.length).toBeGreaterThan(1);
    expect({ document, missing: cited.filter((path) => !existsSync(join(root, path))) }).toEqual({
      document,
      missing: [],
    });
  }
});

test('every command that the README names is there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  for (const [, command] of read('README.md').matchAll(/npm run (?:-s )?([\w:]+)/g))
    expect(Object.keys(scripts)).toContain(command);
});

test('every table has its law in one migration and its tests in a file of its name', () => {
  const migrations = files('supabase/migrations/*.sql').map(read).join('\n');
  for (const { name } of tables) {
    expect(migrations).toContain(`create table ${name} (`);
    expect(existsSync(join(root, `tests/policies/${name.split('.')[1]}.test.ts`))).toBe(true);
  }
});

test('every audit rule is named in the conventions', () => {
  const conventions = read('db/CONVENTIONS.md');
  for (const file of files('db/audit/*.sql'))
    expect(conventions).toContain(`\`${file.replace('db/audit/', '').replace('.sql', '')}\``);
});

describe('the portal', () => {
  const internal =
    /\b(visibility|estimate_minutes|assignee_staff_id|position|internal_number|capacity_hours|actor_staff_id|author_staff_id|was_shared|\w+_shared|staff_member|project_member|visibility_log|breach_at|at_risk_at|missed_at|ticket_note|ticket_sla|app\.outbox|app\.job|sla_policy|sla_breach|escalation|contract_support|contract_member|moved_from_id)\b/;

  test.each(files('src/{lib/server/portal,routes/portal}/**/*.{ts,svelte}'))(
    'spells no internal column or table: %s',
    (file) => {
      expect(internal.exec(read(file))?.[0]).toBeUndefined();
    },
  );

  test('has each of its procedures exercised over HTTP', () => {
    const tests = files('tests/portal/*.test.ts').map(read).join('\n');
    for (const file of files('src/lib/server/portal/*/*.ts')) {
      const [, feature, name = ''] = /portal\/(\w+)\/([\w-]+)\.ts$/.exec(file) ?? [];
      const verb = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const isProcedure = /portal(Procedure|Stream)\b/.test(read(file));
      if (isProcedure) expect(tests).toContain(`${feature}.${verb}`);
    }
  });
});

test('HTML that was not written here is shown in one place', () => {
  const showing = files('src/**/*.svelte').filter((file) => read(file).includes('{@html'));
  expect(showing).toEqual(['src/lib/components/ui/Prose.svelte']);
});

test('a list has its state of one mechanism: no page reads filters or draws chips by a file of its own', () => {
  const own = (file: string) => /(^|\/|-)(filter|chips)\.ts$/.test(file);
  expect(
    ['src/routes/a/filter.ts', 'src/routes/a/board-filter.ts', 'src/routes/a/chips.ts'].filter(own),
  ).toHaveLength(3);
  expect(files('src/routes/**/*.ts').filter(own)).toEqual([]);
  // What a list is narrowed by is read from its address by its fields alone.
  const reads = (text: string) =>
    /\bsearchParams\.(get|getAll)\(['"](status|sort|page|edge|search)['"]/.test(text);
  expect(reads(`url.searchParams.get('status')`)).toBe(true);
  expect(files('src/**/*.{ts,svelte}').filter((file) => reads(read(file)))).toEqual([]);
});

test('the pattern of an id is written once', () => {
  const patterned = (text: string) => /a-f[^\]]*\]\{(?:8|12|36)\}/i.test(text);
  expect(patterned(String.raw`/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/`)).toBe(true);
  expect(patterned(String.raw`/[0-9a-f-]{36}/`)).toBe(true);
  const found = files('src/**/*.{ts,svelte}').filter((file) => read(file).split('\n').some(patterned));
  expect(found).toEqual(['src/lib/domain/id.ts']);
});

test('CSV is sent in one place, with its guard against formulas and its byte order mark', () => {
  const sends = (text: string) => /['"`]text\/csv\b/.test(text);
  expect(sends(`headers: { 'content-type': 'text/csv; charset=utf-8' }`)).toBe(true);
  const sending = files('src/**/*.{ts,svelte}').filter((file) => sends(read(file)));
  expect(sending).toEqual(['src/lib/server/csv-response.ts']);
  const printing = files('src/**/*.{ts,svelte}').filter((file) => /\bcsvOf\(/.test(read(file)));
  expect(printing).toEqual(['src/lib/server/csv-response.ts', 'src/lib/server/staff/imports/read-table.ts']);
});

test('the SDK of S3 is known to one file, and loaded only where files lie in a bucket', () => {
  const source = files('src/**/*.{ts,js,svelte}').map((file) => ({ file, text: read(file) }));
  const naming = (pattern: RegExp) => source.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
  expect(naming(/['"]@(aws-sdk|smithy)\//)).toEqual(['src/lib/server/files/s3-client.ts']);
  expect(naming(/from '[^']*\/s3-client'/)).toEqual(['src/lib/server/files/s3-storage.ts']);
  expect(naming(/\bfrom '[^']*\/s3-storage'/)).toEqual([]);
  expect(naming(/\bimport\('[^']*\/s3-storage'\)/)).toEqual(['src/lib/server/files/configured.ts']);
});

test('no style attribute reaches HTML of the server, where it carries no nonce: lengths are attributes of SVG, or classes', () => {
  // As an attribute of an element, as a directive, or spread: not in a word, and not in a script.
  const styled = /<[a-zA-Z][^<]*?\s(?:style(?:=|:[\w-]+)|\{style\})/;
  expect(styled.test('<div class="a"\n  style:width="{percent}%">')).toBe(true);
  expect(styled.test('<p style="color: red">')).toBe(true);
  expect(styled.test('<p {style}>')).toBe(true);
  expect(styled.test('<svg stroke="red" data-style="x"></svg><style>p { }</style>')).toBe(false);
  const breaches = files('src/**/*.{svelte,html}').filter((file) =>
    styled.test(read(file).replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/g, '')),
  );
  expect(breaches).toEqual([]);
});

test('a field that takes text stands in the direction of what is written in it', () => {
  const withoutWords = /\btype="(hidden|checkbox|radio|file|date|number|password|email)"/;
  const without = files('src/**/*.svelte').flatMap((file) =>
    [...read(file).matchAll(/<(?:input|textarea)\b(?:[^>{]|\{(?:[^{}]|\{[^{}]*\})*\})*>/g)]
      .map(([field]) => ({ file, field }))
      .filter(({ field }) => !/\bdir=|\{\.\.\.attributes\}/.test(field) && !withoutWords.test(field)),
  );
  expect(without).toEqual([]);
});

test('details that open by a condition are a Disclosure, which a live change does not close', () => {
  const folding = files('src/**/*.svelte').filter((file) => /<details\b[^>]*\sopen=\{/.test(read(file)));
  expect(folding).toEqual([]);
});

test('a number that a person types is read in one way: Number reads "0x10", "1e3" and nothing as numbers', () => {
  const found = files('src/{lib/inputs,lib/domain,lib/components,routes}/**/*.{ts,svelte}').filter((path) =>
    /coerce\.number|valueAsNumber|parseInt|parseFloat|\bNumber\((?:\w+\.)*searchParams|map\(Number\)(?!\s*\?\?)/.test(
      read(path),
    ),
  );
  expect(found).toEqual([]);
});

test('a list is keyed by what is unique by construction: by an id or the place, not by words that two may share', () => {
  const words = /\b(title|name|sentence|of|label|heading)\b/;
  const keyed = files('src/**/*.svelte').flatMap((file) =>
    eachBlocks(read(file)).map((each) => ({ file, each })),
  );
  expect(keyed.length).toBeGreaterThan(200);
  const byWords = keyed.filter(
    ({ each }) =>
      !each.startsWith('Object.entries(') &&
      words.test(/ \(((?:[^()]|\([^()]*\))*)\)$/.exec(each)?.[1] ?? ''),
  );
  expect(byWords).toEqual([]);
});

test('no screen says a phrase that another has taken the place of', () => {
  const found = (path: string, code: string) => retiredIn(path, code).length;
  expect(found('a.svelte', '<p>{percent} % done</p><th>E-mail</th><i aria-label="Tick {one}"></i>')).toBe(3);
  expect(
    found('a.svelte', "<script>let a = `${n} %`;</script>{a ? 'Nobody yet' : `${a} waits for you`}"),
  ).toBe(3);
  expect(
    found('a.ts', "const a = ['There is nothing here that you can see.', 'Raise ticket', 'Take away'];"),
  ).toBe(3);
  expect(
    found('a.ts', "// Nobody\nlog.info('by hand'); const a = 'raised'; sql`like 'a %'`; // for good"),
  ).toBe(0);
  expect(found('a.svelte', '<p class="fits">{percent}% done</p><th>Email</th>')).toBe(0);
  const screens = files('src/**/*.{ts,svelte}');
  expect(screens.length).toBeGreaterThan(400);
  const faults = screens.flatMap((file) => retiredIn(file, read(file)).map((fault) => `${file}: ${fault}`));
  expect(faults).toEqual([]);
});

test('no identifier and no file has a name that the dictionary has retired', () => {
  const found = (path: string, code: string) => retiredNamesIn(path, code).length;
  expect(found('src/a.ts', 'const { deed, place } = takeOver(projectDeeds);')).toBe(4);
  expect(found('src/lib/server/staff/explain-missing.ts', 'export const x = 1;')).toBe(1);
  expect(
    found(
      'src/Followed.svelte',
      '<script>let said = 1;</script><Folded place={said}>{demandTasks()}</Folded>',
    ),
  ).toBe(5);
  expect(found('tests/a.ts', 'const place = 1; heldTicket(place);')).toBe(1);
  expect(found('src/a.ts', "// deed\nconst indeeds = 'place'; replace(indeeds);")).toBe(0);
  const named = files('{src,db,tests,bench}/**/*.{ts,js,svelte}').filter(
    (file) => !file.startsWith('db/types/'),
  );
  expect(named.length).toBeGreaterThan(900);
  expect(
    named.flatMap((file) => retiredNamesIn(file, read(file)).map((fault) => `${file}: ${fault}`)),
  ).toEqual([]);
});

test('no comment of the product begins with "What", "Whoever", "Where" or "Who": it names the actor and the table', () => {
  const planted = [
    '/** What it says. */',
    '// Whoever asks.',
    ' * Where it lies',
    '<!-- Who -->',
    '/** The row. */',
  ];
  expect(commentsWithoutSubject(planted.join('\n'))).toHaveLength(4);
  const commented = files('{src,db,bench}/**/*.{ts,js,svelte,css}');
  const faults = commented.flatMap((file) =>
    commentsWithoutSubject(read(file)).map((one) => `${file}: ${one}`),
  );
  expect(faults).toEqual([]);
});

test('src/app.html has a symbol for each icon that a component may name, and no other', () => {
  const held = [...read('src/app.html').matchAll(/<symbol id="([^"]+)"/g)].map(([, name]) => name);
  expect(held.toSorted()).toEqual(icons.toSorted());
});

test('no file is too long to read whole', () => {
  const long = files('{src,db}/**/*.{ts,svelte}').filter(
    (file) => !file.startsWith('db/types/') && read(file).split('\n').length > 420,
  );
  expect(long).toEqual([]);
});

/** What stands in each `{#each …}` of a component, on one line; braces inside it are its own. */
function eachBlocks(source: string): string[] {
  return [...source.matchAll(/\{#each\s/g)].map(({ index, 0: opening }) => {
    const from = index + opening.length;
    let to = from;
    for (let depth = 1; depth > 0; to += 1) depth += { '{': 1, '}': -1 }[source[to] ?? '}'] ?? 0;
    return source
      .slice(from, to - 1)
      .replaceAll(/\s+/g, ' ')
      .trim();
  });
}
