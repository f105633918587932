/** The loop over work that is due, with kinds of its own: what is late, lost, doubled, failing or dead, and whose turn it is. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Job, Kind } from '../../src/lib/server/worker/jobs/kind.ts';
import type { Lane } from '../../src/lib/server/worker/jobs/work-off.ts';
import {
  aClient,
  aContract,
  aSession,
  aStaffMember,
  asStaff,
  aTenant,
  type Tenant,
} from '../support/builders.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { anAttachment, aSupport, aTicket } from '../support/ticket-builders.ts';
import { until } from './process.ts';

let db: TestDatabase;
let tenant: Tenant;
let other: Tenant;
/** A file, on which a job can be seen to have had its effect. */
let file: string;
let laneOf: (lane: Lane) => () => Promise<number>;
let endPool: () => Promise<void>;

beforeAll(async () => {
  db = await createTestDatabase();
  tenant = await aTenant(db);
  other = await aTenant(db);
  const client = await aClient(db, tenant);
  const ticket = await aTicket(db, await aSupport(db, await aContract(db, [client])), client);
  file = (await anAttachment(db, tenant, { record_id: ticket.id })).id;
  Object.assign(process.env, { DATABASE_URL_WORKER: db.urls.worker, LOG_LEVEL: 'silent' });
  ({ laneOf } = await import('../../src/lib/server/worker/jobs/work-off.ts'));
  const { poolOf } = await import('../../src/lib/server/db/pools.ts');
  endPool = () => poolOf('worker_app').end();
});
beforeEach(async () => {
  await db.admin.query('delete from app.outbox');
  await db.admin.query('delete from app.job');
});
afterAll(async () => {
  await endPool();
  await db.drop();
});

const worker = (kind: Partial<Kind> & Pick<Kind, 'work'>, lane: Partial<Lane> = {}) =>
  laneOf({ kinds: { check_file: { attempts_max: 3, ...kind } }, lease_s: 60, most: 5, ...lane });
const happens = (record: string, of: Tenant = tenant) =>
  db.admin.query(`insert into app.outbox (tenant_id, kind, record_id) values ($1, 'check_file', $2)`, [
    of.tenant_id,
    record,
  ]);

type Row = {
  id: string;
  attempts: number;
  fencing_token: number;
  last_error: string | null;
  held: boolean;
  dead: boolean;
  due: boolean;
};
const jobs = async () =>
  (
    await db.admin.query<Row>(
      `select id, attempts, fencing_token, last_error, leased_until is not null as held, died_at is not null as dead,
              next_run_at <= now() as due from app.job`,
    )
  ).rows;
/** As if so much time had passed. */
const leaseIsOver = () => db.admin.query('update app.job set leased_until = now(), next_run_at = now()');
const waitIsOver = () => db.admin.query('update app.job set next_run_at = now()');
const result = async () =>
  (
    await db.admin.query<{ scan_result: string | null }>(
      'select scan_result from app.attachment where id = $1',
      [file],
    )
  ).rows[0]?.scan_result;
/** Work that writes who did it. */
const writes = (word: string) => ({
  write: async (line: Parameters<Awaited<ReturnType<Kind['work']>>['write']>[0]) => {
    await line.updateTable('app.attachment').set({ scan_result: word }).where('id', '=', file).execute();
    return null;
  },
});

/** A worker that is in the middle of a job until it is told to go on. */
function aSlowWorker(word: string) {
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  let isAt = () => {};
  const begun = new Promise<void>((resolve) => (isAt = resolve));
  let isRefused = false;
  const turn = worker({
    async work() {
      isAt();
      await gate;
      return { ...writes(word), refused: () => Promise.resolve((isRefused = true)) };
    },
  });
  return { turn, begun, goOn: () => goOn(), isRefused: () => isRefused };
}

describe('a worker that is late', () => {
  test('changes nothing once another took the job: neither the record nor the outcome', async () => {
    await happens(file);
    const late = aSlowWorker('late');
    const turn = late.turn();
    await late.begun;
    await leaseIsOver();
    expect(await worker({ work: () => writes('second') })()).toBe(1);
    expect([await result(), await jobs()]).toEqual(['second', []]);
    // Made anew since, and taken for the first time: its token is the late one's.
    await happens(file);
    const third = aSlowWorker('third');
    const lastTurn = third.turn();
    await third.begun;
    expect(await jobs()).toMatchObject([{ fencing_token: 1, held: true }]);
    late.goOn();
    await turn;
    expect([await result(), late.isRefused()]).toEqual(['second', true]);
    expect(await jobs()).toMatchObject([{ fencing_token: 1, held: true }]);
    third.goOn();
    await lastTurn;
    expect([await result(), await jobs(), third.isRefused()]).toEqual(['third', [], false]);
  });

  test('changes nothing while another has the job, nor says that it failed', async () => {
    await happens(file);
    const late = aSlowWorker('late');
    const turn = late.turn();
    await late.begun;
    await leaseIsOver();
    const second = aSlowWorker('second');
    const secondTurn = second.turn();
    await second.begun;
    late.goOn();
    await turn;
    expect(late.isRefused()).toBe(true);
    expect(await jobs()).toMatchObject([{ fencing_token: 2, attempts: 2, held: true, last_error: null }]);
    second.goOn();
    await secondTurn;
    expect([await result(), await jobs()]).toEqual(['second', []]);
  });

  test('changes nothing when its lease is over, though nobody took the job yet', async () => {
    await happens(file);
    await db.admin.query(`update app.attachment set scan_result = 'before' where id = $1`, [file]);
    const late = aSlowWorker('late');
    const turn = late.turn();
    await late.begun;
    await leaseIsOver();
    late.goOn();
    await turn;
    expect([await result(), late.isRefused()]).toEqual(['before', true]);
    expect(await worker({ work: () => writes('after') })()).toBe(1);
    expect([await result(), await jobs()]).toEqual(['after', []]);
  });

  test('says of no failure of its own that the job failed', async () => {
    await happens(file);
    let fails = () => {};
    const gate = new Promise<void>((_, reject) => (fails = () => reject(new Error('too late'))));
    let isAt = () => {};
    const begun = new Promise<void>((resolve) => (isAt = resolve));
    const turn = worker({ work: () => (isAt(), gate.then(() => writes('never'))) })();
    await begun;
    await leaseIsOver();
    const second = aSlowWorker('second');
    const secondTurn = second.turn();
    await second.begun;
    fails();
    await turn;
    expect(await jobs()).toMatchObject([{ fencing_token: 2, last_error: null, held: true }]);
    second.goOn();
    await secondTurn;
    expect(await jobs()).toEqual([]);
  });
});

test('one that ended in the middle: the job is taken up again after its lease, and not before', async () => {
  await happens(file);
  const killed = aSlowWorker('killed');
  void killed.turn();
  await killed.begun;
  const next = worker({ work: () => writes('next') });
  expect(await next()).toBe(0);
  await leaseIsOver();
  expect(await next()).toBe(1);
  expect([await result(), await jobs()]).toEqual(['next', []]);
});

test('news that comes in the middle is not lost: the job is due again at once', async () => {
  await happens(file);
  const first = aSlowWorker('first');
  const turn = first.turn();
  await first.begun;
  await happens(file);
  const second = worker({ work: () => writes('second') });
  // It turns the news into a job that is held.
  expect(await second()).toBe(0);
  first.goOn();
  await turn;
  expect(await result()).toBe('first');
  expect(await jobs()).toMatchObject([{ held: false, due: true, attempts: 0 }]);
  expect(await second()).toBe(1);
  expect([await result(), await jobs()]).toEqual(['second', []]);
});

test('news that comes in the middle of the last attempt that is allowed leaves the job alive', async () => {
  await happens(file);
  await db.admin.query('select app.drain_outbox(9)');
  await db.admin.query('update app.job set attempts = 2');
  let died = 0;
  const failing = worker({
    async work() {
      await happens(file);
      await db.admin.query('select app.drain_outbox(9)');
      throw new Error('not today');
    },
    died: () => Promise.resolve((died += 1)),
  });
  await failing();
  expect(await jobs()).toMatchObject([{ dead: false, due: true, last_error: 'not today' }]);
  expect(died).toBe(0);
});

test('a next time keeps the job until then', async () => {
  await happens(file);
  const at = new Date(Date.now() + 3_600_000).toISOString();
  await worker({ work: () => ({ write: () => Promise.resolve({ at }) }) })();
  const { rows } = await db.admin.query('select next_run_at, attempts, leased_until from app.job');
  expect(rows).toEqual([{ next_run_at: new Date(at), attempts: 0, leased_until: null }]);
  await waitIsOver();
  await worker({ work: () => ({ write: () => Promise.resolve({ in_s: 3_600 }) }) })();
  expect(await jobs()).toMatchObject([{ due: false, held: false }]);
});

describe('doubled workers', () => {
  test('do each job once, and turn each row of the outbox once', async () => {
    const records = Array.from({ length: 120 }, () => randomUUID());
    for (const record of records) await happens(record, Math.random() < 0.5 ? tenant : other);
    const done: string[] = [];
    const begun: string[] = [];
    const work = ({ record_id }: Job) => {
      begun.push(record_id);
      return {
        write: () => Promise.resolve(null),
        committed: () => Promise.resolve(done.push(record_id)),
      };
    };
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        const turn = worker({ work });
        while ((await turn()) > 0 || (await jobs()).length > 0);
      }),
    );
    expect(done.sort()).toEqual(records.sort());
    expect(begun.sort()).toEqual(records);
    expect((await db.admin.query('select from app.outbox')).rowCount).toBe(0);
  });

  test('lose nothing of what happens while they work', async () => {
    const records = Array.from({ length: 10 }, () => randomUUID());
    const last = new Map<string, number>();
    const seen = new Map<string, number>();
    let nth = 0;
    let isOver = false;
    const work = ({ record_id }: Job) => {
      // A handler reads this of its record.
      const read = last.get(record_id) ?? 0;
      return {
        write: () => Promise.resolve(null),
        committed: () => Promise.resolve(seen.set(record_id, Math.max(read, seen.get(record_id) ?? 0))),
      };
    };
    const workers = Array.from({ length: 3 }, async () => {
      const turn = worker({ work });
      while (!isOver) await turn();
    });
    for (let round = 0; round < 15; round += 1)
      for (const record of records) {
        last.set(record, (nth += 1));
        await happens(record);
      }
    await until(
      () => Promise.resolve(records.filter((record) => seen.get(record) !== last.get(record))),
      (behind) => behind.length === 0,
    );
    isOver = true;
    await Promise.all(workers);
    expect(await jobs()).toEqual([]);
  });
});

describe('a job that fails', () => {
  const failing = (error: () => Promise<never>, kind: Partial<Kind> = {}) => worker({ work: error, ...kind });

  test('is tried again later, with its reason, and keeps no other waiting', async () => {
    await happens(file);
    await happens(randomUUID());
    let done = 0;
    const turn = worker({
      work: ({ record_id }) => {
        if (record_id === file) throw new Error('no such luck');
        return { write: () => Promise.resolve(null), committed: () => Promise.resolve((done += 1)) };
      },
    });
    expect(await turn()).toBe(2);
    expect(done).toBe(1);
    const failed = { last_error: 'no such luck', held: false, dead: false, due: false };
    expect(await jobs()).toMatchObject([{ ...failed, attempts: 1 }]);
    expect(await turn()).toBe(0);
    await waitIsOver();
    await turn();
    expect(await jobs()).toMatchObject([{ ...failed, attempts: 2, fencing_token: 2 }]);
  });

  test('waits longer each time', async () => {
    await happens(file);
    const turn = failing(() => Promise.reject(new Error('again')), { attempts_max: 9 });
    const waits: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await turn();
      const { rows } = await db.admin.query<{ wait_s: number }>(
        'select extract(epoch from next_run_at - clock_timestamp())::float8 as wait_s from app.job',
      );
      waits.push(rows[0]!.wait_s);
      await waitIsOver();
    }
    for (const [nth, wait_s] of waits.entries()) {
      expect(wait_s).toBeLessThanOrEqual(2 ** (nth + 1));
      if (nth >= 3) expect(wait_s).toBeGreaterThan(waits[nth - 2]!);
    }
  });

  test('has its write undone, and tells of an error of the database no text of a record', async () => {
    await happens(file);
    await db.admin.query(`update app.attachment set scan_result = 'before' where id = $1`, [file]);
    await worker({
      work: () => ({
        async write(line) {
          await writes('undone').write(line);
          await sql`select 'the words of somebody'::uuid`.execute(line);
          return null;
        },
      }),
    })();
    expect(await result()).toBe('before');
    expect(await jobs()).toMatchObject([{ last_error: 'database error 22P02', attempts: 1 }]);
  });

  test('is dead after the attempts that its kind allows, with what that means for the record, and lives again with news', async () => {
    await happens(file);
    const turn = failing(() => Promise.reject(new Error('x'.repeat(900))), {
      died: (line, { record_id }, reason) =>
        line
          .updateTable('app.attachment')
          .set({ scan_result: reason.slice(0, 4) })
          .where('id', '=', record_id)
          .execute(),
    });
    await db.admin.query('update app.attachment set scan_result = null');
    for (const attempt of [1, 2]) {
      await turn();
      expect(await jobs()).toMatchObject([{ attempts: attempt, dead: false }]);
      expect(await result()).toBeNull();
      await waitIsOver();
    }
    await turn();
    expect(await jobs()).toMatchObject([
      { attempts: 3, dead: true, held: false, last_error: 'x'.repeat(500) },
    ]);
    expect(await result()).toBe('xxxx');
    await waitIsOver();
    expect(await turn()).toBe(0);
    await happens(file);
    expect(await worker({ work: () => writes('alive') })()).toBe(1);
    expect([await result(), await jobs()]).toEqual(['alive', []]);
  });

  test('ends each worker: it is not begun once more, and dead', async () => {
    await happens(file);
    await db.admin.query('select app.drain_outbox(9)');
    await db.admin.query('update app.job set attempts = 3');
    let begun = 0;
    const turn = worker({ work: () => ((begun += 1), writes('never')) });
    expect(await turn()).toBe(1);
    expect(begun).toBe(0);
    expect(await jobs()).toMatchObject([
      { dead: true, last_error: 'the worker ended in the middle, again and again' },
    ]);
  });

  test('is tried again from the start where a Manager says so', async () => {
    const manager = await aSession(db, await aStaffMember(db, tenant, { role: 'manager' }));
    await happens(file);
    const turn = failing(() => Promise.reject(new Error('out of order')), { attempts_max: 1 });
    await turn();
    const [dead] = await jobs();
    expect(dead).toMatchObject({ dead: true });
    expect(await asStaff(db, manager, 'select app.retry_job($1) as retried', [dead!.id])).toEqual([
      { retried: true },
    ]);
    expect(await jobs()).toMatchObject([{ dead: false, due: true, attempts: 0 }]);
    expect(await worker({ work: () => writes('mended') })()).toBe(1);
    expect([await result(), await jobs()]).toEqual(['mended', []]);
  });
});

test('one tenant’s many jobs do not keep another’s waiting, though they were due before', async () => {
  for (let nth = 0; nth < 40; nth += 1) await happens(randomUUID());
  await happens(randomUUID(), other);
  const served: string[] = [];
  const turn = worker({
    work: ({ tenant_id }) => {
      served.push(tenant_id);
      return { write: () => Promise.resolve(null) };
    },
  });
  await turn();
  expect(served).toHaveLength(5);
  expect(served.filter((of) => of === other.tenant_id)).toHaveLength(1);
  // The tenants take turns also if each turn takes one job.
  await happens(randomUUID(), other);
  await happens(randomUUID(), other);
  served.length = 0;
  const one = worker(
    {
      work: ({ tenant_id }) => {
        served.push(tenant_id);
        return { write: () => Promise.resolve(null) };
      },
    },
    { most: 1 },
  );
  for (let nth = 0; nth < 4; nth += 1) await one();
  expect(served.filter((of) => of === other.tenant_id)).toHaveLength(2);
});
