/**
 * Answers with a file. The permission that was checked to come here is asked for again while bytes flow, so that a download
 * ends when the permission does. Nothing is read before the reader has taken what went before.
 */
import { createHash } from 'node:crypto';
import { isInline } from '../../domain/file-types';
import { byteRange } from './byte-range';
import { contentDisposition } from './content-disposition';
import { unknownType } from './media-type';
import { Missing, type Storage } from './storage';

export type Served = {
  storage: Storage;
  key: string;
  /** In bytes, as when it was finished. */
  size: number;
  /** SHA-256, as when it was finished. */
  sha256: string;
  name: string;
  /** As it was sniffed. */
  mediaType: string;
  /** `inline` is heeded for the few types that a browser may show. */
  disposition: 'inline' | 'attachment';
};

const asked_bytes = 4 * 1024 * 1024;
const asked_ms = 1_000;

/** Answers GET and HEAD, one range of the file or all of it. `stillAllowed` failing counts as no. */
export async function serveFile(
  file: Served,
  request: Request,
  stillAllowed: () => Promise<boolean>,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });

  const isShown = file.disposition === 'inline' && isInline(file.mediaType);
  const etag = etagOf(file);
  const headers = new Headers({
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'content-disposition': contentDisposition(isShown ? 'inline' : 'attachment', file.name),
    'content-security-policy': policyOf(isShown ? file.mediaType : unknownType),
    'content-type': isShown ? typeOf(file.mediaType) : unknownType,
    'cross-origin-resource-policy': 'same-origin',
    etag,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });

  // Part of another version would be glued to what the reader has.
  const ifRange = request.headers.get('if-range');
  const wanted = ifRange !== null && ifRange !== etag ? null : request.headers.get('range');
  const range = byteRange(wanted, file.size);
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${file.size}`);
    headers.set('content-length', '0');
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  if (range) headers.set('content-range', `bytes ${start}-${end}/${file.size}`);
  headers.set('content-length', String(end - start + 1));
  const status = range ? 206 : 200;

  if (request.method === 'HEAD' || file.size === 0) return new Response(null, { status, headers });
  try {
    const source = await file.storage.read(file.key, { start, end });
    return new Response(whileAllowed(source, stillAllowed), { status, headers });
  } catch (error) {
    if (error instanceof Missing)
      return new Response("We can't find this page, or you don't have access to it.", { status: 404 });
    throw error;
  }
}

/** Strong, and says no more than whether two answers are the same: not the content's own hash, which may be known elsewhere. */
const etagOf = ({ key, sha256 }: Served) =>
  `"${createHash('sha256').update(`etag ${key} ${sha256}`).digest('base64url').slice(0, 22)}"`;

const typeOf = (mediaType: string) => (mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType);

/**
 * Nothing in a file runs or loads anything, and only our own pages frame it. A PDF is without `sandbox`, under which Chromium
 * and Safari refuse to show it: its viewer is apart from the page's origin anyway, and styles itself inline.
 */
const policyOf = (mediaType: string) =>
  mediaType === 'application/pdf'
    ? "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
    : "sandbox; default-src 'none'; frame-ancestors 'self'";

function whileAllowed(
  source: ReadableStream<Uint8Array>,
  stillAllowed: () => Promise<boolean>,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let askedAt = performance.now();
  let sent_bytes = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (sent_bytes >= asked_bytes || performance.now() - askedAt >= asked_ms) {
          if (!(await stillAllowed().catch(() => false))) {
            await reader.cancel();
            controller.error(new Error('the permission for this file ended'));
            return;
          }
          askedAt = performance.now();
          sent_bytes = 0;
        }
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          return;
        }
        sent_bytes += value.byteLength;
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
