import { describe, expect, test } from 'vitest';
import { aContract, asClient, seats } from '../support/builders.ts';
import { aSupport, aTicket } from '../support/ticket-builders.ts';
import { heldByContract } from './contract-row.ts';
import { attempt, attemptError, errorOf, floored, granted, readByClients, readByStaff, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.job_type';
const inside = useWorld();
const reads = ['id', 'contract_id', 'name', 'active'];
const creates = ['tenant_id', 'id', 'contract_id', 'name', 'level'];
const edits = ['name', 'level', 'active'];

granted(inside, table, {
  client: { select: reads },
  staff: { select: true, insert: creates, update: edits },
  definer_ticket: { select: ['tenant_id', 'id', 'contract_id', 'level', 'active'] },
});
floored(inside, table, { trusts: ['client', 'staff', 'definer_ticket'] });
readByClients(inside, table, {
  columns: reads,
  key: 'contract_id::text',
  section: 'tickets',
  sees: (w) => [w.contracts.both.id],
});
readByStaff(inside, table, {
  key: '(select name from app.contract c where c.id = contract_id) collate "C"',
  manager: () => ['Both', "Neighbour's"],
  member: () => ['Both'],
  outsider: () => [],
  foreigner: () => ["Stranger's"],
});
heldByContract(inside, table, { insert: 'owner', update: 'owner', touch: "level = 'l2'" });

test("L44: a client chooses among the kinds of its own contracts, and learns of no other's", async () => {
  const { db, client, clients, contracts } = inside();
  const hers = await aSupport(db, await aContract(db, [clients.neighbour]));
  const kinds = async (token: string) =>
    (await asClient<{ id: string }>(db, token, 'select contract_id as id from app.job_type'))
      .map(({ id }) => id)
      .sort();
  expect(await kinds(client.admin)).toEqual([contracts.both.id]);
  expect(await kinds(client.neighbour)).toEqual([contracts.both.id, contracts.neighbour.id, hers.id].sort());
  expect(await kinds(client.stranger)).toEqual([contracts.foreign.id]);
  await db.admin.query('delete from app.contract where id = $1', [hers.id]);
});

test('L16: no contract of another tenant bears the id of one of ours, which would show its kinds of job', async () => {
  const { db, clients, contracts } = inside();
  expect(await errorOf(aContract(db, [clients.stranger], { id: contracts.both.id }))).toMatch(/^23505/);
});

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'insert', creates);
  staffMayOnly(inside, table, 'update', edits);

  test.each(projectRoles)(
    '%s keeps the kinds of job where owner is enough, and there alone',
    async (role) => {
      const w = inside();
      const seat = seats.staff(w.staff[role]);
      const add = (contract: string) =>
        attemptError(
          w,
          seat,
          `insert into ${table} (tenant_id, contract_id, name, level) values ($1, $2, 'Change', 'l2')`,
          [w.acme.tenant_id, contract],
        );
      const owner = role === 'owner';
      expect(await add(w.contracts.both.id)).toBe(owner ? 'no error' : refusedRow(table));
      // What a contract out of reach includes cannot be seen, so it includes nothing.
      expect(await add(w.contracts.neighbour.id)).toBe(
        '23514 the contract does not include this support level',
      );
      expect((await attempt(w, seat, `update ${table} set active = false`)).rowCount).toBe(owner ? 1 : 0);
    },
  );
});

test("a ticket's kind is one of its own contract", async () => {
  const { db, contracts, clients } = inside();
  const elsewhere = { ...contracts.both, jobType: contracts.neighbour.jobType };
  expect(await errorOf(aTicket(db, elsewhere, clients.own, { level: 'l1' }))).toMatch(/^23503/);
});

test('a kind that is not offered may start on a level that the contract does not include', async () => {
  const { db, clients } = inside();
  const narrow = await aSupport(db, await aContract(db, [clients.own]), { levels: '{l1}' });
  const add = (active: boolean) =>
    errorOf(
      db.admin.query(
        `insert into ${table} (tenant_id, contract_id, name, level, active) values ($1, $2, $3, 'l3', $4)`,
        [narrow.tenant_id, narrow.id, `Kind, ${active}`, active],
      ),
    );
  expect(await add(true)).toBe('23514 the contract does not include this support level');
  expect(await add(false)).toBe('no error');
  await db.admin.query('delete from app.contract where id = $1', [narrow.id]);
});
