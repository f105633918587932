/** What counts as text that shows something. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { safeName } from '../../src/lib/domain/safe-name';
import { isVisible, seenText } from '../../src/lib/domain/visible-text';
import { message } from '../../src/lib/inputs/message';
import { name } from '../../src/lib/inputs/staff-fields';
import { labels } from '../../src/lib/inputs/staff-tasks';
import { ticketRaise } from '../../src/lib/inputs/tickets';

const all = Array.from({ length: 0x11_0000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));
/** Signs of Arabic, Syriac and Kaithi that enclose digits: Unicode files them with the invisible ones, and fonts draw them. */
const drawn = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;

test('shows nothing: whatever Unicode calls a space, a control, a format or to be ignored', () => {
  const nothing = all.filter(
    (one) => /[\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(one) && !drawn.test(one),
  );
  expect(nothing.length).toBeGreaterThan(4_000);
  expect(nothing.filter(isVisible)).toEqual([]);
});

test('shows something: letters, digits, punctuation and signs, but for blanks and fillers among them', () => {
  const something = all.filter((one) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(one));
  const unseen = something.filter((one) => !isVisible(one)).map((one) => one.codePointAt(0)!.toString(16));
  expect(unseen).toEqual(['115f', '1160', '2800', '3164', 'ffa0', 'fffc', '13441', '13442', '1d159']);
});

const blanks = ['', ' ', '\u200b', '\u00ad\u00ad', '\u2800', '\u3164\u115f', '\u202e\u2066', '\ufe0f', '\u{e0041}\u{e007f}', '\u00a0\u2003\u3000', '\u0301\u20e3', '\ufeff\n\t']; // prettier-ignore

describe.each(blanks)('%j', (blank) => {
  test('is no title, no comment, no name, no label', () => {
    expect(seenText(blank)).toBe('');
    const sentence = (schema: z.ZodType) => schema.safeParse(blank).error?.issues[0]?.message;
    expect(sentence(name('a title'))).toBe('Enter a title.');
    expect(sentence(message())).toBe('Write a message first.');
    expect(sentence(ticketRaise.shape.title)).toBe('Enter a title.');
    expect(labels.parse(`a,${blank.replaceAll(',', '')},b`)).toEqual(['a', 'b']);
    expect(safeName(blank)).toBe('file');
  });
});

test.each(['a', 'ไทย', '한국어', 'עברית', '😀', '1️⃣', '🇩🇪', '👩‍👩‍👧', '.', '\u200bx', 'é', 'e\u0301'])(
  '%s is kept as it is',
  (text) => {
    expect(name('a title').parse(text)).toBe(text);
  },
);
