/** The largest file that a tenant takes unless told otherwise, through the whole house: on a disk, and in a bucket by environment. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256, someBytes } from '../files/support/bytes.ts';
import { startS3 } from '../files/support/s3.ts';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { until } from './process.ts';

const limit_bytes = 100 * 1024 * 1024;
const piece_bytes = 5 * 1024 * 1024;
const tus = { 'tus-resumable': '1.0.0' };

describe.each(['disk', 'S3'] as const)('on %s', (where) => {
  let company: SampleCompany;
  let claire: Visitor;
  let s3: Awaited<ReturnType<typeof startS3>>;
  const directory = mkdtempSync(join(tmpdir(), 'portal-largest-'));

  beforeAll(async () => {
    s3 = await startS3();
    company = await startSampleCompany({
      REALMS: 'client,worker',
      ...(where === 'disk'
        ? { FILES_DIRECTORY: directory }
        : {
            FILES_S3_ENDPOINT: s3.settings.endpoint,
            FILES_S3_BUCKET: s3.settings.bucket,
            FILES_S3_REGION: s3.settings.region,
            FILES_S3_KEY_ID: s3.settings.accessKeyId,
            FILES_S3_SECRET: s3.settings.secretAccessKey,
          }),
    });
    claire = await company.asPerson('claire.');
  });
  afterAll(async () => {
    await company.stop();
    await s3.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const announce = (size: number) =>
    claire.fetch('/portal/uploads', {
      method: 'POST',
      headers: {
        ...tus,
        'upload-length': String(size),
        'upload-metadata': `filename ${Buffer.from('disk image.bin').toString('base64')}`,
      },
    });

  test('100 MB are taken, looked at and given back as they were; a byte more is refused before it is sent', async () => {
    expect((await announce(limit_bytes + 1)).status).toBe(413);
    const options = await claire.fetch('/portal/uploads', { method: 'OPTIONS' });
    expect(options.headers.get('tus-max-size')).toBe(String(limit_bytes));

    const bytes = someBytes(limit_bytes);
    const created = await announce(limit_bytes);
    expect(created.status).toBe(201);
    const path = new URL(created.headers.get('location')!, 'http://localhost').pathname;
    for (let offset = 0; offset < limit_bytes; offset += piece_bytes) {
      const { status } = await claire.fetch(path, {
        method: 'PATCH',
        headers: {
          ...tus,
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body: new Uint8Array(bytes.subarray(offset, offset + piece_bytes)),
      });
      expect({ offset, status }).toEqual({ offset, status: 204 });
    }
    const id = path.split('/').at(-1)!;
    const jobTypeId = await company.idOf(
      `select j.id from app.job_type j join app.contract k on k.id = j.contract_id where k.number = 'CON-2024-018' and j.name = 'Incident'`,
    );
    const raised = await claire.mutate('portal', 'tickets.raise', {
      ...{ jobTypeId, priority: 'low', title: 'A large one', description: 'Look' },
      ...{ uploads: [id], requestId: randomUUID() },
    });
    expect(dataOf(raised)).toMatchObject({ id: expect.any(String) as string });
    const looked = () =>
      company.idOf(
        `select state::text || coalesce(' ' || sha256, '') as id from app.attachment where id = $1`,
        [id],
      );
    expect(await until(looked, (state) => !state.startsWith('checking'))).toBe(`ready ${sha256(bytes)}`);

    const headers = { cookie: [...claire.cookies].map((pair) => pair.join('=')).join('; ') };
    const file = `${company.server.origin}/portal/files/${id}`;
    const whole = await fetch(file, { headers });
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment; filename="disk image.bin"/);
    expect(sha256(Buffer.from(await whole.arrayBuffer()))).toBe(sha256(bytes));
    const from = limit_bytes - 1_000;
    const end = await fetch(file, { headers: { ...headers, range: `bytes=${from}-` } });
    expect([end.status, Buffer.from(await end.arrayBuffer()).equals(bytes.subarray(from))]).toEqual([
      206,
      true,
    ]);
  }, 120_000);
});
