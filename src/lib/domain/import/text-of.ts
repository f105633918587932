export type Encoding = 'utf-8' | 'utf-16' | 'windows-1252';

const decoded = (bytes: Uint8Array, label: string): string | null => {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Control characters that no text has. Bytes read in the wrong order, or a file that is no text, have some or cannot be decoded. */
const control = /[\0-\x08\x0e-\x1f]/;

/** Whether the bytes begin as those of a workbook, which is a ZIP file. */
const isZip = (bytes: Uint8Array) => [0x50, 0x4b, 3, 4].every((byte, nth) => bytes[nth] === byte);

/**
 * UTF-16 without a byte order mark: a comma and a line break have a NUL beside them, before or after by the order of the bytes. Null
 * where the bytes are text in neither order; where in both, the one with more of a table's own characters.
 */
function unmarkedUtf16(bytes: Uint8Array): string | null {
  if (bytes.length % 2 !== 0 || !bytes.includes(0) || isZip(bytes)) return null;
  const plain = (text: string) => text.replaceAll(/[^\t\n\r -~]/g, '').length;
  const texts = ['utf-16le', 'utf-16be']
    .map((label) => decoded(bytes, label))
    .filter((text) => text !== null && !control.test(text));
  return texts.reduce<string | null>(
    (best, text) => (text !== null && (best === null || plain(text) > plain(best)) ? text : best),
    null,
  );
}

/**
 * A file's text, without its byte order mark, and the encoding it was read in: what its first bytes say, else UTF-16 or UTF-8 where it
 * is that, else Latin 1 as Windows has it.
 */
export function textOf(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16' };
  if (first === 0xfe && second === 0xff)
    return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'utf-16' };
  const wide = unmarkedUtf16(bytes);
  if (wide !== null) return { text: wide, encoding: 'utf-16' };
  const text = decoded(bytes, 'utf-8');
  if (text !== null) return { text, encoding: 'utf-8' };
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
}
