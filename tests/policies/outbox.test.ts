import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asClient, asStaff, seats, toFlag, transact } from '../support/builders.ts';
import { anAttachment, anUpload, aTicket } from '../support/ticket-builders.ts';
import {
  attemptError,
  closedTo,
  closedToClients,
  closedToStaff,
  denied,
  floored,
  granted,
} from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.outbox';
const inside = useWorld();

beforeAll(async () => {
  const { db, contracts, clients } = inside();
  await aTicket(db, contracts.both, clients.own);
});

granted(inside, table, {
  definer_outbox: { insert: ['tenant_id', 'kind', 'record_id'] },
  definer_work: { select: true, update: ['id'], delete: true },
});
floored(inside, table, { trusts: ['definer_outbox', 'definer_work'] });
closedToClients(inside, table);
closedToStaff(inside, table);
closedTo(inside, table, 'role worker', (w) => seats.worker(w.acme.tenant_id));

const told = async (record: string) =>
  (
    await inside().db.admin.query<{ kind: string }>(
      `delete from ${table} where record_id = $1 returning tenant_id, kind`,
      [record],
    )
  ).rows.map(({ kind }) => kind);
const sql = (text: string, values: unknown[] = []) => inside().db.admin.query(text, values);

describe('what a transaction tells the worker', () => {
  test('of a ticket: each event of its clock, and its end, with each change of when it closes', async () => {
    const { db, contracts, clients, staff } = inside();
    const { id } = await aTicket(db, contracts.both, clients.own);
    expect(await told(id)).toEqual(['evaluate_sla']);
    await asStaff(db, staff.contributor, `update app.ticket set title = 'Another' where id = $1`, [id]);
    expect(await told(id)).toEqual([]);
    await asStaff(db, staff.contributor, `update app.ticket set status = 'resolved', resolution = 'x' where id = $1`, [id]); // prettier-ignore
    expect((await told(id)).sort()).toEqual(['close_ticket', 'evaluate_sla']);
    await sql(`update app.ticket set reopen_until = now() where id = $1`, [id]);
    expect(await told(id)).toEqual(['close_ticket']);
    for (const flag of ['client_visible', 'internal_only']) {
      await sql(toFlag, [flag, id]);
      expect(await told(id)).toContain('evaluate_sla');
    }
    await sql(`update app.ticket set title = 'Once more' where id = $1`, [id]);
    expect(await told(id)).toEqual([]);
    await sql(`update app.ticket set status = 'closed' where id = $1`, [id]);
    expect(await told(id)).toEqual(['evaluate_sla']);
  });

  test('of a ticket that is there resolved: that it closes', async () => {
    const { db, contracts, clients } = inside();
    const { id } = await aTicket(db, contracts.both, clients.own, { status: 'resolved' });
    expect((await told(id)).sort()).toEqual(['close_ticket', 'evaluate_sla']);
  });

  test('of a file: that it is to be checked, and once it is ready and a picture, that it has no preview', async () => {
    const { db, acme, tickets } = inside();
    const file = async (values: Record<string, unknown>) =>
      (await anAttachment(db, acme, { record_id: tickets.internal.id, ...values })).id;
    expect(await told(await file({ state: 'ready' }))).toEqual([]);
    expect(await told(await file({ state: 'ready', preview: 'waiting' }))).toEqual(['preview_picture']);
    const [picture, text] = [await file({ state: 'checking' }), await file({ state: 'checking' })];
    for (const id of [picture, text]) expect(await told(id)).toEqual(['check_file']);
    await sql(`update app.attachment set scan_result = 'away' where id = $1`, [picture]);
    expect(await told(picture)).toEqual([]);
    await sql(`update app.attachment set state = 'ready', preview = 'waiting' where id = $1`, [picture]);
    expect(await told(picture)).toEqual(['preview_picture']);
    await sql(`update app.attachment set state = 'ready' where id = any ($1)`, [[picture, text]]);
    for (const id of [picture, text]) expect(await told(id)).toEqual([]);
  });

  test('of an upload: that it is forgotten one day, whoever begins it', async () => {
    const { db, people, client } = inside();
    expect(await told((await anUpload(db, people.admin)).id)).toEqual(['expire_upload']);
    const [begun] = await asClient<{ id: string }>(db, client.admin, `select app.begin_upload('x', 1) as id`);
    expect(await told(begun!.id)).toEqual(['expire_upload']);
  });

  test('is undone with it, names the tenant of the record, and holds no lock of what the worker holds', async () => {
    const { db, contracts, clients, staff, acme } = inside();
    const { id } = await aTicket(db, contracts.both, clients.own);
    await told(id);
    await transact(
      db,
      seats.staff(staff.contributor),
      (line) => line.query(`update app.ticket set priority = 'high' where id = $1`, [id]),
      'rollback',
    );
    expect(await told(id)).toEqual([]);

    await sql(
      `insert into app.job (tenant_id, kind, record_id, next_run_at) values ($1, 'evaluate_sla', $2, now())`,
      [acme.tenant_id, id],
    );
    const worker = await db.admin.connect();
    try {
      await worker.query('begin');
      await worker.query('select from app.job where record_id = $1 for update', [id]);
      await asStaff(db, staff.contributor, `update app.ticket set priority = 'low' where id = $1`, [id]);
      const { rows } = await sql(`select tenant_id, kind from ${table} where record_id = $1`, [id]);
      expect(rows).toEqual([{ tenant_id: acme.tenant_id, kind: 'evaluate_sla' }]);
    } finally {
      await worker.query('rollback');
      worker.release();
    }
  });

  test('is nothing that anybody says by hand', async () => {
    const w = inside();
    const insert = `insert into ${table} (tenant_id, kind, record_id) values ('${w.acme.tenant_id}', 'close_ticket', '${w.tickets.open.id}')`;
    for (const seat of [
      seats.client(w.client.admin),
      seats.staff(w.staff.tenantManager),
      seats.worker(w.acme.tenant_id),
    ])
      expect(await attemptError(w, seat, insert)).toBe(denied(table));
  });
});

describe('app.drain_outbox()', () => {
  const record = (nth: number) => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
  beforeEach(async () => {
    await sql(`delete from ${table}`);
    await sql('delete from app.job');
  });
  const happens = (tenant: string, nth: number, at: string, kind = 'evaluate_sla') =>
    sql(`insert into ${table} (tenant_id, kind, record_id, happened_at) values ($1, $2, $3, $4)`, [
      ...[tenant, kind, record(nth), at],
    ]);
  const drain = async (most = 100) =>
    (
      await transact(inside().db, seats.worker(), (line) =>
        line.query<{ moved: number }>('select app.drain_outbox($1) as moved', [most]),
      )
    ).rows[0]?.moved;
  type Job = { tenant_id: string; kind: string; record_id: string; at: string };
  const jobs = async () =>
    (
      await sql(
        `select tenant_id, kind, record_id, to_char(next_run_at at time zone 'UTC', 'YYYY-MM-DD') as at
           from app.job order by tenant_id = $1 desc, record_id, kind`,
        [inside().acme.tenant_id],
      )
    ).rows as Job[];

  test('makes a job of each record and kind, due since the first that happened, and forgets the rows', async () => {
    const { tenant_id } = inside().acme;
    await happens(tenant_id, 1, '2026-01-03');
    await happens(tenant_id, 1, '2026-01-02');
    await happens(tenant_id, 1, '2026-01-04');
    await happens(tenant_id, 1, '2026-01-05', 'close_ticket');
    expect(await drain()).toBe(4);
    expect(await jobs()).toEqual([
      { tenant_id, kind: 'evaluate_sla', record_id: record(1), at: '2026-01-02' },
      { tenant_id, kind: 'close_ticket', record_id: record(1), at: '2026-01-05' },
    ]);
    expect(await drain()).toBe(0);
    expect((await sql(`select from ${table}`)).rowCount).toBe(0);
  });

  test('news brings a job forward and never puts it off; attempts, error and death are forgotten, the lease is not', async () => {
    const { tenant_id } = inside().acme;
    for (const [nth, at] of [
      [1, '2026-01-01'],
      [2, '2026-06-01'],
    ] as const)
      await sql(
        `insert into app.job (tenant_id, kind, record_id, next_run_at, attempts, fencing_token, last_error, died_at, leased_until)
         values ($1, 'evaluate_sla', $2, $3, 5, 7, 'x', case $4::int when 1 then now() end, case $4::int when 2 then $3::timestamptz end)`,
        [tenant_id, record(nth), at, nth],
      );
    for (const nth of [1, 2]) await happens(tenant_id, nth, '2026-03-01');
    await drain();
    expect((await jobs()).map(({ at }) => at)).toEqual(['2026-01-01', '2026-03-01']);
    const { rows } = await sql(
      `select attempts, fencing_token as token, last_error as error, died_at as died, leased_until is not null as leased from app.job order by record_id`,
    );
    const fresh = { attempts: 0, token: 7, error: null, died: null };
    expect(rows).toEqual([
      { ...fresh, leased: false },
      { ...fresh, leased: true },
    ]);
  });

  test('takes the oldest of each tenant, and no tenant waits for another', async () => {
    const { acme, rival } = inside();
    for (let nth = 1; nth <= 5; nth += 1) {
      await happens(acme.tenant_id, nth, '2026-01-01');
      // Their ids tell their order, by the millisecond.
      await sql('select pg_sleep(0.005)');
    }
    await happens(rival.tenant_id, 9, '2026-01-02');
    expect(await drain(2)).toBe(3);
    expect((await jobs()).map(({ record_id }) => record_id)).toEqual([record(1), record(2), record(9)]);
    expect(await drain(2)).toBe(2);
    expect(await drain(2)).toBe(1);
  });

  test('two at once turn each row once: what the one has in hand the other leaves', async () => {
    const { db, acme } = inside();
    for (let nth = 1; nth <= 4; nth += 1) await happens(acme.tenant_id, nth, '2026-01-01');
    const other = await db.admin.connect();
    try {
      await other.query('begin');
      await other.query(`select from ${table} where record_id = any ($1) for update`, [
        [record(1), record(2)],
      ]);
      expect(await drain()).toBe(2);
      await other.query('rollback');
    } finally {
      other.release();
    }
    expect(await drain()).toBe(2);
    expect((await jobs()).map(({ record_id }) => record_id)).toEqual([1, 2, 3, 4].map(record));
  });
});
