import { expect, test } from 'vitest';
import { aSession, aStaffMember, seats } from '../support/builders.ts';
import { attempt, closedTo, floored, granted, readByClients, readByStaff, staffMayOnly } from './law.ts';
import { useWorld } from './world.ts';

const table = 'app.tenant';
const inside = useWorld();
const columns = ['name', 'portal_name', 'accent_color', 'upload_limit_bytes'];
const key = 'name';

granted(inside, table, {
  client: { select: columns },
  staff: { select: true, update: ['approve_own_time'] },
  definer_time: { select: ['tenant_id', 'approve_own_time'] },
  definer_file: { select: ['tenant_id', 'upload_limit_bytes'] },
});
floored(inside, table, { trusts: ['client', 'staff', 'definer_time', 'definer_file'] });
readByClients(inside, table, {
  columns,
  key,
  sees: () => ['Acme'],
  cannotSee: { 'another tenant': 'Rival' },
});
readByStaff(inside, table, {
  key,
  manager: () => ['Acme'],
  member: () => ['Acme'],
  outsider: () => ['Acme'],
  foreigner: () => ['Rival'],
});
staffMayOnly(inside, table, 'update', ['approve_own_time']);

test('settings are changed by the tenant’s Admins and Owners, and nobody else’s', async () => {
  const w = inside();
  const change = async (token: string) =>
    (await attempt(w, seats.staff(token), `update ${table} set approve_own_time = true returning name`))
      .rows as unknown[];
  for (const role of ['admin', 'owner'] as const)
    expect(await change(await aSession(w.db, await aStaffMember(w.db, w.acme, { role })))).toEqual([
      { name: 'Acme' },
    ]);
  for (const token of [
    w.staff.tenantManager,
    w.staff.owner,
    w.staff.contributor,
    w.staff.outsider,
    ...Object.values(w.staffNobodies),
  ])
    expect(await change(token)).toEqual([]);
});
closedTo(inside, table, 'role client_sign_in', () => seats.clientSignIn);
closedTo(inside, table, 'role staff_sign_in', () => seats.staffSignIn);
