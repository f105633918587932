import { describe, expect, test } from 'vitest';
import { seats } from '../support/builders.ts';
import { aContract } from '../support/builders.ts';
import { aSupport, aTicket } from '../support/ticket-builders.ts';
import { heldByContract, workedOn } from './contract-row.ts';
import { attempt, attemptError, closedToClients, errorOf, floored, granted, readByStaff, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { narrow } from './narrow.ts';
import { projectRoles, useWorld } from './world.ts';

const table = 'app.contract_support';
const inside = useWorld();
const key = '(select name from app.contract c where c.id = contract_id) collate "C"';
const edits = ['levels', 'reopen_days', 'sla_disclosure', 'version'];

granted(inside, table, {
  staff: { select: true, insert: true, update: edits },
  worker: { select: true },
  definer_share: { select: ['tenant_id', 'contract_id', 'levels', 'reopen_days'] },
  definer_ticket: { select: ['tenant_id', 'contract_id', 'levels', 'reopen_days', 'sla_disclosure'] },
});
floored(inside, table, { trusts: ['staff', 'worker', 'definer_share', 'definer_ticket'] });
narrow(inside, table, { definer_share: { from: 'manager', on: 'contract' } });
closedToClients(inside, table);
readByStaff(inside, table, {
  key,
  manager: () => ['Both', "Neighbour's"],
  member: () => ['Both'],
  outsider: () => [],
  foreigner: () => ["Stranger's"],
});
heldByContract(inside, table, { insert: 'owner', update: 'owner', touch: 'reopen_days = 3' });
workedOn(inside, table);

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'update', edits);

  test.each(projectRoles)(
    '%s sets the terms where owner is enough, and of no other contract',
    async (role) => {
      const w = inside();
      const seat = seats.staff(w.staff[role]);
      const change = await attempt(w, seat, `update ${table} set reopen_days = 3`);
      expect(change.rowCount).toBe(role === 'owner' ? 1 : 0);
      const bare = await aContract(w.db, [w.clients.own]);
      expect(
        await attemptError(
          w,
          seat,
          `insert into ${table} (tenant_id, contract_id, levels) values ($1, $2, '{l1}')`,
          [w.acme.tenant_id, bare.id],
        ),
      ).toBe(refusedRow(table));
    },
  );
});

test('ending a contract’s SLA disclosure clears its tickets at once and queues their evaluation', async () => {
  const { db, clients } = inside();
  const [under, other] = [
    await aSupport(db, await aContract(db, [clients.own]), { sla_disclosure: 'countdown' }),
    await aSupport(db, await aContract(db, [clients.own]), { sla_disclosure: 'countdown' }),
  ];
  const tickets = [await aTicket(db, under, clients.own), await aTicket(db, other, clients.own)];
  for (const { id } of tickets) {
    await db.admin.query(`update app.ticket set sla_status = 'missed', sla_due_at = now() where id = $1`, [id]);
  }
  const ids = tickets.map(({ id }) => id);
  const forget = () => db.admin.query('delete from app.outbox where record_id = any ($1)', [ids]);
  await forget();
  const standing = async () =>
    Promise.all(tickets.map(async ({ id }) => {
      const { rows } = await db.admin.query<{ standing: string }>(
        `select concat_ws(' ', coalesce(t.sla_status::text, 'null'), t.sla_due_at is not null, exists (select from app.outbox o where o.record_id = t.id and o.kind = 'evaluate_sla')) as standing
           from app.ticket t where t.id = $1`,
        [id],
      );
      return rows[0]?.standing;
    }));
  const disclose = (disclosure: string) =>
    db.admin.query(`update ${table} set sla_disclosure = $2::app.sla_disclosure where contract_id = $1`, [under.id, disclosure]);
  const before = await standing();
  expect(before).toEqual(['missed t f', 'missed t f']);
  await db.admin.query(`update ${table} set reopen_days = 3 where contract_id = $1`, [under.id]);
  expect(await standing()).toEqual(before);
  await disclose('status');
  expect(await standing()).toEqual(['missed f t', 'missed t f']);
  await forget();
  await disclose('nothing');
  expect(await standing()).toEqual(['null f t', 'missed t f']);
}); // prettier-ignore

test('a change of a contract’s SLA disclosure is announced for closed tickets, too', async () => {
  const { db, clients } = inside();
  const under = await aSupport(db, await aContract(db, [clients.own]), { sla_disclosure: 'nothing' });
  const { id } = await aTicket(db, under, clients.own, { status: 'resolved' });
  await db.admin.query('delete from app.outbox where record_id = $1', [id]);
  await db.admin.query(`update ${table} set sla_disclosure = 'status' where contract_id = $1`, [under.id]);
  const { rows } = await db.admin.query('select kind from app.outbox where record_id = $1', [id]);
  expect(rows).toEqual([{ kind: 'evaluate_sla' }]);
});

test('without terms no ticket is raised, nor on a level that they do not include', async () => {
  const { db, clients } = inside();
  const bare = await aContract(db, [clients.own]);
  const narrow = await aSupport(db, await aContract(db, [clients.own]), { levels: ['l1', 'l2'] });
  const id = '00000000-0000-4000-8000-000000000000';
  expect(await errorOf(aTicket(db, { ...bare, jobType: { id } }, clients.own, { level: 'l1' }))).toBe(
    '23514 the contract includes no support',
  );
  expect(await errorOf(aTicket(db, narrow, clients.own, { level: 'l3' }))).toBe(
    '23514 the contract does not include this support level',
  );
  const ticket = await aTicket(db, narrow, clients.own);
  const raise = (level: string) =>
    errorOf(db.admin.query('update app.ticket set level = $1 where id = $2', [level, ticket.id]));
  expect(await raise('solution_architect')).toBe('23514 the contract does not include this support level');
  expect(await raise('l2')).toBe('no error');
});

test('a resolved ticket may be reopened for as long as the terms said when it was resolved', async () => {
  const { db, clients } = inside();
  const contract = await aSupport(db, await aContract(db, [clients.own]), { reopen_days: 3 });
  const ticket = await aTicket(db, contract, clients.own);
  const set = (what: string) => db.admin.query(`update app.ticket set ${what} where id = $1`, [ticket.id]);
  const days = async () =>
    (
      await db.admin.query<{ days: number | null }>(
        'select extract(day from reopen_until - resolved_at)::int as days from app.ticket where id = $1',
        [ticket.id],
      )
    ).rows[0]?.days;
  await set("status = 'resolved'");
  expect(await days()).toBe(3);
  await db.admin.query('update app.contract_support set reopen_days = 9 where contract_id = $1', [
    contract.id,
  ]);
  await set("status = 'closed'");
  expect(await days()).toBe(3);
  await set("status = 'open'");
  expect(await days()).toBeNull();
  await set("status = 'resolved'");
  expect(await days()).toBe(9);
});

test('a level is included for as long as a kind of job of this contract is offered on it', async () => {
  const { db, clients, contracts } = inside();
  const support = await aSupport(db, await aContract(db, [clients.own]), { levels: '{l1,l2,l3}' });
  const kind = (contract: { tenant_id: string; id: string }, level: string) =>
    db.admin.query(
      "insert into app.job_type (tenant_id, contract_id, name, level) values ($1, $2, 'Kept', $3)",
      [contract.tenant_id, contract.id, level],
    );
  await kind(support, 'l3');
  await kind(contracts.both, 'l2');
  const narrow = () =>
    errorOf(
      db.admin.query("update app.contract_support set levels = '{l1}' where contract_id = $1", [support.id]),
    );
  expect(await narrow()).toBe('23514 a kind of job starts on a level that would not be included');
  await db.admin.query("update app.job_type set active = false where contract_id = $1 and level = 'l3'", [
    support.id,
  ]);
  expect(await narrow()).toBe('no error');
  await db.admin.query("delete from app.job_type where name = 'Kept'");
  await db.admin.query('delete from app.contract where id = $1', [support.id]);
});
