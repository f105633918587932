import { beforeAll, describe, expect, test } from 'vitest';
import { aContract, seats } from '../support/builders.ts';
import { aContractMember, anEscalationStep, aSupport, aTicket } from '../support/ticket-builders.ts';
import { heldByContract, workedOn } from './contract-row.ts';
import { attempt, attemptError, closedToClients, errorOf, floored, granted, readByStaff, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.escalation_step';
const inside = useWorld();
const outOfReach = '23514 the person does not reach the contract';

beforeAll(async () => {
  const { db, contracts, team } = inside();
  await anEscalationStep(db, contracts.both, team.manager);
  await anEscalationStep(db, contracts.neighbour, team.tenantManager);
  await anEscalationStep(db, contracts.foreign, team.foreigner);
});

granted(inside, table, {
  staff: { select: true, insert: true, update: ['staff_member_id'], delete: true },
  worker: { select: true },
});
floored(inside, table, { trusts: ['staff', 'worker'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key: '(select name from app.contract c where c.id = contract_id) collate "C"',
  manager: () => ['Both', "Neighbour's"],
  member: () => ['Both'],
  outsider: () => [],
  foreigner: () => ["Stranger's"],
});
heldByContract(inside, table, {
  insert: 'owner',
  update: 'owner',
  delete: 'owner',
  touch: "staff_member_id = '00000000-0000-4000-8000-000000000000'",
});
workedOn(inside, table);

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'update', ['staff_member_id']);

  test.each(projectRoles)('%s sets the path where owner is enough, and there alone', async (role) => {
    const w = inside();
    const seat = seats.staff(w.staff[role]);
    const add = (contract: string, person = w.team.reviewer.id) =>
      attemptError(w, seat, `insert into ${table} values ($1, $2, 'resolution', 100, $3)`, [
        w.acme.tenant_id,
        contract,
        person,
      ]);
    const owner = role === 'owner';
    expect(await add(w.contracts.both.id)).toBe(owner ? 'no error' : refusedRow(table));
    expect(await add(w.contracts.neighbour.id)).toBe(refusedRow(table));
    if (owner) {
      expect(await add(w.contracts.both.id, w.team.foreigner.id)).toMatch(/^23503/);
      expect(await add(w.contracts.both.id, w.team.tenantManager.id)).toBe('no error');
      expect(await add(w.contracts.both.id, w.team.outsider.id)).toBe(outOfReach);
      expect(
        await attemptError(w, seat, `update ${table} set staff_member_id = $1`, [w.team.outsider.id]),
      ).toBe(outOfReach);
    }
    const change = `update ${table} set staff_member_id = $1`;
    expect((await attempt(w, seat, change, [w.team.owner.id])).rowCount).toBe(owner ? 1 : 0);
    expect((await attempt(w, seat, `delete from ${table}`)).rowCount).toBe(owner ? 1 : 0);
  });
});

test('at one point of a clock a ticket escalates to one person', async () => {
  const { db, contracts, team } = inside();
  expect(await errorOf(anEscalationStep(db, contracts.both, team.owner))).toMatch(/^23505/);
  expect(await errorOf(anEscalationStep(db, contracts.both, team.owner, { at_percent: 0 }))).toMatch(
    /^23514/,
  );
});

test('a step that joins the path is news for the open tickets of its contract, and for no others', async () => {
  const { db, clients, team } = inside();
  const [under, other] = [
    await aSupport(db, await aContract(db, [clients.own])),
    await aSupport(db, await aContract(db, [clients.own])),
  ];
  const tickets = [
    await aTicket(db, under, clients.own),
    await aTicket(db, under, clients.own, { status: 'resolved' }),
    await aTicket(db, other, clients.own),
  ];
  const ids = tickets.map(({ id }) => id);
  await db.admin.query('delete from app.outbox where record_id = any($1)', [ids]);
  await aContractMember(db, under, team.owner, 'owner');
  await anEscalationStep(db, under, team.owner);
  const { rows } = await db.admin.query<{ ticket_id: string; kind: string }>(
    'select record_id as ticket_id, kind from app.outbox where record_id = any($1)',
    [ids],
  );
  expect(rows).toEqual([{ ticket_id: ids[0], kind: 'evaluate_sla' }]);
});
