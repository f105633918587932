/**
 * A file's name as people may see and keep it. What a browser, a shell or another system would take for more than a name
 * is taken out; the letters of all languages stay.
 */

import { seenText } from './visible-text';

/** Bytes of UTF-8. File systems take 255; a browser may add " (1)". */
const bytes_max = 200;
const extension_bytes_max = 20;

/** Turn the direction of what follows, so that `exe.fdp` reads as a PDF; and what nobody can see. */
const unseen = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

const controls = /[\u0000-\u001f\u007f-\u009f]/g;
/** Separators of paths, and what Windows has no name with. */
const signs = /[/\\:*?"<>|]/g;
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/iu;

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text).length;

/** Never empty. Normalised to NFC, so that one name is one sequence of letters wherever it came from. */
export function safeName(given: string): string {
  const name = given
    .toWellFormed()
    .replace(controls, '')
    .replace(unseen, '')
    .normalize('NFC')
    .replace(signs, '_')
    .replaceAll(/\s+/gu, ' ')
    // Windows drops these at the end, and a leading dot hides a file.
    .replaceAll(/^[. ]+|[. ]+$/g, '')
    .replace(reserved, '_$1');
  return shortened(seenText(name)) || 'file';
}

/** Cut before the extension, between letters as people count them. */
function shortened(name: string): string {
  if (bytesOf(name) <= bytes_max) return name;
  const dot = name.lastIndexOf('.');
  const end = dot > 0 ? name.slice(dot) : '';
  const extension = bytesOf(end) <= extension_bytes_max ? end : '';
  let kept = '';
  let left = bytes_max - bytesOf(extension);
  for (const { segment } of new Intl.Segmenter().segment(name.slice(0, name.length - extension.length))) {
    left -= bytesOf(segment);
    if (left < 0) break;
    kept += segment;
  }
  return kept.replace(/[. ]+$/, '') + extension;
}
