import { beforeAll, describe, expect, test } from 'vitest';
import { aSession, aStaffMember, seats } from '../support/builders.ts';
import { aMacro } from '../support/ticket-builders.ts';
import { attempt, attemptError, beneath, closedTo, closedToClients, errorOf, floored, granted, readByStaff, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld, type World } from './world.ts';

const table = 'app.macro';
const inside = useWorld();
const creates = ['tenant_id', 'id', 'name', 'body'];
const edits = ['name', 'body', 'version'];

beforeAll(async () => {
  const { db, acme, rival } = inside();
  await aMacro(db, acme, { name: 'Greeting' });
  await aMacro(db, acme, { name: 'Parting' });
  await aMacro(db, rival, { name: 'Rival greeting' });
});

granted(inside, table, { staff: { select: true, insert: creates, update: edits, delete: true } });
floored(inside, table, { trusts: ['staff'] });
closedToClients(inside, table);
closedTo(inside, table, 'role worker', (w) => seats.worker(w.acme.tenant_id));
const ofAcme = ['Greeting', 'Parting'];
readByStaff(inside, table, {
  key: 'name collate "C"',
  manager: () => ofAcme,
  member: () => ofAcme,
  outsider: () => ofAcme,
  foreigner: () => ['Rival greeting'],
});

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'insert', creates);
  staffMayOnly(inside, table, 'update', edits);

  const add = (w: World, token: string, tenant: string) =>
    attemptError(
      w,
      seats.staff(token),
      `insert into ${table} (tenant_id, name, body) values ($1, 'New', 'x')`,
      [tenant],
    );
  const writes = [`update ${table} set body = 'x'`, `delete from ${table}`];

  test('Managers of the tenant and above keep its macros, and no other tenant’s', async () => {
    const w = inside();
    const admin = await aSession(w.db, await aStaffMember(w.db, w.acme, { role: 'admin' }));
    for (const token of [w.staff.tenantManager, admin]) {
      expect(await add(w, token, w.acme.tenant_id)).toBe('no error');
      expect(await add(w, token, w.rival.tenant_id)).toBe(refusedRow(table));
      for (const sql of writes) expect((await attempt(w, seats.staff(token), sql)).rowCount).toBe(2);
    }
  });

  test('nobody else does: Members in no role on anything, nor a session that does not hold', async () => {
    const w = inside();
    const others = [
      ...projectRoles.map((role) => w.staff[role]),
      w.staff.outsider,
      ...Object.values(w.staffNobodies),
    ];
    for (const token of others) {
      expect(await add(w, token, w.acme.tenant_id)).toBe(refusedRow(table));
      for (const sql of writes) expect((await attempt(w, seats.staff(token), sql)).rowCount).toBe(0);
    }
  });

  test('beneath the grants, none is moved to another tenant', async () => {
    const w = inside();
    const under = {
      sins: [`grant update on ${table} to staff`],
      seat: seats.staff(w.staff.tenantManager),
      bare: true,
    };
    expect(
      await errorOf(beneath(w.db, under, `update ${table} set tenant_id = '${w.rival.tenant_id}'`)),
    ).toBe(refusedRow(table));
  });
});

test('a name is there once in a tenant', async () => {
  const { db, acme, rival } = inside();
  expect(await errorOf(aMacro(db, acme, { name: 'Greeting' }))).toMatch(/^23505/);
  expect(await errorOf(aMacro(db, rival, { name: 'Parting' }))).toBe('no error');
});
