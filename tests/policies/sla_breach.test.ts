import { beforeAll, expect, test } from 'vitest';
import { seats } from '../support/builders.ts';
import { aBreach } from '../support/ticket-builders.ts';
import { heldByContract, workedOn } from './contract-row.ts';
import { attempt, attemptError, closedToClients, denied, errorOf, floored, granted, notWrittenByStaff, readByStaff, refusedRow } from './policy-assertions.ts'; // prettier-ignore
import { useWorld } from './world.ts';

const table = 'app.sla_breach';
const inside = useWorld();
const creates = [
  'tenant_id', 'client_id', 'contract_id', 'ticket_id', 'clock', 'sla_policy_id', 'target_minutes', 'actual_minutes',
  'breached_at', 'ended_at',
]; // prettier-ignore

beforeAll(async () => {
  const { db, tickets } = inside();
  for (const ticket of Object.values(tickets)) await aBreach(db, ticket);
});

granted(inside, table, {
  staff: { select: true },
  worker: { select: true, insert: creates, update: ['actual_minutes', 'ended_at', 'withdrawn_at'] },
});
floored(inside, table, { trusts: ['staff', 'worker'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key: '(select title from app.ticket t where t.id = ticket_id) collate "C"',
  manager: () => ['internal', 'neighbour', 'open'],
  member: () => ['internal', 'neighbour', 'open'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});
heldByContract(inside, table);
workedOn(inside, table, { insert: true, update: true, touch: 'ended_at = now()' });
notWrittenByStaff(inside, table);

test('a missed target is recorded once, whoever finds it first', async () => {
  const w = inside();
  expect(await errorOf(aBreach(w.db, w.tickets.open))).toMatch(/^23505/);
  const record = `insert into ${table} (tenant_id, client_id, contract_id, ticket_id, clock, sla_policy_id, target_minutes, actual_minutes, breached_at)
    select tenant_id, client_id, contract_id, id, 'resolution', sla_policy_id, 480, 500.5, '2026-03-02' from app.ticket where id = $1
    on conflict (tenant_id, ticket_id, clock, breached_at) do nothing`;
  const find = async (tenant: string) =>
    (
      await attempt(w, seats.worker(tenant), record.replace('resolution', 'first_response'), [
        w.tickets.open.id,
      ])
    ).rowCount;
  expect(await find(w.acme.tenant_id)).toBe(0);
  // What was missed at another moment is another breach.
  expect(
    (
      await attempt(
        w,
        seats.worker(w.acme.tenant_id),
        record.replace('resolution', 'first_response').replace('2026-03-02', '2026-03-03'),
        [w.tickets.open.id],
      )
    ).rowCount,
  ).toBe(1);
  const made = await attempt(w, seats.worker(w.acme.tenant_id), `${record} returning over_minutes`, [
    w.tickets.internal.id,
  ]);
  expect(made.rows).toEqual([{ over_minutes: '20.50' }]);
  // Neither of a ticket of another tenant, nor for a tenant that was not named.
  expect(await find('')).toBe(0);
  const forced = `insert into ${table} (tenant_id, client_id, contract_id, ticket_id, clock, sla_policy_id, target_minutes, actual_minutes, breached_at)
    values ($1, $2, $3, $4, 'resolution', gen_random_uuid(), 1, 2, now())`;
  const { foreign } = w.tickets;
  expect(
    await attemptError(w, seats.worker(w.acme.tenant_id), forced, [
      foreign.tenant_id,
      foreign.client_id,
      foreign.contract_id,
      foreign.id,
    ]),
  ).toBe(refusedRow(table));
});

test('a breach stays: a job updates its overrun alone, and a ticket with a breach cannot be deleted', async () => {
  const w = inside();
  for (const sql of [
    `delete from ${table}`,
    `update ${table} set target_minutes = 9`,
    `update ${table} set breached_at = now()`,
  ])
    expect(await attemptError(w, seats.worker(w.acme.tenant_id), sql)).toBe(denied(table));
  expect(
    await errorOf(w.db.admin.query('delete from app.ticket where id = $1', [w.tickets.internal.id])),
  ).toMatch(/^23503/);
});
