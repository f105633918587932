/**
 * A real HTTP server around a function from request to response, with the very code by which the built application reads
 * requests and writes responses.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import { handleUpload, type UploadOptions } from '../../../src/lib/server/files/upload.ts';
import type { FileSettings } from '../../../src/lib/server/files/configured.ts';
import type { ledgerIn } from './ledger.ts';

export type Served = { origin: string; stop(): Promise<void> };

export async function serve(
  answer: (request: Request) => Promise<Response>,
  { port = 0, bodySizeLimit = Infinity }: { port?: number; bodySizeLimit?: number } = {},
): Promise<Served> {
  let origin = '';
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- as the adapter does
  const server = createServer(async (request, response) => {
    try {
      await setResponse(response, await answer(await getRequest({ request, base: origin, bodySizeLimit })));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Uploads for whoever the header `x-person` names. */
export async function serveUploads(
  settings: FileSettings,
  ledger: ReturnType<typeof ledgerIn>,
  options: Partial<UploadOptions> & { port?: number; bodySizeLimit?: number } = {},
): Promise<Served> {
  return serve((request) => {
    const person = request.headers.get('x-person');
    return handleUpload(request, ledger.of(person ?? ''), settings, {
      path: '/uploads',
      origin: new URL(request.url).origin,
      mayUpload: () => Promise.resolve(person !== null),
      ...options,
    });
  }, options);
}
