/** The words of a source file that people may read: its strings, and the texts and attributes of its markup. */
import { parse } from 'svelte/compiler';
import ts from 'typescript';

/** Attributes whose values are the program's. */
const technical =
  /^(class|d|id|href|key|name|type|method|action|role|transform|viewBox|points|style|data-(?!label)[\w-]+|on\w+)$/;

/** Whether a call writes to the log, which operators read. */
const isLogged = (node: ts.Node) =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  ts.isIdentifier(node.expression.expression) &&
  node.expression.expression.text === 'log';

/** The strings of a script in their order; not what it imports, nor its SQL, nor its log. */
function wordsOfScript(code: string): string[] {
  const words: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTaggedTemplateExpression(node) || isLogged(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      words.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('words.ts', code, ts.ScriptTarget.Latest));
  return words;
}

type Markup = { type?: string; name?: string; data?: string; value?: unknown };

/** The texts of a component, and of its scripts and expressions the strings. */
function wordsOfComponent(code: string): string[] {
  const { instance, module, fragment } = parse(code, { modern: true });
  const words = [instance, module].flatMap((script) => {
    const { start, end } = (script?.content ?? {}) as { start?: number; end?: number };
    return wordsOfScript(code.slice(start ?? 0, end ?? 0));
  });
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, name, data, value } = node as Markup;
    if (type === 'Attribute' && technical.test(name ?? '')) return;
    if (type === 'Text') words.push(data ?? '');
    else if (type === 'Literal' && typeof value === 'string') words.push(value);
    else if (type === 'TemplateElement') words.push((value as { cooked: string }).cooked);
    else for (const part of Object.values(node)) visit(part);
  };
  visit(fragment);
  return words;
}

/** The words in a TypeScript file or a Svelte component of this path, blanks run together; not one word alone in small letters. */
const screenWords = (path: string, code: string): string[] =>
  (path.endsWith('.svelte') ? wordsOfComponent(code) : wordsOfScript(code))
    .map((text) => text.replaceAll(/\s+/g, ' '))
    .filter((text) => !/^[a-z_-]*$/.test(text));

/** Phrases that screens no longer say, each beside the one that they say in its place. */
const retiredPhrases: [pattern: RegExp, say: string][] = [
  [/(^|\d) %(?![\w(])/, '42%'],
  [/There is nothing here that you can see/, "We can't find this page, or you don't have access to it."],
  [/\b(nobody|somebody|everybody|anybody)\b/i, 'no one, someone, everyone, anyone; unassigned'],
  [/\b(take|takes|took|taken) (away|back|off)\b/i, 'remove, undo'],
  [/\bfor good\b/i, 'permanently'],
  [/\be-mail/i, 'email'],
  [/\b(un)?tick(ed|s)?\b/i, 'select, selected'],
  [
    /\bRaised?\b|\braise (a|the|this|new) |\braised (by|it|under|from now)\b|\b(was|were) raised\b/,
    'create, created',
  ],
  [/\bby hand\b/, 'log time'],
  [/\bkinds? of (job|request)\b/i, 'job type, request type'],
  [/\bgrooming note/i, 'refinement note'],
  [/\bwaits? for (?!all )/i, 'is waiting for, awaiting; blocked by'],
  [/\bin your reach\b|\breach(es)? every\b/i, 'you have access to'],
  [/\bfits?\b/, 'matches, no matches'],
  [/\bpressing\b/i, 'urgent'],
  [/\bMay open\b|\bswitched (on|off) for\b/, 'access'],
  [/\b(hangs? on|stands? here|lies? ahead|lies before|goes on in)\b/i, 'is, belongs to, upcoming'],
  [/\bin(to)? force\b/i, 'active, activate'],
  [/^(This is no|At most)\b|\b(has|have) at most\b/, 'Choose … from the list. … can be up to …'],
  [/\b(is|are) here\./, 'Showing the first …'],
  [/\bIn Markdown\b/, 'You can use Markdown.'],
];

/** The retired phrases in a file, each with what it stands in and what to say. */
export const retiredIn = (path: string, code: string): string[] =>
  screenWords(path, code).flatMap((words) =>
    retiredPhrases.flatMap(([pattern, say]) => (pattern.test(words) ? [`${words.trim()} → ${say}`] : [])),
  );
