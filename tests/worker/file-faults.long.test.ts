/** The jobs that look at files and sweep them: killed, doubled, without their scanner. Nothing is lost, nothing done twice. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../db/port.ts';
import { diskStorage } from '../../src/lib/server/files/disk-storage.ts';
import { idOf, keyOf } from '../../src/lib/server/files/ledger-of.ts';
import type { Storage } from '../../src/lib/server/files/storage.ts';
import { keep, sha256 } from '../files/support/bytes.ts';
import { startClamd, type Clamd } from '../files/support/clamd.ts';
import { aClient, aContract, aStaffMember, aTenant, type StaffMember } from '../support/builders.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { anAttachment, anUpload, aSupport, aTicket, type Ticket } from '../support/ticket-builders.ts';
import { startWorker, until, type Worker } from './process.ts';

let db: TestDatabase;
let directory: string;
let storage: Storage;
let agent: StaffMember;
let ticket: Ticket;
const workers: Worker[] = [];
const scanners: Clamd[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  const tenant = await aTenant(db);
  const client = await aClient(db, tenant);
  agent = await aStaffMember(db, tenant);
  ticket = await aTicket(db, await aSupport(db, await aContract(db, [client])), client);
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.kill('SIGKILL');
  for (const scanner of scanners.splice(0)) await scanner.stop();
  await db.admin.query('delete from app.attachment');
  await db.admin.query('delete from app.upload');
  await db.admin.query('delete from app.job');
  rmSync(directory, { recursive: true, force: true });
});
afterAll(() => db.drop());

/** An empty store, and how a worker starts on it. */
async function aStore() {
  directory = mkdtempSync(join(tmpdir(), 'portal-file-faults-'));
  storage = await diskStorage(directory);
}
async function work(scanner?: string) {
  const worker = await startWorker(db, {
    FILES_DIRECTORY: directory,
    ...(scanner && { CLAMD_ADDRESS: scanner, FILES_UNSCANNED: 'refuse' }),
  });
  workers.push(worker);
  return worker;
}
async function aScanner(behaviour: Parameters<typeof startClamd>[0] = {}) {
  const scanner = await startClamd(behaviour);
  scanners.push(scanner);
  return scanner;
}

const words = (id: string) => Buffer.from(`what is in ${id}`);
async function aFile(content = words): Promise<string> {
  const id = randomUUID();
  const bytes = content(id);
  await keep(storage, keyOf(id), bytes);
  await anAttachment(db, ticket, {
    ...{
      id,
      record_id: ticket.id,
      name: `${id}.txt`,
      size_bytes: bytes.length,
      visibility: 'client_visible',
    },
    ...{ state: 'checking', media_type: 'application/octet-stream', sha256: null },
  });
  return id;
}
type File = {
  id: string;
  state: string;
  /** Of the job; 0 where there is none. */
  attempts: number;
  token: number;
  sha256: string | null;
  scan_result: string | null;
  leased: boolean;
};
const files = async () =>
  (
    await db.admin.query<File>(
      `select a.id, state, coalesce(attempts, 0) as attempts, coalesce(fencing_token, 0) as token, sha256, scan_result,
              leased_until is not null as leased
         from app.attachment a left join app.job j on j.record_id = a.id and j.kind = 'check_file'`,
    )
  ).rows;
const whenAll = (state: string) => until(files, (all) => all.every((file) => file.state === state));
/** As if the time had passed after which a file is looked at again, also one that a worker had in hand. */
const later = () =>
  db.admin.query(
    `update app.job set next_run_at = now(), leased_until = case when leased_until is not null then now() end where kind = 'check_file'`,
  );
/** As if workers had tried so often before. */
const tried = async (times: number) => {
  await db.admin.query('select app.drain_outbox(1000)');
  await db.admin.query(`update app.job set attempts = $1 where kind = 'check_file'`, [times]);
};

describe('looking at files', () => {
  test('killed in the middle of a scan: the file waits for nobody, and the next worker looks at it once', async () => {
    await aStore();
    const id = await aFile();
    const hung = await aScanner({ hangs: true });
    const first = await work(hung.address);
    await until(files, ([file]) => file?.attempts === 1 && file.leased);
    await first.kill('SIGKILL');
    expect(await files()).toMatchObject([{ state: 'checking', sha256: null, scan_result: null }]);

    await later();
    const scanner = await aScanner();
    await Promise.all([work(scanner.address), work(scanner.address)]);
    expect(await whenAll('ready')).toMatchObject([{ id, sha256: sha256(words(id)) }]);
    expect(scanner.heard.map(String)).toEqual([words(id).toString()]);
  });

  test('killed among many, with another beside it: each is looked at, with its own hash, and none twice', async () => {
    await aStore();
    const ids: string[] = [];
    for (let nth = 0; nth < 120; nth += 1) ids.push(await aFile());
    const scanner = await aScanner();
    const doomed = await work(scanner.address);
    await work(scanner.address);
    const ready = async () => (await files()).filter(({ state }) => state === 'ready').length;
    await until(ready, (count) => count > 10);
    await doomed.kill('SIGKILL');
    expect(await ready()).toBeLessThan(ids.length);
    // At most what the killed one had in hand is leased, and is due again when its lease is over.
    await until(
      files,
      (all) => all.filter(({ state, leased }) => state === 'checking' && !leased).length === 0,
    );
    await later();
    const all = await whenAll('ready');
    expect(all.map((file) => [file.id, file.sha256]).sort()).toEqual(
      ids.map((id) => [id, sha256(words(id))]).sort(),
    );
    expect(new Set(scanner.heard.map(String)).size).toBe(ids.length);
    expect(scanner.heard.length).toBeLessThanOrEqual(ids.length + 1);
  });

  test('killed in the middle of one that is harmful: it is quarantined all the same', async () => {
    await aStore();
    const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$' + 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
    await aFile(() => Buffer.from(eicar));
    const first = await work((await aScanner({ hangs: true })).address);
    await until(files, ([file]) => file?.attempts === 1);
    await first.kill('SIGKILL');
    await later();
    await work((await aScanner()).address);
    expect(await whenAll('quarantined')).toMatchObject([
      { scan_result: 'Eicar-Test-Signature', sha256: null },
    ]);
  });

  test('with the scanner away a file waits, however often it was tried, and is ready once it is back', async () => {
    await aStore();
    const id = await aFile();
    const port = await freePort();
    await work(`127.0.0.1:${port}`);
    // More often than a file is looked at that cannot be read.
    for (let look = 0; look < 10; look += 1) {
      await until(files, ([file]) => file?.scan_result !== null && !file!.leased);
      await db.admin.query('update app.attachment set scan_result = null');
      await later();
    }
    const [held] = await until(files, ([file]) => file?.scan_result !== null);
    expect(held).toMatchObject({ state: 'checking', attempts: 0 });
    expect(held?.scan_result).toMatch(/ECONNREFUSED/);
    await aScanner({ port });
    await later();
    expect(await whenAll('ready')).toMatchObject([{ id, scan_result: null, sha256: sha256(words(id)) }]);
  }, 60_000);

  test('a file that ends each worker is dead after its attempts, and said to have failed', async () => {
    await aStore();
    const id = await aFile();
    const hung = await aScanner({ hangs: true });
    await tried(6);
    for (const attempt of [7, 8]) {
      const doomed = await work(hung.address);
      await until(files, ([file]) => file?.attempts === attempt && file.leased);
      await doomed.kill('SIGKILL');
      await later();
    }
    await work(hung.address);
    expect(await whenAll('failed')).toMatchObject([
      { id, scan_result: 'the worker ended in the middle, again and again' },
    ]);
    const { rows } = await db.admin.query(
      `select kind, attempts, died_at is not null as dead, last_error as error from app.job where record_id = $1`,
      [id],
    );
    expect(rows).toEqual([
      {
        kind: 'check_file',
        attempts: 9,
        dead: true,
        error: 'the worker ended in the middle, again and again',
      },
    ]);
  });

  test('a file that the scanner cannot read is tried several times, then marked as failed', async () => {
    await aStore();
    await aFile();
    const scanner = await aScanner({ stream_bytes_max: 4 });
    await tried(6);
    await work(scanner.address);
    expect(await until(files, ([file]) => file?.attempts === 7 && !file.leased)).toMatchObject([
      { state: 'checking' },
    ]);
    await later();
    expect(await whenAll('failed')).toMatchObject([
      { attempts: 8, scan_result: 'INSTREAM size limit exceeded. ERROR' },
    ]);
  });
});

describe('sweeping', () => {
  const lying = async () => (await Array.fromAsync(storage.list())).map(({ key }) => idOf(key)).sort();
  /** As if all that lies in the store had been there for three days. */
  function grownOld() {
    const then = new Date(Date.now() - 72 * 3_600_000);
    for (const entry of readdirSync(directory, { recursive: true }))
      utimesSync(join(directory, String(entry)), then, then);
  }
  async function uploads(count: number, values: Record<string, unknown>) {
    const ids: string[] = [];
    for (let nth = 0; nth < count; nth += 1) {
      const { id } = await anUpload(db, agent, values);
      await keep(storage, keyOf(id), words(id));
      ids.push(id);
    }
    return ids;
  }
  const known = async () =>
    (await db.admin.query<{ id: string }>('select id from app.upload order by id::text')).rows.map(
      ({ id }) => id,
    );

  test('killed while it drops what is forgotten: all of it goes in the end, and nothing else', async () => {
    await aStore();
    const kept = [...(await uploads(20, {})), await aFile(), await aFile()].sort();
    await uploads(400, { expires_at: new Date(Date.now() - 1_000) });
    const doomed = await work();
    await until(known, (ids) => ids.length < 380);
    await doomed.kill('SIGKILL');
    expect((await known()).length).toBeGreaterThan(20);
    // Bytes whose row is gone may lie about; a row whose bytes are gone would be a loss.
    expect(await lying()).toEqual(expect.arrayContaining(await known()));
    const second = await work();
    await until(known, (ids) => ids.length === 20);
    await until(lying, (ids) => ids.length <= kept.length + 1);
    await second.kill('SIGKILL');
    grownOld();
    await work();
    await until(lying, (ids) => ids.length === kept.length);
    expect(await lying()).toEqual(kept);
  }, 60_000);

  test('killed while it sweeps orphans, with another beside it: no orphan stays, and no file goes that a row stands for', async () => {
    await aStore();
    const kept = [...(await uploads(150, {})), await aFile()].sort();
    for (let nth = 0; nth < 1_500; nth += 1) {
      const id = randomUUID();
      await keep(storage, keyOf(id), words(id));
    }
    grownOld();
    const young = randomUUID();
    await keep(storage, keyOf(young), words(young));
    const doomed = await work();
    await work();
    await until(lying, (ids) => ids.length < 1_600);
    await doomed.kill('SIGKILL');
    expect(await lying()).toEqual(expect.arrayContaining(kept));
    await work();
    await until(lying, (ids) => ids.length <= kept.length + 1);
    expect(await lying()).toEqual([...kept, young].sort());
  }, 60_000);
});
