/**
 * The storage of the bytes of files. The database knows their names, owners and readers.
 *
 * A file arrives in segments: each append makes one that is never opened for writing again, named by the offset at which
 * it begins, and made only where none of that name exists. Whatever is killed, the whole segments before it stand, and
 * their sum is the offset. Finishing joins them into one file that no writer can reach, hashing the very bytes it keeps; so
 * what was scanned and hashed is what will be served, also with many processes on one storage and without a lock.
 */
import { randomBytes } from 'node:crypto';

export type Finished = {
  /** In bytes. */
  size: number;
  /** SHA-256 of the content, 64 hexadecimal digits. */
  sha256: string;
};

export type Kept = {
  key: string;
  /** Whether the upload has ended; else what was sent so far is kept. */
  finished: boolean;
  changedAt: Date;
};

/** The writer of an upload, among all processes: each takes the next number, its epoch, and earlier writers yield to it. */
export type Writer = { number: number; isStillOurs: () => Promise<boolean> };

/** For a file that no one else can be writing. */
export const onlyWriter: Writer = { number: 0, isStillOurs: () => Promise.resolve(true) };

export type Storage = {
  /**
   * Adds `source` at `offset` to an upload that will be `size` bytes, and returns the new offset. If the source fails, what
   * had come is kept and its error thrown. Throws OffsetTaken where `offset` is not how far the upload is, or somebody else
   * has written there or become its writer meanwhile; TooLarge, TooManyPieces.
   */
  append(
    key: string,
    at: { offset: number; size: number; writer?: Writer },
    source: AsyncIterable<Uint8Array>,
  ): Promise<number>;
  /** How many bytes of an upload are safe; 0 where nothing was sent. The size, once it is finished. */
  offset(key: string): Promise<number>;
  /**
   * Makes an upload of exactly `size` bytes permanent. Where two ask at once, the first is kept and both get its hash. May
   * be asked again. Throws if the upload is not of that size.
   */
  finish(key: string, size: number): Promise<Finished>;
  /** Size of a finished file in bytes, null where there is none. */
  size(key: string): Promise<number | null>;
  /** Bytes `start` to `end`, both included, of a finished file. Cancelling it closes the file. Throws Missing. */
  read(key: string, range: { start: number; end: number }): Promise<ReadableStream<Uint8Array>>;
  /** Deletes file and upload. Nothing happens where there is none. */
  delete(key: string): Promise<void>;
  /** Everything kept, in no order. */
  list(): AsyncIterable<Kept>;
};

/** Somebody else has written at this offset, or it was never reached. */
export class OffsetTaken extends Error {
  override name = 'OffsetTaken';
}

/** More bytes than were announced. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

/** An upload came in more pieces than storage wants to join. */
export class TooManyPieces extends Error {
  override name = 'TooManyPieces';
}

/** No finished file of this key. */
export class Missing extends Error {
  override name = 'Missing';
}

/** An upload of a hundred bytes a request would cost a file each. 100 MB in pieces of 5 MiB are 20. */
export const segments_max = 1_000;

/** 160 random bits, in letters that every file system tells apart. */
export const newKey = (): string => randomBytes(20).toString('hex');

export const isKey = (key: string): boolean => /^[0-9a-f]{40}$/.test(key);

/** Refuses whatever newKey did not make, so that no key names a path. Throws RangeError. */
export function checkKey(key: string): void {
  if (!isKey(key)) throw new RangeError('this is no key of a file');
}

export type Segment = {
  start: number;
  size: number;
  /** The writer's; all alike where storage lets nobody write where somebody has. */
  epoch?: number;
  /** Of a part of what was written: how many bytes of it lie before this part. */
  before?: number;
};

/**
 * The parts that join up from the start. Writers may have gone on beside one another; each byte is that of the latest epoch,
 * and of one epoch the one that began later. So what was ever reached stays so, and what an earlier writer still brings
 * changes nothing that a later one has written. What lies behind a gap does not count.
 */
export function joined(segments: Segment[]): Segment[] {
  const written = segments.filter(({ size }) => size > 0);
  const isAbove = (one: Segment, other: Segment) =>
    (one.epoch ?? 0) - (other.epoch ?? 0) || one.start - other.start;
  const whole: Segment[] = [];
  for (let at = 0; ;) {
    const [top] = written
      .filter(({ start, size }) => start <= at && at < start + size)
      .sort((one, other) => isAbove(other, one));
    if (!top) return whole;
    const next = written.filter((one) => one.start > at && isAbove(one, top) > 0).map(({ start }) => start);
    const end = Math.min(top.start + top.size, ...next);
    const before = at - top.start;
    whole.push({ ...top, start: at, size: end - at, ...(before > 0 && { before }) });
    at = end;
  }
}

export const endOf = (segments: Segment[]): number => {
  const last = segments.at(-1);
  return last ? last.start + last.size : 0;
};
