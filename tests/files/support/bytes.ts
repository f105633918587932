/** Bytes that repeat nowhere, the same for the same seed, and what to do with them. */
import { createHash, createCipheriv } from 'node:crypto';
import type { Storage } from '../../../src/lib/server/files/storage.ts';

export function someBytes(count: number, seed = 'bytes'): Buffer {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(count));
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

// eslint-disable-next-line @typescript-eslint/require-await -- a source of bytes is asynchronous
export async function* inChunks(bytes: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

export async function contentOf(storage: Storage, key: string): Promise<Buffer> {
  const size = await storage.size(key);
  if (!size) return Buffer.alloc(0);
  const chunks = await Array.fromAsync(await storage.read(key, { start: 0, end: size - 1 }));
  return Buffer.concat(chunks);
}

/** Keeps a finished file and returns its key and hash. */
export async function keep(storage: Storage, key: string, bytes: Uint8Array) {
  if (bytes.length > 0) await storage.append(key, { offset: 0, size: bytes.length }, inChunks(bytes));
  return storage.finish(key, bytes.length);
}
