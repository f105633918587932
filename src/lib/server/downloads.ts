import type { RequestEvent } from '@sveltejs/kit';
import { opensInBrowser, previewType, type PreviewState } from '../domain/file-types';
import { fileSettings } from './files/configured';
import { keyOf, previewKeyOf } from './files/ledger-of';
import { serveFile, type Served } from './files/serve-file';
import { pageError } from './page-errors';

type Attachment = {
  id: string;
  name: string;
  size: string | number;
  mediaType: string;
  sha256: string | null;
  preview: PreviewState;
};
type Preview = { id: string; name: string; size: number; sha256: string | null; number: number };
type Realm = '/portal' | '/staff';

/**
 * Answers with an attachment. The database is asked at this moment, and again while bytes flow: `open` is the realm's procedure,
 * under the person's own policies. `?download` has it saved where it could be shown; a picture that may be too large for a browser
 * is always saved.
 */
export const download = (event: RequestEvent, realm: Realm, open: () => Promise<Attachment>) =>
  serve(event, realm, open, ({ id, name, size, mediaType, sha256, preview }) => ({
    key: keyOf(id),
    size: Number(size),
    sha256: sha256 ?? '',
    name,
    mediaType,
    disposition:
      event.url.searchParams.has('download') || !opensInBrowser(mediaType, preview) ? 'attachment' : 'inline',
  }));

/** Answers with the preview of a picture, as `download` does with the picture itself. */
export const downloadPreview = (event: RequestEvent, realm: Realm, open: () => Promise<Preview>) =>
  serve(event, realm, open, ({ id, name, size, sha256, number }) => ({
    key: previewKeyOf(id, number),
    size,
    sha256: sha256 ?? '',
    name: `${name}.webp`,
    mediaType: previewType,
    disposition: 'inline',
  }));

async function serve<File>(
  event: RequestEvent,
  realm: Realm,
  open: () => Promise<File>,
  servedAs: (file: File) => Omit<Served, 'storage'>,
): Promise<Response> {
  const file = await open().catch((refusal: unknown) => pageError(refusal, event, realm));
  const { storage } = await fileSettings();
  return serveFile({ storage, ...servedAs(file) }, event.request, () =>
    open().then(
      () => true,
      () => false,
    ),
  );
}
