/**
 * Files on a local or shared disk.
 *
 *   <directory>/files/<first two digits>/<key>      finished, read-only
 *   <directory>/uploads/<key>/<offset, 15 digits>   segments of an upload
 *
 * Segments and files get their names by linking, which is atomic and, unlike renaming, never replaces what another writer
 * put there first: a segment once it has bytes, a file once its bytes are flushed to the disk. The usual upload is one
 * segment, which is linked as it is: it is whole, so its writer has nothing left to write.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, opendir, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

const block_bytes = 256 * 1024;

/** `directory` is created for this user alone. */
export async function diskStorage(directory: string): Promise<Storage> {
  for (const part of ['files', 'uploads'])
    await mkdir(join(directory, part), { recursive: true, mode: 0o700 });

  const fileOf = (key: string) => {
    checkKey(key);
    return join(directory, 'files', key.slice(0, 2), key);
  };
  const uploadOf = (key: string) => {
    checkKey(key);
    return join(directory, 'uploads', key);
  };
  const segmentOf = (key: string, start: number) => join(uploadOf(key), String(start).padStart(15, '0'));

  async function segmentsOf(key: string): Promise<Segment[]> {
    const names = await orNull(readdir(uploadOf(key)));
    const segments = (names ?? [])
      .filter((name) => /^\d{15}$/.test(name))
      .map(async (name) => ({
        start: Number(name),
        size: (await orNull(stat(join(uploadOf(key), name))))?.size ?? 0,
      }));
    return joined(await Promise.all(segments));
  }

  /** A name beside the segments that is no segment's; what a killed process leaves there goes with the upload. */
  async function scratchOf(key: string): Promise<string> {
    await mkdir(uploadOf(key), { recursive: true, mode: 0o700 });
    return join(uploadOf(key), `new-${crypto.randomUUID()}`);
  }

  /** One file out of many segments. Returns its path. */
  async function inOne(key: string, segments: Segment[]): Promise<string> {
    const path = await scratchOf(key);
    const handle = await open(path, 'wx', 0o400);
    try {
      for (const { start, size: length, before = 0 } of segments)
        for await (const chunk of blocks(await open(segmentOf(key, start - before)), before, length))
          await writeAll(handle, chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return path;
  }

  async function size(key: string): Promise<number | null> {
    return (await orNull(stat(fileOf(key))))?.size ?? null;
  }

  return {
    async append(key, { offset, size: whole, writer = onlyWriter }, source) {
      const before = await segmentsOf(key);
      if (endOf(before) !== offset || (await size(key)) !== null) throw new OffsetTaken();
      if (before.length >= segments_max) throw new TooManyPieces();
      const path = await scratchOf(key);
      const handle = await open(path, 'wx', 0o400);
      let end = offset;
      try {
        for await (const chunk of source) {
          if (chunk.byteLength === 0) continue;
          if (end + chunk.byteLength > whole) throw new TooLarge();
          await writeAll(handle, chunk);
          if (end === offset && !(await linked(path, segmentOf(key, offset)))) throw new OffsetTaken();
          end += chunk.byteLength;
        }
      } finally {
        await handle.sync();
        const isOurs = (await handle.stat()).nlink > 1;
        await handle.close();
        await rm(path, { force: true });
        // The upload was ended or deleted from under this writer.
        if (end > offset && !isOurs) throw new OffsetTaken();
      }
      // Another process has gone on from the middle of this segment: how far the upload is, that one says.
      if (!(await writer.isStillOurs())) throw new OffsetTaken();
      return end;
    },

    async offset(key) {
      return (await size(key)) ?? endOf(await segmentsOf(key));
    },

    async finish(key, expected) {
      const target = fileOf(key);
      if ((await size(key)) === null) {
        const segments = await segmentsOf(key);
        if (endOf(segments) !== expected) throw new Error('the upload is not of its size');
        const isOne = segments.length === 1 && (await stat(segmentOf(key, 0))).size === expected;
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await linked(isOne ? segmentOf(key, 0) : await inOne(key, segments), target);
        await syncDirectory(dirname(target));
      }
      await rm(uploadOf(key), { recursive: true, force: true });
      return hashOf(target);
    },

    size,

    async read(key, { start, end }) {
      const handle = await orNull(open(fileOf(key), constants.O_RDONLY | constants.O_NOFOLLOW));
      if (!handle) throw new Missing();
      const source = blocks(handle, start, end - start + 1);
      return new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const next = await source.next();
            if (next.done) controller.close();
            else controller.enqueue(next.value);
          },
          async cancel() {
            // A generator that was never begun would not reach its own closing.
            await source.return();
            await handle.close();
          },
        },
        { highWaterMark: 0 },
      );
    },

    async delete(key) {
      await rm(fileOf(key), { force: true });
      await rm(uploadOf(key), { recursive: true, force: true });
    },

    async *list(): AsyncGenerator<Kept> {
      for await (const folder of await opendir(join(directory, 'files'))) {
        for await (const { name } of await opendir(join(directory, 'files', folder.name))) {
          const found = await orNull(stat(join(directory, 'files', folder.name, name)));
          if (found && isKey(name)) yield { key: name, finished: true, changedAt: found.mtime };
        }
      }
      for await (const { name } of await opendir(join(directory, 'uploads'))) {
        const found = await orNull(stat(join(directory, 'uploads', name)));
        if (found && isKey(name)) yield { key: name, finished: false, changedAt: found.mtime };
      }
    },
  };
}

async function hashOf(path: string): Promise<Finished> {
  const hash = createHash('sha256');
  const handle = await open(path);
  const { size } = await handle.stat();
  for await (const chunk of blocks(handle, 0, size)) hash.update(chunk);
  return { size, sha256: hash.digest('hex') };
}

/** `length` bytes from `start`, each block in memory of its own. Closes the handle. Throws where the file is shorter. */
async function* blocks(handle: FileHandle, start: number, length: number): AsyncGenerator<Uint8Array, void> {
  try {
    for (let position = start; position < start + length;) {
      const block = Buffer.allocUnsafe(Math.min(block_bytes, start + length - position));
      const { bytesRead } = await handle.read(block, 0, block.length, position);
      if (bytesRead === 0) throw new Error('the file is shorter than it was');
      position += bytesRead;
      yield block.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Whether `path` got this name; not, where it is taken. */
async function linked(path: string, name: string): Promise<boolean> {
  try {
    await link(path, name);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.byteLength;)
    written += (await handle.write(chunk, written, chunk.byteLength - written)).bytesWritten;
}

/** A renamed file is only as lasting as the directory that names it. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** Null in place of "no such file". */
const orNull = <Result>(wanted: Promise<Result>): Promise<Result | null> =>
  wanted.catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
