/** ESLint on every file whose text, or the types it imports, is not as it was when ESLint last found nothing in it. */
import '../../eslint.hook.js';
import { ESLint } from 'eslint';
import { cleanKeys, digestOf, filesOfTree, keepCleanKeys } from './keys.ts';
import { ShapeKeys, writeDeclarations } from './shapes.ts';

const eslint = new ESLint();
const tree = filesOfTree();
const files: string[] = [];
for (const path of tree)
  if (/\.(ts|js|cjs|svelte)$/.test(path) && !(await eslint.isPathIgnored(path))) files.push(path);

const known = cleanKeys('lint');
const keysNow = () => {
  const shapes = new ShapeKeys(digestOf(tree, /^src\/app\.d\.ts$/));
  return new Map(files.map((path) => [path, shapes.keyOf(path)]));
};

// From cold there is nothing to compare: the compiler then works beside ESLint.
const written = writeDeclarations();
if (known.size > 0) await written;
const before = known.size > 0 ? keysNow() : new Map<string, string>();
const asked = files.filter((path) => !known.has(before.get(path) ?? ''));
const results = asked.length > 0 ? await eslint.lintFiles(asked) : [];
await written;

const faulty = new Set(results.filter(({ messages }) => messages.length > 0).map(({ filePath }) => filePath));
const root = `${process.cwd()}/`;
const keys = known.size > 0 ? before : keysNow();
keepCleanKeys(
  'lint',
  files.filter((path) => !faulty.has(root + path)).map((path) => keys.get(path) ?? ''),
);
const { format } = await eslint.loadFormatter('stylish');
const told = await format(results);
if (told) console.log(told);
console.log(`${asked.length} of ${files.length} files looked at`);
process.exit(faulty.size > 0 ? 1 : 0);
