import { describe, expect, test } from 'vitest';
import { seats, transact } from '../support/builders.ts';
import { aTicket } from '../support/ticket-builders.ts';
import { heldByContract, workedOn } from './contract-row.ts';
import { attempt, attemptError, closedToClients, denied, floored, granted, notWrittenByStaff, readByStaff } from './law.ts'; // prettier-ignore
import { useWorld } from './world.ts';

const table = 'app.ticket_sla';
const inside = useWorld();
const works = ['first_response', 'resolution', 'next_run_at', 'attempts', 'failure', 'evaluated_at'];

granted(inside, table, {
  staff: { select: true },
  worker: { select: true, update: works },
  definer_log: {
    select: ['tenant_id', 'contract_id', 'ticket_id', 'next_run_at'],
    insert: ['tenant_id', 'client_id', 'contract_id', 'ticket_id', 'next_run_at'],
    update: ['next_run_at', 'attempts', 'failure'],
  },
  definer_work: { select: ['tenant_id', 'ticket_id', 'next_run_at'] },
});
floored(inside, table, { trusts: ['staff', 'worker', 'definer_log', 'definer_work'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key: '(select title from app.ticket t where t.id = ticket_id) collate "C"',
  manager: () => ['internal', 'neighbour', 'open'],
  member: () => ['internal', 'neighbour', 'open'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});
heldByContract(inside, table);
workedOn(inside, table, { update: true, touch: 'attempts = 2' });
notWrittenByStaff(inside, table);

test('a job for one tenant does not touch the clock of another’s ticket, though it has the same id', async () => {
  const w = inside();
  const set = `update ${table} set evaluated_at = now() where ticket_id = $1 returning tenant_id`;
  for (const tenant of [w.acme.tenant_id, w.rival.tenant_id])
    expect((await attempt(w, seats.worker(tenant), set, [w.tickets.open.id])).rows).toEqual([
      { tenant_id: tenant },
    ]);
  expect((await attempt(w, seats.worker(), set, [w.tickets.open.id])).rows).toEqual([]);
  for (const sql of [`delete from ${table}`, `update ${table} set ticket_id = gen_random_uuid()`])
    expect(await attemptError(w, seats.worker(w.acme.tenant_id), sql)).toBe(denied(table));
});

describe('what is due', () => {
  const ask = async (sql: string, values: unknown[] = []) =>
    (await transact(inside().db, seats.worker(), (line) => line.query(sql, values))).rows as Record<
      string,
      unknown
    >[];
  const due = (most = 100) =>
    ask('select ticket_id as id, tenant_id as tenant from app.due_tickets($1)', [most]);

  test('app.due_tickets() names tickets of every tenant whose time has come, the longest due first', async () => {
    const { db, contracts, clients, acme, rival } = inside();
    await db.admin.query(`update ${table} set next_run_at = 'infinity'`);
    expect(await due()).toEqual([]);
    const [a, b, c] = [
      await aTicket(db, contracts.both, clients.own),
      await aTicket(db, contracts.foreign, clients.stranger),
      await aTicket(db, contracts.both, clients.own),
    ];
    const at = (id: string, when: string) =>
      db.admin.query(`update ${table} set next_run_at = now() + $1::interval where ticket_id = $2`, [
        when,
        id,
      ]);
    await at(a.id, '-1 minute');
    await at(b.id, '-2 minutes');
    await at(c.id, '10 minutes');
    const lines = [
      { id: b.id, tenant: rival.tenant_id },
      { id: a.id, tenant: acme.tenant_id },
    ];
    expect(await due()).toEqual(lines);
    expect(await due(1)).toEqual(lines.slice(0, 1));
    const next = async () =>
      (await ask('select app.next_due_at() < now() as past, app.next_due_at() is null as never'))[0];
    expect(await next()).toEqual({ past: true, never: false });
    await db.admin.query(`update ${table} set next_run_at = 'infinity' where ticket_id <> $1`, [c.id]);
    expect(await next()).toEqual({ past: false, never: false });
    await db.admin.query(`update ${table} set next_run_at = 'infinity'`);
    expect(await next()).toEqual({ past: null, never: true });
  });
});

test('each ticket has one from its beginning, due at once', async () => {
  const { db, contracts, clients } = inside();
  const ticket = await aTicket(db, contracts.both, clients.own);
  const { rows } = await db.admin.query(
    `select tenant_id, client_id, contract_id, next_run_at <= now() as due, evaluated_at from ${table} where ticket_id = $1`,
    [ticket.id],
  );
  expect(rows).toEqual([
    {
      tenant_id: ticket.tenant_id,
      client_id: ticket.client_id,
      contract_id: ticket.contract_id,
      due: true,
      evaluated_at: null,
    },
  ]);
});
