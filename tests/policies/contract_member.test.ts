import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  aSession,
  aStaffMember,
  asStaff,
  beginAsStaff,
  seats,
  type ProjectRole,
  type StaffMember,
} from '../support/builders.ts';
import { aContractMember, aTicket } from '../support/ticket-builders.ts';
import { workedOn } from './contract-row.ts';
import { attempt, attemptError, beneath, closedToClients, errorOf, floored, granted, pastTriggers, readByStaff, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.contract_member';
const inside = useWorld();

granted(inside, table, {
  staff: { select: true, insert: true, update: ['role'], delete: true },
  worker: { select: ['tenant_id', 'contract_id', 'staff_member_id', 'role'] },
  definer_identity: { select: true },
});
floored(inside, table, { trusts: ['staff', 'worker', 'definer_identity'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key: 'distinct (select name from app.contract c where c.id = contract_id) collate "C"',
  manager: () => ['Both'],
  member: () => ['Both'],
  outsider: () => [],
  foreigner: () => ["Stranger's"],
});
workedOn(inside, table);

/** Memberships of somebody else on another contract, and under the contract's id in the other tenant; past keys and triggers. */
async function alone(sql: string, token: string) {
  const w = inside();
  const others = [
    [w.acme.tenant_id, w.contracts.neighbour.id],
    [w.rival.tenant_id, w.contracts.both.id],
  ].map(
    ([tenant, contract]) =>
      `insert into ${table} values ('${tenant}', '${contract}', '${w.team.foreigner.id}', 'observer')`,
  );
  const sins = [
    'set local session_replication_role = replica',
    ...others,
    `grant insert, update, delete on ${table} to staff`,
  ];
  return beneath(w.db, { sins, seat: seats.staff(token), bare: true }, sql);
}

describe('the policies of role staff alone', () => {
  test('read the memberships of contracts that the person is on, and a Manager those of the tenant', async () => {
    const { staff } = inside();
    const count = async (token: string) => (await alone(`select from ${table}`, token)).rowCount;
    expect(await count(staff.observer)).toBe(5);
    expect(await count(staff.tenantManager)).toBe(6);
    expect(await count(staff.foreigner)).toBe(1);
    expect(await count(staff.outsider)).toBe(0);
  });

  test.each([`update ${table} set role = 'observer'`, `delete from ${table}`])(
    'write those of contracts that the person owns alone: %s',
    async (sql) => {
      const { staff } = inside();
      const count = async (token: string) => (await alone(sql, token)).rowCount;
      expect(await count(staff.owner)).toBe(5);
      expect(await count(staff.manager)).toBe(0);
      expect(await count(staff.tenantManager)).toBe(6);
      expect(await count(staff.outsider)).toBe(0);
    },
  );

  test('make and move none in another contract or tenant', async () => {
    const w = inside();
    const { acme, rival, contracts, team, staff } = w;
    const add = (tenant: string, contract: string, token = staff.owner) =>
      errorOf(
        alone(
          `insert into ${table} values ('${tenant}', '${contract}', '${team.outsider.id}', 'owner')`,
          token,
        ),
      );
    const move = (column: string, to: string) =>
      errorOf(alone(`update ${table} set ${column} = '${to}'`, staff.owner));
    expect(await add(acme.tenant_id, contracts.both.id)).toBe('no error');
    expect(await add(acme.tenant_id, contracts.both.id, staff.manager)).toBe(refusedRow(table));
    expect(await add(acme.tenant_id, contracts.neighbour.id)).toBe(refusedRow(table));
    expect(await add(rival.tenant_id, contracts.both.id)).toBe(refusedRow(table));
    expect(await move('contract_id', contracts.both.id)).toBe('no error');
    expect(await move('contract_id', contracts.neighbour.id)).toBe(refusedRow(table));
    expect(await move('tenant_id', rival.tenant_id)).toBe(refusedRow(table));
  });

  test('move none to a contract that the person manages and does not own', async () => {
    const w = inside();
    const sins = [
      `insert into ${table} values ('${w.acme.tenant_id}', '${w.contracts.neighbour.id}', '${w.team.owner.id}', 'manager')`,
      `grant update on ${table} to staff`,
    ];
    const under = { sins, seat: seats.staff(w.staff.owner), bare: true };
    const move = `update ${table} set contract_id = '${w.contracts.neighbour.id}'`;
    expect(await errorOf(beneath(w.db, under, move))).toBe(refusedRow(table));
  });
});

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'update', ['role']);

  test.each(projectRoles)(
    '%s adds, changes and removes members where owner is enough, and there alone',
    async (role) => {
      const w = inside();
      const seat = seats.staff(w.staff[role]);
      const add = (contract: string, person = w.team.outsider.id) =>
        attemptError(w, seat, `insert into ${table} values ($1, $2, $3, 'observer')`, [
          w.acme.tenant_id,
          contract,
          person,
        ]);
      const owner = role === 'owner';
      expect(await add(w.contracts.both.id)).toBe(owner ? 'no error' : refusedRow(table));
      expect(await add(w.contracts.neighbour.id)).toBe(refusedRow(table));
      if (owner) expect(await add(w.contracts.both.id, w.team.foreigner.id)).toMatch(/^23503/);
      for (const sql of [`update ${table} set role = 'observer'`, `delete from ${table}`])
        expect((await attempt(w, seat, sql)).rowCount).toBe(owner ? 5 : 0);
    },
  );

  test('nobody raises themselves', async () => {
    const w = inside();
    const raise = `update ${table} set role = 'owner' where staff_member_id = $1`;
    expect((await attempt(w, seats.staff(w.staff.manager), raise, [w.team.manager.id])).rowCount).toBe(0);
  });

  test('a membership ends with its row, and that of a twin in another tenant is none', async () => {
    const w = inside();
    const reach = async (token: string) =>
      (await attempt(w, seats.staff(token), 'select id from app.ticket')).rowCount;
    const twin = await aSession(w.db, w.team.twin);
    expect(await reach(w.staff.contributor)).toBe(3);
    expect(await reach(twin)).toBe(1);
    await w.db.admin.query(`delete from ${table} where tenant_id = $1 and staff_member_id = $2`, [
      w.acme.tenant_id,
      w.team.contributor.id,
    ]);
    expect(await reach(w.staff.contributor)).toBe(0);
    expect(await reach(twin)).toBe(1);
    await w.db.admin.query(`insert into ${table} values ($1, $2, $3, 'contributor')`, [
      w.acme.tenant_id,
      w.contracts.both.id,
      w.team.contributor.id,
    ]);
  });
});

describe('whoever is taken off a contract', () => {
  /** A colleague with tickets of theirs on the contract, and elsewhere. */
  async function working(role: ProjectRole = 'contributor', values: Record<string, unknown> = {}) {
    const { db, acme, rival, contracts, clients } = inside();
    const { active = true, ...others } = values;
    const person = await aStaffMember(db, acme, others);
    await aContractMember(db, contracts.both, person, role);
    await aContractMember(db, contracts.neighbour, person, role);
    const twin = await aStaffMember(db, rival, { id: person.id });
    await aContractMember(db, contracts.foreign, twin, role);
    const on = async (contract = contracts.both, client = clients.own, more: Record<string, unknown> = {}) =>
      (await aTicket(db, contract, client, { assignee_staff_id: person.id, ...more })).id;
    const tickets = {
      open: await on(),
      waiting: await on(contracts.both, clients.neighbour),
      resolved: await on(),
      closed: await on(),
      elsewhere: await on(contracts.neighbour, clients.neighbour),
      foreign: await on(contracts.foreign, clients.stranger),
      colleagues: await on(contracts.both, clients.own, { assignee_staff_id: inside().team.contributor.id }),
    };
    for (const [name, status] of [
      ['waiting', 'waiting_on_client'],
      ['resolved', 'resolved'],
      ['closed', 'closed'],
    ] as const)
      await db.admin.query('update app.ticket set status = $1 where id = $2', [status, tickets[name]]);
    // Past what takes the tickets of whoever is deactivated.
    if (!active)
      await pastTriggers(db, `update app.staff_member set active = false where id = '${person.id}'`);
    return { person, tickets };
  }
  const theirs = async ({ tickets, person }: Awaited<ReturnType<typeof working>>) => {
    const { rows } = await inside().db.admin.query<{ id: string }>(
      'select id from app.ticket where assignee_staff_id = $1',
      [person.id],
    );
    return Object.entries(tickets)
      .filter(([, id]) => rows.some((row) => row.id === id))
      .map(([name]) => name)
      .sort();
  };
  const takeOff = (token: string, person: StaffMember) =>
    asStaff(inside().db, token, `delete from ${table} where contract_id = $1 and staff_member_id = $2`, [
      inside().contracts.both.id,
      person.id,
    ]);
  const all = ['closed', 'elsewhere', 'foreign', 'open', 'resolved', 'waiting'];
  const kept = ['closed', 'elsewhere', 'foreign', 'resolved'];

  test('has none of its open tickets any more, and keeps those that are over or elsewhere', async () => {
    const { db, staff, team } = inside();
    const held = await working();
    expect(await theirs(held)).toEqual(all);
    await takeOff(staff.owner, held.person);
    expect(await theirs(held)).toEqual(kept);
    const { rows } = await db.admin.query(
      'select id, assignee_staff_id as of, version from app.ticket where id = any ($1) order by id = $2',
      [[held.tickets.open, held.tickets.colleagues], held.tickets.colleagues],
    );
    expect(rows).toEqual([
      { id: held.tickets.open, of: null, version: 2 },
      { id: held.tickets.colleagues, of: team.contributor.id, version: 1 },
    ]);
    const past = await db.admin.query(
      `select to_assignee_id as to, actor_staff_id as by from app.ticket_event
        where ticket_id = $1 and kind = 'assigned' and from_assignee_id = $2`,
      [held.tickets.open, held.person.id],
    );
    expect(past.rows).toEqual([{ to: null, by: team.owner.id }]);
  });

  test('by nobody who may take them off keeps them', async () => {
    const held = await working();
    for (const token of [inside().staff.manager, inside().staff.outsider, inside().staff.foreigner])
      await takeOff(token, held.person);
    expect(await theirs(held)).toEqual(all);
  });

  test('by themselves has none either', async () => {
    const held = await working('owner');
    await takeOff(await aSession(inside().db, held.person), held.person);
    expect(await theirs(held)).toEqual(kept);
  });

  test('and reaches it as a Manager of the tenant keeps all of them; one who is deactivated does not', async () => {
    const manager = await working('contributor', { role: 'manager' });
    await takeOff(inside().staff.owner, manager.person);
    expect(await theirs(manager)).toEqual(all);
    const gone = await working('contributor', { role: 'manager', active: false });
    await takeOff(inside().staff.owner, gone.person);
    expect(await theirs(gone)).toEqual(kept);
  });

  test('while a colleague gives them a ticket has it taken away again', async () => {
    const { db, staff, contracts, clients } = inside();
    const { person } = await working();
    const { id } = await aTicket(db, contracts.both, clients.own);
    const [giver, taker] = [await beginAsStaff(db, staff.owner), await beginAsStaff(db, staff.owner)];
    await giver.query('update app.ticket set assignee_staff_id = $1 where id = $2', [person.id, id]);
    const leave = `delete from ${table} where contract_id = $1 and staff_member_id = $2`;
    const leaving = taker.query(leave, [contracts.both.id, person.id]);
    expect(await Promise.race([leaving, sleep(300, 'waiting')])).toBe('waiting');
    await giver.query('commit');
    await leaving;
    await taker.query('commit');
    const { rows } = await db.admin.query('select assignee_staff_id as of from app.ticket where id = $1', [
      id,
    ]);
    expect(rows).toEqual([{ of: null }]);
  });
});
