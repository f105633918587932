/**
 * A file's lint result depends on its own text and on the types that it imports. A module's shape is its declarations, as
 * the native compiler writes them, so that a changed function body touches nobody else's result. A module without declarations
 * (a component, or one that the compiler cannot declare) has its text for a shape.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { cachePath, digest, read, ROOT } from './keys.ts';

const DECLARATIONS = cachePath('declarations');

/** Writes the declarations of all modules; only those anew whose text, or whose imports' types, changed. */
export const writeDeclarations = () =>
  new Promise<void>((resolve) => {
    const args = [
      '--project',
      'tsconfig.json',
      '--noEmit',
      'false',
      '--declaration',
      '--emitDeclarationOnly',
    ];
    args.push('--rootDir', '.', '--outDir', DECLARATIONS);
    args.push('--incremental', '--tsBuildInfoFile', join(DECLARATIONS, 'built.json'));
    const compiler = join(ROOT, 'node_modules/@typescript/native/bin/tsc');
    // Its errors are svelte-check's to tell: here they leave a module without declarations.
    spawn(process.execPath, [compiler, ...args], { cwd: ROOT, stdio: 'ignore' }).once('exit', () => {
      resolve();
    });
  });

const isFile = (path: string) => statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile() ?? false;

/** The file of the tree that an import names; null for a package or what is not there. */
function resolved(from: string, name: string): string | null {
  const path = name.startsWith('$lib')
    ? `src/lib${name.slice('$lib'.length)}`
    : name.startsWith('.')
      ? normalize(join(dirname(from), name))
      : null;
  if (path === null || path.includes('node_modules')) return null;
  const bare = path.replace(/\.js$/, '');
  const kit = normalize(join('.svelte-kit/types', path));
  const candidates = [path, `${bare}.ts`, `${path}.ts`, `${path}/index.ts`, `${bare}.d.ts`, `${kit}.d.ts`];
  return candidates.find(isFile) ?? null;
}

const imports = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g;
const importedBy = (path: string, text: string) => [
  ...new Set([...text.matchAll(imports)].flatMap(([, , name = '']) => resolved(path, name) ?? [])),
];

type Module = { shape: string; uses: string[] };

/** Keys of files' lint results: their text, and the shapes of all that they import, near and far. */
export class ShapeKeys {
  readonly #modules = new Map<string, Module>();
  readonly #environment: string;

  /** @param environment A digest of what every result depends on. */
  constructor(environment: string) {
    this.#environment = environment;
  }

  #module(path: string): Module {
    const known = this.#modules.get(path);
    if (known) return known;
    const declared = join(DECLARATIONS, path.replace(/\.ts$/, '.d.ts'));
    const text =
      path.endsWith('.ts') && !path.endsWith('.d.ts') && existsSync(declared)
        ? readFileSync(declared, 'utf8')
        : read(path);
    const module = { shape: digest([path, text]), uses: importedBy(path, text) };
    this.#modules.set(path, module);
    return module;
  }

  keyOf(path: string): string {
    const text = read(path);
    const reached = new Set<string>();
    const queue = importedBy(path, text);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      queue.push(...this.#module(next).uses);
    }
    return digest([
      this.#environment,
      path,
      text,
      ...[...reached].toSorted().map((each) => this.#module(each).shape),
    ]);
  }
}
