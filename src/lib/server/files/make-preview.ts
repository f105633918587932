/**
 * A small picture of a picture that somebody sent: still, upright, in sRGB, and without a word of where and by what it was taken.
 * Whatever the file claims to be, four decoders see it and no other, one picture at a time, and its size is known before a pixel
 * of it is decoded.
 */
import {
  isTooLargePicture,
  picture_bytes_max,
  picture_pixels_max,
  preview_bytes_max,
  previewSize,
} from '../../domain/file-types';
import type { Storage } from './storage';

export type Preview =
  | { is: 'made'; bytes: Uint8Array; width: number; height: number }
  /** The picture has too many pixels, or too many bytes, where its pixels are not known. */
  | { is: 'too large'; width: number | null; height: number | null };

/** A slow machine needs a few seconds for the largest picture; what takes longer was made to. */
const timeout_seconds = 120;

/** Tried in this order until the file is small enough; the last one is, whatever it shows. */
const sizes = [
  { part: 1, quality: 80, alphaQuality: 100 },
  { part: 1, quality: 50, alphaQuality: 50 },
  { part: 1 / 2, quality: 40, alphaQuality: 20 },
] as const;

/** The decoders are loaded where pictures come in: a process that only answers people never holds them. */
async function openDecoders() {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['Png', 'Jpeg', 'Nsgif', 'Webp'].map((format) => `VipsForeignLoad${format}Buffer`),
  });
  return sharp;
}
let decoders: ReturnType<typeof openDecoders> | null = null;

/**
 * Makes the preview of a finished file of `size` bytes; of a picture that moves, of its first frame. Width and height are those of the picture itself, as it is
 * shown upright. Throws where it cannot be read to its end.
 */
export async function makePreview(
  storage: Storage,
  { key, size }: { key: string; size: number },
): Promise<Preview> {
  if (size > picture_bytes_max) return { is: 'too large', width: null, height: null };
  const picture = Buffer.concat(
    size === 0 ? [] : await Array.fromAsync(await storage.read(key, { start: 0, end: size - 1 })),
  );
  const sharp = await (decoders ??= openDecoders());
  // Its header alone, which no limit may keep from telling how large the picture is.
  const { autoOrient: found } = await sharp(picture, { limitInputPixels: false }).metadata();
  const { width, height } = found;
  if (isTooLargePicture(width, height)) return { is: 'too large', width, height };
  const fitting = previewSize(width, height);
  for (const { part, ...compression } of sizes) {
    const scaled = (side: number) => Math.max(1, Math.round(side * part));
    const bytes = await sharp(picture, {
      limitInputPixels: picture_pixels_max,
      sequentialRead: true,
      failOn: 'error',
      pages: 1,
    })
      .timeout({ seconds: timeout_seconds })
      .autoOrient()
      .resize(scaled(fitting.width), scaled(fitting.height), { fit: 'fill' })
      .webp(compression)
      .toBuffer();
    if (bytes.byteLength <= preview_bytes_max) return { is: 'made', bytes, width, height };
  }
  throw new Error('the preview is too large in every size');
}
