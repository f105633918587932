import type { Token } from 'markdown-it';
import { parser, pictureLink } from './markdown-rules';

/** How many texts of one kind are quoted, how many characters of each, and among how many tokens they are looked for. */
const QUOTED = 2;
const QUOTED_characters = 40;
const QUOTED_tokens = 200;

const inline: Record<string, (quoted: string, token: Token) => string> = {
  em: (quoted) => `${quoted} in italics`,
  strong: (quoted) => `${quoted} in bold`,
  s: (quoted) => `${quoted} struck through`,
  code_inline: (quoted) => `${quoted} as code`,
  link: (quoted, { attrs }) =>
    `${quoted} as a link to ${attrs?.find(([name]) => name === 'href')?.[1] ?? ''}`,
  image: (quoted) => `the image ${quoted} as a link, because external images aren't loaded`,
};

const blocks: Record<string, string> = {
  heading_open: 'a heading',
  bullet_list_open: 'a list',
  ordered_list_open: 'a numbered list',
  blockquote_open: 'a quote',
  hr: 'a divider',
  fence: 'a code block',
  code_block: 'a code block',
  table_open: 'a table',
};

/**
 * A sentence of what a text in Markdown is read as, for its preview: marks that are not shown because they format something are missed by
 * a person who meant them. Empty where all is shown as typed.
 */
export function formattingSentence(text: string): string {
  const found = new Map<string, string[]>();
  const note = (kind: string, told: string) => {
    const before = found.get(kind) ?? [];
    if (!before.includes(told)) found.set(kind, [...before, told]);
  };
  for (const block of parser.parse(text, {})) {
    const words = blocks[block.type];
    if (words) note(block.type, words);
    for (const [nth, token] of (block.children ?? []).entries()) {
      const kind = token.type.replace(/_open$/, '');
      const tell = inline[kind];
      // An address that is shown as typed is no formatting.
      if (!tell || token.type.endsWith('_close') || token.markup === 'linkify') continue;
      note(
        kind,
        tell(`“${shortened(textFrom(block.children?.slice(nth, nth + QUOTED_tokens) ?? []))}”`, token),
      );
    }
  }
  const parts = [...found.values()].flatMap((told) =>
    told.length > QUOTED ? [...told.slice(0, QUOTED), `${told.length - QUOTED} more like it`] : told,
  );
  if (parts.length === 0) return '';
  return `Formatted: ${parts.join('; ')}. To show text as typed, put it between backticks (\`).`;
}

/** The text that an opening token and its closing one enclose, or the token's own. */
function textFrom(tokens: readonly Token[]): string {
  const [first, ...rest] = tokens;
  if (first?.type === 'image') return pictureLink(first).text;
  if (first?.nesting !== 1) return first?.content ?? '';
  let text = '';
  let level = 1;
  for (const { nesting, content } of rest) {
    level += nesting;
    if (level === 0) break;
    text += content;
  }
  return text;
}

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= QUOTED_characters
    ? text
    : `${characters.slice(0, QUOTED_characters - 1).join('')}…`;
}
