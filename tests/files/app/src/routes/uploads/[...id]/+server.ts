import type { RequestHandler } from '@sveltejs/kit';
import { fileSettings } from '../../../../../../../src/lib/server/files/configured';
import { handleUpload } from '../../../../../../../src/lib/server/files/upload';
import { ledgerIn } from '../../../../../support/ledger';

export const fallback: RequestHandler = async ({ request, url }) =>
  handleUpload(request, ledgerIn(process.env.LEDGER ?? '').of('anna'), await fileSettings(), {
    path: '/uploads',
    origin: url.origin,
    mayUpload: () => Promise.resolve(true),
  });
