import { expect, test } from 'vitest';
import { aClientUser, asClient, aSession } from '../support/builders.ts';
import { floored, granted, notWrittenByStaff, readByClients, readByStaff } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.contract_client';
const inside = useWorld();
const columns = ['contract_id', 'contract_number', 'contract_name'];
const key = 'contract_name collate "C"';
// Once for each client under the contract "Both".
const ofAcme = ['Both', 'Both', "Neighbour's"];

granted(inside, table, {
  client: { select: columns },
  staff: { select: true },
  definer_identity: { select: ['client_id', 'contract_id'] },
});
floored(inside, table, { trusts: ['client', 'staff', 'definer_identity'] });
readByClients(inside, table, {
  columns,
  key,
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

test('a person of either section, projects or tickets, sees them, and one of neither sees none', async () => {
  const { db, client, clients } = inside();
  const names = (token: string) => asClient(db, token, 'select contract_name from app.contract_client');
  for (const token of [client.employee, client.sectionless])
    expect(await names(token)).toEqual([{ contract_name: 'Both' }]);
  const neither = await aClientUser(db, clients.own, { sections: ['invoices', 'documents', 'team'] });
  expect(await names(await aSession(db, neither))).toEqual([]);
});

test('number and name follow the contract', async () => {
  const { db, client } = inside();
  await db.admin.query("update app.contract set name = 'Both of them' where name = 'Both'");
  expect(await asClient(db, client.employee, 'select contract_name from app.contract_client')).toEqual([
    { contract_name: 'Both of them' },
  ]);
  await db.admin.query("update app.contract set name = 'Both' where name = 'Both of them'");
});
