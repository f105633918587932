import { expect, test } from 'vitest';
import { aSession, aStaffMember, asStaff, aTenant, seats } from '../support/builders.ts';
import {
  attempt,
  attemptError,
  closedTo,
  denied,
  errorOf,
  floored,
  granted,
  readByClients,
  readByStaff,
  staffMayOnly,
} from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.tenant';
const inside = useWorld();
const columns = ['name', 'portal_name', 'accent_color', 'upload_limit_bytes'];
const key = 'name';

granted(inside, table, {
  client: { select: columns },
  staff: { select: true, update: ['approve_own_time', 'time_zone'] },
  definer_time: { select: ['tenant_id', 'approve_own_time', 'time_zone'] },
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
staffMayOnly(inside, table, 'update', ['approve_own_time', 'time_zone']);

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

test('a time zone is one that PostgreSQL knows, from anybody', async () => {
  const { db, acme } = inside();
  const admin = await aSession(db, await aStaffMember(db, acme, { role: 'admin' }));
  const change = (zone: string) => errorOf(asStaff(db, admin, `update ${table} set time_zone = $1`, [zone]));
  for (const zone of ['Asia/Kathmandu', 'Pacific/Kiritimati', 'Etc/GMT+12', 'UTC'])
    expect(await change(zone), zone).toBe('no error');
  for (const zone of ['Mars/Olympus', '', 'asia/kathmandu', '+05:45', ' UTC'])
    expect(await change(zone), zone).toBe('23514 no such time zone');
  expect(await errorOf(aTenant(db, { time_zone: 'Mars/Olympus' }))).toBe('23514 no such time zone');
  expect(await errorOf(aTenant(db, { time_zone: 'Asia/Kathmandu' }))).toBe('no error');
});

test('no client reads it', async () => {
  const w = inside();
  expect(await attemptError(w, seats.client(w.client.admin), `select time_zone from ${table}`)).toBe(
    denied(table),
  );
});
closedTo(inside, table, 'role client_sign_in', () => seats.clientSignIn);
closedTo(inside, table, 'role staff_sign_in', () => seats.staffSignIn);
