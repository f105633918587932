/** The one interface of storage, on a disk and on a real S3 server. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskStorage } from '../../src/lib/server/files/disk-storage.ts';
import { s3Storage } from '../../src/lib/server/files/s3-storage.ts';
import {
  endOf,
  isKey,
  joined,
  Missing,
  newKey,
  OffsetTaken,
  TooLarge,
  TooManyPieces,
  type Storage,
} from '../../src/lib/server/files/storage.ts';
import { contentOf, inChunks, keep, sha256, someBytes } from './support/bytes.ts';
import { startS3 } from './support/s3.ts';

const home = mkdtempSync(join(tmpdir(), 'client-portal-files-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

async function* broken(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield* inChunks(bytes);
  throw new Error('the line broke');
}

describe.each([
  ['disk', () => diskStorage(join(home, 'kept'))],
  ['S3', () => Promise.resolve(s3Storage(s3.settings))],
] as const)('on %s', (where, open) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await open();
  });

  // 5 MiB are one part of S3: one segment, exactly one, and three with a rest.
  test.each([0, 1, 70_000, 5_242_880, 12_345_678])('keeps a file of %i bytes', async (count) => {
    const [key, bytes] = [newKey(), someBytes(count)];
    expect(await keep(storage, key, bytes)).toEqual({ size: count, sha256: sha256(bytes) });
    expect(await storage.size(key)).toBe(count);
    expect((await contentOf(storage, key)).equals(bytes)).toBe(true);
  });

  test('finishes an upload of several segments, twice with one answer', async () => {
    const [key, bytes] = [newKey(), someBytes(13_000_000)];
    for (const [start, end] of [
      [0, 100],
      [100, 6_000_000],
      [6_000_000, 6_000_001],
      [6_000_001, 13_000_000],
    ] as const) {
      expect(await storage.offset(key)).toBe(start);
      expect(
        await storage.append(
          key,
          { offset: start, size: bytes.length },
          inChunks(bytes.subarray(start, end)),
        ),
      ).toBe(end);
    }
    expect(await storage.size(key)).toBeNull();
    const finished = { size: bytes.length, sha256: sha256(bytes) };
    expect(await storage.finish(key, bytes.length)).toEqual(finished);
    expect(await storage.finish(key, bytes.length)).toEqual(finished);
    expect(await storage.offset(key)).toBe(bytes.length);
    expect((await contentOf(storage, key)).equals(bytes)).toBe(true);
  });

  test('keeps what came before the line broke', async () => {
    const [key, bytes] = [newKey(), someBytes(6_000_000)];
    const first = bytes.subarray(0, 5_500_000);
    await expect(storage.append(key, { offset: 0, size: bytes.length }, broken(first))).rejects.toThrow(
      'the line broke',
    );
    expect(await storage.offset(key)).toBe(first.length);
    await storage.append(
      key,
      { offset: first.length, size: bytes.length },
      inChunks(bytes.subarray(first.length)),
    );
    expect((await storage.finish(key, bytes.length)).sha256).toBe(sha256(bytes));
  });

  test('refuses an offset that is not where the upload is, and changes nothing', async () => {
    const [key, bytes] = [newKey(), someBytes(1_000)];
    await storage.append(key, { offset: 0, size: 1_000 }, inChunks(bytes.subarray(0, 500)));
    for (const offset of [0, 499, 501]) {
      await expect(storage.append(key, { offset, size: 1_000 }, inChunks(bytes))).rejects.toBeInstanceOf(
        OffsetTaken,
      );
    }
    expect(await storage.offset(key)).toBe(500);
    await expect(storage.finish(key, 1_000)).rejects.toThrow('not of its size');
    await storage.append(key, { offset: 500, size: 1_000 }, inChunks(bytes.subarray(500)));
    await storage.finish(key, 1_000);
    await expect(storage.append(key, { offset: 1_000, size: 2_000 }, inChunks(bytes))).rejects.toBeInstanceOf(
      OffsetTaken,
    );
  });

  test('takes no byte more than was announced', async () => {
    const [key, bytes] = [newKey(), someBytes(1_001)];
    await expect(
      storage.append(key, { offset: 0, size: 1_000 }, inChunks(bytes, 500)),
    ).rejects.toBeInstanceOf(TooLarge);
    expect(await storage.offset(key)).toBe(1_000);
  });

  test('reads ranges', async () => {
    const [key, bytes] = [newKey(), someBytes(600_000)];
    await keep(storage, key, bytes);
    for (const [start, end] of [
      [0, 1],
      [262_143, 262_144],
      [599_999, 599_999],
      [100, 500_000],
    ] as const) {
      const read = Buffer.concat(await Array.fromAsync(await storage.read(key, { start, end })));
      expect(read.equals(bytes.subarray(start, end + 1))).toBe(true);
    }
    // The S3 server for tests takes this range for the whole file; better nothing than something else.
    const first = storage.read(key, { start: 0, end: 0 });
    if (where === 'S3') await expect(first).rejects.toThrow('another range');
    else expect(Buffer.concat(await Array.fromAsync(await first))).toEqual(bytes.subarray(0, 1));
  });

  test('says that nothing is there where nothing is', async () => {
    const key = newKey();
    expect(await storage.size(key)).toBeNull();
    expect(await storage.offset(key)).toBe(0);
    await expect(storage.read(key, { start: 0, end: 1 })).rejects.toBeInstanceOf(Missing);
    await storage.delete(key);
  });

  test('lists what is kept, and no more what was deleted', async () => {
    const [file, upload, gone] = [newKey(), newKey(), newKey()];
    await keep(storage, file, someBytes(10));
    for (const offset of [0, 5]) await storage.append(upload, { offset, size: 20 }, inChunks(someBytes(5)));
    await keep(storage, gone, someBytes(10));
    await storage.append(gone, { offset: 0, size: 20 }, inChunks(someBytes(5))).catch(() => {});
    await storage.delete(gone);
    const kept = (await Array.fromAsync(storage.list())).filter(({ key }) =>
      [file, upload, gone].includes(key),
    );
    expect(kept.map(({ key, finished }) => [key, finished])).toEqual([
      [file, true],
      [upload, false],
    ]);
    for (const { changedAt } of kept) expect(Math.abs(Date.now() - changedAt.getTime())).toBeLessThan(10_000);
    await storage.delete(upload);
    expect(await storage.offset(upload)).toBe(0);
  });

  test.each(['../escape', 'a'.repeat(39), `${'a'.repeat(39)}/`, 'A'.repeat(40), ''])(
    'takes nothing for a key that it did not make: %j',
    async (key) => {
      expect(isKey(key)).toBe(false);
      await expect(storage.size(key)).rejects.toBeInstanceOf(RangeError);
      await expect(storage.offset(key)).rejects.toBeInstanceOf(RangeError);
      await expect(storage.delete(key)).rejects.toBeInstanceOf(RangeError);
      await expect(storage.read(key, { start: 0, end: 1 })).rejects.toBeInstanceOf(RangeError);
      await expect(storage.finish(key, 0)).rejects.toBeInstanceOf(RangeError);
      await expect(
        storage.append(key, { offset: 0, size: 1 }, inChunks(someBytes(1))),
      ).rejects.toBeInstanceOf(RangeError);
    },
  );

  test('a piece of an earlier writer that comes late takes nothing from a later one, and its writer is told', async () => {
    const [key, bytes] = [newKey(), someBytes(2_000)];
    let latest = 0;
    const take = () => {
      const number = (latest += 1);
      return { number, isStillOurs: () => Promise.resolve(number === latest) };
    };
    const [early, late] = [take(), take()];
    const at = { offset: 0, size: 2_000 };
    async function* after(sent: Promise<unknown>): AsyncGenerator<Uint8Array> {
      await sent;
      yield* inChunks(someBytes(500, 'other'));
    }
    const sent = storage.append(key, { ...at, writer: late }, inChunks(bytes.subarray(0, 1_000)));
    await expect(storage.append(key, { ...at, writer: early }, after(sent))).rejects.toBeInstanceOf(
      OffsetTaken,
    );
    expect(await storage.offset(key)).toBe(1_000);
    const rest = { offset: 1_000, size: 2_000, writer: late };
    expect(await storage.append(key, rest, inChunks(bytes.subarray(1_000)))).toBe(2_000);
    expect((await storage.finish(key, 2_000)).sha256).toBe(sha256(bytes));
  });

  test('lets one of two writers at one offset have it', async () => {
    const key = newKey();
    let both = 0;
    let meet = () => {};
    const met = new Promise<void>((resolve) => (meet = resolve));
    async function* beside(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
      both += 1;
      if (both === 2) meet();
      await met;
      yield* inChunks(bytes, 100);
    }
    const writers = ['one', 'other'].map((seed) => someBytes(1_000, seed));
    const results = await Promise.allSettled(
      writers.map((bytes) => storage.append(key, { offset: 0, size: 1_000 }, beside(bytes))),
    );
    const { sha256: hash } = await storage.finish(key, 1_000);
    // The S3 server for tests does not know If-None-Match: there the later one replaces the earlier, whole.
    const won = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
    if (where === 'disk') expect(won).toHaveLength(1);
    expect(won.map((index) => sha256(writers[index]!))).toContain(hash);
  });
});

describe('a disk', () => {
  const directory = join(home, 'own');

  test('is open to its owner alone', async () => {
    await keep(await diskStorage(directory), newKey(), someBytes(10));
    const modes = [directory, join(directory, 'files'), join(directory, 'uploads')].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o700, 0o700]);
    const [folder = ''] = readdirSync(join(directory, 'files'));
    const [file = ''] = readdirSync(join(directory, 'files', folder));
    expect(statSync(join(directory, 'files', folder, file)).mode & 0o777).toBe(0o400);
  });

  test('lets nobody write to a finished file, also a writer that was there before it was finished', async () => {
    const storage = await diskStorage(directory);
    const key = newKey();
    let go = () => {};
    const later = new Promise<void>((resolve) => (go = resolve));
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('first ');
      await later;
      yield Buffer.from('EVIL!');
    }
    const writing = storage.append(key, { offset: 0, size: 11 }, slow());
    const outcome = writing.then(
      () => 'written',
      (error: unknown) => (error as Error).name,
    );
    while ((await storage.offset(key)) < 6) await new Promise((resolve) => setTimeout(resolve, 5));
    await storage.append(key, { offset: 6, size: 11 }, inChunks(Buffer.from('good!')));
    const { sha256: hash } = await storage.finish(key, 11);
    go();
    expect(await outcome).toBe('OffsetTaken');
    expect((await contentOf(storage, key)).toString()).toBe('first good!');
    expect(sha256(await contentOf(storage, key))).toBe(hash);
    expect((await storage.finish(key, 11)).sha256).toBe(hash);
  });

  test('finishes one upload once, whoever asks at the same time', async () => {
    const storage = await diskStorage(directory);
    const [key, bytes] = [newKey(), someBytes(300_000)];
    await storage.append(key, { offset: 0, size: 300_000 }, inChunks(bytes.subarray(0, 1_000)));
    await storage.append(key, { offset: 1_000, size: 300_000 }, inChunks(bytes.subarray(1_000)));
    const answers = await Promise.allSettled([1, 2, 3].map(() => storage.finish(key, 300_000)));
    const finished = { status: 'fulfilled', value: { size: 300_000, sha256: sha256(bytes) } };
    expect(answers).toContainEqual(finished);
    expect((await storage.finish(key, 300_000)).sha256).toBe(sha256(bytes));
    expect(existsSync(join(directory, 'uploads', key))).toBe(false);
  });

  test('refuses an upload in a thousand pieces', async () => {
    const storage = await diskStorage(directory);
    const key = newKey();
    const bytes = someBytes(1_001);
    mkdirSync(join(directory, 'uploads', key));
    for (const [start, byte] of bytes.subarray(0, 1_000).entries())
      writeFileSync(join(directory, 'uploads', key, String(start).padStart(15, '0')), Buffer.of(byte));
    expect(await storage.offset(key)).toBe(1_000);
    await expect(
      storage.append(key, { offset: 1_000, size: 1_001 }, inChunks(bytes.subarray(1_000))),
    ).rejects.toBeInstanceOf(TooManyPieces);
    expect(await storage.offset(key)).toBe(1_000);
  });

  test('leaves what is not its own alone', async () => {
    const storage = await diskStorage(join(home, 'shared'));
    writeFileSync(join(home, 'shared/uploads/notes.txt'), 'mine');
    chmodSync(join(home, 'shared/uploads/notes.txt'), 0o600);
    expect(await Array.fromAsync(storage.list())).toEqual([]);
  });
});

test('segments count as far as they join up, each until the next begins', () => {
  const segments = (...pairs: [number, number][]) => pairs.map(([start, size]) => ({ start, size }));
  expect(joined(segments([5, 5], [0, 5]))).toEqual(segments([0, 5], [5, 5]));
  expect(joined(segments([0, 8], [5, 5]))).toEqual(segments([0, 5], [5, 5]));
  expect(joined(segments([0, 4], [5, 5]))).toEqual(segments([0, 4]));
  expect(joined(segments([1, 4]))).toEqual([]);
  expect(joined(segments([0, 0], [0, 4]))).toEqual(segments([0, 4]));
});

test('of writers beside one another the latest epoch counts, and what was reached once stays so', () => {
  const written = (...rows: [epoch: number, start: number, size: number][]) =>
    rows.map(([epoch, start, size]) => ({ epoch, start, size }));
  // An earlier one's piece comes after a later one's, longer and shorter.
  expect(joined(written([2, 0, 5], [1, 0, 3]))).toEqual(written([2, 0, 5]));
  expect(joined(written([2, 0, 3], [1, 0, 5]))).toEqual([
    { epoch: 2, start: 0, size: 3 },
    { epoch: 1, start: 3, size: 2, before: 3 },
  ]);
  // One went on from the middle of another that was still being written.
  expect(joined(written([0, 0, 8], [0, 5, 1]))).toEqual([
    { epoch: 0, start: 0, size: 5 },
    { epoch: 0, start: 5, size: 1 },
    { epoch: 0, start: 6, size: 2, before: 6 },
  ]);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(20), fc.nat(8)), { maxLength: 8 }), (rows) => {
      const before = joined(written(...rows.slice(1)));
      const after = joined(written(...rows));
      expect(endOf(after)).toBeGreaterThanOrEqual(endOf(before));
      for (const [index, { start }] of after.entries())
        expect(start).toBe(index === 0 ? 0 : endOf(after.slice(0, index)));
      // Each byte is the latest epoch's of those that have it.
      for (let at = 0; at < endOf(after); at += 1) {
        const { epoch } = after.find(({ start, size }) => start <= at && at < start + size)!;
        const having = rows.filter(([, start, size]) => start <= at && at < start + size);
        expect(epoch).toBe(Math.max(...having.map(([one]) => one)));
      }
    }),
  );
});
