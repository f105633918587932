/** A server that resembles S3 as far as a test says: it writes down each request and answers as it is told. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { S3Settings } from '../../../src/lib/server/files/s3-client.ts';

export type Asked = { method: string; url: URL; headers: IncomingMessage['headers']; body: Buffer };

export type LikeS3 = { settings: S3Settings; asked: Asked[]; stop(): Promise<void> };

/** `answer` gets the request and how many came before it. */
export async function likeS3(
  answer: (response: ServerResponse, asked: Asked, before: number) => void,
): Promise<LikeS3> {
  const asked: Asked[] = [];
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- a broken request ends its test
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    const one = { method, url: new URL(url, 'http://store.invalid'), headers, body };
    asked.push(one);
    answer(response, one, asked.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    settings: {
      endpoint: `http://127.0.0.1:${port}/`,
      ...{
        bucket: 'portal',
        region: 'us-east-1',
        accessKeyId: 'KEY-OF-OURS',
        secretAccessKey: 'SECRET-OF-OURS',
      },
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
