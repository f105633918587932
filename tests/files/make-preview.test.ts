/** Previews of pictures as people send them, and of pictures that were made to be dear, to lie, or to tell more than they show. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { picture_bytes_max, preview_bytes_max } from '../../src/lib/domain/file-types.ts';
import { diskStorage } from '../../src/lib/server/files/disk-storage.ts';
import { makePreview } from '../../src/lib/server/files/make-preview.ts';
import { newKey, type Storage } from '../../src/lib/server/files/storage.ts';
import { keep, someBytes } from './support/bytes.ts';
import {
  blackPng,
  chunk,
  deflated,
  gif,
  lyingJpeg,
  lyingWebp,
  manyScans,
  marked,
  orientedJpeg,
  pngHeader,
  pngSignature,
  whereItWasTaken,
} from './support/pictures.ts';

const directory = mkdtempSync(join(tmpdir(), 'portal-previews-'));
let storage: Storage;
beforeAll(async () => {
  storage = await diskStorage(directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function previewOf(picture: Uint8Array) {
  const key = newKey();
  const { size } = await keep(storage, key, picture);
  return makePreview(storage, { key, size });
}

/** A preview in short: its size in pixels, and the colours of its four corners, the upper left first. */
async function made(picture: Uint8Array) {
  const preview = await previewOf(picture);
  if (preview.is !== 'made') throw new Error(`it was ${preview.is}`);
  expect(preview.bytes.byteLength).toBeLessThanOrEqual(preview_bytes_max);
  const { data, info } = await sharp(preview.bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const colourAt = (x: number, y: number) => {
    const [red = 0, green = 0] = data.subarray((y * info.width + x) * info.channels);
    return red > 200 && green < 80
      ? 'red'
      : red > 200 && green > 200
        ? 'white'
        : red < 50
          ? 'black'
          : 'other';
  };
  const [right, lower] = [info.width - 1, info.height - 1];
  return {
    of: [preview.width, preview.height],
    size: [info.width, info.height],
    corners: [colourAt(0, 0), colourAt(right, 0), colourAt(0, lower), colourAt(right, lower)],
    bytes: preview.bytes,
  };
}

const small = ['red', 'white', 'white', 'white'];

describe('a picture of', () => {
  test.each<[string, () => Promise<Buffer>]>([
    ['PNG', () => marked(2000, 1000).png().toBuffer()],
    ['PNG with a palette', () => marked(2000, 1000).png({ palette: true }).toBuffer()],
    ['PNG, interlaced', () => marked(2000, 1000).png({ progressive: true }).toBuffer()],
    ['PNG with 16 bits', () => marked(2000, 1000).toColourspace('rgb16').png().toBuffer()],
    ['JPEG', () => marked(2000, 1000).jpeg().toBuffer()],
    ['JPEG, progressive', () => marked(2000, 1000).jpeg({ progressive: true }).toBuffer()],
    ['JPEG in CMYK', () => marked(2000, 1000).toColourspace('cmyk').jpeg().toBuffer()],
    ['GIF', () => marked(2000, 1000).gif().toBuffer()],
    ['WebP', () => marked(2000, 1000).webp().toBuffer()],
    ['WebP without loss', () => marked(2000, 1000).webp({ lossless: true }).toBuffer()],
  ])('%s is made small', async (_format, picture) => {
    expect(await made(await picture())).toMatchObject({
      of: [2000, 1000],
      size: [1600, 800],
      corners: small,
    });
  });

  test.each([
    [1, 1],
    [40, 30],
    [16_384, 1],
    [1, 16_384],
  ])('%i by %i pixels keeps its shape and grows no larger', async (width, height) => {
    const picture = await made(await blackPng(width, height));
    expect(picture.of).toEqual([width, height]);
    expect(picture.size).toEqual([Math.min(width, 1600), Math.min(height, 1600)]);
  });

  test('frames, many or few, shows the first one', async () => {
    expect(await made(gif([1000, 500], 10_000))).toMatchObject({ of: [1000, 500], size: [1000, 500] });
    const colours = ['red', 'white'].map((background) =>
      sharp({ create: { width: 64, height: 64, channels: 3, background } })
        .png()
        .toBuffer(),
    );
    const moving = await sharp(await Promise.all(colours), { join: { animated: true } })
      .webp()
      .toBuffer();
    expect(await made(moving)).toMatchObject({ of: [64, 64], corners: ['red', 'red', 'red', 'red'] });
  });

  test('noise is still a small file', async () => {
    for (const channels of [3, 4] as const) {
      const raw = { width: 1600, height: 1600, channels };
      const noise = sharp(someBytes(1600 * 1600 * channels), { raw });
      expect((await made(await noise.png().toBuffer())).of).toEqual([1600, 1600]);
    }
  }, 60_000);
});

test.each([
  [1, [60, 30], ['red', 'white', 'white', 'white']],
  [2, [60, 30], ['white', 'red', 'white', 'white']],
  [3, [60, 30], ['white', 'white', 'white', 'red']],
  [4, [60, 30], ['white', 'white', 'red', 'white']],
  [5, [30, 60], ['red', 'white', 'white', 'white']],
  [6, [30, 60], ['white', 'red', 'white', 'white']],
  [7, [30, 60], ['white', 'white', 'white', 'red']],
  [8, [30, 60], ['white', 'white', 'red', 'white']],
])(
  'turned by EXIF (%i), it stands upright and says nothing of where it was taken',
  async (nth, of, corners) => {
    const picture = await orientedJpeg(60, 30, nth);
    expect(picture.includes(whereItWasTaken)).toBe(true);
    const preview = await made(picture);
    expect(preview).toMatchObject({ of, size: of, corners });
    const { exif, icc, xmp, iptc, orientation } = await sharp(preview.bytes).metadata();
    expect({ exif, icc, xmp, iptc, orientation }).toEqual({});
    expect(Buffer.from(preview.bytes).includes('canary')).toBe(false);
  },
);

describe('too large to be decoded, and it says how large it is:', () => {
  test.each<[string, [number, number], () => Promise<Buffer> | Buffer]>([
    ['31 kB of PNG', [16_000, 16_000], () => blackPng(16_000, 16_000, { depth: 1 })],
    ['one pixel more in height', [6_000, 6_667], () => blackPng(6_000, 6_667)],
    ['a line', [16_385, 1], () => blackPng(16_385, 1)],
    ['a PNG of little more than a header', [100_000, 100_000], () => Buffer.concat([pngSignature, pngHeader(100_000, 100_000), chunk('IDAT'), chunk('IEND')])], // prettier-ignore
    ['a GIF of 43 bytes', [65_535, 65_535], () => gif([65_535, 65_535], 1)],
    ['a GIF whose screen says 1 × 1', [65_535, 65_535], () => gif([1, 1], 1, [65_535, 65_535])],
    ['a GIF whose later frame is the large one', [16_000, 16_000], () => gif([1, 1], 2, [16_000, 16_000])],
    ['a JPEG that claims it', [65_500, 65_500], () => lyingJpeg(65_500, 65_500)],
  ])('%s', async (_what, [width, height], picture) => {
    expect(await previewOf(await picture())).toEqual({ is: 'too large', width, height });
  });

  test('a file of too many bytes, of which nothing is read', async () => {
    expect(await makePreview(storage, { key: newKey(), size: picture_bytes_max + 1 })).toEqual({
      ...{ is: 'too large', width: null, height: null },
    });
  });

  test('one that is just small enough is not', async () => {
    expect((await made(await blackPng(6_000, 6_666))).of).toEqual([6_000, 6_666]);
  }, 60_000);
});

describe('what cannot be read to its end has no preview:', () => {
  // eslint-disable-next-line @typescript-eslint/require-await -- a source of bytes is asynchronous
  async function* zeros(bytes: number) {
    for (const block = Buffer.alloc(1_000_000); bytes > 0; bytes -= block.length) yield block;
  }
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>';
  test.each<[string, () => Promise<Buffer> | Buffer]>([
    ['nothing', () => Buffer.alloc(0)],
    ['a text', () => Buffer.from('Good morning')],
    ['a signature', () => pngSignature],
    ['a PNG without pixels', () => blackPng(0, 0)],
    ['a PNG whose header comes second', () => Buffer.concat([pngSignature, chunk('IDAT', Buffer.alloc(9)), pngHeader(1, 1), chunk('IEND')])], // prettier-ignore
    ['a PNG whose sum is wrong', async () => { const png = await blackPng(9, 9); png[30]! ^= 1; return png; }], // prettier-ignore
    ['a JPEG of a thousand scans', () => manyScans(512, 1_000)],
    ['a WebP that is smaller than it claims', () => lyingWebp(4_000, 4_000)],
    ['a WebP that is far smaller than it claims', () => lyingWebp(16_383, 16_383)],
    ['an SVG', () => Buffer.from(svg)],
    ['an AVIF', () => marked(64, 64).avif().toBuffer()],
    ['a TIFF', () => marked(64, 64).tiff().toBuffer()],
  ])('%s', async (_what, picture) => {
    await expect(previewOf(await picture())).rejects.toThrow();
  });

  test('a picture that breaks off, wherever it does', async () => {
    const noise = sharp(someBytes(64 * 64 * 3), { raw: { width: 64, height: 64, channels: 3 } });
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      const whole = await noise.clone().toFormat(format).toBuffer();
      expect((await made(whole)).of).toEqual([64, 64]);
      for (let part = 0; part < 0.95; part += 0.05)
        await expect(previewOf(whole.subarray(0, Math.floor(whole.length * part))), format).rejects.toThrow();
    }
  });

  test('a PNG whose data unpacks to more than its pixels is not unpacked', async () => {
    const bomb = await deflated(zeros(200_000_000));
    const [header, end] = [pngHeader(4, 4), chunk('IEND')];
    const pixels = Buffer.concat([pngSignature, header, chunk('IDAT', bomb), end]);
    expect((await made(pixels)).size).toEqual([4, 4]);
    const text = chunk('zTXt', Buffer.concat([Buffer.from('canary\0\0', 'latin1'), bomb]));
    const told = Buffer.concat([pngSignature, header, text, (await blackPng(4, 4)).subarray(33)]);
    expect((await made(told)).size).toEqual([4, 4]);
  });
});
