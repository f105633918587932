import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asStaff, seats, transact } from '../support/builders.ts';
import { attempt, attemptError, beneath, closedToClients, denied, errorOf, floored, granted, notWrittenByStaff, readByStaff, refusedRow } from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.job';
const inside = useWorld();
const sql = (text: string, values: unknown[] = []) => inside().db.admin.query(text, values);

const kinds = ['evaluate_sla', 'close_ticket', 'check_file', 'preview_picture', 'expire_upload'];
type Values = {
  kind?: string;
  next_run_at?: Date | string;
  attempts?: number;
  leased_until?: Date | null;
  fencing_token?: number;
  died_at?: Date | null;
};
async function aJob(tenant: { tenant_id: string }, values: Values = {}): Promise<string> {
  const { kind = 'evaluate_sla', next_run_at = '2026-01-01', attempts = 0, fencing_token = 0 } = values;
  const { rows } = await sql(
    `insert into ${table} (tenant_id, kind, record_id, next_run_at, attempts, leased_until, fencing_token, died_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      ...[tenant.tenant_id, kind, randomUUID(), next_run_at, attempts],
      ...[values.leased_until ?? null, fencing_token, values.died_at ?? null],
    ],
  );
  return (rows[0] as { id: string }).id;
}

beforeAll(async () => {
  const { acme, rival } = inside();
  await aJob(acme);
  await aJob(acme, { kind: 'check_file', died_at: new Date() });
  await aJob(rival, { kind: 'close_ticket', died_at: new Date() });
});

const settles = ['next_run_at', 'attempts', 'leased_until', 'last_error', 'died_at'];
granted(inside, table, {
  staff: { select: true },
  worker: { select: true, update: settles, delete: true },
  definer_work: {
    select: true,
    insert: ['tenant_id', 'kind', 'record_id', 'next_run_at'],
    update: ['next_run_at', 'attempts', 'leased_until', 'fencing_token', 'last_error', 'died_at'],
  },
  definer_retry: { select: ['tenant_id', 'id', 'died_at'], update: ['next_run_at', 'attempts', 'died_at'] },
});
floored(inside, table, { trusts: ['staff', 'worker', 'definer_work', 'definer_retry'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key: `kind::text collate "C"`,
  manager: () => ['check_file', 'evaluate_sla'],
  member: () => [],
  outsider: () => [],
  foreigner: () => ['close_ticket'],
});
notWrittenByStaff(inside, table);

describe('role worker', () => {
  test('reads, settles and deletes the jobs of the tenant it names, and makes none', async () => {
    const w = inside();
    for (const statement of [
      `select from ${table}`,
      `update ${table} set attempts = 1`,
      `delete from ${table}`,
    ])
      for (const [tenant, count] of [
        [w.acme.tenant_id, 2],
        [w.rival.tenant_id, 1],
        ['', 0],
      ] as const)
        expect((await attempt(w, seats.worker(tenant), statement)).rowCount).toBe(count);
    const worker = seats.worker(w.acme.tenant_id);
    const insert = `insert into ${table} (tenant_id, kind, record_id, next_run_at) values ('${w.acme.tenant_id}', 'close_ticket', gen_random_uuid(), now())`;
    for (const statement of [
      insert,
      `update ${table} set fencing_token = 9`,
      `update ${table} set kind = kind`,
    ])
      expect(await attemptError(w, worker, statement)).toBe(denied(table));
    const under = { sins: [`grant update on ${table} to worker`], seat: worker, bare: true };
    const move = `update ${table} set tenant_id = '${w.rival.tenant_id}'`;
    expect(await errorOf(beneath(w.db, under, move))).toBe(refusedRow(table));
  });
});

test('an error is of 500 characters at most, and a job that is held is not dead', async () => {
  const { acme } = inside();
  const id = await aJob(acme, { kind: 'expire_upload', leased_until: new Date() });
  const set = (what: string) => errorOf(sql(`update ${table} set ${what} where id = $1`, [id]));
  expect(await set(`last_error = repeat('x', 501)`)).toMatch(/^23514/);
  expect(await set(`last_error = repeat('x', 500)`)).toBe('no error');
  expect(await set(`died_at = now()`)).toMatch(/^23514/);
  await sql(`delete from ${table} where id = $1`, [id]);
});

test('there is one of a kind for each record', async () => {
  const { acme } = inside();
  const twice = `insert into ${table} (tenant_id, kind, record_id, next_run_at) select tenant_id, kind, record_id, now() from ${table} where tenant_id = $1`;
  expect(await errorOf(sql(twice, [acme.tenant_id]))).toMatch(/^23505/);
});

type Leased = { tenant_id: string; id: string; attempts: number; fencing_token: number };
const lease = async (most: number, { of = kinds, seconds = 60, after = null as string | null } = {}) =>
  (
    await transact(inside().db, seats.worker(), (line) =>
      line.query<Leased>('select * from app.lease_jobs($1::app.job_kind[], $2, $3, $4)', [
        of,
        seconds,
        most,
        after,
      ]),
    )
  ).rows;
const ids = (jobs: Leased[]) => jobs.map(({ id }) => id);

describe('app.lease_jobs()', () => {
  beforeEach(() => sql(`delete from ${table}`));
  const inTime = (seconds: number) => new Date(Date.now() + seconds * 1_000);

  test('takes what is due, the longest due first: nothing that comes later, is held or dead, or of another kind', async () => {
    const { acme } = inside();
    const second = await aJob(acme, { next_run_at: '2026-01-02' });
    const first = await aJob(acme, { next_run_at: '2026-01-01' });
    await aJob(acme, { next_run_at: inTime(60) });
    // News came for it meanwhile.
    await aJob(acme, { leased_until: inTime(60) });
    await aJob(acme, { died_at: new Date() });
    const other = await aJob(acme, { kind: 'check_file' });
    expect(ids(await lease(1, { of: ['evaluate_sla'] }))).toEqual([first]);
    expect(ids(await lease(9, { of: ['evaluate_sla'] }))).toEqual([second]);
    expect(await lease(9, { of: ['evaluate_sla', 'close_ticket'] })).toEqual([]);
    expect(ids(await lease(9))).toEqual([other]);
  });

  test('counts the attempt and the token up, and holds the job until the lease is over', async () => {
    const { acme } = inside();
    const id = await aJob(acme, { attempts: 2, fencing_token: 7 });
    expect(await lease(9, { seconds: 60 })).toMatchObject([
      { tenant_id: acme.tenant_id, id, attempts: 3, fencing_token: 8 },
    ]);
    expect(await lease(9)).toEqual([]);
    const { rows } = await sql(
      `select leased_until = next_run_at as alike, leased_until between now() + interval '50 seconds' and now() + interval '61 seconds' as soon from ${table}`,
    );
    expect(rows).toEqual([{ alike: true, soon: true }]);
    await sql(`update ${table} set next_run_at = now(), leased_until = now()`);
    expect(await lease(9)).toMatchObject([{ id, attempts: 4, fencing_token: 9 }]);
  });

  test('takes of each tenant in turn, beginning after the one that was served last', async () => {
    const { acme, rival } = inside();
    for (let nth = 0; nth < 6; nth += 1) await aJob(acme);
    const theirs = await aJob(rival, { next_run_at: '2026-02-01' });
    expect(ids(await lease(2))).toContain(theirs);
    await sql(`update ${table} set next_run_at = '2026-01-01', leased_until = null`);
    expect((await lease(1, { after: acme.tenant_id }))[0]).toMatchObject({ id: theirs });
    await sql(`update ${table} set next_run_at = '2026-01-01', leased_until = null`);
    expect((await lease(1, { after: rival.tenant_id }))[0]).toMatchObject({ tenant_id: acme.tenant_id });
    expect(await lease(100)).toHaveLength(6);
    expect(await lease(100)).toEqual([]);
  });

  test('waits for nobody: what another transaction has in hand is left to it', async () => {
    const { db, acme } = inside();
    const [held, free] = [await aJob(acme), await aJob(acme, { next_run_at: '2026-01-02' })];
    const other = await db.admin.connect();
    try {
      await other.query('begin');
      await other.query(`select from ${table} where id = $1 for update`, [held]);
      expect(ids(await lease(9))).toEqual([free]);
    } finally {
      await other.query('rollback');
      other.release();
    }
    expect(ids(await lease(9))).toEqual([held]);
  });
});

describe('app.retry_job()', () => {
  beforeEach(() => sql(`delete from ${table}`));
  const retry = async (token: string, id: string) =>
    (await asStaff<{ retried: boolean }>(inside().db, token, 'select app.retry_job($1) as retried', [id]))[0]
      ?.retried;
  const standing = async (id: string) =>
    (
      await inside().db.admin.query<Record<string, unknown>>(
        `select attempts, next_run_at = '2026-01-01' as "asBefore", died_at is not null as dead from ${table} where id = $1`,
        [id],
      )
    ).rows[0];
  const dead = { attempts: 8, asBefore: true, dead: true };

  test('has a Manager of the tenant make a dead job due, from its first attempt', async () => {
    const { acme, staff } = inside();
    const id = await aJob(acme, { attempts: 8, died_at: new Date() });
    expect(await retry(staff.tenantManager, id)).toBe(true);
    expect(await standing(id)).toEqual({ attempts: 0, asBefore: false, dead: false });
    expect(await retry(staff.tenantManager, id)).toBe(false);
  });

  test('leaves one alone that did not die', async () => {
    const { acme, staff } = inside();
    const id = await aJob(acme, { attempts: 8 });
    expect(await retry(staff.tenantManager, id)).toBe(false);
    expect(await standing(id)).toEqual({ ...dead, dead: false });
  });

  test('is nothing for a Member in any role, nor of another tenant, nor without a session that holds', async () => {
    const { acme, rival, staff, staffNobodies, client } = inside();
    const id = await aJob(acme, { attempts: 8, died_at: new Date() });
    const theirs = await aJob(rival, { attempts: 8, died_at: new Date() });
    for (const token of [
      ...projectRoles.map((role) => staff[role]),
      ...[staff.outsider, staff.foreigner, client.admin, ...Object.values(staffNobodies)],
    ])
      expect(await retry(token, id)).toBe(false);
    expect(await retry(staff.tenantManager, theirs)).toBe(false);
    for (const one of [id, theirs]) expect(await standing(one)).toEqual(dead);
  });

  test('beneath the grants it revives and moves nothing: its policies alone', async () => {
    const w = inside();
    const id = await aJob(w.acme, { attempts: 8, died_at: new Date() });
    const living = await aJob(w.acme, { attempts: 8 });
    const seat = { ...seats.staff(w.staff.tenantManager), role: 'definer_retry' };
    const under = {
      sins: ['grant definer_retry to staff_app', `grant update on ${table} to definer_retry`],
      seat,
      bare: true,
    };
    const theirs = await aJob(w.rival, { attempts: 8, died_at: new Date() });
    const run = (statement: string) => beneath(w.db, under, statement);
    const seen = (await run(`select id from ${table}`)).rows.map((row) => row.id);
    expect(seen.sort()).toEqual([id, living].sort());
    // With no condition, so that nothing but the rule for writing is asked.
    const change = (set: string) => errorOf(run(`update ${table} set ${set}`));
    expect(await change('died_at = null')).toBe('no error');
    expect((await run(`update ${table} set died_at = null`)).rowCount).toBe(1);
    expect(await change('attempts = 0')).toBe(refusedRow(table));
    expect(await change(`died_at = null, tenant_id = '${w.rival.tenant_id}'`)).toBe(refusedRow(table));
    for (const one of [living, theirs])
      expect((await run(`update ${table} set died_at = null where id = '${one}'`)).rowCount).toBe(0);
  });
});
