import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText, renderMarkdown } from '../../src/lib/server/markdown';

const REL = 'rel="nofollow noopener noreferrer"';

test('the usual Markdown, with headings below those of the page', () => {
  expect(renderMarkdown('# Plan\n\n**Now** and ~~then~~\nnext `x < 1`')).toBe(
    '<h3>Plan</h3>\n<p><strong>Now</strong> and <s>then</s><br />\nnext <code>x &lt; 1</code></p>\n',
  );
  expect(renderMarkdown('3. three\n\n> said')).toBe(
    '<ol start="3">\n<li>three</li>\n</ol>\n<blockquote>\n<p>said</p>\n</blockquote>\n',
  );
});

test('links say that nobody vouches for them, and tell nobody where the reader was', () => {
  expect(renderMarkdown('[site](https://example.com "title") https://example.org ann@example.com')).toBe(
    `<p><a href="https://example.com" ${REL}>site</a> <a href="https://example.org" ${REL}>https://example.org</a> ` +
      `<a href="mailto:ann@example.com" ${REL}>ann@example.com</a></p>\n`,
  );
});

test('numbers and names stay text, since a link would say that there is something', () => {
  const text =
    '#TKT-1 TSK-0138 @name INV-2026-0041 README.md www.example.com //example.com ftp://a.b /staff/projects';
  expect(renderMarkdown(text)).toBe(`<p>${text}</p>\n`);
});

test('a table scrolls within itself, and can be reached by keyboard to do so', () => {
  expect(renderMarkdown('| a |\n|-|\n| 1 |')).toMatch(
    /^<div role="region" aria-label="Table" tabindex="0"><table>[^]*<\/table><\/div>\s*$/,
  );
});

test('a picture is a link to it: fetching it would tell its owner who reads', () => {
  const link = (address: string, text: string) => `<a href="${address}" ${REL}>${text}</a>`;
  const address = 'https://example.com/pixel.png';
  expect(renderMarkdown(`![the <plan>](${address}) ![](${address}) ![\u200b](${address})`)).toBe(
    `<p>${link(address, 'the &lt;plan&gt;')} ${link(address, address)} ${link(address, address)}</p>\n`,
  );
  expect(renderMarkdown(`[![plan](${address})](https://example.com) and ![plan](${address})`)).toBe(
    `<p>${link('https://example.com', 'plan')} and ${link(address, 'plan')}</p>\n`,
  );
});

test('HTML that somebody typed is shown as it was typed', () => {
  expect(renderMarkdown('a <b>c</b> <!-- d -->')).toBe('<p>a &lt;b&gt;c&lt;/b&gt; &lt;!-- d --&gt;</p>\n');
});

describe('attacks', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)><animate onbegin=alert(1)></svg>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<a href="javascript:alert(1)">x</a>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '<style>*{display:none}</style>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java&#x0A;script:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](\u0001javascript:alert(1))',
    '[x](vbscript:msgbox)',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](file:///etc/passwd)',
    '[x](//example.com)',
    '[x](/staff/sign-out)',
    '<javascript:alert(1)>',
    '<data:text/html,x>',
    '[x][y]\n\n[y]: javascript:alert(1)',
    '![x](javascript:alert(1))',
    '![x](data:image/svg+xml,<svg onload=alert(1)>)',
    '[![x](https://example.com/a.png)](javascript:alert(1))',
    '[[[[x](javascript:alert(1))]]]',
    '```"><script>alert(1)</script>\nx\n```',
    '[x](https://example.com/"onmouseover="alert(1))',
    '[x](https://example.com "\\" onmouseover=alert(1) \\"")',
    'https://example.com/"onmouseover="alert(1)',
    '| a |\n|-|\n| <img src=x onerror=alert(1)> |',
  ])('%j comes to nothing', (attack) => {
    expect(flawsOf(renderMarkdown(attack))).toEqual([]);
  });

  test('nothing that can be typed makes an element, attribute or address which is not on the list', () => {
    const piece = fc.constantFrom(
      ...[
        '[',
        ']',
        '(',
        ')',
        '!',
        '<',
        '>',
        '"',
        "'",
        '`',
        '*',
        '_',
        '|',
        '\n',
        ' ',
        '&',
        '&#58;',
        '\\',
        ':',
        '-',
      ],
      ...[
        'javascript:',
        'data:',
        'https://a.b',
        '<img src=x onerror=y>',
        '<svg/onload=y>',
        'x',
        '\t',
        '\0',
        '#',
        '@',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(flawsOf(renderMarkdown(pieces.join('')))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  test.each(
    [
      '[',
      '![',
      '[a](',
      '*a_ ',
      '**a **',
      '`',
      '>',
      '- ',
      '1. ',
      'http://',
      'https://a.b/"',
      'mailto:',
      'a@',
      '<',
      '&#',
      '|a',
      '~~a',
      '\n',
      ' ',
      'a\n',
    ].map((piece) => [piece] as const),
  )('%j without end is answered in bounded time', (piece) => {
    const text = piece.repeat(40_000 / piece.length);
    // Time of the processor, not of the clock: other work on the machine says nothing.
    const before = process.cpuUsage();
    for (const some of [text, text.repeat(40)]) {
      renderMarkdown(some);
      plainText(some, 100);
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000_000).toBeLessThan(3);
  });
});

describe('a preview', () => {
  test('is the words on one line, without marks', () => {
    const text =
      '# Plan\n\n**Now** `a<b`\n- one\n- [two](https://example.com)\n\n![pic](https://example.com/x.png)';
    expect(plainText(text, 100)).toBe('Plan Now a<b one two pic');
  });

  test('is cut at its length, between characters', () => {
    expect(plainText('one two three', 8)).toBe('one two…');
    expect(plainText('👍👍👍👍', 3)).toBe('👍👍…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, length) => {
        return Array.from(plainText(text, length)).length <= length;
      }),
    );
  });
});

/** What stands in a piece of HTML that may not stand in it. Reads tags as a browser's tokenizer does. */
function flawsOf(html: string): string[] {
  const elements =
    /^(?:p|br|hr|h[3-6]|ul|ol|li|blockquote|pre|code|em|strong|s|a|table|thead|tbody|tr|th|td)$/;
  // The one wrapper that a table is put into, whatever it holds: it scrolls.
  const ours = html.replaceAll('<div role="region" aria-label="Table" tabindex="0"><table>', '<table>');
  return [
    ...ours.replaceAll('</table></div>', '</table>').matchAll(/<\/?([^\s>/]*)((?:"[^"]*"|[^>"])*)>?/g),
  ].flatMap(([tag, name = '', rest = '']) => {
    const attributes = [...rest.matchAll(/([^\s=/]+)(?:="([^"]*)")?/g)];
    const bad = attributes.filter(([, key, value = '']) => {
      if (key === 'href') return name !== 'a' || !/^(?:https?:\/\/|mailto:)/i.test(value);
      if (key === 'rel') return name !== 'a';
      return !/^\d+$/.test(value) || `${name} ${key}` !== (name === 'ol' ? 'ol start' : 'li value');
    });
    return elements.test(name) && bad.length === 0 ? [] : [tag];
  });
}
