/** Downloads over real HTTP: headers, ranges, readers who are slow or leave, and permissions that end. */
import { readdirSync, readlinkSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { diskStorage } from '../../src/lib/server/files/disk-storage.ts';
import { s3Storage } from '../../src/lib/server/files/s3-storage.ts';
import { serveFile, type Served as File } from '../../src/lib/server/files/serve-file.ts';
import { newKey, type Storage } from '../../src/lib/server/files/storage.ts';
import { keep, someBytes } from './support/bytes.ts';
import { serve, type Served } from './support/serve.ts';
import { startS3 } from './support/s3.ts';

const home = mkdtempSync(join(tmpdir(), 'client-portal-downloads-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let storage: Storage;
let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  storage = await diskStorage(home);
  s3 = await startS3();
});
afterAll(() => s3.stop());
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function file(bytes: Buffer, given: Partial<File> = {}): Promise<File> {
  const key = newKey();
  const { sha256, size } = await keep(given.storage ?? storage, key, bytes);
  return {
    storage,
    key,
    size,
    sha256,
    name: 'plan.txt',
    mediaType: 'text/plain',
    disposition: 'inline',
    ...given,
  };
}

async function served(given: File, stillAllowed = () => Promise.resolve(true)): Promise<Served> {
  const server = await serve((request) => serveFile(given, request, stillAllowed));
  stops.push(server.stop);
  return server;
}

/** How many handles of this process lie in the storage's directory. */
const openHandles = () =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(home);
    } catch {
      return false;
    }
  }).length;

/** Speaks HTTP by hand, so that how fast it reads is its own affair. */
async function slowReader({ origin }: Served): Promise<Socket> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await sleep(300);
  return socket;
}

describe('what a browser is told', () => {
  test('of a file that may be shown', async () => {
    const { origin } = await served(await file(Buffer.from('hello'), { name: 'Pläne.txt' }));
    const response = await fetch(origin);
    expect(await response.text()).toBe('hello');
    const {
      date: _date,
      etag,
      connection: _c,
      'keep-alive': _k,
      ...headers
    } = Object.fromEntries(response.headers);
    expect(headers).toEqual({
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store',
      'content-disposition': `inline; filename="Plane.txt"; filename*=UTF-8''Pl%C3%A4ne.txt`,
      'content-length': '5',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'self'",
      'content-type': 'text/plain; charset=utf-8',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(etag).toMatch(/^"[\w-]{22}"$/);
  });

  test.each([
    ['text/html', 'inline'],
    ['image/svg+xml', 'inline'],
    ['application/zip', 'inline'],
    ['text/plain', 'attachment'],
  ] as const)('of %s as %s: keep it, and it is nothing that opens', async (mediaType, disposition) => {
    const { origin } = await served(await file(Buffer.from('<script>'), { mediaType, disposition }));
    const { headers } = await fetch(origin);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(headers.get('content-security-policy')).toMatch(/^sandbox;/);
  });

  test('by HEAD: the same, without the file', async () => {
    const given = await file(Buffer.from('hello'));
    const read = vi.fn(given.storage.read);
    const { origin } = await served({ ...given, storage: { ...given.storage, read } });
    const [head, get] = await Promise.all([fetch(origin, { method: 'HEAD' }), fetch(origin)]);
    const known = (response: Response) =>
      [...response.headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name));
    expect(known(head)).toEqual(known(get));
    expect([head.status, await head.text(), read.mock.calls.length]).toEqual([200, '', 1]);
  });

  test('where the bytes are gone: what it is told of what never was', async () => {
    const given = await file(Buffer.from('hello'));
    await storage.delete(given.key);
    const response = await fetch((await served(given)).origin);
    expect([response.status, await response.text()]).toEqual([
      404,
      "We can't find this page, or you don't have access to it.",
    ]);
    expect(response.headers.get('content-disposition')).toBeNull();
  });

  test('of one content under two keys: two tags, neither of them its hash', async () => {
    const [one, other] = [await file(Buffer.from('hello')), await file(Buffer.from('hello'))];
    const tags = await Promise.all(
      [one, other].map(
        async (given) => (await fetch((await served(given)).origin)).headers.get('etag') ?? '',
      ),
    );
    expect(tags[0]).not.toBe(tags[1]);
    expect(one.sha256).toBe(other.sha256);
  });

  test('by another method: no', async () => {
    const { origin } = await served(await file(Buffer.from('hello')));
    const response = await fetch(origin, { method: 'POST' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe.each(['disk', 'S3'])('a range, on %s', (where) => {
  const bytes = someBytes(1_000);
  let origin: string;
  let etag: string;
  let server: Served;
  beforeAll(async () => {
    const given = await file(bytes, where === 'S3' ? { storage: s3Storage(s3.settings) } : {});
    server = await serve((request) => serveFile(given, request, () => Promise.resolve(true)));
    origin = server.origin;
    etag = (await fetch(origin)).headers.get('etag') ?? '';
  });
  afterAll(() => server.stop());

  test.each([
    ['bytes=0-9', 0, 9],
    ['bytes=990-', 990, 999],
    ['bytes=-10', 990, 999],
    ['bytes=-5000', 0, 999],
    ['bytes=999-5000', 999, 999],
  ])('%s is sent alone', async (range, start, end) => {
    const response = await fetch(origin, { headers: { range } });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/1000`);
    expect(response.headers.get('content-length')).toBe(String(end - start + 1));
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(start, end + 1))).toBe(true);
  });

  test.each(['bytes=1000-', 'bytes=-0'])('%s is not in the file', async (range) => {
    const response = await fetch(origin, { headers: { range } });
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */1000']);
    expect(await response.text()).toBe('');
  });

  test.each(['bytes=0-1,5-6', 'bytes=9-1', 'bytes=-', 'lines=1-2', 'bytes=x'])(
    '%s is the whole',
    async (range) => {
      const response = await fetch(origin, { headers: { range } });
      expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, 1_000]);
    },
  );

  test('goes on only with the file that it began with', async () => {
    const resume = (ifRange: string) =>
      fetch(origin, { headers: { range: 'bytes=500-', 'if-range': ifRange } });
    expect((await resume(etag)).status).toBe(206);
    for (const other of ['"other"', `W/${etag}`, new Date().toUTCString()])
      expect((await resume(other)).status).toBe(200);
  });
});

test('an empty file is served, and has no range', async () => {
  const { origin } = await served(await file(Buffer.alloc(0)));
  const response = await fetch(origin);
  expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
    200,
    '0',
    '',
  ]);
  expect((await fetch(origin, { headers: { range: 'bytes=0-' } })).status).toBe(416);
});

describe('while it flows', () => {
  const size = 60_000_000;

  test('a reader who does not read fills no memory, and gets everything in the end', async () => {
    let read_bytes = 0;
    const given = await file(someBytes(size));
    const counting: Storage = {
      ...storage,
      async read(key, range) {
        const reader = (await storage.read(key, range)).getReader();
        return new ReadableStream<Uint8Array>(
          {
            async pull(controller) {
              const { done, value } = await reader.read();
              if (done) {
                controller.close();
                return;
              }
              read_bytes += value.byteLength;
              controller.enqueue(value);
            },
          },
          { highWaterMark: 0 },
        );
      },
    };
    const socket = await slowReader(await served({ ...given, storage: counting }));
    const held = read_bytes;
    await sleep(300);
    // What the operating system holds for a connection, and no more.
    expect(read_bytes).toBe(held);
    expect(held).toBeLessThan(12_000_000);
    let got = 0;
    socket.on('data', (chunk: Buffer) => (got += chunk.length));
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(got).toBeGreaterThan(size);
    expect(openHandles()).toBe(0);
  });

  test('a reader who leaves closes the file', async () => {
    const given = await file(someBytes(size));
    const socket = await slowReader(await served(given));
    expect(openHandles()).toBe(1);
    socket.destroy();
    await vi.waitFor(() => expect(openHandles()).toBe(0), 10_000);
  });

  test('a permission that ends ends the download, by bytes', async () => {
    const given = await file(someBytes(size));
    const stillAllowed = vi.fn(() => Promise.resolve(stillAllowed.mock.calls.length < 3));
    const { origin } = await served(given, stillAllowed);
    const response = await fetch(origin);
    let got = 0;
    await expect(
      (async () => {
        for await (const chunk of response.body!) got += (chunk as Uint8Array).byteLength;
      })(),
    ).rejects.toThrow();
    // Asked for every 4 MiB: twice yes, then no.
    expect(stillAllowed).toHaveBeenCalledTimes(3);
    expect(got).toBeLessThanOrEqual(3 * (4 * 1024 * 1024 + 256 * 1024));
    expect(openHandles()).toBe(0);
  });

  test('a permission that ends ends the download, by time, also of one that is asleep', async () => {
    const given = await file(someBytes(size));
    let allowed = true;
    const socket = await slowReader(await served(given, () => Promise.resolve(allowed)));
    allowed = false;
    await sleep(1_100);
    let got = 0;
    socket.on('data', (chunk: Buffer) => (got += chunk.length));
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    // What was under way arrives; nothing more is read.
    expect(got).toBeLessThan(12_000_000);
    expect(openHandles()).toBe(0);
  });

  test('a permission that ends ends a slow download long before the next 4 MiB', async () => {
    const given = await file(someBytes(3_000_000));
    const trickling: Storage = {
      ...storage,
      read: async (key, range) => {
        const whole = await Array.fromAsync(await storage.read(key, range));
        const bytes = Buffer.concat(whole);
        let at = 0;
        return new ReadableStream<Uint8Array>({
          async pull(controller) {
            await sleep(100);
            if (at >= bytes.length) controller.close();
            else controller.enqueue(bytes.subarray(at, (at += 100_000)));
          },
        });
      },
    };
    const stillAllowed = vi.fn(() => Promise.resolve(stillAllowed.mock.calls.length < 2));
    const { origin } = await served({ ...given, storage: trickling }, stillAllowed);
    const outcome = (await fetch(origin)).arrayBuffer().then(
      () => 'all of it',
      () => 'cut off',
    );
    expect(await outcome).toBe('cut off');
    expect(stillAllowed).toHaveBeenCalledTimes(2);
  });

  test('a permission that cannot be asked for is none', async () => {
    const { origin } = await served(await file(someBytes(size)), () =>
      Promise.reject(new Error('no database')),
    );
    const response = await fetch(origin);
    await expect(response.arrayBuffer()).rejects.toThrow();
    expect(openHandles()).toBe(0);
  });
});
