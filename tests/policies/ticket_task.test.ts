import { beforeAll, describe, expect, test } from 'vitest';
import {
  aContract,
  aProject,
  asClient,
  asStaff,
  aTask,
  seats,
  toFlag,
  toMove,
  transact,
} from '../support/builders.ts';
import { aSupport, aTicket, aTicketTask } from '../support/ticket-builders.ts';
import { heldByContract } from './contract-row.ts';
import { attempt, attemptError, denied, errorOf, floored, granted, readByClients, readByStaff, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { narrow } from './narrow.ts';
import { projectRoles, useWorld } from './world.ts';

const table = 'app.ticket_task';
const inside = useWorld();
const columns = ['ticket_id', 'task_id'];
type Role = (typeof projectRoles)[number];
const may = (role: Role, minimum: Role) => projectRoles.indexOf(role) >= projectRoles.indexOf(minimum);

const taskNamed = async (title: string) =>
  (await inside().db.admin.query<{ id: string }>('select id from app.task where title = $1', [title]))
    .rows[0] ?? { id: '' };

/** Of the client's two tickets, a link to a shared and to a hidden task each; of the others one. */
beforeAll(async () => {
  const { db, tickets } = inside();
  for (const ticket of [tickets.open, tickets.internal])
    for (const flag of ['open', 'internal']) await aTicketTask(db, ticket, await taskNamed(`shared/${flag}`));
  await aTicketTask(db, tickets.neighbour, await taskNamed('neighbour/open'));
  await aTicketTask(db, tickets.foreign, await taskNamed('foreign/open'));
});

granted(inside, table, {
  client: { select: columns },
  staff: { select: true, insert: columns, delete: true },
  definer_thread: { select: ['tenant_id', 'client_id', 'ticket_id', 'task_id'], update: ['ticket_id'] },
});
floored(inside, table, { trusts: ['staff', 'definer_thread'], shared: true });
narrow(inside, table, {
  definer_thread: { from: 'contributor', on: 'contract', sets: 'ticket_id = ticket_id' },
});
/** Both ends, as far as the reader sees them. */
const key = `(select title from app.task t where t.id = task_id) || ' ' || (select title from app.ticket t where t.id = ticket_id) collate "C"`;
readByClients(inside, table, { columns, key, sees: () => ['shared/open open'] });
const reached = `distinct ((select title from app.ticket t where t.id = ticket_id) collate "C")`;
readByStaff(inside, table, {
  key: reached,
  manager: () => ['internal', 'neighbour', 'open'],
  member: () => ['internal', 'neighbour', 'open'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});
heldByContract(inside, table, { insert: 'contributor', delete: 'contributor' });

test('L48: an employee without section tickets reads no link, whatever they see of the task', async () => {
  const { db, client } = inside();
  expect(await asClient(db, client.employee, `select task_id from ${table}`)).toEqual([]);
  expect(await asClient(db, client.sectionless, `select task_id from ${table}`)).toHaveLength(1);
});

test('a link is visible while both ends are shared, in whatever order they are shared and hidden', async () => {
  const { db, clients, contracts, client } = inside();
  const project = await aProject(db, clients.own);
  const task = await aTask(db, project);
  const ticket = await aTicket(db, contracts.both, clients.own);
  await aTicketTask(db, ticket, task);
  const ends = [ticket, task, project];
  const seen = async () =>
    (await asClient(db, client.admin, `select from ${table} where ticket_id = $1`, [ticket.id])).length;
  for (let shared = 0; shared < 8; shared += 1) {
    for (const [bit, { id }] of ends.entries())
      await db.admin.query(toFlag, [shared & (1 << bit) ? 'client_visible' : 'internal_only', id]);
    expect({ shared, seen: await seen() }).toEqual({ shared, seen: shared === 7 ? 1 : 0 });
  }
});

test('L13: a task that moves to another client with its project takes the link out of sight, for both', async () => {
  const { db, clients, contracts, client, staff } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const task = await aTask(db, project, { visibility: 'client_visible' });
  const ticket = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
  await aTicketTask(db, ticket, task);
  const seen = async (token: string) =>
    (await asClient(db, token, `select from ${table} where ticket_id = $1`, [ticket.id])).length;
  expect(await seen(client.admin)).toBe(1);
  await asStaff(db, staff.tenantManager, toMove, [project.id, clients.neighbour.id]);
  for (const { id } of [project, task]) await db.admin.query(toFlag, ['client_visible', id]);
  expect(await seen(client.admin)).toBe(0);
  expect(await seen(client.neighbour)).toBe(0);
  expect(
    (
      await attempt(inside(), seats.staff(staff.tenantManager), `select from ${table} where ticket_id = $1`, [
        ticket.id,
      ])
    ).rowCount,
  ).toBe(1);
});

describe('a link that moves with a merge', () => {
  const shown = { visibility: 'client_visible' } as const;
  const seen = async (ticket: { id: string }) =>
    (
      await asClient(inside().db, inside().client.admin, `select from ${table} where ticket_id = $1`, [
        ticket.id,
      ])
    ).length;
  const moving = 'select app.move_to_ticket($1, $2)';
  /** How many links are on the ticket after the move, which is undone. */
  const move = (from: { id: string }, into: { id: string }, token = inside().staff.contributor) =>
    transact(
      inside().db,
      seats.staff(token),
      async (line) => {
        const read = `select from ${table} where ticket_id = $1`;
        const before = (await line.query(read, [into.id])).rowCount ?? 0;
        await line.query(moving, [from.id, into.id]);
        return ((await line.query(read, [into.id])).rowCount ?? 0) - before;
      },
      'rollback',
    );
  const moveForGood = (from: { id: string }, into: { id: string }) =>
    asStaff(inside().db, inside().staff.contributor, moving, [from.id, into.id]);

  test.each([
    // Whether the client sees: the ticket it comes from, the one between, the one it ends on.
    { tickets: [true, true], sees: 1 },
    { tickets: [false, true], sees: 0 },
    { tickets: [true, false], sees: 0 },
    { tickets: [false, false], sees: 0 },
    { tickets: [true, false, true], sees: 0 },
    { tickets: [false, true, true], sees: 0 },
  ])('keeps the stricter flag: $tickets', async ({ tickets, sees }) => {
    const { db, clients, contracts } = inside();
    const project = await aProject(db, clients.own, shown);
    const task = await aTask(db, project, shown);
    const stations = [];
    for (const isShown of tickets)
      stations.push(await aTicket(db, contracts.both, clients.own, isShown ? shown : {}));
    const [first, ...others] = stations;
    if (!first) throw new Error('it starts somewhere');
    await aTicketTask(db, first, task);
    let at = first;
    for (const next of others) {
      await moveForGood(at, next);
      at = next;
    }
    expect(await seen(at)).toBe(sees);
  });

  test('of a hidden task is not hidden by that: shared later, it is seen', async () => {
    const { db, clients, contracts } = inside();
    const project = await aProject(db, clients.own, shown);
    const task = await aTask(db, project);
    const [from, into] = [
      await aTicket(db, contracts.both, clients.own, shown),
      await aTicket(db, contracts.both, clients.own, shown),
    ];
    await aTicketTask(db, from, task);
    await moveForGood(from, into);
    expect(await seen(into)).toBe(0);
    await db.admin.query("update app.record set visibility = 'client_visible' where id = $1", [task.id]);
    expect(await seen(into)).toBe(1);
  });

  test('goes to a ticket of the same client that the person reaches, under its contract', async () => {
    const w = inside();
    const { db, clients, contracts } = w;
    const project = await aProject(db, clients.own, shown);
    const from = await aTicket(db, contracts.both, clients.own);
    await aTicketTask(db, from, await aTask(db, project));
    const to = (ticket: { id: string }, token = w.staff.tenantManager) =>
      errorOf(move(from, ticket, token).then((moved) => expect(moved).toBe(1)));
    expect(await to(w.tickets.neighbour)).toBe('23503 no such ticket');
    const alone = await aSupport(db, await aContract(db, [clients.own]));
    const elsewhere = await aTicket(db, alone, clients.own);
    expect(await to(elsewhere, w.staff.contributor)).toBe('23503 no such ticket');
    expect(await to(elsewhere)).toBe('no error');
    expect(await to(w.tickets.open)).toBe('no error');
    for (const role of projectRoles)
      expect({ role, moved: await move(from, w.tickets.open, w.staff[role]) }).toEqual({
        role,
        moved: may(role, 'contributor') ? 1 : 0,
      });
  });
});

test('a task that comes back from another client does not bring its link along', async () => {
  const { db, clients, contracts, client, staff } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const task = await aTask(db, project, { visibility: 'client_visible' });
  const ticket = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
  await aTicketTask(db, ticket, task);
  const seen = async () =>
    (await asClient(db, client.admin, `select from ${table} where ticket_id = $1`, [ticket.id])).length;
  expect(await seen()).toBe(1);
  for (const { id } of [clients.neighbour, clients.own])
    await asStaff(db, staff.tenantManager, toMove, [project.id, id]);
  for (const { id } of [project, task]) await db.admin.query(toFlag, ['client_visible', id]);
  expect(await seen()).toBe(0);
});

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'insert', columns);
  staffMayOnly(inside, table, 'update', []);
  const link = `insert into ${table} (ticket_id, task_id) values ($1, $2)`;

  test.each(projectRoles)('%s links and unlinks where contributor is enough', async (role) => {
    const w = inside();
    const task = await taskNamed('hidden/open');
    const { rowCount } = await w.db.admin.query(`select from ${table} where contract_id = $1`, [
      w.contracts.both.id,
    ]);
    const seat = seats.staff(w.staff[role]);
    expect(await attemptError(w, seat, link, [w.tickets.open.id, task.id])).toBe(
      may(role, 'contributor') ? 'no error' : refusedRow(table),
    );
    expect((await attempt(w, seat, `delete from ${table}`)).rowCount).toBe(
      may(role, 'contributor') ? rowCount : 0,
    );
    expect(await attemptError(w, seat, `update ${table} set task_id = $1`, [task.id])).toBe(denied(table));
  });

  test('nobody says of a link that it is internal, or no longer is', async () => {
    const w = inside();
    const update = `update ${table} set is_internal = false`;
    expect(await attemptError(w, seats.staff(w.staff.tenantManager), update)).toBe(denied(table));
  });

  test('both ends are of one client, and ones that the person reaches', async () => {
    const w = inside();
    const add = async (token: string, ticket: { id: string }, title: string) =>
      attemptError(w, seats.staff(token), link, [ticket.id, (await taskNamed(title)).id]);
    const none = '23503 no such ticket or task';
    expect(await add(w.staff.tenantManager, w.tickets.open, 'neighbour/open')).toBe(none);
    expect(await add(w.staff.tenantManager, w.tickets.neighbour, 'shared/open')).toBe(none);
    expect(await add(w.staff.owner, w.tickets.neighbour, 'neighbour/internal')).toBe(none);
    expect(await add(w.staff.tenantManager, w.tickets.neighbour, 'neighbour/internal')).toBe('no error');
    for (const token of [w.staff.outsider, ...Object.values(w.staffNobodies)])
      expect(await add(token, w.tickets.open, 'hidden/open')).toBe(none);
  });
});

test('a link cannot claim that its ends are shared', async () => {
  const { db } = inside();
  for (const end of ['ticket_shared', 'task_visible', 'project_shared'])
    expect(await errorOf(db.admin.query(`update ${table} set ${end} = not ${end}`))).toMatch(/^23503/);
});
