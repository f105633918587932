/** A type here is one that a browser shows without running anything in it. SVG runs scripts. */
const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const inline = new Set([...pictures, 'application/pdf', 'text/plain']);

/** Above this, a picture or a text is opened by whoever wants it, and is not fetched for a thread. */
const preview_bytes_max = 10_000_000;

/** Whether a browser shows it, in place of saving it. */
export const isInline = (mediaType: string): boolean => inline.has(mediaType);

/** As what a page frames a file, on demand; null where it does not. */
export function framedAs(mediaType: string, size_bytes: number): 'PDF' | 'text' | null {
  if (mediaType === 'application/pdf') return 'PDF';
  return mediaType === 'text/plain' && size_bytes <= preview_bytes_max ? 'text' : null;
}

/** Whether a file is a picture that is small enough to stand in a thread. */
export const hasPreview = (mediaType: string, size_bytes: number): boolean =>
  pictures.includes(mediaType) && size_bytes <= preview_bytes_max;

/** As what a list shows a file, on demand; null where it only opens or saves it. */
export const previewedAs = (mediaType: string, size_bytes: number): 'PDF' | 'text' | 'picture' | null =>
  hasPreview(mediaType, size_bytes) ? 'picture' : framedAs(mediaType, size_bytes);
