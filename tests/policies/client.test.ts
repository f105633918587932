import { expect, test } from 'vitest';
import { asClient, aSession, seats } from '../support/builders.ts';
import {
  closedTo,
  floored,
  granted,
  notWrittenByStaff,
  readByClients,
  readByStaff,
} from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.client';
const inside = useWorld();
const columns = ['id', 'name', 'time_zone'];
const key = 'name collate "C"';

granted(inside, table, { client: { select: columns }, staff: { select: true } });
floored(inside, table, { trusts: ['client', 'staff'] });
readByClients(inside, table, {
  columns,
  key,
  sees: () => ['Own'],
  cannotSee: { 'another client of the same tenant': 'Neighbour', "another tenant's client": 'Stranger' },
});
readByStaff(inside, table, {
  key,
  manager: () => ['Closed', 'Neighbour', 'Own'],
  member: () => ['Closed', 'Neighbour', 'Own'],
  outsider: () => ['Closed', 'Neighbour', 'Own'],
  foreigner: () => ['Stranger'],
});
notWrittenByStaff(inside, table);
closedTo(inside, table, 'role client_sign_in', () => seats.clientSignIn);
closedTo(inside, table, 'role staff_sign_in', () => seats.staffSignIn);

test('deactivating a client ends the sessions of its people; activating it brings none back, and lets them begin anew', async () => {
  const { db, client, clients, people } = inside();
  const seen = async (token = client.neighbour) =>
    (await asClient(db, token, 'select name from app.client')).length;
  const turn = (active: boolean) =>
    db.admin.query('update app.client set active = $1 where id = $2', [active, clients.neighbour.id]);
  expect(await seen()).toBe(1);
  await turn(false);
  expect(await seen()).toBe(0);
  await turn(true);
  expect(await seen()).toBe(0);
  expect(await seen(await aSession(db, people.neighbour))).toBe(1);
});
