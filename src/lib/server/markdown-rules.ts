import markdownIt, { type Ruler, type StateInline, type Token } from 'markdown-it';
import { isVisible } from '../domain/visible-text';

/**
 * The parser for texts that people write, who often do not know that they write Markdown. It follows CommonMark, except that it leaves as
 * typed the paths, formulas, patterns and names that CommonMark would read as formatting, and that emphasis works beside the punctuation
 * of Chinese, Japanese and Korean (https://github.com/commonmark/commonmark-spec/issues/650).
 */
export const parser = markdownIt({ html: false, linkify: true, breaks: true });

const SCHEMES = /^(?:https?:\/\/|mailto:)/i;
parser.validateLink = (url) => SCHEMES.test(url.trim());
// Only what says that it is an address becomes one: "README.md" is no site in Moldova.
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: true });
// An address that becomes a link is shown as it was typed: read as a URL, https://a.b=:2. would become https://a.b:2=.
parser.normalizeLinkText = (address) => address;

// A line of dashes below a line is a signature's more often than a heading's; an address that only defines a label would not be shown;
// "&nbsp;" and "<name@example.com>" are shown as typed (the address is a link without its brackets being part of the syntax).
parser.disable(['lheading', 'reference', 'entity', 'autolink']);

/** The rule that a list of rules has by a name, to be asked by the one that takes its place. */
function ruleOf<Args extends unknown[], Result>(rules: Ruler<Args, Result>, name: string) {
  rules.enableOnly([name]);
  const [rule] = rules.getRules('');
  if (!rule) throw new Error(`The parser has no rule "${name}"`);
  return rule;
}

/** Reads a block only where its first line fits a pattern; other lines stay as typed. */
function onlyWhere(name: string, pattern: RegExp, alt: string[]) {
  const rule = ruleOf(markdownIt().block.ruler, name);
  parser.block.ruler.at(
    name,
    (state, line, end, silent) => {
      const [start = 0, indent = 0] = [state.bMarks[line], state.tShift[line]];
      return (
        pattern.test(state.src.slice(start + indent, state.eMarks[line])) && rule(state, line, end, silent)
      );
    },
    { alt },
  );
}

// A marker with nothing behind it ("#", "-", ">") is an answer, ">= 5" a comparison, "+ 49 30" a number, "24. 12." a date, "1)" a choice
// that a list would renumber as "1.".
onlyWhere('blockquote', /^>[ \t]+\S/, ['paragraph', 'reference', 'blockquote', 'list']);
onlyWhere('list', /^(?:[-*][ \t]+\S|\d{1,9}\.[ \t]+(?!\d+\.(?:\s|$))\S)/, [
  'paragraph',
  'reference',
  'blockquote',
]);
onlyWhere('heading', /^#{1,6}[ \t]+[^\s#]/, ['paragraph', 'reference', 'blockquote']);

/** A backslash takes the meaning of the marks behind it, and stays: it is part of a path more often than it is an escape. */
const ESCAPED = /\\(?:([*_~`])\1*|[[\]!<>&(){}#+.|-])?/y;
parser.inline.ruler.at('escape', (state: StateInline, silent) => {
  ESCAPED.lastIndex = state.pos;
  const found = ESCAPED.exec(state.src)?.[0];
  if (found === undefined) return false;
  if (!silent) state.pending += found;
  state.pos += found.length;
  return true;
});

/** A link of which nothing would be seen stays as typed, with its address. */
const LABEL = /\[([^\][]*)\]/y;
const link = ruleOf(markdownIt().inline.ruler, 'link');
parser.inline.ruler.at('link', (state, silent) => {
  LABEL.lastIndex = state.pos;
  const label = LABEL.exec(state.src)?.[1];
  return (label === undefined || isVisible(label)) && link(state, silent);
});

const SPACE = /\s/u;
const ASCII_MARK = /[!-/:-@[-`{-~]/;
/** Letters of the scripts in which formulas and names of programs are written; they put spaces between words. */
const IN_WORD = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]/u;
const CJK =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\u3000-\u303f\ufe30-\ufe6f\uff00-\uffef]/u;
const VARIATION = /[\ufe00-\ufe0e\u{e0100}-\u{e01ef}]$/u;

/** The ASCII marks before which emphasis can end, and after which it can begin; any other is part of a formula, a pattern or a name. */
const ENDS_BEFORE = /[)\]}"'.,;:!?\-*_~/]/;
const BEGINS_AFTER = /[([{"',;:!?\-*_~/]/;
/** The ones with which text that is emphasised cannot end or begin. */
const NEVER_LAST = /[([{|=<]/;
const NEVER_FIRST = /[)\]},;:?=>|]/;

const inlineState = parser.inline.State;
class OwnDelimiters extends inlineState {
  /** Whether a run of *, _ or ~ may begin or end emphasis, by the characters on its two sides. */
  override scanDelims(start: number, canSplitWord: boolean) {
    const scanned = super.scanDelims(start, canSplitWord);
    const end = start + scanned.length;
    const before =
      /.$/u.exec(this.src.slice(Math.max(0, start - 4), start).replace(VARIATION, ''))?.[0] ?? ' ';
    const after = /^./su.exec(this.src.slice(end, Math.min(end + 2, this.posMax)))?.[0] ?? ' ';
    const double = canSplitWord && scanned.length > 1;
    const none = { ...scanned, can_open: false, can_close: false };

    if (canSplitWord && (CJK.test(before) || CJK.test(after)))
      return { ...scanned, can_open: !SPACE.test(after), can_close: !SPACE.test(before) };
    // 2*3*4, a**b
    if (IN_WORD.test(before) && IN_WORD.test(after)) return none;
    // C:\*.log, src/*/x, /_x_/; but **Yes**/**No**
    if (before === '\\' || after === '\\') return none;
    if (!double && (before === '/' || after === '/')) return none;
    // "*" and "#"
    if (before === after && ASCII_MARK.test(before)) return none;

    // *.log, but **.NET**
    const opens = !NEVER_FIRST.test(after) && after !== '/' && !(after === '.' && !double);
    const closes = !NEVER_LAST.test(before) && before !== '/' && !(before === ',' && ASCII_MARK.test(after));
    // __init__.py
    const inName = after === '.' && IN_WORD.test(this.src.charAt(end + 1));
    return {
      ...scanned,
      can_open: scanned.can_open && opens && (!ASCII_MARK.test(before) || BEGINS_AFTER.test(before)),
      can_close:
        scanned.can_close && closes && !inName && (!ASCII_MARK.test(after) || ENDS_BEFORE.test(after)),
    };
  }
}
parser.inline.State = OwnDelimiters;

const { escapeHtml } = parser.utils;

/** The address of a picture, and the text of the link to it: its description, or the address where it has none. */
export function pictureLink({ content, attrs }: Token) {
  const address = String(attrs?.find(([name]) => name === 'src')?.[1] ?? '');
  return { address, text: isVisible(content) ? content : address };
}

// A picture is a link to it, and never fetched: that would tell its owner who reads. Within a link it is its description alone.
parser.renderer.rules.image = (tokens, index) => {
  const token = tokens[index];
  if (!token) return '';
  const { address, text } = pictureLink(token);
  const around = tokens.slice(0, index).findLast(({ type }) => type === 'link_open' || type === 'link_close');
  return around?.type === 'link_open'
    ? escapeHtml(text)
    : `<a href="${escapeHtml(address)}">${escapeHtml(text)}</a>`;
};

// A table that is wider than the page scrolls within itself, by keyboard too.
parser.renderer.rules.table_open = () => '<div role="region" aria-label="Table" tabindex="0"><table>';
parser.renderer.rules.table_close = () => '</table></div>';

// Words behind the marks of a block of code are its first line, unless they name a language.
parser.renderer.rules.fence = (tokens, index) => {
  const { info = '', content = '' } = tokens[index] ?? {};
  const first = /^[\w+#.-]*$/.test(info.trim()) ? '' : `${info.trim()}\n`;
  return `<pre><code>${escapeHtml(first + content)}</code></pre>\n`;
};

// Numbers stay as typed: 1, 2, 5. A list numbered 1, 1, 1 is counted, as everywhere.
parser.core.ruler.push('typed_numbers', ({ tokens }) => {
  const lists: Token[][] = [];
  for (const token of tokens) {
    if (token.type === 'ordered_list_open') lists.push([]);
    if (token.type === 'list_item_open' && token.info !== '') lists.at(-1)?.push(token);
    if (token.type !== 'ordered_list_close') continue;
    const items = lists.pop() ?? [];
    const numbers = items.map(({ info }) => Number(info));
    if (numbers.every((number) => number === numbers[0])) continue;
    let last = NaN;
    for (const item of items) {
      const number = Number(item.info);
      if (!Number.isNaN(last) && number !== last + 1) item.attrSet('value', number);
      last = number;
    }
  }
});
