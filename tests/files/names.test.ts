/** Names of files: what is taken out, what stays, and how a browser is told. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentDisposition } from '../../src/lib/server/files/content-disposition.ts';
import { safeName } from '../../src/lib/domain/safe-name.ts';

test.each([
  ['Angebot März.pdf', 'Angebot März.pdf'],
  ['見積書.xlsx', '見積書.xlsx'],
  ['👨‍👩‍👧 family.png', '👨‍👩‍👧 family.png'],
  ['Ma\u0308rz.pdf', 'März.pdf'],
  ['Ma\u200b\u0308rz.pdf', 'März.pdf'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\temp\\a.txt', 'C__temp_a.txt'],
  ['a\r\nSet-Cookie: x=1.txt', 'aSet-Cookie_ x=1.txt'],
  ['nul\0byte.txt', 'nulbyte.txt'],
  ['invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['in\u200bvis\u2066ible\ufeff.txt', 'invisible.txt'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['com1.tar.gz', '_com1.tar.gz'],
  ['console.txt', 'console.txt'],
  ['.htaccess', 'htaccess'],
  ['what?.. . ', 'what_'],
  ['a   b\u00a0c.txt', 'a b c.txt'],
  ['\ud800broken.txt', '\ufffdbroken.txt'],
  ['', 'file'],
  ['...', 'file'],
])('%j becomes %j', (given, expected) => {
  expect(safeName(given)).toBe(expected);
});

test('a long name keeps its extension and no half letter', () => {
  const name = safeName(`${'é👨‍👩‍👧'.repeat(80)}.pdf`);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
  expect(name).toMatch(/^(é👨‍👩‍👧)+é?\.pdf$/u);
  expect(Buffer.byteLength(safeName(`a.${'x'.repeat(300)}`))).toBeLessThanOrEqual(200);
});

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

test('whatever is given, the name is safe, and safe again the same', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const name = safeName(given);
      expect(name.length).toBeGreaterThan(0);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);

      expect(name).not.toMatch(
        /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]|^[. ]|[. ]$/u,
      );
      expect(safeName(name)).toBe(name);
    }),
    { numRuns: 500 },
  );
});

test('a header names the file for old and new browsers', () => {
  expect(contentDisposition('attachment', 'Angebot März (neu) 100%.pdf')).toBe(
    `attachment; filename="Angebot Marz (neu) 100_.pdf"; filename*=UTF-8''Angebot%20M%C3%A4rz%20%28neu%29%20100%25.pdf`,
  );
  expect(contentDisposition('inline', '．．／a＂b.txt')).toContain('filename=".._a_b.txt"');
  expect(contentDisposition('inline', `it's "quoted"; x=1.txt`)).toBe(
    `inline; filename="it's _quoted_; x=1.txt"; filename*=UTF-8''it%27s%20_quoted_%3B%20x%3D1.txt`,
  );
});

test('whatever the name, the header is one line of ASCII, and both names are read back', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const header = contentDisposition('attachment', given);
      new Headers({ 'content-disposition': header });
      const [, ascii, utf8 = ''] =
        /^attachment; filename="([\x20-\x7e]*)"; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+)$/.exec(
          header,
        ) ?? [];
      expect(ascii).not.toMatch(/["\\%]/);
      expect(decodeURIComponent(utf8)).toBe(safeName(given));
    }),
    { numRuns: 500 },
  );
});
