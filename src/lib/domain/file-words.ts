import type { PreviewState } from './file-types';
import { formatNumber } from './formats';
import { figure } from './words';

const units = ['bytes', 'KB', 'MB', 'GB'];

/** "340 bytes", "1.2 MB": a size in steps of 1,000, as file managers say it. */
export function sizeWords(size_bytes: number): string {
  let [size, unit] = [size_bytes, 0];
  while (size >= 999.5 && unit < units.length - 1) [size, unit] = [size / 1000, unit + 1];
  if (unit === 0) return `${size} ${size === 1 ? 'byte' : 'bytes'}`;
  return `${size < 10 ? formatNumber(size, 1) : Math.round(size)} ${units[unit]}`;
}

/** Why a file cannot be opened; null for one that can. */
export const fileStateWords = {
  checking: 'Scanning for viruses…',
  ready: null,
  quarantined: 'Blocked: the virus scan found a threat',
  failed: "Couldn't be scanned",
} as const;

const kinds: Record<string, string> = { image: 'Image', audio: 'Audio', video: 'Video' };

/** "PDF", "Picture", "Text": what a file is by its bytes; where they say nothing that people know, as its name ends. */
export function fileTypeWord(mediaType: string, name: string): string {
  if (mediaType === 'application/pdf') return 'PDF';
  if (mediaType === 'text/plain') return 'Text';
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1];
  return kinds[mediaType.split('/')[0] ?? ''] ?? ending?.toUpperCase() ?? 'File';
}

/** A file as far as a page tells of its preview; pixels are null where nobody could read them. */
type Previewed = {
  sizeBytes: number;
  preview: PreviewState;
  pictureWidth: number | null;
  pictureHeight: number | null;
};

/** Why a picture is not shown; null for one that is, and for what is no picture. */
export function previewWords({ sizeBytes, preview, pictureWidth, pictureHeight }: Previewed): string | null {
  switch (preview) {
    case 'waiting':
      return 'Preparing preview…';
    case 'too_large':
      return `Too large to preview: ${
        pictureWidth && pictureHeight
          ? `${figure(pictureWidth)} × ${figure(pictureHeight)} pixels`
          : sizeWords(sizeBytes)
      }. Download it to view it.`;
    case 'failed':
      return "No preview: we couldn't read this image. Download it to view it.";
    default:
      return null;
  }
}
