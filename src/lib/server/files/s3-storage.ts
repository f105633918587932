/**
 * Files in a bucket of an S3-compatible server.
 *
 *   files/<key>                               finished
 *   uploads/<key>/<offset, 15 digits>-<epoch>  segments of an upload
 *
 * Segments are objects rather than parts of one multipart upload: they need no id remembered between requests, any process
 * can take up the upload, and a killed one costs the bytes that were not yet a segment, at most 5 MiB. Finishing sends them
 * through this process into one object, since its hash has to be taken anyway. Each upload that is running holds one segment
 * in memory, because a PUT has to announce its length.
 *
 * Many processes may write one upload, on a server that lets the later of two writers replace an object. So each writer takes
 * an epoch, a number that the database counts up, lists what is there only then, and asks after each segment whether the epoch is
 * still the latest. A segment that an earlier writer had under way, or a process that is dead by now, arrives under another name
 * and gives way to a later one's: of an upload that is whole no byte changes any more, and all who finish it write the same.
 * Let a lifecycle rule abort unfinished multipart uploads.
 */
import { createHash } from 'node:crypto';
import {
  checkKey,
  endOf,
  isKey,
  joined,
  Missing,
  OffsetTaken,
  onlyWriter,
  segments_max,
  TooLarge,
  TooManyPieces,
  type Finished,
  type Kept,
  type Segment,
  type Storage,
} from './storage';
import { s3Client, type S3Settings } from './s3-client';

/** The least that S3 takes as a part which is not the last. */
const segment_bytes = 5 * 1024 * 1024;

export function s3Storage(settings: S3Settings): Storage {
  const s3 = s3Client(settings);
  const fileOf = (key: string) => {
    checkKey(key);
    return `files/${key}`;
  };
  const uploadOf = (key: string) => {
    checkKey(key);
    return `uploads/${key}/`;
  };
  const segmentOf = (key: string, start: number, epoch: number) =>
    `${uploadOf(key)}${String(start).padStart(15, '0')}-${epoch}`;
  const size = async (key: string) => s3.size(fileOf(key));

  async function writtenOf(key: string): Promise<Segment[]> {
    const objects = await Array.fromAsync(s3.list(uploadOf(key)));
    return objects.map(({ name, size: length }) => {
      const [start, epoch] = name.slice(uploadOf(key).length).split('-').map(Number);
      return { start: start ?? 0, epoch: epoch ?? 0, size: length };
    });
  }

  async function* bytesOf(name: string, start: number, length: number): AsyncGenerator<Uint8Array, void> {
    if (length === 0) return;
    const body = await s3.read(name, start, start + length - 1);
    if (!body) throw new Missing();
    yield* body;
  }

  async function hashOf(key: string): Promise<Finished> {
    const length = await size(key);
    if (length === null) throw new Missing();
    const hash = createHash('sha256');
    for await (const chunk of bytesOf(fileOf(key), 0, length)) hash.update(chunk);
    return { size: length, sha256: hash.digest('hex') };
  }

  /** Writes the segments as one object. Null where another process has finished first. */
  async function inOne(key: string, segments: Segment[]): Promise<Finished | null> {
    const name = fileOf(key);
    const hash = createHash('sha256');
    const finished = () => ({ size: endOf(segments), sha256: hash.digest('hex') });
    async function* content() {
      for (const { start, size: length, epoch = 0, before = 0 } of segments) {
        for await (const chunk of bytesOf(segmentOf(key, start - before, epoch), before, length)) {
          hash.update(chunk);
          yield chunk;
        }
      }
    }
    if (endOf(segments) <= segment_bytes) {
      const [whole = new Uint8Array()] = await Array.fromAsync(pieces(content()));
      return (await s3.create(name, whole)) ? finished() : null;
    }
    const id = await s3.begin(name);
    try {
      const tags: string[] = [];
      for await (const piece of pieces(content())) tags.push(await s3.part(name, id, tags.length + 1, piece));
      if (await s3.complete(name, id, tags)) return finished();
    } catch (error) {
      await s3.abandon(name, id).catch(() => {});
      throw error;
    }
    await s3.abandon(name, id);
    return null;
  }

  async function forgetUpload(key: string): Promise<void> {
    for await (const { name } of s3.list(uploadOf(key))) await s3.delete(name);
  }

  return {
    async append(key, { offset, size: whole, writer = onlyWriter }, source) {
      const before = await writtenOf(key);
      if (endOf(joined(before)) !== offset || (await size(key)) !== null) throw new OffsetTaken();
      let count = before.length;
      let end = offset;
      for await (const piece of pieces(limited(source, whole - offset))) {
        if (count >= segments_max) throw new TooManyPieces();
        if (!(await s3.create(segmentOf(key, end, writer.number), piece))) throw new OffsetTaken();
        // It may count nevertheless: the present writer says how far the upload is.
        if (!(await writer.isStillOurs())) throw new OffsetTaken();
        end += piece.byteLength;
        count += 1;
      }
      return end;
    },

    async offset(key) {
      return (await size(key)) ?? endOf(joined(await writtenOf(key)));
    },

    async finish(key, expected) {
      let finished: Finished | null = null;
      if ((await size(key)) === null) {
        const segments = joined(await writtenOf(key));
        if (endOf(segments) !== expected) throw new Error('the upload is not of its size');
        finished = await inOne(key, segments);
      }
      await forgetUpload(key);
      return finished ?? hashOf(key);
    },

    size,

    async read(key, { start, end }) {
      const body = await s3.read(fileOf(key), start, end);
      if (!body) throw new Missing();
      return body;
    },

    async delete(key) {
      await s3.delete(fileOf(key));
      await forgetUpload(key);
    },

    async *list(): AsyncGenerator<Kept> {
      for await (const { name, changedAt } of s3.list('files/')) {
        const key = name.slice('files/'.length);
        if (isKey(key)) yield { key, finished: true, changedAt };
      }
      // Segments of one upload follow one another; the last is the newest.
      let upload: Kept | null = null;
      for await (const { name, changedAt } of s3.list('uploads/')) {
        const key = name.split('/')[1] ?? '';
        if (!isKey(key)) continue;
        if (upload && upload.key !== key) yield upload;
        upload = { key, finished: false, changedAt };
      }
      if (upload) yield upload;
    },
  };
}

/** Passes on at most so many bytes. Throws TooLarge at the first chunk that goes beyond. */
async function* limited(source: AsyncIterable<Uint8Array>, left: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    left -= chunk.byteLength;
    if (left < 0) throw new TooLarge();
    yield chunk;
  }
}

/** The source in pieces of 5 MiB, the last of what is left. If the source fails, first what had come, then its error. */
async function* pieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const errors: unknown[] = [];
  let piece = new Uint8Array(segment_bytes);
  let filled = 0;
  for await (const chunk of untilError(source, errors)) {
    for (let taken = 0; taken < chunk.byteLength;) {
      const part = chunk.subarray(taken, taken + segment_bytes - filled);
      piece.set(part, filled);
      filled += part.byteLength;
      taken += part.byteLength;
      if (filled < segment_bytes) continue;
      yield piece;
      piece = new Uint8Array(segment_bytes);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
  if (errors.length > 0) throw errors[0];
}

async function* untilError(source: AsyncIterable<Uint8Array>, errors: unknown[]): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    errors.push(error);
  }
}
