import { expect, test } from 'vitest';
import { asClient } from '../support/builders.ts';
import { floored, granted, notWrittenByStaff, readByClients, readByStaff } from './law.ts';
import { useWorld } from './world.ts';

const table = 'app.contract_client';
const inside = useWorld();
const columns = ['contract_id', 'contract_number', 'contract_name'];
const key = 'contract_name collate "C"';
// Once for each client under the contract "Both".
const ofAcme = ['Both', 'Both', "Neighbour's"];

granted(inside, table, { client: { select: columns }, staff: { select: true } });
floored(inside, table, { trusts: ['client', 'staff'] });
readByClients(inside, table, {
  columns,
  key,
  section: 'projects',
  sees: () => ['Both'],
  cannotSee: { "another client's contract": "Neighbour's", "another tenant's": "Stranger's" },
});
readByStaff(inside, table, {
  key,
  manager: () => ofAcme,
  member: () => ofAcme,
  outsider: () => ofAcme,
  foreigner: () => ["Stranger's"],
});
notWrittenByStaff(inside, table);

test('number and name follow the contract', async () => {
  const { db, client } = inside();
  await db.admin.query("update app.contract set name = 'Both of them' where name = 'Both'");
  expect(await asClient(db, client.employee, 'select contract_name from app.contract_client')).toEqual([
    { contract_name: 'Both of them' },
  ]);
  await db.admin.query("update app.contract set name = 'Both' where name = 'Both of them'");
});
