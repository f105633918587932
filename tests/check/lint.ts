/**
 * `node tests/check/lint.ts modules|components`: ESLint on every file of the kind whose text, or the types it imports, is not as it was
 * when ESLint last found nothing in it. The declarations have to be written before.
 */
import '../../eslint.hook.js';
import { ESLint } from 'eslint';
import { cleanKeys, digestOf, filesOfTree, keepCleanKeys } from './keys.ts';
import { ShapeKeys } from './shapes.ts';

const kind = process.argv[2] === 'components' ? 'components' : 'modules';
const isComponent = (path: string) => /\.svelte(\.ts)?$/.test(path);

const eslint = new ESLint();
const tree = filesOfTree();
const files: string[] = [];
for (const path of tree)
  if (
    /\.(ts|js|cjs|svelte)$/.test(path) &&
    isComponent(path) === (kind === 'components') &&
    !(await eslint.isPathIgnored(path))
  )
    files.push(path);

const known = cleanKeys(kind);
const shapes = new ShapeKeys(digestOf(tree, /^src\/app\.d\.ts$/));
const keys = new Map(files.map((path) => [path, shapes.keyOf(path)]));
const asked = files.filter((path) => !known.has(keys.get(path) ?? ''));
const results = asked.length > 0 ? await eslint.lintFiles(asked) : [];

const faulty = new Set(results.filter(({ messages }) => messages.length > 0).map(({ filePath }) => filePath));
const root = `${process.cwd()}/`;
keepCleanKeys(
  kind,
  files.filter((path) => !faulty.has(root + path)).map((path) => keys.get(path) ?? ''),
);
const { format } = await eslint.loadFormatter('stylish');
const told = await format(results);
if (told) console.log(told);
console.log(`${asked.length} of ${files.length} files looked at`);
process.exit(faulty.size > 0 ? 1 : 0);
