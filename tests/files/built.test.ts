/** Files under adapter-node, as the application is built and run; and a real browser before them. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { Upload, type UploadOptions } from 'tus-js-client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freePort } from '../../db/port.ts';
import { sha256, someBytes } from './support/bytes.ts';
import { ledgerIn } from './support/ledger.ts';

const app = join(import.meta.dirname, 'app');
const home = mkdtempSync(join(tmpdir(), 'client-portal-built-'));
const ledger = ledgerIn(join(home, 'ledger'));
const chunk = 5 * 1024 * 1024;
let server: ChildProcess | null = null;
let origin: string;

beforeAll(async () => {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const {
    VITEST: _v,
    NODE_ENV: _n,
    MODE: _m,
    DEV: _d,
    PROD: _p,
    SSR: _s,
    BASE_URL: _b,
    ...env
  } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: app,
    env: { ...env, NODE_ENV: 'production' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const port = await freePort();
  origin = `http://localhost:${port}`;
  server = spawn(process.execPath, [join(app, '../../../.cache/files-app/build/index.js')], {
    env: {
      ...env,
      PORT: String(port),
      HOST: '127.0.0.1',
      ORIGIN: origin,
      BODY_SIZE_LIMIT: '6M',
      LEDGER: join(home, 'ledger'),
      FILES_DIRECTORY: join(home, 'files'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(server.stdout!, 'data');
}, 120_000);
afterAll(async () => {
  if (server?.exitCode === null && server.kill('SIGKILL')) await once(server, 'exit');
  rmSync(home, { recursive: true, force: true });
});

/** Resolves with the id of the upload. */
const send = (bytes: Buffer, options: Partial<UploadOptions> = {}) =>
  new Promise<string>((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${origin}/uploads`,
      chunkSize: chunk,
      metadata: { filename: 'file' },
      retryDelays: null,
      onError: reject,
      onSuccess: () => resolve(upload.url?.split('/').at(-1) ?? ''),
      ...options,
    });
    upload.start();
  });

test('an upload larger than a request may be comes in chunks, goes on after a pause, and is downloaded again', async () => {
  const bytes = someBytes(18_000_000);
  let url = '';
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${origin}/uploads`,
      chunkSize: chunk,
      onError: reject,
      onProgress: (sent) => {
        if (sent < 8_000_000 || url) return;
        url = upload.url ?? '';
        void upload.abort().then(resolve);
      },
    });
    upload.start();
  });
  const id = await send(bytes, { uploadUrl: url });
  expect(ledger.rows().find((row) => row.id === id)).toMatchObject({
    finished: true,
    file: { sha256: sha256(bytes), size: bytes.length },
  });

  const whole = await fetch(`${origin}/files/${id}`);
  expect(sha256(new Uint8Array(await whole.arrayBuffer()))).toBe(sha256(bytes));
  const range = await fetch(`${origin}/files/${id}`, { headers: { range: 'bytes=100-199' } });
  expect([range.status, Buffer.from(await range.arrayBuffer()).equals(bytes.subarray(100, 200))]).toEqual([
    206,
    true,
  ]);
  const head = await fetch(`${origin}/files/${id}`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([
    200,
    String(bytes.length),
    'bytes',
  ]);
});

test('one request that is larger than the limit of the server is refused, and the upload stays as it was', async () => {
  await expect(send(someBytes(7_000_000), { chunkSize: Infinity })).rejects.toThrow();
  const { id = '' } = ledger.rows().find(({ size }) => size === 7_000_000) ?? {};
  // The head alone: an answer that comes while a body is still on its way may be lost with the connection.
  const patch = request(`${origin}/uploads/${id}`, {
    method: 'PATCH',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
      'content-length': '7000000',
    },
  });
  patch.flushHeaders();
  const [{ statusCode }] = (await once(patch, 'response')) as [IncomingMessage];
  patch.on('error', () => null).destroy();
  expect(statusCode).toBe(413);
  expect(ledger.rows().find(({ size }) => size === 7_000_000)).toMatchObject({ finished: false, offset: 0 });
});

test('bytes received before the browser disconnected are kept', async () => {
  const created = await fetch(`${origin}/uploads`, {
    method: 'POST',
    headers: { 'tus-resumable': '1.0.0', 'upload-length': '1000000' },
  });
  const path = created.headers.get('location') ?? '';
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.write(
    `PATCH ${path} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n` +
      'Content-Type: application/offset+octet-stream\r\nContent-Length: 1000000\r\n\r\n',
  );
  socket.write(someBytes(400_000));
  await sleep(300);
  socket.destroy();
  await expect
    .poll(async () => {
      const head = await fetch(`${origin}${path}`, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
      return head.headers.get('upload-offset');
    })
    .toBe('400000');
});

test('a download ends when its permission does', async () => {
  const id = await send(someBytes(30_000_000));
  const response = await fetch(`${origin}/files/${id}`);
  const reader = response.body!.getReader();
  let got = (await reader.read()).value!.byteLength;
  await ledger.of('anna').remove(id);
  await expect(
    (async () => {
      for (let next = await reader.read(); !next.done; next = await reader.read())
        got += next.value.byteLength;
    })(),
  ).rejects.toThrow();
  expect(got).toBeLessThan(30_000_000);
  expect((await fetch(`${origin}/files/${id}`)).status).toBe(404);
});

test('a browser shows pictures and text, and runs and opens nothing else', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const attack = '<script>document.title = "ran"</script>';
  const [picture, text, html, svg] = await Promise.all(
    [
      png,
      Buffer.from('if (a < b) document.title = "ran"'),
      Buffer.from(`<!doctype html>${attack}`),
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${attack}</svg>`),
    ].map((bytes) => send(bytes)),
  );
  const browser = await chromium.launch({
    ...inject('chromium'),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${origin}/files/${picture}`);
    expect(await page.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    await page.goto(`${origin}/files/${text}`);
    expect(await page.innerText('body')).toContain('if (a < b)');
    expect(await page.title()).toBe('');
    for (const id of [html, svg]) {
      const download = page.waitForEvent('download');
      await page.goto(`${origin}/files/${id}`).catch(() => {});
      expect((await download).suggestedFilename()).toBe('file');
    }
    // Nor is a text run as a script of a page of ours.
    await page.goto(`${origin}/page.html`);
    const ran = await page.evaluate(
      (src) =>
        new Promise((resolve) => {
          const script = document.createElement('script');
          script.onload = () => resolve('ran');
          script.onerror = () => resolve('refused');
          script.src = src;
          document.head.append(script);
        }),
      `/files/${html}`,
    );
    expect(ran).toBe('refused');
  } finally {
    await browser.close();
  }
});
