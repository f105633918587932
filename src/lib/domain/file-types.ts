/** A type here is one that a browser shows without running anything in it. SVG runs scripts. */
const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const inline = new Set([...pictures, 'application/pdf', 'text/plain']);

/** Above this, a text is opened by whoever wants it, and is not fetched for a page. */
const text_bytes_max = 10_000_000;

/**
 * A picture beyond one of these is not decoded, neither by the worker for a preview nor, for a page, by a browser: a few kilobytes
 * may stand for a gigabyte of pixels. The database has the limits of pixels as a check.
 */
export const picture_bytes_max = 30_000_000;
export const picture_pixels_max = 40_000_000;
const picture_side_max = 16_384;

/** The longer side of a preview, in pixels, and how large its file is at most. */
const preview_side_max = 1_600;
export const preview_bytes_max = 1_000_000;

/** Whether a browser shows it, in place of saving it. */
export const isInline = (mediaType: string): boolean => inline.has(mediaType);

/** Whether it is a picture, of which the worker makes a preview. */
export const isPicture = (mediaType: string): boolean => pictures.includes(mediaType);

/** How far the worker is with the preview of a file. */
export type PreviewState = 'none' | 'waiting' | 'ready' | 'too_large' | 'failed';

/** Whether the file itself opens in a browser: a picture, once the worker has found out that it is not too large. */
export const opensInBrowser = (mediaType: string, preview: PreviewState): boolean =>
  isInline(mediaType) && (preview === 'ready' || !isPicture(mediaType));

/** As what a page frames a file, on demand; null where it does not. */
export function framedAs(mediaType: string, size_bytes: number): 'PDF' | 'text' | null {
  if (mediaType === 'application/pdf') return 'PDF';
  return mediaType === 'text/plain' && size_bytes <= text_bytes_max ? 'text' : null;
}

/** Whether a picture of so many pixels is too large to be decoded. */
export const isTooLargePicture = (width: number, height: number): boolean =>
  Math.max(width, height) > picture_side_max || width * height > picture_pixels_max;

/** The size of the preview of a picture of this size, in pixels: within a square, and never larger than the picture. */
export function previewSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, preview_side_max / Math.max(width, height));
  const scaled = (side: number) => Math.max(1, Math.round(side * scale));
  return { width: scaled(width), height: scaled(height) };
}

/** The media type of every preview. */
export const previewType = 'image/webp';
