/** Names that docs/dictionary.md has retired, and the identifiers of a file, among which they are sought. */
import { parse } from 'svelte/compiler';
import ts from 'typescript';

/** Retired names of identifiers and files, each beside the one that has taken its place. A file's name counts in camel case. */
const retired: [pattern: RegExp, say: string][] = [
  [/^deeds?($|[A-Z])|Deeds?($|[A-Z])/, 'permission, action'],
  [/^(unsay|reword)$/, 'deleteText, editText'],
  [/^sentBefore$/, 'findByRequestId'],
  [/^explainMissing$/, 'assertAllWritten'],
  [/^demand[A-Z]/, 'require…'],
  [/^held(Ticket|Sprint|Task)$|^hold(Ticket|Sprint|Task)$/, 'lock…'],
  [/^together($|[A-Z])/, 'selectAll'],
  [/^(inFlights?|flights?)$|^Flight/, 'pipelined read'],
  [/^(answering|[aA]sker)$/, 'createRealmRunner, caller'],
  [/^lookAtClocks?$/, 'evaluate…'],
  [/^plac(ing|edBy)$|^(Import|Live)Place$/, 'locate, work target, import context, reorder'],
  [/^takeOver$/, 'hydrateCache'],
  [/^(comeToLife|isEarly)$/, 'markHydrated, changedBeforeHydration'],
  [/^arrangement$|^Arrang(ed|ement)$/, 'sortable'],
  [/^(Folded|isFolded)$/, 'Disclosure, collapsed'],
  [/^(Staff(Said|Write)|PastTheEnd|(Choices|Search)Cut|TakeOff|Followed)$/, 'see docs/dictionary.md'],
  [/^(lastWord|isLastWord)$/, 'keepalive'],
  [/^(refusedOf|isUntouched)$/, 'formFailureOf, isPristine'],
];

/** Names retired in the product alone: tests may call a local value so. */
const retiredInProduct: [pattern: RegExp, say: string][] = [
  [/^(said|Said|withSaid|isSaid)$/, 'message, comment, text'],
  [/^(place|Place|placed|Placed)$/, 'locate, work target, import context, reorder, scope, anchor'],
];

function namesInScript(code: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) names.push(node.text.replace('#', ''));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('names.ts', code, ts.ScriptTarget.Latest));
  return names;
}

function namesInComponent(code: string): string[] {
  const { instance, module, fragment } = parse(code, { modern: true });
  const names = [instance, module].flatMap((script) => {
    const { start, end } = (script?.content ?? {}) as { start?: number; end?: number };
    return namesInScript(code.slice(start ?? 0, end ?? 0));
  });
  const visit = (node: unknown, ofComponent = false): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, name } = node as { type?: string; name?: string };
    if (name !== undefined && (type === 'Identifier' || type === 'Component')) names.push(name);
    if (name !== undefined && type === 'Attribute' && ofComponent) names.push(name);
    for (const [key, part] of Object.entries(node))
      if (Array.isArray(part))
        for (const one of part) visit(one, type === 'Component' && key === 'attributes');
      else visit(part);
  };
  visit(fragment);
  return names;
}

const nameOfFile = (path: string) =>
  (path.split('/').at(-1) ?? '')
    .replace(/\..*$/, '')
    .replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The retired names in a TypeScript file or a Svelte component, its own name included, each with the name to use. */
export function retiredNamesIn(path: string, code: string): string[] {
  const inCode = path.endsWith('.svelte') ? namesInComponent(code) : namesInScript(code);
  const patterns = /^(src|db)\//.test(path) ? [...retired, ...retiredInProduct] : retired;
  return [...new Set([nameOfFile(path), ...inCode])].flatMap((name) =>
    patterns.flatMap(([pattern, say]) => (pattern.test(name) ? [`${name} → ${say}`] : [])),
  );
}

/** Comments of a file that begin with "What", "Whoever", "Where" or "Who", so that their reader seeks an actor and a table. */
export const commentsWithoutSubject = (code: string): string[] =>
  [...code.matchAll(/(?:\/\*\*?|\/\/|<!--|^\s*\*)[ \t]+(?:What|Whoever|Where|Who)\b[^\n]*/gm)].map(
    ([comment]) => comment.trim(),
  );
