import sanitizeHtml from 'sanitize-html';
import { parser } from './markdown-rules';

/**
 * Markdown of people's hands as HTML that a page may show. Two walls: the parser knows no HTML and makes no link but to http, https and
 * mailto; what it makes passes a sanitizer that knows a short list of elements.
 * `#TKT-1`, `TSK-0138` and `@name` stay text: a link to a record says that the record exists.
 */
// The longest field holds 20,000 characters, each at most two units of a string's length.
const LONGEST_units = 40_000;

// A page has its own first and second headings.
const headings = { h1: 'h3', h2: 'h4', h3: 'h5', h4: 'h6', h5: 'h6', h6: 'h6' };

const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'hr', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code'],
    ...['em', 'strong', 's', 'a', 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'rel'],
    ol: ['start'],
    li: ['value'],
    div: ['role', 'aria-label', 'tabindex'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: {
    ...headings,
    a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener noreferrer' }),
  },
};

/** Safe HTML of a text in Markdown; a text longer than any field takes is shown as it is. */
export function renderMarkdown(text: string): string {
  if (text.length > LONGEST_units) return `<pre>${parser.utils.escapeHtml(text)}</pre>`;
  return sanitizeHtml(parser.render(text), allowed);
}

/** The words of a text in Markdown on one line, for previews: plain text (not HTML) of at most so many characters. */
export function plainText(text: string, length: number): string {
  const words = parser
    .parse(text.slice(0, LONGEST_units), {})
    .flatMap((block) => (block.children ? [...block.children.map(wordsOf), ' '] : [block.content, ' ']))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const characters = Array.from(words);
  return characters.length <= length
    ? words
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}

const wordsOf = ({ type, content }: { type: string; content: string }) =>
  type === 'softbreak' || type === 'hardbreak' ? ' ' : content;
