/** One upload before two processes that share a database and a store: nothing is lost or doubled, and the offset told is true. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentFor } from '../../db/logins.ts';
import { freePort } from '../../db/port.ts';
import { sha256, someBytes } from '../files/support/bytes.ts';
import { startS3 } from '../files/support/s3.ts';
import { startSampleCompany, Visitor, type SampleCompany } from '../support/visitor.ts';
import { startWorker, until, type Worker } from './process.ts';

const piece_bytes = 5 * 1024 * 1024;
const bytes = someBytes(2 * piece_bytes + 1_500_000);

let company: SampleCompany;
let claire: Visitor;
let s3: Awaited<ReturnType<typeof startS3>>;
let line: Awaited<ReturnType<typeof slowLineTo>>;
const home = mkdtempSync(join(tmpdir(), 'portal-two-processes-'));
const processes: Worker[] = [];

beforeAll(async () => {
  s3 = await startS3();
  line = await slowLineTo(s3.settings.endpoint);
  company = await startSampleCompany({ FILES_DIRECTORY: join(home, 'unused') });
  claire = await company.asPerson('claire.');
});
afterAll(async () => {
  for (const one of processes) await one.kill('SIGKILL');
  await line.stop();
  await s3.stop();
  await company.stop();
  rmSync(home, { recursive: true, force: true });
});

/** A way to the S3 server on which requests that write can be held back, as a slow network would. */
async function slowLineTo(endpoint: string) {
  let hold = false;
  let held: (() => void)[] = [];
  const forward = (from: IncomingMessage, body: Buffer, to: ServerResponse) => {
    const { method, url, headers } = from;
    const passed = ask(endpoint + (url ?? ''), { method: method!, headers }, (answer) => {
      to.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(to);
    });
    passed.on('error', () => to.destroy());
    passed.end(body);
  };
  const server = createServer((from, to) => {
    const parts: Buffer[] = [];
    from.on('data', (part: Buffer) => parts.push(part));
    from.on('end', () => {
      const go = () => forward(from, Buffer.concat(parts), to);
      if (hold && from.method === 'PUT') held.push(go);
      else go();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: () => void (hold = true),
    /** Resolves once a request is held. */
    isHeld: () => until(() => Promise.resolve(held.length), Boolean),
    release: () => {
      hold = false;
      for (const go of held.splice(0)) go();
      held = [];
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Process = { visitor: Visitor; origin: string; kill: () => Promise<void> };
/** The application in a process of its own on the company's database, before which Claire is signed in. */
async function aProcess(where: 'disk' | 'S3', endpoint = s3.settings.endpoint): Promise<Process> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const files =
    where === 'disk'
      ? { FILES_DIRECTORY: join(home, 'files') }
      : {
          FILES_S3_ENDPOINT: endpoint,
          FILES_S3_BUCKET: s3.settings.bucket,
          FILES_S3_REGION: s3.settings.region,
          FILES_S3_KEY_ID: s3.settings.accessKeyId,
          FILES_S3_SECRET: s3.settings.secretAccessKey,
        };
  const one = await startWorker(company.database, {
    ...environmentFor(company.database.urls),
    ...files,
    ...{ REALMS: 'client', ORIGIN: origin, PORT: String(port), BODY_SIZE_LIMIT: '6M' },
  });
  processes.push(one);
  await until(
    () => fetch(origin, { redirect: 'manual' }).catch(() => null),
    (answer) => answer !== null,
  );
  const visitor = new Visitor(origin);
  visitor.cookies = new Map(claire.cookies);
  return { visitor, origin, kill: () => one.kill('SIGKILL') };
}

const tus = { 'tus-resumable': '1.0.0' };
const ofPatch = (offset: number) => ({
  ...tus,
  'upload-offset': String(offset),
  'content-type': 'application/offset+octet-stream',
});
async function announced({ visitor }: Process): Promise<string> {
  const created = await visitor.fetch('/portal/uploads', {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(bytes.length) },
  });
  expect(created.status).toBe(201);
  return new URL(created.headers.get('location')!, 'http://localhost').pathname;
}
/** Sends a piece; the offset that was told for it, null where it was refused. */
async function send({ visitor }: Process, path: string, offset: number, until_bytes = offset + piece_bytes) {
  const answer = await visitor.fetch(path, {
    method: 'PATCH',
    headers: ofPatch(offset),
    body: new Uint8Array(bytes.subarray(offset, until_bytes)),
  });
  if (answer.status !== 204) expect([409, 423]).toContain(answer.status);
  return answer.status === 204 ? Number(answer.headers.get('upload-offset')) : null;
}
async function offsetOf({ visitor }: Process, path: string): Promise<number> {
  const head = await visitor.fetch(path, { method: 'HEAD', headers: tus });
  expect(head.status).toBe(200);
  return Number(head.headers.get('upload-offset'));
}
/** Goes on from where the upload is, and expects the whole file in the end, told of by both. */
async function goesOn(one: Process, other: Process, path: string) {
  for (let offset = await offsetOf(one, path); offset < bytes.length;)
    offset = (await send(one, path, offset)) ?? (await offsetOf(one, path));
  for (const each of [one, other]) expect(await offsetOf(each, path)).toBe(bytes.length);
  const id = path.split('/').at(-1)!;
  expect(await company.idOf('select received_at is not null as id from app.upload where id = $1', [id])).toBe(
    true,
  );
  expect(await contentOf(id)).toBe(sha256(bytes));
}

let store: Record<'disk' | 'S3', () => Promise<import('../../src/lib/server/files/storage.ts').Storage>>;
let where: 'disk' | 'S3' = 'disk';
async function contentOf(id: string): Promise<string> {
  const { contentOf: read } = await import('../files/support/bytes.ts');
  const { keyOf } = await import('../../src/lib/server/files/ledger-of.ts');
  return sha256(await read(await store[where](), keyOf(id)));
}
beforeAll(async () => {
  const { diskStorage } = await import('../../src/lib/server/files/disk-storage.ts');
  const { s3Storage } = await import('../../src/lib/server/files/s3-storage.ts');
  store = {
    disk: () => diskStorage(join(home, 'files')),
    S3: () => Promise.resolve(s3Storage(s3.settings)),
  };
});

/** Begins to send a piece by hand, and sends so much of it. */
function begins({ visitor, origin }: Process, path: string, offset: number, length: number, now: number) {
  const { host, port } = new URL(origin);
  const socket: Socket = connect(Number(port), 'localhost');
  socket.on('error', () => {});
  const headers = {
    host,
    origin,
    cookie: [...visitor.cookies].map((pair) => pair.join('=')).join('; '),
    ...ofPatch(offset),
    'content-length': String(length),
  };
  socket.write(`PATCH ${path} HTTP/1.1\r\n`);
  for (const [name, value] of Object.entries(headers)) socket.write(`${name}: ${value}\r\n`);
  socket.write('\r\n');
  socket.write(bytes.subarray(offset, offset + now));
  let said = '';
  socket.on('data', (part: Buffer) => (said += part.toString()));
  return {
    rest: () => socket.write(bytes.subarray(offset + now, offset + length)),
    status: () => until(() => Promise.resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 0)), Boolean),
    leave: () => socket.destroy(),
  };
}

describe.each(['disk', 'S3'] as const)('on %s', (kind) => {
  let one: Process;
  let other: Process;
  beforeAll(async () => {
    where = kind;
    [one, other] = await Promise.all([aProcess(kind, line.endpoint), aProcess(kind)]);
  });

  test('both append the same pieces at once: each piece is there once, and no offset that was told is taken back', async () => {
    const path = await announced(one);
    let told = 0;
    for (let round = 0; told < bytes.length && round < 12; round += 1) {
      const at = await offsetOf(round % 2 ? one : other, path);
      expect(at).toBeGreaterThanOrEqual(told);
      if (at === bytes.length) break;
      // The one sends less of it, as a browser does whose line is about to break.
      const answers = await Promise.all([send(one, path, at, at + 3_000_000), send(other, path, at)]);
      // Both may be refused, the one for the other's turn and the other for the one's bytes; then those bytes stand.
      if (answers.every((answer) => answer === null)) expect(await offsetOf(one, path)).toBeGreaterThan(at);
      told = Math.max(at, ...answers.map((answer) => answer ?? 0));
      for (const each of [one, other]) expect(await offsetOf(each, path)).toBeGreaterThanOrEqual(told);
    }
    await goesOn(one, other, path);
  });

  test('one is killed in the middle of a piece: the other goes on from what is safe', async () => {
    const doomed = await aProcess(kind, line.endpoint);
    const path = await announced(doomed);
    expect(await send(doomed, path, 0)).toBe(piece_bytes);
    const writer = begins(doomed, path, piece_bytes, piece_bytes, 2_000_000);
    await sleep(300);
    await doomed.kill();
    writer.leave();
    const at = await offsetOf(other, path);
    expect(at).toBeGreaterThanOrEqual(piece_bytes);
    expect(at).toBeLessThanOrEqual(piece_bytes + 2_000_000);
    await goesOn(other, one, path);
  });

  test('a writer whose turn has passed is told so, though all it sent has arrived', async () => {
    const path = await announced(one);
    const slow = begins(one, path, 0, 3_000_000, 1_000_000);
    await sleep(300);
    const at = await offsetOf(other, path);
    expect(await send(other, path, at, piece_bytes)).toBe(piece_bytes);
    slow.rest();
    expect(await slow.status()).toBe(409);
    slow.leave();
    expect(await offsetOf(one, path)).toBe(piece_bytes);
    await goesOn(one, other, path);
  });
});

describe('on S3, whose line is slow', () => {
  let one: Process;
  let other: Process;
  beforeAll(async () => {
    where = 'S3';
    [one, other] = await Promise.all([aProcess('S3', line.endpoint), aProcess('S3')]);
  });

  test('a shorter piece that arrives after a longer one takes nothing of it away', async () => {
    const path = await announced(one);
    line.hold();
    const late = send(one, path, 0, 3_000_000);
    await line.isHeld();
    expect(await send(other, path, 0)).toBe(piece_bytes);
    line.release();
    expect(await late).toBeNull();
    expect(await offsetOf(other, path)).toBe(piece_bytes);
    await goesOn(other, one, path);
  });

  test('bytes of a killed process that arrive after the file is complete change nothing', async () => {
    const doomed = await aProcess('S3', line.endpoint);
    const path = await announced(doomed);
    line.hold();
    void send(doomed, path, 0, 3_000_000).catch(() => {});
    await line.isHeld();
    await doomed.kill();
    expect(await send(other, path, 0)).toBe(piece_bytes);
    line.release();
    await sleep(200);
    expect(await offsetOf(other, path)).toBe(piece_bytes);
    await goesOn(one, other, path);
  });
});
