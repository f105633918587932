import { describe, expect, test } from 'vitest';
import { asClient, seats } from '../support/builders.ts';
import {
  attempt,
  attemptError,
  closedTo,
  denied,
  errorOf,
  floored,
  granted,
  notWrittenByStaff,
  readByClients,
  readByStaff,
} from './law.ts';
import { useWorld } from './world.ts';

const table = 'app.client_user';
const inside = useWorld();
const columns = ['id', 'name', 'email', 'role', 'sections'];
const key = 'name collate "C"';
const ofAcme = ['Admin', 'Deactivated', 'Employee', 'Neighbour', 'Of a closed client', 'Sectionless'];

granted(inside, table, {
  client: { select: columns },
  staff: { select: true },
  definer_identity: { select: true },
  client_sign_in: { select: ['tenant_id', 'id', 'can_sign_in', 'open_sections'] },
});
floored(inside, table, { trusts: ['client', 'staff', 'definer_identity', 'client_sign_in'] });
readByClients(inside, table, {
  columns,
  key,
  sees: () => ['Admin'],
  cannotSee: {
    'a colleague of the same client': 'Employee',
    'a person of another client': 'Neighbour',
    "another tenant's": 'Stranger',
  },
});
readByStaff(inside, table, {
  key,
  manager: () => ofAcme,
  member: () => ofAcme,
  outsider: () => ofAcme,
  foreigner: () => ['Stranger'],
});
notWrittenByStaff(inside, table);
closedTo(inside, table, 'role staff_sign_in', () => seats.staffSignIn);

describe('role client_sign_in', () => {
  test('reads what a new session needs, of everybody, and no name or address', async () => {
    const w = inside();
    const { rows } = await attempt(
      w,
      seats.clientSignIn,
      'select tenant_id, id, can_sign_in, open_sections from app.client_user',
    );
    expect(rows).toHaveLength(Object.keys(w.people).length);
    for (const column of ['name', 'email', 'role', 'sections', 'client_id', 'active', 'created_at'])
      expect(await attemptError(w, seats.clientSignIn, `select ${column} from app.client_user`)).toBe(
        denied(table),
      );
    for (const sql of [
      "update app.client_user set role = 'admin'",
      'delete from app.client_user',
      'insert into app.client_user default values',
    ])
      expect(await attemptError(w, seats.clientSignIn, sql)).toBe(denied(table));
  });
});

describe('what a person may', () => {
  test('a Client Admin has every section, a Client Employee those switched on, from the next statement', async () => {
    const { db, client, people } = inside();
    const sees = async () => (await asClient(db, client.sectionless, 'select name from app.project')).length;
    const change = (what: string) =>
      db.admin.query(`update app.client_user set ${what} where id = $1`, [people.sectionless.id]);
    expect(await sees()).toBe(0);
    await change("sections = '{projects}'");
    expect(await sees()).toBe(1);
    await change("sections = '{}'");
    expect(await sees()).toBe(0);
    await change("role = 'admin'");
    expect(await sees()).toBe(1);
    await change("role = 'employee'");
    expect(await sees()).toBe(0);
  });

  test('app.client_me() tells the person their own name', async () => {
    const { db, client } = inside();
    expect(await asClient(db, client.employee, 'select name from app.client_me()')).toEqual([
      { name: 'Employee' },
    ]);
  });

  test('a person cannot be given to a client of another tenant', async () => {
    const { db, people, clients } = inside();
    const move = errorOf(
      db.admin.query('update app.client_user set client_id = $1 where id = $2', [
        clients.stranger.id,
        people.admin.id,
      ]),
    );
    expect(await move).toMatch(/^23503/);
  });
});
