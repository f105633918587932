/**
 * Uploads and downloads through lib/server/files, against a bare Node server that streams to and from a file, over the same
 * loopback and disk. Ours hash what comes, flush it to the disk, look what it is, and ask for the permission again while
 * bytes go out.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import { runnerImport } from 'vite';
import type { FileSettings } from '../src/lib/server/files/configured.ts';
import { newKey, onlyWriter } from '../src/lib/server/files/storage.ts';
import type { Upload, UploadLedger } from '../src/lib/server/files/upload-ledger.ts';
import { freePort } from '../db/port.ts';

export type Throughput = { what: string; ours: number; theirs: number };

const size = 100_000_000;
const rounds = 5;
/** As the browser's client cuts them. */
const chunk_bytes = 5 * 1024 * 1024;
const files = join(import.meta.dirname, '../src/lib/server/files');

/** In megabytes (1,000,000 bytes) a second: medians, the two sides taken in turns. */
export async function measureFiles(directory: string): Promise<Throughput[]> {
  const load = async <Module>(name: string) =>
    (await runnerImport<Module>(join(files, name), { configFile: false, logLevel: 'error' })).module;
  const { settingsFrom } =
    await load<typeof import('../src/lib/server/files/configured.ts')>('configured.ts');
  const { handleUpload } = await load<typeof import('../src/lib/server/files/upload.ts')>('upload.ts');
  const { serveFile } = await load<typeof import('../src/lib/server/files/serve-file.ts')>('serve-file.ts');
  await mkdir(directory, { recursive: true });
  const settings: FileSettings = await settingsFrom({ FILES_DIRECTORY: join(directory, 'files') });
  const bare = join(directory, 'bare');
  const { ledger, last } = oneUpload();

  const server = await listen(async (request, response, origin) => {
    if (request.url === '/bare' && request.method === 'PUT') {
      await pipeline(request, createWriteStream(bare));
      response.end();
    } else if (request.url === '/bare') {
      await pipeline(createReadStream(bare), response);
    } else {
      const asked = await getRequest({ request, base: origin });
      const answer =
        request.url === '/file'
          ? serveFile(
              {
                storage: settings.storage,
                ...last(),
                name: 'file',
                mediaType: 'image/png',
                disposition: 'inline',
              },
              asked,
              () => Promise.resolve(true),
            )
          : handleUpload(asked, ledger, settings, {
              path: '/uploads',
              origin,
              mayUpload: () => Promise.resolve(true),
              size_max: size,
            });
      await setResponse(response, await answer);
    }
  });
  try {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    const put = () => ok(fetch(`${server.origin}/bare`, { method: 'PUT', body: bytes }));
    const upload = (chunk: number) => () => send(server.origin, bytes, chunk);
    const get = (path: string) => () => read(`${server.origin}${path}`);
    return [
      await inTurns('upload', upload(size), put),
      await inTurns('upload, chunks of 5 MiB', upload(chunk_bytes), put),
      await inTurns('download', get('/file'), get('/bare')),
    ];
  } finally {
    await server.stop();
  }
}

async function inTurns(
  what: string,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<Throughput> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    for (const [side, run] of [ours, theirs].entries()) {
      const begun = performance.now();
      await run();
      // The first of each warms up.
      if (round > 0) times[side]!.push(performance.now() - begun);
    }
  }
  const [ours_MBps, theirs_MBps] = times.map((taken) => {
    const median = taken.sort((a, b) => a - b)[Math.floor(rounds / 2)]!;
    return size / 1_000 / median;
  });
  return { what, ours: ours_MBps!, theirs: theirs_MBps! };
}

async function send(origin: string, bytes: Uint8Array<ArrayBuffer>, chunk: number): Promise<void> {
  const tus = { 'tus-resumable': '1.0.0' };
  const created = await ok(
    fetch(`${origin}/uploads`, {
      method: 'POST',
      headers: { ...tus, 'upload-length': String(bytes.length) },
    }),
  );
  const path = created.headers.get('location') ?? '';
  for (let offset = 0; offset < bytes.length; offset += chunk) {
    const headers = {
      ...tus,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    };
    await ok(
      fetch(origin + path, { method: 'PATCH', headers, body: bytes.subarray(offset, offset + chunk) }),
    );
  }
}

async function read(url: string): Promise<void> {
  let got = 0;
  for await (const chunk of (await ok(fetch(url))).body ?? []) got += (chunk as Uint8Array).byteLength;
  if (got !== size) throw new Error(`${url} sent ${got} bytes`);
}

async function ok(asked: Promise<Response>): Promise<Response> {
  const response = await asked;
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response;
}

/** A ledger in memory that knows the newest upload. */
function oneUpload() {
  let upload: Upload | null = null;
  let finished = { key: '', size: 0, sha256: '' };
  const ledger: UploadLedger = {
    create(given) {
      const created = {
        ...given,
        id: crypto.randomUUID(),
        key: newKey(),
        expiresAt: new Date(Date.now() + 3_600_000),
        finished: false,
      };
      upload = created;
      return Promise.resolve(created);
    },
    find: (id) => Promise.resolve(upload?.id === id ? upload : null),
    take: () => Promise.resolve(onlyWriter),
    advance: () => Promise.resolve(),
    finish(_id, { size: length, sha256 }) {
      finished = { key: upload?.key ?? '', size: length, sha256 };
      return Promise.resolve();
    },
    remove: () => Promise.resolve(),
  };
  return { ledger, last: () => finished };
}

async function listen(
  answer: (request: IncomingMessage, response: ServerResponse, origin: string) => Promise<void>,
): Promise<{ origin: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = createServer((request, response) => {
    answer(request, response, origin).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin, stop };
}
