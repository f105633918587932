/** A real S3 server as a process in this one, on a loopback port, with one empty bucket. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Settings } from '../../../src/lib/server/files/s3-client.ts';

type S3rver = new (options: object) => {
  run(): Promise<{ address: string; port: number }>;
  close(): Promise<void>;
};

export async function startS3(): Promise<{ settings: S3Settings; stop(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'client-portal-s3-'));
  const S3rver = createRequire(import.meta.url)('@20minutes/s3rver') as S3rver;
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'portal' }],
  });
  const { port } = await server.run();
  return {
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: 'portal',
      region: 'us-east-1',
      // The one account that the server knows.
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
    },
    stop: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
