/** Resumable uploads over real HTTP, by the client library that browsers run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Upload, type DetailedError, type UploadOptions } from 'tus-js-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../db/port.ts';
import type { FileSettings } from '../../src/lib/server/files/configured.ts';
import { diskStorage } from '../../src/lib/server/files/disk-storage.ts';
import { s3Storage } from '../../src/lib/server/files/s3-storage.ts';
import { sweepOrphans } from '../../src/lib/server/files/sweep.ts';
import { contentOf, sha256, someBytes } from './support/bytes.ts';
import { startClamd } from './support/clamd.ts';
import { ledgerIn } from './support/ledger.ts';
import { serveUploads, type Served } from './support/serve.ts';
import { startS3 } from './support/s3.ts';

const home = mkdtempSync(join(tmpdir(), 'client-portal-uploads-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

let count = 0;
async function world(settings: Partial<FileSettings> = {}, options: Parameters<typeof serveUploads>[2] = {}) {
  count += 1;
  const directory = join(home, String(count));
  const storage = settings.storage ?? (await diskStorage(join(directory, 'files')));
  const ledger = ledgerIn(join(directory, 'ledger'));
  const server = await serveUploads(
    { scanner: null, takesUnscanned: true, ...settings, storage },
    ledger,
    options,
  );
  stops.push(server.stop);
  return { directory, storage, ledger, server };
}

/** Uploads as `anna`, and resolves with the address. */
function send(
  server: Pick<Served, 'origin'>,
  bytes: Buffer,
  options: Partial<UploadOptions> & { begun?: (upload: Upload) => void } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload: Upload = new Upload(bytes, {
      endpoint: `${server.origin}/uploads`,
      headers: { 'x-person': 'anna' },
      metadata: { filename: 'plan.txt' },
      retryDelays: null,
      onError: reject,
      onSuccess: () => resolve(upload.url ?? ''),
      ...options,
    });
    options.begun?.(upload);
    upload.start();
  });
}

const tus = { 'x-person': 'anna', 'tus-resumable': '1.0.0' };
const patch = (
  url: string,
  offset: number,
  body: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) =>
  fetch(url, {
    method: 'PATCH',
    body,
    headers: {
      ...tus,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
      ...headers,
    },
  });
async function create(server: Served, length: number, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.origin}/uploads`, {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(length), ...headers },
  });
  return { response, url: new URL(response.headers.get('location') ?? '', server.origin).href };
}
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));

test('an upload arrives whole, with its hash, its type and a safe name', async () => {
  const { server, ledger, storage } = await world();
  const bytes = Buffer.from('Hello, this is the plan.\n'.repeat(1_000));
  await send(server, bytes, { metadata: { filename: '../../etc/pl\u202ean.txt' } });
  const [row] = ledger.rows();
  expect(row).toMatchObject({
    name: '_.._etc_plan.txt',
    size: bytes.length,
    offset: bytes.length,
    finished: true,
    file: {
      sha256: sha256(bytes),
      size: bytes.length,
      mediaType: 'text/plain',
      verdict: { is: 'not scanned' },
    },
  });
  expect((await contentOf(storage, row!.key)).equals(bytes)).toBe(true);
});

test('an empty file is a file', async () => {
  const { server, ledger } = await world();
  await send(server, Buffer.alloc(0));
  expect(ledger.rows()).toMatchObject([
    { finished: true, file: { size: 0, sha256: sha256(Buffer.alloc(0)) } },
  ]);
});

describe.each(['disk', 'S3'])('an upload that stops, on %s,', (where) => {
  let s3: Awaited<ReturnType<typeof startS3>>;
  beforeAll(async () => {
    s3 = await startS3();
  });
  afterAll(() => s3.stop());
  const settings = () => (where === 'S3' ? { storage: s3Storage(s3.settings) } : {});

  test('goes on where it was', async () => {
    const { server, ledger, storage } = await world(settings());
    const bytes = someBytes(14_000_000);
    let sent = 0;
    const url = await new Promise<string>((resolve) => {
      void send(server, bytes, {
        chunkSize: 5_500_000,
        onChunkComplete: (_size, accepted) => (sent = accepted),
        begun: (upload) => {
          upload.options.onProgress = (progress) => {
            if (progress > 8_000_000) void upload.abort().then(() => resolve(upload.url ?? ''));
          };
        },
      });
    });
    const [row] = ledger.rows();
    const kept = await storage.offset(row!.key);
    expect(kept).toBeGreaterThanOrEqual(sent);
    const offsets: number[] = [];
    await send(server, bytes, {
      uploadUrl: url,
      onBeforeRequest: (request) => {
        if (request.getMethod() === 'PATCH') offsets.push(Number(request.getHeader('Upload-Offset')));
      },
    });
    expect(offsets[0]).toBeGreaterThanOrEqual(5_500_000);
    expect(ledger.rows()).toMatchObject([{ finished: true, file: { sha256: sha256(bytes) } }]);
  });

  test('goes on after its process was killed', async () => {
    const directory = join(home, `killed-${where}`);
    const port = await freePort();
    const env = {
      ...process.env,
      PORT: String(port),
      LEDGER: join(directory, 'ledger'),
      FILES_DIRECTORY: join(directory, 'files'),
      ...(where === 'S3' && {
        FILES_S3_ENDPOINT: s3.settings.endpoint,
        FILES_S3_BUCKET: s3.settings.bucket,
        FILES_S3_REGION: s3.settings.region,
        FILES_S3_KEY_ID: s3.settings.accessKeyId,
        FILES_S3_SECRET: s3.settings.secretAccessKey,
      }),
    };
    const start = async () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'support/upload-server.ts')], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      stops.push(async () => {
        if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL'))
          await once(child, 'exit');
      });
      await once(child.stdout, 'data');
      return child;
    };
    const first = await start();
    const server = { origin: `http://127.0.0.1:${port}` };
    // Enough that it is under way when the server is killed, however fast that is.
    const bytes = someBytes(60_000_000);
    const offsets: number[] = [];
    let killed = false;
    const done = send(server, bytes, {
      retryDelays: Array.from({ length: 40 }, () => 500),
      onProgress: (progress) => {
        if (progress < 13_000_000 || killed) return;
        killed = true;
        first.kill('SIGKILL');
        void once(first, 'exit').then(start);
      },
      onBeforeRequest: (request) => {
        if (request.getMethod() === 'PATCH') offsets.push(Number(request.getHeader('Upload-Offset')));
      },
    });
    await done;
    expect(first.signalCode).toBe('SIGKILL');
    expect(offsets[0]).toBe(0);
    // On S3 what was no whole segment is gone; never more than 5 MiB and what was under way.
    expect(offsets.at(-1)).toBeGreaterThan(4_000_000);
    const [row] = ledgerIn(env.LEDGER).rows();
    expect(row).toMatchObject({ finished: true, file: { sha256: sha256(bytes), size: bytes.length } });
  }, 60_000);
});

test('an upload is finished whose process was killed between its last byte and its being looked at', async () => {
  const { server, ledger, storage } = await world();
  const { url } = await create(server, 5);
  const [row] = ledger.rows();
  await storage.append(
    row!.key,
    { offset: 0, size: 5 },
    (async function* () {
      await sleep(0);
      yield bytesOf('hello');
    })(),
  );
  expect(ledger.rows()[0]!.finished).toBe(false);
  await send(server, Buffer.from('hello'), { uploadUrl: url });
  expect(ledger.rows()[0]).toMatchObject({ finished: true, file: { sha256: sha256(Buffer.from('hello')) } });
});

test('an upload that is too large is refused: by its announcement, by a longer body, also without a length', async () => {
  const { server, ledger } = await world({}, { size_max: 1_000 });
  const error = (await send(server, someBytes(1_001)).catch((thrown: unknown) => thrown)) as DetailedError;
  expect(error.originalResponse?.getStatus()).toBe(413);
  expect(error.originalResponse?.getBody()).toBe('This file is too large.');
  expect(ledger.rows()).toEqual([]);

  const { url } = await create(server, 1_000);
  expect((await patch(url, 0, new Uint8Array(someBytes(1_001)))).status).toBe(413);
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(600));
    },
  });
  const endless = await fetch(url, {
    method: 'PATCH',
    body: stream,
    duplex: 'half',
    headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' },
  } as RequestInit).catch(() => null);
  expect(endless?.status ?? 413).toBe(413);
  expect(ledger.rows()[0]!.finished).toBe(false);
  expect(ledger.rows()[0]!.offset).toBeLessThanOrEqual(1_000);
});

test('a wrong offset is a conflict and changes nothing', async () => {
  const { server, ledger } = await world();
  const { url } = await create(server, 10);
  expect((await patch(url, 0, bytesOf('hello'))).status).toBe(204);
  for (const offset of [0, 4, 6, 10]) {
    const response = await patch(url, offset, bytesOf('x'));
    expect([response.status, await response.text()]).toEqual([
      409,
      'The upload got out of step. Resuming from the right place.',
    ]);
  }
  const head = await fetch(url, { method: 'HEAD', headers: tus });
  expect([head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual(['5', '10']);
  expect(ledger.rows()[0]!.offset).toBe(5);
  expect((await patch(url, 5, bytesOf('world'))).status).toBe(204);
  expect(ledger.rows()[0]!.file?.sha256).toBe(sha256(Buffer.from('helloworld')));
});

test('of two writers at once the newer goes on from where the older was, and the file is whole', async () => {
  const { server, ledger } = await world();
  const { url } = await create(server, 1_000);
  const bytes = someBytes(1_000);
  // The older one's line has gone silent half way.
  const { port, pathname } = new URL(url);
  const silent = connect(Number(port), '127.0.0.1');
  stops.push(() => Promise.resolve(void silent.destroy()));
  silent.on('error', () => {});
  const fields = {
    ...tus,
    host: `127.0.0.1:${port}`,
    'content-type': 'application/offset+octet-stream',
    'upload-offset': 0,
    'content-length': 1_000,
  };
  silent.write(
    `PATCH ${pathname} HTTP/1.1\r\n${Object.entries(fields)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`,
  );
  silent.write(bytes.subarray(0, 400));
  await sleep(200);

  const simultaneous = await Promise.all([1, 2].map(() => patch(url, 0, new Uint8Array(bytes))));
  expect(simultaneous.map(({ status }) => status)).toEqual([409, 409]);
  const head = await fetch(url, { method: 'HEAD', headers: tus });
  expect(head.headers.get('upload-offset')).toBe('400');
  silent.write(someBytes(600, 'other'));
  const both = await Promise.all([1, 2].map(() => patch(url, 400, new Uint8Array(bytes.subarray(400)))));
  expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
  expect(ledger.rows()[0]!.file?.sha256).toBe(sha256(bytes));
});

test('another person’s upload, an expired one and none are one answer, to the byte', async () => {
  const { server, ledger } = await world();
  const { url } = await create(server, 10);
  const old = await create(server, 10);
  ledger.change(old.url.split('/').at(-1)!, { expiresAt: new Date(Date.now() - 1) });
  const absent = `${server.origin}/uploads/${crypto.randomUUID()}`;

  for (const method of ['HEAD', 'PATCH', 'DELETE']) {
    const answers = await Promise.all(
      (
        [
          [url, 'bert'],
          [old.url, 'anna'],
          [absent, 'anna'],
          [`${server.origin}/uploads/../uploads/x`, 'anna'],
        ] as const
      ).map(async ([address, person]) => {
        const response = await fetch(address, {
          method,
          headers: {
            ...tus,
            'x-person': person,
            'content-type': 'application/offset+octet-stream',
            'upload-offset': '0',
          },
          ...(method === 'PATCH' && { body: 'hello' }),
        });
        const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'date'));
        return { status: response.status, headers, text: await response.text() };
      }),
    );
    expect(answers[0]!.status).toBe(404);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  }
  // The owner's goes on.
  expect((await patch(url, 0, bytesOf('hello'))).status).toBe(204);
});

test('nobody uploads who may not, and no page of another site does', async () => {
  const { server, ledger } = await world();
  const ask = (headers: Record<string, string>) =>
    fetch(`${server.origin}/uploads`, {
      method: 'POST',
      headers: { 'tus-resumable': '1.0.0', 'upload-length': '1', ...headers },
    });
  expect((await ask({})).status).toBe(404);
  expect((await ask({ 'x-person': 'anna', origin: 'https://evil.example' })).status).toBe(403);
  expect((await ask({ 'x-person': 'anna', 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await ask({ 'x-person': 'anna', 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect(ledger.rows()).toEqual([]);
  const allowed = await ask({ 'x-person': 'anna', origin: server.origin, 'sec-fetch-site': 'same-origin' });
  expect(allowed.status).toBe(201);
  expect([...allowed.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  expect(allowed.headers.get('cache-control')).toBe('private, no-store');
  expect(ledger.rows()).toHaveLength(1);
});

test('an upload that is ended leaves nothing', async () => {
  const { server, ledger, storage } = await world();
  const { url } = await create(server, 10);
  await patch(url, 0, bytesOf('hello'));
  expect((await fetch(url, { method: 'DELETE', headers: tus })).status).toBe(204);
  expect(ledger.rows()).toEqual([]);
  expect(await Array.fromAsync(storage.list())).toEqual([]);
  expect((await fetch(url, { method: 'HEAD', headers: tus })).status).toBe(404);
});

test('an internal error is answered by a constant sentence', async () => {
  const { server, storage } = await world();
  const { url } = await create(server, 10);
  storage.append = () => Promise.reject(new Error('/var/lib/secret: disk on fire'));
  const response = await patch(url, 0, bytesOf('hello'));
  expect([response.status, await response.text()]).toEqual([
    500,
    'Something went wrong. Your upload so far is saved; try again.',
  ]);
});

describe('with a scanner', () => {
  const eicar = Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$' + 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*');

  test('a harmful file is refused and not kept', async () => {
    const clamd = await startClamd();
    stops.push(clamd.stop);
    const { server, ledger, storage } = await world({ scanner: clamd.address });
    const error = (await send(server, eicar).catch((thrown: unknown) => thrown)) as DetailedError;
    expect(error.originalResponse?.getStatus()).toBe(422);
    expect(error.originalResponse?.getBody()).toContain('so we removed it.');
    expect(ledger.rows()).toEqual([]);
    expect(await Array.fromAsync(storage.list())).toEqual([]);
    await send(server, Buffer.from('harmless'));
    expect(ledger.rows()).toMatchObject([{ finished: true, file: { verdict: { is: 'clean' } } }]);
  });

  test('that is away, the setting says whether a file is taken; it is looked at when the browser comes back', async () => {
    const port = await freePort();
    const lenient = await world({ scanner: `127.0.0.1:${port}` });
    await send(lenient.server, Buffer.from('hello'));
    expect(lenient.ledger.rows()).toMatchObject([{ file: { verdict: { is: 'away' } } }]);

    const strict = await world({ scanner: `127.0.0.1:${port}`, takesUnscanned: false });
    let url = '';
    const error = (await send(strict.server, Buffer.from('hello'), {
      begun: (upload) => (upload.options.onUploadUrlAvailable = () => void (url = upload.url ?? '')),
    }).catch((thrown: unknown) => thrown)) as DetailedError;
    expect(error.originalResponse?.getStatus()).toBe(503);
    expect(strict.ledger.rows()).toMatchObject([{ finished: false, file: null }]);
    const clamd = await startClamd({ port });
    stops.push(clamd.stop);
    await send(strict.server, Buffer.from('hello'), { uploadUrl: url });
    expect(strict.ledger.rows()).toMatchObject([{ finished: true, file: { verdict: { is: 'clean' } } }]);
  });
});

test('the sweep deletes what nobody knows and what is old enough', async () => {
  const { server, ledger, storage } = await world();
  await send(server, Buffer.from('known'));
  const { url } = await create(server, 10);
  await patch(url, 0, bytesOf('hello'));
  const keys = ledger.rows().map(({ key, finished }) => ({ key, finished }));
  const known = keys.find(({ finished }) => finished)!.key;
  const knownOf = () => Promise.resolve([known]);
  expect(await sweepOrphans(storage, knownOf)).toBe(0);
  expect(await sweepOrphans(storage, knownOf, { olderThan_ms: -1_000 })).toBe(1);
  expect((await Array.fromAsync(storage.list())).map(({ key }) => key)).toEqual([known]);
});
