import { describe, expect, test } from 'vitest';
import { asClient, asStaff, flagging, seats } from '../support/builders.ts';
import { aMessage, aTicket, aTicketNote, type Ticket } from '../support/ticket-builders.ts';
import { heldByContract } from './contract-row.ts';
import { attempt, attemptError, denied, errorOf, floored, granted, reached, readByClients, readByStaff, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.message';
const inside = useWorld();
const reads = ['id', 'ticket_id', 'body', 'author_name', 'author_client_user_id', 'edited_at', 'shared_at'];
const creates = ['id', 'ticket_id', 'body', 'request_id', 'visibility'];
const edits = ['body'];
const of = (...tickets: string[]) => tickets.flatMap((ticket) => [`${ticket}/internal`, `${ticket}/open`]);
type Role = (typeof projectRoles)[number];
const may = (role: Role, minimum: Role) => projectRoles.indexOf(role) >= projectRoles.indexOf(minimum);

granted(inside, table, {
  client: { select: reads },
  staff: { select: true, insert: creates, update: edits, delete: true },
  definer_log: { select: ['tenant_id', 'ticket_id', 'shared', 'shared_at'] },
  definer_ticket: {
    select: [
      'tenant_id', 'id', 'client_id', 'contract_id', 'author_client_user_id', 'request_id', 'visibility', 'shared',
    ],
    insert: [
      'tenant_id', 'id', 'ticket_id', 'body', 'author_client_user_id', 'author_name', 'request_id', 'visibility',
    ],
  },
  definer_search: {
    select: ['tenant_id', 'id', 'client_id', 'contract_id', 'ticket_id', 'search', 'shared', 'shared_at', 'created_at'],
  },
}); // prettier-ignore
floored(inside, table, {
  trusts: ['staff', 'definer_log', 'definer_ticket', 'definer_search'],
  shared: true,
});
readByClients(inside, table, {
  columns: reads,
  key: 'body collate "C"',
  section: 'tickets',
  sees: () => ['open/open'],
  cannotSee: {
    'an Internal Only message': 'open/internal',
    'a Client Visible message of an Internal Only ticket': 'internal/open',
    "another client's message under the same contract": 'neighbour/open',
    "another tenant's message": 'foreign/open',
  },
});
readByStaff(inside, table, {
  key: 'body collate "C"',
  manager: () => of('internal', 'neighbour', 'open'),
  member: () => of('internal', 'neighbour', 'open'),
  outsider: () => [],
  foreigner: () => of('foreign'),
});
heldByContract(inside, table, {
  insert: 'contributor',
  update: 'contributor',
  delete: 'manager',
  touch: "body = 'x'",
  authored: true,
});

const now = async (id: string) =>
  (await inside().db.admin.query<Record<string, unknown>>(`select * from ${table} where id = $1`, [id]))
    .rows[0];

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'insert', creates);
  staffMayOnly(inside, table, 'update', edits);
  const say = `insert into ${table} (ticket_id, body, visibility) values ($1, 'new', $2)`;

  test.each(projectRoles)('%s answers, shares and deletes as far as the role goes', async (role) => {
    const w = inside();
    const seat = seats.staff(w.staff[role]);
    for (const visibility of ['client_visible', 'internal_only'])
      expect(await attemptError(w, seat, say, [w.tickets.open.id, visibility])).toBe(
        may(role, 'contributor') ? 'no error' : refusedRow(table),
      );
    for (const [body, to] of [
      ['open/open', 'internal_only'],
      ['open/internal', 'client_visible'],
    ] as const) {
      const flag = flagging('message', to, `body = '${body}'`);
      expect(await reached(w, seat, flag)).toBe(may(role, 'manager') ? 1 : 0);
    }
    expect((await attempt(w, seat, `delete from ${table}`)).rowCount).toBe(may(role, 'manager') ? 6 : 0);
  });

  test('a message is signed with the name shown to clients, in the tenant and place of its ticket', async () => {
    const w = inside();
    const { rows } = await attempt(
      w,
      seats.staff(w.staff.contributor),
      `${say} returning tenant_id, client_id, contract_id, author_staff_id, author_name, shared, shared_at is not null as at`,
      [w.tickets.open.id, 'client_visible'],
    );
    expect(rows).toEqual([
      {
        tenant_id: w.acme.tenant_id, client_id: w.clients.own.id, contract_id: w.contracts.both.id,
        author_staff_id: w.team.contributor.id, author_name: 'The contributor', shared: true, at: true,
      },
    ]); // prettier-ignore
    for (const token of [w.staff.outsider, ...Object.values(w.staffNobodies)])
      expect(await attemptError(w, seats.staff(token), say, [w.tickets.open.id, 'client_visible'])).toBe(
        '23503 no such ticket',
      );
  });

  test('a message starts Internal Only where nothing is said', async () => {
    const w = inside();
    const { rows } = await attempt(
      w,
      seats.staff(w.staff.contributor),
      `insert into ${table} (ticket_id, body) values ($1, 'new') returning visibility, shared, shared_at`,
      [w.tickets.open.id],
    );
    expect(rows).toEqual([{ visibility: 'internal_only', shared: false, shared_at: null }]);
  });

  test('the same request again is refused by its key, and a colleague may use the same', async () => {
    const w = inside();
    const request = '11111111-1111-4111-8111-111111111111';
    const send = `insert into ${table} (ticket_id, body, request_id) values ($1, 'once', $2)`;
    await asStaff(w.db, w.staff.contributor, send, [w.tickets.open.id, request]);
    expect(
      await attemptError(w, seats.staff(w.staff.contributor), send, [w.tickets.internal.id, request]),
    ).toMatch(/^23505/);
    expect(await attemptError(w, seats.staff(w.staff.manager), send, [w.tickets.open.id, request])).toBe(
      'no error',
    );
    await w.db.admin.query(`delete from ${table} where body = 'once'`);
  });
});

describe('editing', () => {
  const written = async (visibility = 'client_visible') => {
    const { db, staff, tickets } = inside();
    const [row] = await asStaff<{ id: string }>(
      db,
      staff.contributor,
      `insert into ${table} (ticket_id, body, visibility) values ($1, 'first words', $2) returning id`,
      [tickets.open.id, visibility],
    );
    return row?.id ?? '';
  };
  const edit = async (token: string, id: string, body = 'second words') => {
    const change = `update ${table} set body = $1 where id = $2 returning id`;
    const rows = await asStaff(inside().db, token, change, [body, id]);
    return rows.length > 0 ? 'reached' : 'nothing reached';
  };

  test('is its author’s alone, whatever role others hold', async () => {
    const { db, staff, client, tickets } = inside();
    const id = await written();
    for (const token of [
      staff.manager,
      staff.owner,
      staff.tenantManager,
      staff.observer,
      staff.reviewer,
      staff.outsider,
    ])
      expect(await edit(token, id)).toBe('nothing reached');
    expect(await now(id)).toMatchObject({ body: 'first words', version: 1, edited_at: null });
    expect(await edit(staff.contributor, id)).toBe('reached');
    expect(await now(id)).toMatchObject({ body: 'second words', version: 2 });
    // A client's words are nobody's of the team to change.
    const [said] = await asClient<{ id: string }>(
      db,
      client.admin,
      "select app.reply_to_ticket($1, 'Mine', '{}', gen_random_uuid()) as id",
      [tickets.open.id],
    );
    for (const token of [staff.contributor, staff.tenantManager])
      expect(await edit(token, said?.id ?? '')).toBe('nothing reached');
  });

  test('tells the client that it was edited, if they could read it before', async () => {
    const { staff } = inside();
    const [read, unread] = [await written(), await written('internal_only')];
    for (const id of [read, unread]) await edit(staff.contributor, id);
    expect((await now(read))?.edited_at).toBeInstanceOf(Date);
    expect((await now(unread))?.edited_at).toBeNull();
    await asStaff(inside().db, staff.manager, flagging('message', 'client_visible'), [unread]);
    expect((await now(unread))?.edited_at).toBeNull();
  });
});

describe('what its ticket brings along at once', () => {
  const written = ['first', 'second', 'third', 'fourth', 'fifth'];
  /** A hidden ticket with messages that do not lie in the order in which they were written, and with what stays internal between them. */
  async function hidden() {
    const { db, contracts, clients } = inside();
    const ticket = await aTicket(db, contracts.both, clients.own);
    for (const [nth, body] of [...written.entries()].sort(([, a], [, b]) => a.localeCompare(b)))
      for (const [said, visibility] of [
        [body, 'client_visible'],
        ['internal', 'internal_only'],
      ])
        await aMessage(db, ticket, { body: said, visibility, created_at: `2020-03-0${nth + 1}` });
    return ticket;
  }
  const flag = (ticket: Ticket, visibility: string) =>
    asStaff(inside().db, inside().staff.manager, flagging('ticket', visibility), [ticket.id]);
  const read = async (ticket: Ticket) =>
    (
      await asClient<{ line: string }>(
        inside().db,
        inside().client.admin,
        `select extract(microseconds from shared_at - min(shared_at) over ()) || ' ' || body as line
           from ${table} where ticket_id = $1 order by shared_at`,
        [ticket.id],
      )
    ).map(({ line }) => line);
  const inOrder = written.map((body, nth) => `${nth} ${body}`);

  test('is read in the order in which it was written, and again when it is shared anew', async () => {
    const ticket = await hidden();
    for (const times of [1, 2]) {
      expect({ times, read: await read(ticket) }).toEqual({ times, read: [] });
      await flag(ticket, 'client_visible');
      expect({ times, read: await read(ticket) }).toEqual({ times, read: inOrder });
      await flag(ticket, 'internal_only');
    }
  });

  test('begins when the ticket was shared, and tells nothing of when it was written or of what stays internal', async () => {
    const { db, client } = inside();
    const ticket = await hidden();
    await flag(ticket, 'client_visible');
    const [seen] = await asClient(
      db,
      client.admin,
      `select min(m.shared_at) = t.shared_at as at_once, max(m.shared_at) - t.shared_at = interval '4 microseconds' as close,
              t.activity_at = max(m.shared_at) as last
         from ${table} m join app.ticket t on t.id = m.ticket_id where t.id = $1 group by t.id, t.shared_at, t.activity_at`,
      [ticket.id],
    );
    expect(seen).toEqual({ at_once: true, close: true, last: true });
    for (const column of ['created_at', 'updated_at', 'version'])
      expect(await attemptError(inside(), seats.client(client.admin), `select ${column} from ${table}`)).toBe(
        denied(table),
      );
  });

  test('a message that is shared by itself comes when it is shared, whenever it was written', async () => {
    const { db, staff, contracts, clients } = inside();
    const ticket = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
    await aMessage(db, ticket, { body: 'now', visibility: 'client_visible' });
    const { id } = await aMessage(db, ticket, { body: 'earlier', created_at: '2020-03-01' });
    await asStaff(db, staff.manager, flagging('message', 'client_visible'), [id]);
    expect((await read(ticket)).map((line) => line.replace(/^\S+ /, ''))).toEqual(['now', 'earlier']);
  });
});

/** Moves the message with id $2 alone to the ticket with id $1; how many it reached. */
const moving = `select app.move_to_ticket(ticket_id, $1, array[id]) as reached from ${table} where id = $2`;

describe('merging', () => {
  const aTicketThat = (visibility: string, client = inside().clients.own) =>
    aTicket(inside().db, inside().contracts.both, client, { visibility });
  const move = (message: string, to: Ticket, token = inside().staff.contributor) =>
    errorOf(asStaff(inside().db, token, moving, [to.id, message]));
  const seen = async (id: string) =>
    (await asClient(inside().db, inside().client.admin, `select from ${table} where id = $1`, [id])).length;

  test('from shared to shared, each message keeps its flag and its time', async () => {
    const { db } = inside();
    const [from, to] = [await aTicketThat('client_visible'), await aTicketThat('client_visible')];
    for (const visibility of ['client_visible', 'internal_only']) {
      const { id } = await aMessage(db, from, { visibility });
      const before = await now(id);
      expect(await move(id, to)).toBe('no error');
      expect(await now(id)).toMatchObject({
        visibility,
        shared: before?.shared,
        shared_at: before?.shared_at,
        ticket_id: to.id,
        moved_from_id: from.id,
      });
      expect(await seen(id)).toBe(visibility === 'client_visible' ? 1 : 0);
    }
  });

  test('from an internal ticket into a shared one, a message turns Internal Only', async () => {
    const { db } = inside();
    const [from, to] = [await aTicketThat('internal_only'), await aTicketThat('client_visible')];
    const { id } = await aMessage(db, from, { visibility: 'client_visible' });
    expect(await move(id, to)).toBe('no error');
    expect(await now(id)).toMatchObject({ visibility: 'internal_only', shared: false, shared_at: null });
    expect(await seen(id)).toBe(0);
  });

  test('from a shared ticket into an internal one, a message is hidden, and its flag stays', async () => {
    const { db, staff } = inside();
    const [from, to] = [await aTicketThat('client_visible'), await aTicketThat('internal_only')];
    const { id } = await aMessage(db, from, { visibility: 'client_visible' });
    expect(await move(id, to)).toBe('no error');
    expect(await now(id)).toMatchObject({ visibility: 'client_visible', shared: false });
    await asStaff(db, staff.manager, flagging('ticket', 'client_visible'), [to.id]);
    expect(await seen(id)).toBe(1);
  });

  test('across clients is refused, under one contract too', async () => {
    const { db, staff, tickets } = inside();
    const { id } = await aMessage(db, await aTicketThat('client_visible'));
    for (const token of [staff.contributor, staff.owner, staff.tenantManager])
      expect(await move(id, tickets.neighbour, token)).toBe('23503 no such record');
    expect(
      await errorOf(
        db.admin.query(`update ${table} set ticket_id = $1 where id = $2`, [tickets.neighbour.id, id]),
      ),
    ).toBe('23503 no such ticket');
  });

  test.each(projectRoles)(
    '%s moves messages where contributor is enough, the chosen ones or all',
    async (role) => {
      const w = inside();
      const [from, to] = [await aTicketThat('client_visible'), await aTicketThat('internal_only')];
      const [chosen, other] = [await aMessage(w.db, from), await aMessage(w.db, from)];
      const elsewhere = await aMessage(w.db, await aTicketThat('client_visible'));
      const note = await aTicketNote(w.db, from, w.team.owner);
      const seat = seats.staff(w.staff[role]);
      for (const [ids, count] of [
        [[chosen.id, note.id, elsewhere.id], 1],
        [[chosen.id, other.id], 2],
        [null, 2],
      ] as const)
        expect(
          await reached(w, seat, 'select app.move_to_ticket($1, $2, $3::uuid[])', [from.id, to.id, ids]),
        ).toBe(may(role, 'contributor') ? count : 0);
      expect(await attemptError(w, seat, `update ${table} set ticket_id = $1`, [to.id])).toBe(denied(table));
    },
  );

  test('by nobody without a role on its contract', async () => {
    const w = inside();
    const [from, to] = [await aTicketThat('client_visible'), await aTicketThat('client_visible')];
    await aMessage(w.db, from);
    const move = (token: string) =>
      reached(w, seats.staff(token), 'select app.move_to_ticket($1, $2)', [from.id, to.id]);
    for (const token of [w.staff.outsider, w.staff.foreigner, ...Object.values(w.staffNobodies)])
      expect(await move(token)).toBe(0);
    expect(await move(w.staff.tenantManager)).toBe(1);
  });

  test('counts its version up, and so does a change of its flag', async () => {
    const { db, staff } = inside();
    const [from, to] = [await aTicketThat('client_visible'), await aTicketThat('client_visible')];
    const { id } = await aMessage(db, from, { updated_at: '2020-01-01' });
    const version = async () => {
      const row = await now(id);
      return [row?.version, (row?.updated_at as Date).getFullYear() > 2020];
    };
    expect(await version()).toEqual([1, false]);
    await asStaff(db, staff.contributor, moving, [to.id, id]);
    expect(await version()).toEqual([2, true]);
    await asStaff(db, staff.manager, flagging('message', 'client_visible'), [id]);
    expect(await version()).toEqual([3, true]);
  });

  test('its old text moves along, and its place follows', async () => {
    const { db, staff, contracts, clients } = inside();
    const [from, to] = [await aTicketThat('client_visible'), await aTicket(db, contracts.both, clients.own)];
    const [row] = await asStaff<{ id: string }>(
      db,
      staff.contributor,
      `insert into ${table} (ticket_id, body) values ($1, 'a') returning id`,
      [from.id],
    );
    await asStaff(db, staff.contributor, `update ${table} set body = 'b' where id = $1`, [row?.id]);
    expect(await move(row?.id ?? '', to)).toBe('no error');
    const { rows } = await db.admin.query('select body from app.text_revision where record_id = $1', [
      row?.id,
    ]);
    expect(rows).toEqual([{ body: 'a' }]);
  });
});

test('a message cannot claim a shared ticket it does not hang on', async () => {
  const { db } = inside();
  expect(
    await errorOf(db.admin.query(`update ${table} set visible = true where body = 'internal/open'`)),
  ).toMatch(/^23503/);
});

test('the client’s last activity of both tickets follows a message that moves, is hidden or goes', async () => {
  const { db, contracts, clients, staff } = inside();
  const ticket = () => aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
  const [a, b] = [await ticket(), await ticket()];
  const activity = async () =>
    (
      await db.admin.query<{ at: string }>(
        'select activity_at = shared_at as quiet from app.ticket where id = any ($1) order by id = $2',
        [[a.id, b.id], b.id],
      )
    ).rows;
  const said = async () => {
    const [row] = await asStaff<{ id: string }>(
      db,
      staff.contributor,
      `insert into ${table} (ticket_id, body, visibility) values ($1, 'x', 'client_visible') returning id`,
      [a.id],
    );
    return row?.id;
  };
  const quiet = (...of: boolean[]) => of.map((is) => ({ quiet: is }));
  const id = await said();
  expect(await activity()).toEqual(quiet(false, true));
  await asStaff(db, staff.contributor, moving, [b.id, id]);
  expect((await activity())[1]).toEqual({ quiet: false });
  await asStaff(db, staff.manager, `delete from ${table} where id = $1`, [id]);
  expect((await activity())[1]).toEqual({ quiet: true });
  await asStaff(db, staff.manager, flagging('message', 'internal_only'), [await said()]);
  expect(
    await attemptError(inside(), seats.staff(staff.owner), `update ${table} set moved_from_id = null`),
  ).toBe(denied(table));
});
