import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { aSession, aStaffMember, asStaff, beginAsStaff, seats } from '../support/builders.ts';
import { aContractMember, aTicket } from '../support/ticket-builders.ts';
import {
  attempt,
  attemptError,
  closedTo,
  closedToClients,
  denied,
  errorOf,
  floored,
  granted,
  readByStaff,
  staffMayOnly,
} from './policy-assertions.ts';
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
  staff: { select: true, update: ['locale'] },
  worker: { select: ['tenant_id', 'id', 'active', 'role'] },
  definer_identity: { select: true },
  staff_sign_in: { select: ['tenant_id', 'id', 'active', 'role'] },
});
floored(inside, table, { trusts: ['staff', 'worker', 'definer_identity', 'staff_sign_in'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key: 'name collate "C"',
  manager: () => ofAcme,
  member: () => ofAcme,
  outsider: () => ofAcme,
  foreigner: () => ['foreigner', 'twin'],
});
staffMayOnly(inside, table, 'update', ['locale']);
closedTo(inside, table, 'role client_sign_in', () => seats.clientSignIn);

describe('the locale that a person reads by', () => {
  const choose = async (token: string, locale: string | null, whose = '') =>
    (
      await attempt(
        inside(),
        seats.staff(token),
        `update ${table} set locale = ${locale === null ? 'null' : `'${locale}'`} ${whose} returning name`,
      )
    ).rows as unknown[];

  test('is their own to choose, whatever their role, and no colleague’s', async () => {
    const w = inside();
    for (const [name, token] of Object.entries({ outsider: w.staff.outsider, owner: w.staff.owner }))
      expect(await choose(token, 'de-CH')).toEqual([{ name }]);
    expect(await choose(w.staff.tenantManager, 'en-US')).toEqual([{ name: 'tenant manager' }]);
    expect(await choose(w.staff.tenantManager, 'en-US', "where name = 'outsider'")).toEqual([]);
    for (const token of Object.values(w.staffNobodies)) expect(await choose(token, 'en-US')).toEqual([]);
  });

  test('of two with one id is that of the own tenant', async () => {
    const w = inside();
    expect(await choose(await aSession(w.db, w.team.twin), 'de-CH')).toEqual([{ name: 'twin' }]);
  });

  test('is a language with a script and a region at most', async () => {
    const { db, staff } = inside();
    const refused = (locale: string) =>
      errorOf(asStaff(db, staff.outsider, `update ${table} set locale = $1`, [locale]));
    for (const locale of ['en', 'en-GB', 'zh-Hant-TW', 'es-419'])
      expect(await refused(locale), locale).toBe('no error');
    for (const locale of [
      '',
      'english',
      'en_GB',
      'en-gb',
      'en-GB-u-ca-buddhist',
      ' en',
      'én',
      'x'.repeat(10_000),
    ])
      expect(await refused(locale), locale.slice(0, 30)).toMatch(/^23514/);
    await asStaff(db, staff.outsider, `update ${table} set locale = null`);
  });

  test('is not changed by who asks for a role with it', async () => {
    const w = inside();
    expect(
      await attemptError(
        w,
        seats.staff(w.staff.outsider),
        `update ${table} set locale = 'en', role = 'owner'`,
      ),
    ).toBe(denied(table));
    for (const sql of [`delete from ${table}`, `insert into ${table} default values`])
      expect(await attemptError(w, seats.staff(w.staff.tenantManager), sql)).toBe(denied(table));
  });
});

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

test('role worker reads the roles of the tenant that it names, and of nobody without one', async () => {
  const w = inside();
  const read = async (tenant?: string) => {
    const seen = await attempt(
      w,
      seats.worker(tenant),
      'select tenant_id, id, active, role from app.staff_member',
    );
    return seen.rows as { tenant_id: string }[];
  };
  expect(await read()).toEqual([]);
  for (const { tenant_id } of [w.acme, w.rival]) {
    const { rows } = await w.db.admin.query('select id from app.staff_member where tenant_id = $1', [
      tenant_id,
    ]);
    const seen = await read(tenant_id);
    expect(seen).toHaveLength(rows.length);
    expect(new Set(seen.map((row) => row.tenant_id))).toEqual(new Set([tenant_id]));
  }
});

test('a staff member who is deactivated or demoted loses the open tickets without access to their contract', async () => {
  const { db, acme, contracts, clients } = inside();
  const theirs = async (change: string, values: Record<string, unknown>) => {
    const person = await aStaffMember(db, acme, values);
    await aContractMember(db, contracts.both, person, 'contributor');
    const ids: Record<string, string> = {};
    for (const [name, contract] of [
      ['member', contracts.both],
      ['stranger', contracts.neighbour],
      ['over', contracts.neighbour],
    ] as const)
      ids[name] = (await aTicket(db, contract, clients.neighbour, { assignee_staff_id: person.id })).id;
    await db.admin.query("update app.ticket set status = 'resolved' where id = $1", [ids.over]);
    await db.admin.query(`update ${table} set ${change} where tenant_id = $1 and id = $2`, [
      acme.tenant_id,
      person.id,
    ]);
    const { rows } = await db.admin.query<{ id: string }>(
      'select id from app.ticket where assignee_staff_id = $1',
      [person.id],
    );
    return Object.keys(ids).filter((name) => rows.some(({ id }) => id === ids[name]));
  };
  expect(await theirs("name = 'Renamed'", { role: 'manager' })).toEqual(['member', 'stranger', 'over']);
  expect(await theirs("role = 'manager'", { role: 'owner' })).toEqual(['member', 'stranger', 'over']);
  expect(await theirs("role = 'member'", { role: 'manager' })).toEqual(['member', 'over']);
  expect(await theirs('active = false', { role: 'manager' })).toEqual(['over']);
});

test('a staff member deactivated while a colleague assigns them a ticket loses that ticket', async () => {
  const { db, acme, contracts, clients, staff } = inside();
  const person = await aStaffMember(db, acme, { role: 'manager' });
  const { id } = await aTicket(db, contracts.both, clients.own);
  const giver = await beginAsStaff(db, staff.owner);
  await giver.query('update app.ticket set assignee_staff_id = $1 where id = $2', [person.id, id]);
  const going = db.admin.query(`update ${table} set active = false where tenant_id = $1 and id = $2`, [
    acme.tenant_id,
    person.id,
  ]);
  expect(await Promise.race([going.then(() => 'gone'), sleep(300, 'waiting')])).toBe('waiting');
  await giver.query('commit');
  await going;
  const { rows } = await db.admin.query('select assignee_staff_id as of from app.ticket where id = $1', [id]);
  expect(rows).toEqual([{ of: null }]);
});
