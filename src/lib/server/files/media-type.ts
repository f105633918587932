/**
 * The media type of a file, by its bytes; its name and what the sender said of it count for nothing. What a browser may show is
 * in `domain/file-types.ts`. All else is downloaded, and as a type that no browser opens.
 */
import { fileTypeFromBuffer } from 'file-type';
import type { Storage } from './storage';

export const unknownType = 'application/octet-stream';

/** How much of a file is looked at. */
const head_bytes = 64 * 1024;

/** Formats that are written in text; a text which begins like another one ("BM…", "MZ…") is a text. */
const written = /^(application\/(pdf|xml|rtf|postscript|eps)|image\/svg\+xml|text\/.+)$/;
/** Beginnings that browsers take for HTML or XML, or that a shell would run. */
const markup =
  /^\s*(<[a-z!?/%]|#!)|<(script|html|head|body|svg|iframe|object|embed|foreignobject|img|meta|link|base)[\s/>]/i;

const unprintable = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/;

/** Media type of a finished file of `size` bytes. */
export async function mediaTypeOf(storage: Storage, key: string, size: number): Promise<string> {
  if (size === 0) return unknownType;
  const end = Math.min(size, head_bytes) - 1;
  const head = Buffer.concat(await Array.fromAsync(await storage.read(key, { start: 0, end })));
  return mediaTypeOfHead(head, head.length === size);
}

/** Media type by the first bytes of a file, which may be all of it. */
export async function mediaTypeOfHead(head: Uint8Array, isWhole: boolean): Promise<string> {
  const detected = (await fileTypeFromBuffer(head).catch(() => undefined))?.mime;
  const text = textOf(head, isWhole);
  if (detected && (text === null || written.test(detected))) return detected;
  return text === null || text === '' || markup.test(text) ? unknownType : 'text/plain';
}

/** Null where the bytes are no UTF-8 or hold what no text has. */
function textOf(head: Uint8Array, isWhole: boolean): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !isWhole });
    return unprintable.test(text) ? null : text;
  } catch {
    return null;
  }
}
