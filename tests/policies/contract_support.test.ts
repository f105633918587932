import { describe, expect, test } from 'vitest';
import { seats } from '../support/builders.ts';
import { aContract } from '../support/builders.ts';
import { aSupport, aTicket } from '../support/ticket-builders.ts';
import { heldByContract, workedOn } from './contract-row.ts';
import { attempt, attemptError, closedToClients, errorOf, floored, granted, readByStaff, refusedRow, staffMayOnly } from './law.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.contract_support';
const inside = useWorld();
const key = '(select name from app.contract c where c.id = contract_id) collate "C"';
const edits = ['levels', 'reopen_days', 'sla_disclosure', 'version'];

granted(inside, table, {
  staff: { select: true, insert: true, update: edits },
  worker: { select: true },
  definer_ticket: { select: ['tenant_id', 'contract_id', 'levels', 'reopen_days', 'sla_disclosure'] },
});
floored(inside, table, { trusts: ['staff', 'worker', 'definer_ticket'] });
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
