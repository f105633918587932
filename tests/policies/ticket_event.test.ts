import { expect, test } from 'vitest';
import { asClient, asStaff, flagging, toFlag } from '../support/builders.ts';
import { aMessage, aTicket } from '../support/ticket-builders.ts';
import { heldByContract, workedOn } from './contract-row.ts';
import {
  errorOf,
  floored,
  granted,
  notWrittenByStaff,
  readByClients,
  readByStaff,
} from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.ticket_event';
const inside = useWorld();
const reads = [
  'ticket_id', 'kind', 'from_status', 'to_status', 'from_priority', 'to_priority', 'by_client', 'happened_at',
]; // prettier-ignore

granted(inside, table, {
  client: { select: reads },
  staff: { select: true },
  worker: { select: true },
  definer_log: { select: ['tenant_id', 'ticket_id', 'shared', 'happened_at'], insert: true },
});
floored(inside, table, { trusts: ['staff', 'worker', 'definer_log'], shared: true });
/** The ticket; null where it is one that the reader does not see. */
const key = '(select title from app.ticket t where t.id = ticket_id) collate "C"';
readByClients(inside, table, { columns: reads, key, section: 'tickets', sees: () => ['open'] });
readByStaff(inside, table, {
  key,
  manager: () => ['internal', 'neighbour', 'open'],
  member: () => ['internal', 'neighbour', 'open'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});
heldByContract(inside, table);
workedOn(inside, table);
notWrittenByStaff(inside, table);

const aShared = () => {
  const { db, contracts, clients } = inside();
  return aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
};
const set = (id: string, what: string) =>
  asStaff(inside().db, inside().staff.manager, `update app.ticket set ${what} where id = $1`, [id]);
const seen = (id: string, token = inside().client.admin) =>
  asClient(
    inside().db,
    token,
    `select kind, coalesce(to_status::text, to_priority::text) as to, by_client from app.ticket_event where ticket_id = $1 order by happened_at`,
    [id],
  );
const line = (kind: string, to: string, by_client = false) => ({ kind, to, by_client });

test('L61: what happened while the ticket was hidden stays hidden when it is shared later', async () => {
  const { db, contracts, clients } = inside();
  const { id } = await aTicket(db, contracts.both, clients.own);
  const change = (what: string) => db.admin.query(`update app.ticket set ${what} where id = $1`, [id]);
  const flag = (visibility: string) => db.admin.query(toFlag, [visibility, id]);
  // No statement both changes a ticket and shares it.
  expect(await errorOf(change("status = 'on_hold', visibility = 'client_visible'"))).toMatch(/^23503/);
  for (const what of ["status = 'open'", "priority = 'critical'", "status = 'on_hold'"]) await change(what);
  await flag('client_visible');
  expect(await seen(id)).toEqual([]);
  await change("status = 'waiting_on_client'");
  expect(await seen(id)).toEqual([line('status', 'waiting_on_client')]);
  await flag('internal_only');
  await change("status = 'open'");
  expect(await seen(id)).toEqual([]);
  await change("priority = 'low'");
  await flag('client_visible');
  expect(await seen(id)).toEqual([line('status', 'waiting_on_client')]);
});

test('levels, replies and who of the team did it are never the client’s to read', async () => {
  const { db, staff } = inside();
  const { id } = await aShared();
  await set(id, "level = 'l3', status = 'open', priority = 'high'");
  await asStaff(
    db,
    staff.contributor,
    "insert into app.message (ticket_id, body, visibility) values ($1, 'Hello', 'client_visible')",
    [id],
  );
  const { rows } = await db.admin.query<{ kind: string; by: string | null }>(
    'select kind, actor_staff_id as by from app.ticket_event where ticket_id = $1 order by id',
    [id],
  );
  expect(rows.map(({ kind }) => kind).sort()).toEqual(['level', 'priority', 'raised', 'replied', 'status']);
  expect(rows.filter(({ kind }) => kind === 'level')).toEqual([
    { kind: 'level', by: inside().team.manager.id },
  ]);
  const shown = await seen(id);
  expect(shown).toHaveLength(3);
  expect(shown).toEqual(
    expect.arrayContaining([line('raised', 'new'), line('status', 'open'), line('priority', 'high')]),
  );
});

test('T7 whose it was and whose it is, is the team’s history alone, says who did it, and is no news for the clock', async () => {
  const { db, contracts, clients, team, staff } = inside();
  const { id } = await aTicket(db, contracts.both, clients.own, {
    visibility: 'client_visible',
    assignee_staff_id: team.manager.id,
    created_at: '2026-01-02',
  });
  await db.admin.query('delete from app.outbox where record_id = $1', [id]);
  const before = await seen(id);
  for (const to of [team.contributor.id, team.contributor.id, null])
    await asStaff(db, staff.manager, 'update app.ticket set assignee_staff_id = $2 where id = $1', [id, to]);
  const { rows } = await db.admin.query(
    `select from_assignee_id as from, to_assignee_id as to, actor_staff_id as by, shared, happened_at = '2026-01-02' as at_once
       from ${table} where ticket_id = $1 and kind = 'assigned' order by happened_at`,
    [id],
  );
  const [manager, contributor] = [team.manager.id, team.contributor.id];
  const event = { by: manager, shared: false, at_once: false };
  expect(rows).toEqual([
    { ...event, from: null, to: manager, by: null, at_once: true },
    { ...event, from: manager, to: contributor },
    { ...event, from: contributor, to: null },
  ]);
  expect(await seen(id)).toEqual(before);
  expect(before).toEqual([line('raised', 'new')]);
  expect((await db.admin.query('select from app.outbox where record_id = $1', [id])).rowCount).toBe(0);
});

test('an event by a client names its person to staff alone', async () => {
  const { db, client, people } = inside();
  const { id } = await aShared();
  await asClient(db, client.admin, "select app.move_ticket($1, 'resolved')", [id]);
  expect(await seen(id)).toEqual([line('raised', 'new'), line('status', 'resolved', true)]);
  const { rows } = await db.admin.query(
    "select actor_client_user_id as by, actor_staff_id as staff from app.ticket_event where ticket_id = $1 and kind = 'status'",
    [id],
  );
  expect(rows).toEqual([{ by: people.admin.id, staff: null }]);
});

test('an internal message is no response, and one is from the moment the client can read it', async () => {
  const { db, staff } = inside();
  const { id } = await aShared();
  const replies = async () =>
    (await db.admin.query("select from app.ticket_event where ticket_id = $1 and kind = 'replied'", [id]))
      .rowCount;
  const [message] = await asStaff<{ id: string }>(
    db,
    staff.contributor,
    "insert into app.message (ticket_id, body) values ($1, 'Not yet') returning id",
    [id],
  );
  expect(await replies()).toBe(0);
  await asStaff(db, staff.manager, flagging('message', 'client_visible'), [message?.id]);
  expect(await replies()).toBe(1);
});

test('events are never changed, not even by the owner of the table', async () => {
  const { db } = inside();
  for (const what of [
    "kind = 'level'",
    'happened_at = now()',
    'was_shared = true',
    "to_status = 'closed'",
    'from_priority = null',
    'to_level = null',
    'from_status = null',
    'to_priority = null',
    'from_level = null',
    'from_assignee_id = null',
    'to_assignee_id = null',
  ])
    // prettier-ignore
    expect(await errorOf(db.admin.query(`update ${table} set ${what}`))).toBe('42501 ticket_event is append-only');
  expect(await errorOf(db.admin.query(`update ${table} set ticket_shared = not ticket_shared`))).toMatch(
    /^23503/,
  );
});

test('each event is news for the clock', async () => {
  const { db } = inside();
  const { id } = await aShared();
  await db.admin.query('delete from app.outbox where record_id = $1', [id]);
  await set(id, "priority = 'critical'");
  const { rows } = await db.admin.query('select tenant_id, kind from app.outbox where record_id = $1', [id]);
  expect(rows).toEqual([{ tenant_id: inside().acme.tenant_id, kind: 'evaluate_sla' }]);
});

const visible = { visibility: 'client_visible' };

test('a reply is of whoever wrote it, at the moment the client could read it', async () => {
  const { db, team } = inside();
  const ticket = await aShared();
  const at = new Date('2030-01-02');
  await aMessage(db, ticket, { ...visible, author_staff_id: team.contributor.id, shared_at: at });
  const { rows } = await db.admin.query(
    `select actor_staff_id as by, happened_at as at, was_shared from ${table} where ticket_id = $1 and kind = 'replied'`,
    [ticket.id],
  );
  expect(rows).toEqual([{ by: team.contributor.id, at, was_shared: true }]);
});

test('the last activity is the latest of what the client sees of this ticket, and none where they do not see it', async () => {
  const { db } = inside();
  const [ticket, other] = [await aShared(), await aShared()];
  const said = (at: string, of = ticket) => aMessage(db, of, { ...visible, shared_at: at });
  const happened = (at: string, of = ticket, kind = 'status') =>
    db.admin.query(
      `insert into ${table} (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, happened_at)
       select tenant_id, client_id, contract_id, id, shared, true, $2, $3 from app.ticket where id = $1`,
      [of.id, kind, at],
    );
  /** As after anything that happens to the ticket. */
  const activity = async () => {
    await db.admin.query('select app.refresh_activity($1, $2)', [ticket.tenant_id, ticket.id]);
    const { rows } = await db.admin.query<{ at: Date | null }>(
      'select activity_at as at from app.ticket where id = $1',
      [ticket.id],
    );
    return rows[0]?.at?.toISOString().slice(0, 10);
  };
  await said('2030-01-02');
  await said('2030-01-01');
  await said('2031-01-01', other);
  expect(await activity()).toBe('2030-01-02');
  await happened('2032-01-02');
  await happened('2032-01-01');
  await happened('2033-01-01', other);
  await happened('2034-01-01', ticket, 'level');
  expect(await activity()).toBe('2032-01-02');
  await db.admin.query(
    "update app.ticket set status = 'resolved', rating = 4, rated_at = '2035-01-01' where id = $1",
    [ticket.id],
  );
  expect(await activity()).toBe('2035-01-01');
  await db.admin.query("update app.record set visibility = 'internal_only' where id = $1", [ticket.id]);
  expect(await activity()).toBeUndefined();
});
