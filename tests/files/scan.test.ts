/** The protocol of a ClamAV daemon, over real sockets. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { freePort } from '../../db/port.ts';
import { scan } from '../../src/lib/server/files/scan.ts';
import { inChunks, someBytes } from './support/bytes.ts';
import { startClamd, type Clamd } from './support/clamd.ts';

const home = mkdtempSync(join(tmpdir(), 'client-portal-clamd-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let clamd: Clamd | null = null;
afterEach(() => clamd?.stop());

const eicar = Buffer.from(
  String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$` + 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*',
);

test.each(['port', 'socket'])('a file is clean or infected, by a %s', async (way) => {
  clamd = await startClamd(way === 'socket' ? { path: join(home, 'clamd.sock') } : {});
  const bytes = someBytes(1_000_000);
  expect(await scan(inChunks(bytes), clamd.address)).toEqual({ is: 'clean' });
  expect(clamd.heard[0]?.equals(bytes)).toBe(true);
  const hidden = Buffer.concat([someBytes(70_000), eicar]);
  expect(await scan(inChunks(hidden, 64 * 1024 + 4_490), clamd.address)).toEqual({
    is: 'infected',
    signature: 'Eicar-Test-Signature',
  });
  expect(await scan(inChunks(Buffer.alloc(0)), clamd.address)).toEqual({ is: 'clean' });
});

test('more than the daemon takes is no verdict', async () => {
  clamd = await startClamd({ stream_bytes_max: 100_000 });
  expect(await scan(inChunks(someBytes(20_000_000)), clamd.address)).toMatchObject({ is: 'failed' });
  expect(await scan(inChunks(someBytes(100_001)), clamd.address)).toEqual({
    is: 'failed',
    reason: 'INSTREAM size limit exceeded. ERROR',
  });
});

test('a daemon that hangs is waited for so long and no longer', async () => {
  clamd = await startClamd({ hangs: true });
  // More than the sockets hold, so that sending hangs as well.
  expect(await scan(inChunks(someBytes(20_000_000)), clamd.address, { timeout_ms: 300 })).toEqual({
    is: 'away',
    reason: 'no answer in time',
  });
  expect(await scan(inChunks(someBytes(10)), clamd.address, { timeout_ms: 300 })).toMatchObject({
    is: 'away',
  });
});

test('a daemon that hangs up, or is away, is no verdict', async () => {
  clamd = await startClamd({ hangsUp: true });
  expect(await scan(inChunks(someBytes(10)), clamd.address)).toMatchObject({ is: 'away' });
  expect(await scan(inChunks(someBytes(10)), `127.0.0.1:${await freePort()}`)).toMatchObject({
    is: 'away',
  });
  expect(await scan(inChunks(someBytes(10)), join(home, 'none.sock'))).toMatchObject({ is: 'away' });
});

test('a file that cannot be read to its end is not clean', async () => {
  clamd = await startClamd();
  async function* broken() {
    yield* inChunks(someBytes(10));
    throw new Error('the disk broke');
  }
  expect(await scan(broken(), clamd.address)).toEqual({ is: 'failed', reason: 'the disk broke' });
  expect(clamd.heard).toEqual([]);
});
