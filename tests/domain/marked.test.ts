/** A text that the database marked where a search hit, in pieces. */
import { expect, test } from 'vitest';
import { matchStart, matchStop, piecesOf, runsOf } from '../../src/lib/domain/marked.ts';

/** As the database marks: each character of a script without spaces for itself, words of others whole. */
const marked = (text: string) =>
  text.replaceAll(/\[([^\]]*)\]/g, `${matchStart}$1${matchStop}`).replaceAll('|', '\u{1}');
const shown = (text: string, search = '') =>
  piecesOf(marked(text), runsOf(search))
    .map(({ text: piece, isMatch }) => (isMatch ? `[${piece}]` : piece))
    .join('');

test.each([
  ['A [printer] and **bold** [prints]', 'printer', 'A [printer] and bold [prints]'],
  ['|三||楼||的||[打]||[印]||[机]||坏|', '打印机', '三楼的[打印机]坏'],
  // A character that is asked for, and stands elsewhere too, is no match there.
  ['|[机]||会|| |[打]||[印]||[机]||[打]|', '打印机', '机会 [打印机]打'],
  ['|สา||[ม]| |[พิ]||[ม]||[พิ]||[ม]|', 'พิม', 'สาม [พิม][พิม]'],
  ['[Report] |[打]||[印]|', 'report 打印', '[Report] [打印]'],
  ['|[打]||[印]| |[机]|', '印 or 机', '打[印] [机]'],
])('%s', (text, search, expected) => {
  expect(shown(text, search)).toBe(expected);
});

test('a search in such scripts asks for runs, the longest first', () => {
  expect(runsOf('printer 打印 "プリンター" ﾌﾟﾘﾝ')).toEqual(['プリンター', 'プリン', '打印']);
  expect(runsOf('printer')).toEqual([]);
});
