import { expect, test } from 'vitest';
import { aContract } from '../support/builders.ts';
import {
  closedToClients,
  errorOf,
  floored,
  granted,
  notWrittenByStaff,
  readByStaff,
} from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.contract';
const inside = useWorld();
const ofAcme = ['Both', "Neighbour's"];

granted(inside, table, {
  staff: { select: true },
  definer_identity: { select: ['tenant_id', 'id'] },
  definer_time: { select: ['tenant_id', 'id', 'starts_on'] },
});
floored(inside, table, { trusts: ['staff', 'definer_identity', 'definer_time'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key: 'name collate "C"',
  manager: () => ofAcme,
  member: () => ofAcme,
  outsider: () => ofAcme,
  foreigner: () => ["Stranger's"],
});
notWrittenByStaff(inside, table);

test("L85: a contract's number is unique within the tenant alone", async () => {
  const { db, clients } = inside();
  expect(await errorOf(aContract(db, [clients.own], { number: '1' }))).toMatch(/^23505/);
  expect(await errorOf(aContract(db, [clients.stranger], { number: '2' }))).toBe('no error');
  await db.admin.query("delete from app.contract where number = '2' and tenant_id = $1", [
    clients.stranger.tenant_id,
  ]);
});

test('L16: its id is unique over all tenants, so that a contract alone decides in a policy', async () => {
  const { db, clients, contracts } = inside();
  expect(await errorOf(aContract(db, [clients.stranger], { id: contracts.both.id }))).toMatch(/^23505/);
});
