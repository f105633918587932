import { describe, expect, test } from 'vitest';
import { aContract, asStaff, seats } from '../support/builders.ts';
import { aSlaPolicy, aSupport, aTicket } from '../support/ticket-builders.ts';
import { heldByContract, workedOn } from './contract-row.ts';
import { attemptError, closedToClients, denied, errorOf, floored, granted, readByStaff, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld, type World } from './world.ts';

const table = 'app.sla_policy';
const inside = useWorld();
const creates = [
  'tenant_id', 'id', 'contract_id', 'in_force_from', 'time_zone', 'business_hours', 'holidays', 'targets', 'thresholds',
  'pauses_on_hold',
]; // prettier-ignore

granted(inside, table, {
  staff: { select: true, insert: creates },
  worker: { select: true },
  definer_ticket: { select: ['tenant_id', 'id', 'contract_id', 'in_force_from'] },
});
floored(inside, table, { trusts: ['staff', 'worker', 'definer_ticket'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key: '(select name from app.contract c where c.id = contract_id) collate "C"',
  manager: () => ['Both', "Neighbour's"],
  member: () => ['Both'],
  outsider: () => [],
  foreigner: () => ["Stranger's"],
});
heldByContract(inside, table, { insert: 'owner', values: { in_force_from: "now() + interval '1 day'" } });
workedOn(inside, table);

const add = (w: World, contract: string, given: { from?: string; zone?: string } = {}) =>
  [
    `insert into ${table} (tenant_id, contract_id, in_force_from, time_zone, business_hours, targets)
     values ($1, $2, now() + $3::interval, $4, '{}', '[]') returning tenant_id, created_by`,
    [w.acme.tenant_id, contract, given.from ?? '1 hour', given.zone ?? 'Europe/Berlin'],
  ] as const;

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'insert', creates);

  test.each(projectRoles)(
    '%s puts a new version in force where owner is enough, and there alone',
    async (role) => {
      const w = inside();
      const seat = seats.staff(w.staff[role]);
      const outcome = (contract: string) => {
        const [sql, values] = add(w, contract);
        // Without RETURNING: only the policy of the command decides.
        return attemptError(w, seat, sql.replace(/ returning.*/, ''), [...values]);
      };
      expect(await outcome(w.contracts.both.id)).toBe(role === 'owner' ? 'no error' : refusedRow(table));
      expect(await outcome(w.contracts.neighbour.id)).toBe(refusedRow(table));
    },
  );

  test('a version is signed by whoever made it, in their own tenant', async () => {
    const w = inside();
    const [sql, values] = add(w, w.contracts.both.id, { from: '2 days' });
    const rows = await asStaff(w.db, w.staff.owner, sql, [w.rival.tenant_id, ...values.slice(1)]);
    expect(rows).toEqual([{ tenant_id: w.acme.tenant_id, created_by: w.team.owner.id }]);
  });

  test('none is put in force in the past, nor in a time zone that is none', async () => {
    const w = inside();
    const seat = seats.staff(w.staff.owner);
    const outcome = (given: { from?: string; zone?: string }) => {
      const [sql, values] = add(w, w.contracts.both.id, given);
      return attemptError(w, seat, sql, [...values]);
    };
    for (const from of ['-2 minutes', '-1 year']) expect(await outcome({ from })).toBe(refusedRow(table));
    expect(await outcome({ from: '0 seconds' })).toBe('no error');
    expect(await outcome({ zone: 'Europe/Atlantis' })).toBe('23514 no such time zone');
  });
});

test('none is ever changed: not by grant, and not by the owner of the table', async () => {
  const w = inside();
  for (const column of ['in_force_from', 'targets', 'business_hours', 'holidays'])
    expect(
      await attemptError(w, seats.staff(w.staff.owner), `update ${table} set ${column} = ${column}`),
    ).toBe(denied(table));
  expect(await errorOf(w.db.admin.query(`update ${table} set pauses_on_hold = true`))).toBe(
    '42501 sla_policy is append-only',
  );
});

test('two versions of one contract do not begin at once', async () => {
  const { db, contracts } = inside();
  expect(await errorOf(aSlaPolicy(db, contracts.both))).toMatch(/^23505/);
});

test('a ticket is measured by the version in force when it was raised, whatever comes after', async () => {
  const { db, clients } = inside();
  const contract = await aSupport(db, await aContract(db, [clients.own]));
  const later = await aSlaPolicy(db, contract, { in_force_from: '2024-01-01' });
  await aSlaPolicy(db, contract, { in_force_from: '2999-01-01' });
  const other = await aSupport(db, await aContract(db, [clients.own]));
  await aSlaPolicy(db, other, { in_force_from: '2025-01-01' });
  const policyOf = async (values: Record<string, unknown>) =>
    (
      await db.admin.query<{ from: string; policy: string }>(
        `select p.in_force_from::date::text as from, p.id as policy from app.ticket t join app.sla_policy p on p.id = t.sla_policy_id where t.id = $1`,
        [(await aTicket(db, contract, clients.own, values)).id],
      )
    ).rows[0];
  expect(await policyOf({})).toEqual({ from: '2024-01-01', policy: later.id });
  expect(await policyOf({ created_at: '2023-05-05' })).toMatchObject({ from: '2020-01-01' });
});
