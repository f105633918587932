import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/lib/server/markdown';
import { formattingSentence } from '../../src/lib/server/markdown-formatting';

describe('what people type who know no Markdown', () => {
  test.each(
    [
      // Addresses that no browser would read so.
      'https://a.b=:2.',
      'https://a.b/%7Euser and https://xn--bcher-kva.example/x',
      // Paths.
      String.raw`C:\temp\*.log`,
      String.raw`C:\Users\_temp_\ `.trim(),
      String.raw`\\server\share\*.* and \\server\_x_`,
      String.raw`C:\**\a\**\b`,
      '~/x ~/.config/*',
      'src/*/lib/*/x',
      '/_x_/ and /__x__/',
      '**/node_modules/** and **/x.ts',
      // Formulas.
      '2*3*4',
      'a*b*c',
      '2**3**4',
      '(a)*(b)*(c)',
      '(a+b)*c*(d)',
      'x_1_2',
      // Names of programs, and their texts.
      'snake_case_name _private',
      '__init__.py src/__tests__/x __init__()',
      '$HOME $_POST[a] $_GET[b]',
      'f(*args, **kwargs); char **argv, *p, *q',
      'count(*), sum(*) and SELECT a.*, b.*',
      '/*comment*/',
      '*/5 */2 * * *',
      String.raw`^\w+\.(\d+)$ \[a-z\]+ .*foo.* \*x\*`,
      // Patterns.
      '*.log,*.txt',
      '*.* and *.log and backup.*',
      `"*" and "#" and "*", '**' or '**'`,
      '**** **** **** 1234, p***word**s',
      // Marks that begin a line.
      '#123 is open',
      '#',
      '##',
      '-',
      '+',
      '>',
      '1.',
      '1) x\n2) y',
      '+49 30 1234',
      '+ 49 30 1234',
      '-5 °C',
      '>5',
      '>= 5\n>>> x',
      '24. 12. 2026 closed',
      'Best regards\n--\nAnna',
      'Total\n===',
      // Brackets.
      '<Enter> <br>',
      '<name@example.com> <https://example.com/a_b_>',
      '&nbsp; &amp; &#65; &copy;',
      '[x] done [ ] open [1]',
      '[1]: https://example.com/x',
      '[a][1] [b](c.txt) ![c](d.png)',
      '[](https://example.com/x) [\u200b](https://example.com/y)',
    ].map((typed) => [typed] as const),
  )('%j stays as typed', (typed) => {
    expect(seenOf(renderMarkdown(typed))).toBe(typed);
    expect(formattingSentence(typed)).toBe('');
  });

  test('nothing that was typed is missing while the preview says nothing of formatting', () => {
    const piece = fc.constantFrom(
      ...['*', '**', '_', '__', '~~', '`', '\\', '/', '.', ',', ':', '(', ')', '[', ']', '!', '"', "'", '-'],
      ...[
        '#',
        '>',
        '<',
        '+',
        '=',
        '|',
        '&amp;',
        '1',
        '2.',
        '3)',
        'a',
        'Bc',
        '重',
        '「',
        '。',
        'ไ',
        '😀',
        ' ',
        '\n',
      ],
      ...['https://a.b', 'x@y.zz', '](https://a.b)', '```', '\u200b'],
    );
    const said = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
    let silent = 0;
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 14 }), (pieces) => {
        const typed = pieces.join('');
        if (formattingSentence(typed) !== '') return;
        silent++;
        expect(said(seenOf(renderMarkdown(typed)))).toBe(said(typed));
      }),
      { numRuns: 4000 },
    );
    expect(silent).toBeGreaterThan(1000);
  });

  test('numbers of a list stay; one that is numbered 1, 1, 1 is counted', () => {
    expect(renderMarkdown('1. a\n2. b\n5. c')).toBe(
      '<ol>\n<li>a</li>\n<li>b</li>\n<li value="5">c</li>\n</ol>\n',
    );
    expect(renderMarkdown('1. a\n1. b')).toBe('<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n');
  });

  test('words beside the marks of a block of code are its first line', () => {
    expect(renderMarkdown('```SELECT *\nFROM x\n```')).toBe('<pre><code>SELECT *\nFROM x\n</code></pre>\n');
    expect(renderMarkdown('```sql\nx\n```')).toBe('<pre><code>x\n</code></pre>\n');
    expect(renderMarkdown('~~~~~ Hello ~~~~~')).toBe('<pre><code>Hello ~~~~~\n</code></pre>\n');
  });
});

describe('emphasis', () => {
  test.each([
    // Beside the punctuation of languages that put no spaces between words.
    ['**「重要」**です', '<strong>「重要」</strong>です'],
    ['これは**「重要」**です。', 'これは<strong>「重要」</strong>です。'],
    ['**重要：**次', '<strong>重要：</strong>次'],
    ['请看**（重要）**内容', '请看<strong>（重要）</strong>内容'],
    ['他说**“重要”**的', '他说<strong>“重要”</strong>的'],
    ['*「重要」*です', '<em>「重要」</em>です'],
    ['~~「旧」~~です', '<s>「旧」</s>です'],
    ['**이 용어(This term)**를', '<strong>이 용어(This term)</strong>를'],
    ['この**API**の', 'この<strong>API</strong>の'],
    ['**重要。**Then', '<strong>重要。</strong>Then'],
    ['𠮷**「x」**𠮷', '𠮷<strong>「x」</strong>𠮷'],
    ['葛\u{e0100}**(x)**です', '葛\u{e0100}<strong>(x)</strong>です'],
    ['**สำคัญ**มาก', '<strong>สำคัญ</strong>มาก'],
    // Beside other marks.
    ['**.NET**, **C#** and **C++**', '<strong>.NET</strong>, <strong>C#</strong> and <strong>C++</strong>'],
    ['(*it*) "*it*" *it*. *it*\'s', '(<em>it</em>) "<em>it</em>" <em>it</em>. <em>it</em>\'s'],
    ['**Note:** Status:**done**', '<strong>Note:</strong> Status:<strong>done</strong>'],
    ['**Dear Anna,**', '<strong>Dear Anna,</strong>'],
    ['**Yes**/**No**', '<strong>Yes</strong>/<strong>No</strong>'],
    [
      '***both*** **_x_** _**y**_',
      '<em><strong>both</strong></em> <strong><em>x</em></strong> <em><strong>y</strong></em>',
    ],
    ['*a **b** c* ✅**d**', '<em>a <strong>b</strong> c</em> ✅<strong>d</strong>'],
    ['*non*-linear __x__', '<em>non</em>-linear <strong>x</strong>'],
  ])('%j', (typed, html) => {
    expect(renderMarkdown(typed).replaceAll('&quot;', '"')).toBe(`<p>${html}</p>\n`);
  });
});

describe('the sentence of a preview', () => {
  test.each([
    ['if __name__:', '“name” in bold'],
    ['*a* and *a* and *b* and *c*', '“a” in italics; “b” in italics; 1 more like it'],
    ['# apt update', 'a heading'],
    ['- 5 °C', 'a list'],
    ['> 5', 'a quote'],
    ['*****', 'a divider'],
    ['[the **plan**](https://example.com)', '“the plan” as a link to https://example.com; “plan” in bold'],
    [
      '![plan](https://example.com/x.png)',
      "the image “plan” as a link, because external images aren't loaded",
    ],
    [`*${'word '.repeat(20)}x*`, `“${'word '.repeat(7)}word…” in italics`],
  ])('of %j', (typed, told) => {
    expect(formattingSentence(typed)).toBe(
      `Formatted: ${told}. To show text as typed, put it between backticks (\`).`,
    );
  });
});

/** The text that a reader of a piece of HTML sees. */
const seenOf = (html: string) =>
  html
    .replaceAll(/<br \/>\n|<[^>]*>/g, (tag) => (tag.startsWith('<br') ? '\n' : ''))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim();
