import { expect, test } from 'vitest';
import { asStaff, seats } from '../support/builders.ts';
import {
  attempt,
  attemptError,
  closedTo,
  closedToClients,
  denied,
  floored,
  granted,
  notWrittenByStaff,
  readByStaff,
} from './law.ts';
import { useWorld } from './world.ts';

const table = 'app.staff_member';
const inside = useWorld();
const ofAcme = [
  'contributor',
  'deactivated',
  'manager',
  'observer',
  'outsider',
  'owner',
  'reviewer',
  'tenant manager',
];

granted(inside, table, {
  staff: { select: true },
  definer_identity: { select: true },
  staff_sign_in: { select: ['tenant_id', 'id', 'active', 'role'] },
});
floored(inside, table, { trusts: ['staff', 'definer_identity', 'staff_sign_in'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key: 'name collate "C"',
  manager: () => ofAcme,
  member: () => ofAcme,
  outsider: () => ofAcme,
  foreigner: () => ['foreigner', 'twin'],
});
notWrittenByStaff(inside, table);
closedTo(inside, table, 'role client_sign_in', () => seats.clientSignIn);

test('role staff_sign_in reads what a new session needs, of everybody, and no name or address', async () => {
  const w = inside();
  const { rows } = await attempt(
    w,
    seats.staffSignIn,
    'select tenant_id, id, active, role from app.staff_member',
  );
  expect(rows).toHaveLength(Object.keys(w.team).length);
  for (const column of ['name', 'display_name', 'email', 'created_at'])
    expect(await attemptError(w, seats.staffSignIn, `select ${column} from app.staff_member`)).toBe(
      denied(table),
    );
  for (const sql of [
    "update app.staff_member set role = 'owner'",
    'delete from app.staff_member',
    'insert into app.staff_member default values',
  ])
    expect(await attemptError(w, seats.staffSignIn, sql)).toBe(denied(table));
});

test('a change of role or a deactivation holds in open sessions from the next statement', async () => {
  const { db, staff, team } = inside();
  const sees = async () => (await asStaff(db, staff.outsider, 'select name from app.project')).length;
  const change = (what: string) =>
    db.admin.query(`update app.staff_member set ${what} where id = $1`, [team.outsider.id]);
  expect(await sees()).toBe(0);
  await change("role = 'manager'");
  expect(await sees()).toBe(3);
  await change('active = false');
  expect(await sees()).toBe(0);
  await change("active = true, role = 'member'");
});

test('app.staff_me() tells the person their own name', async () => {
  const { db, staff } = inside();
  expect(await asStaff(db, staff.observer, 'select name from app.staff_me()')).toEqual([
    { name: 'observer' },
  ]);
});
