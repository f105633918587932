/** What the environment says of files, and what it is told where it says too little. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { settingsFrom } from '../../src/lib/server/files/configured.ts';

const home = mkdtempSync(join(tmpdir(), 'client-portal-settings-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('files lie on disk, nothing is scanned, and that is allowed, unless said otherwise', async () => {
  const directory = join(home, 'files');
  const { scanner, takesUnscanned } = await settingsFrom({ FILES_DIRECTORY: directory });
  expect([scanner, takesUnscanned, existsSync(directory)]).toEqual([null, true, true]);
  expect(
    await settingsFrom({
      FILES_DIRECTORY: directory,
      CLAMD_ADDRESS: '/run/clamd.sock',
      FILES_UNSCANNED: 'refuse',
    }),
  ).toMatchObject({ scanner: '/run/clamd.sock', takesUnscanned: false });
});

test('half a bucket is none, nor half a word', async () => {
  await expect(
    settingsFrom({ FILES_S3_BUCKET: 'portal', FILES_S3_REGION: 'eu-central-1', FILES_S3_KEY_ID: 'x' }),
  ).rejects.toThrow('nothing is said for FILES_S3_ENDPOINT, FILES_S3_SECRET');
  await expect(settingsFrom({ FILES_UNSCANNED: 'perhaps' })).rejects.toThrow('choose allow or refuse');
});

const bucket = {
  ...{ FILES_S3_BUCKET: 'portal', FILES_S3_REGION: 'eu-central-1' },
  ...{ FILES_S3_KEY_ID: 'x', FILES_S3_SECRET: 'y' },
};

test.each(['s3.example.org', 's3.example.org:9000', 'ftp://s3.example.org', 'http://', '/var/s3'])(
  'an endpoint that is no address is refused at once: %s',
  async (FILES_S3_ENDPOINT) => {
    await expect(settingsFrom({ ...bucket, FILES_S3_ENDPOINT })).rejects.toThrow(
      'FILES_S3_ENDPOINT is no address of a server',
    );
  },
);

test('the SDK of S3 is loaded by a process whose files lie in a bucket, and by no other', async () => {
  const loaded = () =>
    Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('/@aws-sdk/client-s3/'));
  await settingsFrom({ FILES_DIRECTORY: join(home, 'files') });
  expect(loaded()).toBe(false);
  const { storage } = await settingsFrom({ ...bucket, FILES_S3_ENDPOINT: 'https://s3.example.org' });
  expect(typeof storage.append).toBe('function');
  expect(loaded()).toBe(true);
});
