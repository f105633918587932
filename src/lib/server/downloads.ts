import type { RequestEvent } from '@sveltejs/kit';
import { fileSettings } from './files/configured';
import { keyOf } from './files/ledger-of';
import { serveFile } from './files/serve-file';
import { pageError } from './page-errors';

type Attachment = {
  id: string;
  name: string;
  size: string | number;
  mediaType: string;
  sha256: string | null;
};

/**
 * Answers with an attachment. The database is asked at this moment, and again while bytes flow: `open` is the realm's procedure,
 * under the person's own policies. `?download` has it saved where it could be shown.
 */
export async function download(
  event: RequestEvent,
  realm: '/portal' | '/staff',
  open: () => Promise<Attachment>,
): Promise<Response> {
  const attachment = await open().catch((refusal: unknown) => pageError(refusal, event, realm));
  const { storage } = await fileSettings();
  return serveFile(
    {
      storage,
      key: keyOf(attachment.id),
      size: Number(attachment.size),
      sha256: attachment.sha256 ?? '',
      name: attachment.name,
      mediaType: attachment.mediaType,
      disposition: event.url.searchParams.has('download') ? 'attachment' : 'inline',
    },
    event.request,
    () =>
      open().then(
        () => true,
        () => false,
      ),
  );
}
