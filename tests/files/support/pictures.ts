/** Pictures made to be dear, to lie, or to tell more than they show; each is a few kilobytes. */
import { crc32, createDeflate } from 'node:zlib';
import { Buffer } from 'node:buffer';
import sharp from 'sharp';

type Png = { depth?: 1 | 8 | 16; channels?: 1 | 3 | 4; interlaced?: boolean };
const colourTypes = { 1: 0, 3: 2, 4: 6 } as const;

/** The seven passes of an interlaced PNG: each one's beginning, and the steps in which it goes on. */
const passes = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]] as const; // prettier-ignore

export function chunk(kind: string, data: Uint8Array = new Uint8Array()): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

export const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');

export function pngHeader(
  width: number,
  height: number,
  { depth = 8, channels = 1, interlaced = false }: Png = {},
) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colourTypes[channels], 0, 0, interlaced ? 1 : 0], 8);
  return chunk('IHDR', header);
}

/** A black PNG, compressed as well as it goes. */
export async function blackPng(width: number, height: number, as: Png = {}): Promise<Buffer> {
  const { depth = 8, channels = 1, interlaced = false } = as;
  // eslint-disable-next-line @typescript-eslint/require-await -- a source of bytes is asynchronous
  async function* rows() {
    for (const [left, top, across, down] of interlaced ? passes : [[0, 0, 1, 1]]) {
      const pixels = Math.ceil((width - left) / across);
      const row = Buffer.alloc(1 + Math.ceil((pixels * channels * depth) / 8));
      for (let y = top; y < height; y += down) yield row;
    }
  }
  return Buffer.concat([
    ...[pngSignature, pngHeader(width, height, as)],
    ...[chunk('IDAT', await deflated(rows())), chunk('IEND')],
  ]);
}

export async function deflated(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const deflate = createDeflate({ level: 9 });
  const out = Array.fromAsync(deflate as AsyncIterable<Buffer>);
  for await (const part of source)
    if (!deflate.write(part)) await new Promise((resume) => deflate.once('drain', resume));
  deflate.end();
  return Buffer.concat(await out);
}

/** A GIF whose frames, all alike, may be larger than its screen says. */
export function gif(
  screen: readonly [number, number],
  frames: number,
  [width, height]: readonly [number, number] = screen,
): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  head.writeUInt16LE(screen[0], 6);
  head.writeUInt16LE(screen[1], 8);
  const frame = Buffer.from('\x21\xf9\x04\0\x01\0\0\0\x2c\0\0\0\0\0\0\0\0\0\x02\x02\x44\x01\0', 'latin1');
  frame.writeUInt16LE(width, 13);
  frame.writeUInt16LE(height, 15);
  return Buffer.concat([head, ...Array<Buffer>(frames).fill(frame), Buffer.from([0x3b])]);
}

/** A picture whose upper left quarter is red and the rest white, `width` by `height` pixels. */
export function marked(width: number, height: number) {
  const pixels = Buffer.alloc(width * height * 3, 255);
  for (let y = 0; y < height / 2; y += 1)
    for (let x = 0; x < width / 2; x += 1) pixels.set([255, 0, 0], (y * width + x) * 3);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A JPEG of 16 by 16 pixels whose frame header claims another size. */
export async function lyingJpeg(width: number, height: number): Promise<Buffer> {
  const jpeg = await marked(16, 16).jpeg().toBuffer();
  const frame = jpeg.findIndex((byte, at) => byte === 0xff && [0xc0, 0xc2].includes(jpeg[at + 1]!));
  jpeg.writeUInt16BE(height, frame + 5);
  jpeg.writeUInt16BE(width, frame + 7);
  return jpeg;
}

/** A progressive JPEG whose last scan comes `times` times. */
export async function manyScans(side: number, times: number): Promise<Buffer> {
  const jpeg = await marked(side, side).jpeg({ progressive: true }).toBuffer();
  const scan = jpeg.lastIndexOf(Buffer.from('ffda', 'hex'));
  const [before, last, end] = [jpeg.subarray(0, scan), jpeg.subarray(scan, -2), jpeg.subarray(-2)];
  return Buffer.concat([before, ...Array<Buffer>(times).fill(last), end]);
}

/** A WebP of one small frame in a canvas that claims another size. */
export async function lyingWebp(width: number, height: number): Promise<Buffer> {
  const data = await marked(16, 16).webp().toBuffer();
  const extended = Buffer.alloc(18);
  extended.write('VP8X', 'latin1');
  extended.writeUInt32LE(10, 4);
  extended.writeUIntLE(width - 1, 12, 3);
  extended.writeUIntLE(height - 1, 15, 3);
  const webp = Buffer.concat([data.subarray(0, 12), extended, data.subarray(12)]);
  webp.writeUInt32LE(webp.length - 8, 4);
  return webp;
}

export const whereItWasTaken = 'N 48 51 29 canary';

/** A JPEG that says by EXIF which way up it is, and where it was taken. */
export const orientedJpeg = (width: number, height: number, orientation: number) =>
  marked(width, height)
    .jpeg({ chromaSubsampling: '4:4:4' })
    .withExif({
      IFD0: { ImageDescription: whereItWasTaken, Make: whereItWasTaken },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 29/1' },
    })
    .withMetadata({ orientation, icc: 'p3' })
    .toBuffer();
