import type { RequestHandler } from '@sveltejs/kit';
import { fileSettings } from '../../../../../../../src/lib/server/files/configured';
import { serveFile } from '../../../../../../../src/lib/server/files/serve-file';
import { ledgerIn } from '../../../../../support/ledger';

/** Allowed as long as the ledger has the row. */
export const GET: RequestHandler = async ({ request, url }) => {
  const find = () =>
    ledgerIn(process.env.LEDGER ?? '')
      .rows()
      .find(({ id }) => url.pathname.endsWith(id));
  const row = find();
  if (!row?.file) return new Response(null, { status: 404 });
  const { storage } = await fileSettings();
  return serveFile({ storage, ...row, ...row.file, disposition: 'inline' }, request, () =>
    Promise.resolve(find() !== undefined),
  );
};
