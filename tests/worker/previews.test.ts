/** The job that makes previews: in bounded memory, killed, doubled, in vain; and that they go with their file. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { diskStorage } from '../../src/lib/server/files/disk-storage.ts';
import { idOf, keyOf, previewKeyOf } from '../../src/lib/server/files/ledger-of.ts';
import type { Storage } from '../../src/lib/server/files/storage.ts';
import { contentOf, keep } from '../files/support/bytes.ts';
import { blackPng, gif, manyScans, marked } from '../files/support/pictures.ts';
import { aClient, aContract, aTenant } from '../support/builders.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { anAttachment, aSupport, aTicket, type Ticket } from '../support/ticket-builders.ts';
import { startWorker, until, type Worker } from './process.ts';

let db: TestDatabase;
let directory: string;
let storage: Storage;
let ticket: Ticket;
const workers: Worker[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  const client = await aClient(db, await aTenant(db));
  ticket = await aTicket(db, await aSupport(db, await aContract(db, [client])), client);
});
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'portal-worker-previews-'));
  storage = await diskStorage(directory);
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.kill('SIGKILL');
  await db.admin.query('delete from app.attachment');
  await db.admin.query('delete from app.job');
  rmSync(directory, { recursive: true, force: true });
});
afterAll(() => db.drop());

async function work() {
  const worker = await startWorker(db, { FILES_DIRECTORY: directory });
  workers.push(worker);
  return worker;
}

/** A picture that nobody has looked at. */
async function aPicture(bytes: Buffer, values: Record<string, unknown> = {}): Promise<string> {
  const id = randomUUID();
  await keep(storage, keyOf(id), bytes);
  await anAttachment(db, ticket, {
    ...{
      id,
      record_id: ticket.id,
      name: `${id}.png`,
      size_bytes: bytes.length,
      visibility: 'client_visible',
    },
    ...{ state: 'checking', media_type: 'application/octet-stream', sha256: null, ...values },
  });
  return id;
}
/** One that was looked at, and waits for its preview alone. */
const looked = { state: 'ready', media_type: 'image/png', sha256: '0'.repeat(64), preview: 'waiting' };

type Icon = {
  id: string;
  state: string;
  preview: string;
  width: number | null;
  height: number | null;
  number: number | null;
  bytes: number | null;
  /** Of the job; null where there is none. */
  attempts: number | null;
  token: number | null;
  dead: boolean;
};
const pictures = async () =>
  (
    await db.admin.query<Icon>(
      `select a.id, state, preview, picture_width as width, picture_height as height, preview_number as number,
              preview_bytes as bytes, j.attempts, j.fencing_token as token, j.died_at is not null as dead
         from app.attachment a left join app.job j on j.record_id = a.id and j.kind = 'preview_picture'
        order by created_at, a.id`,
    )
  ).rows;
const one = (wanted: string) => until(pictures, ([picture]) => picture?.preview === wanted);
/** As if workers had taken the picture so often before, and ended. */
const taken = async (id: string, times: number) => {
  await db.admin.query('select app.drain_outbox(100)');
  await db.admin.query('update app.job set attempts = $2, fencing_token = $2 where record_id = $1', [
    id,
    times,
  ]);
};
/** As if the time had passed after which a picture is taken up again. */
const later = () => db.admin.query('update app.job set next_run_at = now() where leased_until is null');
const previews = () =>
  readdirSync(join(directory, 'files'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.split('/').at(-1) ?? '')
    .filter((key) => /^[0-9a-f]{40}$/.test(key) && !key.endsWith('00000000'));

test('of a picture that was looked at there is a small one; of what is none, there is none', async () => {
  const id = await aPicture(await marked(3000, 2000).png().toBuffer());
  const text = await aPicture(Buffer.from('Good morning'));
  await work();
  const [picture, other] = await until(pictures, (all) =>
    all.every(({ id: of, state, preview }) => state === 'ready' && (of === text || preview === 'ready')),
  ).then((all) => [id, text].map((of) => all.find((one) => one.id === of)!));
  expect(picture).toMatchObject({ width: 3000, height: 2000, number: 1, attempts: null });
  expect(other).toMatchObject({ preview: 'none', attempts: null });
  const bytes = await contentOf(storage, previewKeyOf(id, 1));
  expect([bytes.length, bytes.subarray(8, 12).toString()]).toEqual([picture!.bytes, 'WEBP']);
  expect(previews()).toEqual([previewKeyOf(id, 1)]);
});

test('pictures that were made to be dear cost the worker some hundred megabytes at most', async () => {
  const small = await aPicture(await blackPng(32, 32));
  const worker = await work();
  await one('ready');
  // In kilobytes, the most that the process ever held.
  const held = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${worker.pid}/status`, 'utf8'))?.[1]);
  const before = held();
  await aPicture(await blackPng(16_000, 16_000, { depth: 1 }));
  await aPicture(gif([65_535, 65_535], 1));
  await aPicture(gif([1_000, 1_000], 10_000));
  await aPicture(await manyScans(512, 1_000));
  const all = await until(pictures, (rows) =>
    rows.every(
      ({ state, preview, attempts }) =>
        state === 'ready' && (preview !== 'waiting' || (attempts !== null && attempts > 0)),
    ),
  );
  expect(all.find(({ width }) => width === 16_000)).toMatchObject({ preview: 'too_large', height: 16_000 });
  expect(all.find(({ width }) => width === 65_535)).toMatchObject({ preview: 'too_large' });
  expect(held() - before).toBeLessThan(150_000);
  // The largest that is taken, in the form that takes most to decode.
  await aPicture(await blackPng(6_300, 6_300, { depth: 16, channels: 4, interlaced: true }));
  await until(pictures, (rows) => rows.some(({ width, preview }) => width === 6_300 && preview === 'ready'));
  expect(held() - before).toBeLessThan(600_000);
  expect((await pictures()).find(({ id }) => id === small)).toMatchObject({ preview: 'ready' });
}, 90_000);

test('an unreadable picture is tried again, and after three times shown as a file without a preview', async () => {
  const bytes = await blackPng(64, 64);
  await aPicture(bytes.subarray(0, bytes.length - 20));
  await work();
  for (const attempt of [1, 2]) {
    await until(pictures, ([picture]) => picture?.attempts === attempt && picture.preview === 'waiting');
    await later();
  }
  expect(await one('failed')).toMatchObject([
    { state: 'ready', attempts: 3, dead: true, number: null, bytes: null },
  ]);
});

test('bytes that were away for a while are there the next time', async () => {
  const bytes = await blackPng(64, 64);
  const id = await aPicture(bytes, looked);
  await storage.delete(keyOf(id));
  await work();
  await until(pictures, ([picture]) => picture?.attempts === 1);
  await keep(storage, keyOf(id), bytes);
  await until(async () => (await later(), pictures()), ([picture]) => picture?.preview === 'ready'); // prettier-ignore
  expect(await pictures()).toMatchObject([{ width: 64, height: 64 }]);
});

test('a picture before which three workers died is not taken up a fourth time', async () => {
  await taken(await aPicture(await blackPng(64, 64), looked), 3);
  await work();
  expect(await one('failed')).toMatchObject([{ attempts: 4, dead: true, number: null }]);
  expect(previews()).toEqual([]);
});

test('temporary files of a killed worker are deleted', async () => {
  const id = await aPicture(await blackPng(64, 64), looked);
  await taken(id, 1);
  await keep(storage, previewKeyOf(id, 1), Buffer.from('left by the one before'));
  await work();
  expect(await one('ready')).toMatchObject([{ number: 2 }]);
  expect(previews()).toEqual([previewKeyOf(id, 2)]);
});

test('a preview by a worker whose lease has passed to another is discarded', async () => {
  const slow = await blackPng(6_300, 6_300, { depth: 16, channels: 4, interlaced: true });
  const id = await aPicture(slow, looked);
  await db.admin.query('select app.drain_outbox(1)');
  await aPicture(await blackPng(64, 64), looked);
  await work();
  await until(pictures, (all) => all.some((picture) => picture.id === id && picture.attempts === 1));
  await db.admin.query('update app.job set fencing_token = 2 where record_id = $1', [id]);
  // One after the other: what comes second is there once the first was brought.
  const all = await until(pictures, (rows) => rows.some(({ preview }) => preview === 'ready'));
  expect(all.find((picture) => picture.id === id)).toMatchObject({ preview: 'waiting', number: null });
  expect(previews()).not.toContain(previewKeyOf(id, 1));
});

test('two workers make the preview of each picture once', async () => {
  const ids: string[] = [];
  for (let nth = 0; nth < 12; nth += 1) ids.push(await aPicture(await blackPng(200 + nth, 64), looked));
  await Promise.all([work(), work()]);
  const all = await until(pictures, (rows) => rows.every(({ preview }) => preview === 'ready'));
  expect(all.map(({ number }) => number)).toEqual(ids.map(() => 1));
  expect(previews().sort()).toEqual(ids.map((id) => previewKeyOf(id, 1)).sort());
});

test('a preview goes with its file, and stays with it', async () => {
  const kept = await aPicture(await blackPng(64, 64), looked);
  const deleted = await aPicture(await blackPng(65, 64), looked);
  const first = await work();
  await until(pictures, (rows) => rows.every(({ preview }) => preview === 'ready'));
  await first.kill('SIGKILL');
  await db.admin.query('delete from app.attachment where id = $1', [deleted]);
  const threeDaysAgo = new Date(Date.now() - 72 * 3_600_000);
  for (const key of [kept, deleted].flatMap((id) => [keyOf(id), previewKeyOf(id, 1)]))
    utimesSync(join(directory, 'files', key.slice(0, 2), key), threeDaysAgo, threeDaysAgo);
  await work();
  await until(() => Array.fromAsync(storage.list()), (all) => all.length <= 2); // prettier-ignore
  expect((await Array.fromAsync(storage.list())).map(({ key }) => idOf(key))).toEqual([kept, kept]);
});
