import { describe, expect, test } from 'vitest';
import { aClientUser, asClient, aSession, asStaff, flagging, seats, toFlag } from '../support/builders.ts';
import { aTicket, aTicketNote, type Ticket } from '../support/ticket-builders.ts';
import { heldByContract } from './contract-row.ts';
import { attempt, attemptError, closedTo, closedToClients, columnsOf, denied, errorOf, floored, granted, readByStaff, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.ticket_note';
const inside = useWorld();
const creates = ['id', 'ticket_id', 'body', 'request_id'];
const edits = ['body'];
type Role = (typeof projectRoles)[number];
const may = (role: Role, minimum: Role) => projectRoles.indexOf(role) >= projectRoles.indexOf(minimum);

granted(inside, table, {
  staff: { select: true, insert: creates, update: edits, delete: true },
  definer_search: { select: ['tenant_id', 'id', 'contract_id', 'ticket_id', 'search', 'created_at'] },
});
floored(inside, table, { trusts: ['staff', 'definer_search'] });
closedToClients(inside, table);
closedTo(inside, table, 'staff who look through a client’s eyes', (w) => seats.look(w.looks.admin));
closedTo(inside, table, 'role worker', (w) => seats.worker(w.acme.tenant_id));
readByStaff(inside, table, {
  key: 'body collate "C"',
  manager: () => ['internal', 'neighbour', 'open'],
  member: () => ['internal', 'neighbour', 'open'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});
heldByContract(inside, table, {
  insert: 'reviewer',
  update: 'reviewer',
  delete: 'manager',
  touch: "body = 'x'",
  authored: true,
});

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'insert', creates);
  staffMayOnly(inside, table, 'update', edits);
  const say = `insert into ${table} (ticket_id, body) values ($1, 'new')`;

  test.each(projectRoles)(
    '%s writes where reviewer is enough, and deletes where manager is',
    async (role) => {
      const w = inside();
      const seat = seats.staff(w.staff[role]);
      expect(await attemptError(w, seat, say, [w.tickets.open.id])).toBe(
        may(role, 'reviewer') ? 'no error' : refusedRow(table),
      );
      expect((await attempt(w, seat, `delete from ${table}`)).rowCount).toBe(may(role, 'manager') ? 3 : 0);
    },
  );

  test('a note is signed, in the tenant and place of its ticket', async () => {
    const w = inside();
    const { rows } = await attempt(
      w,
      seats.staff(w.staff.reviewer),
      `${say} returning tenant_id, client_id, contract_id, author_staff_id, author_name`,
      [w.tickets.open.id],
    );
    expect(rows).toEqual([
      {
        tenant_id: w.acme.tenant_id, client_id: w.clients.own.id, contract_id: w.contracts.both.id,
        author_staff_id: w.team.reviewer.id, author_name: 'The reviewer',
      },
    ]); // prettier-ignore
    for (const token of [w.staff.outsider, ...Object.values(w.staffNobodies)])
      expect(await attemptError(w, seats.staff(token), say, [w.tickets.open.id])).toBe(
        '23503 no such ticket',
      );
  });

  test('its author alone edits it', async () => {
    const w = inside();
    const note = await aTicketNote(w.db, w.tickets.open, w.team.reviewer);
    const edit = (token: string) =>
      attempt(w, seats.staff(token), `update ${table} set body = 'other' where id = $1`, [note.id]);
    for (const token of [w.staff.contributor, w.staff.owner, w.staff.tenantManager])
      expect((await edit(token)).rowCount).toBe(0);
    const { rows } = await attempt(
      w,
      seats.staff(w.staff.reviewer),
      `update ${table} set body = 'other' where id = $1 returning version`,
      [note.id],
    );
    expect(rows).toEqual([{ version: 2 }]);
    await w.db.admin.query(`delete from ${table} where id = $1`, [note.id]);
  });
});

/** Moves all that is on the ticket of the note with id $2, that note too, to the ticket with id $1. */
const moving = `select app.move_to_ticket(ticket_id, $1) from ${table} where id = $2`;

describe('L42: a note never reaches a client', () => {
  /** What a client can read anywhere in the schema, as text. */
  async function everything(token: string): Promise<string> {
    const { db } = inside();
    const { rows } = await db.admin.query<{ table: string; columns: string }>(
      `select attrelid::regclass::text as table, string_agg(quote_ident(attname), ', ' order by attnum) as columns
         from pg_attribute a join pg_class c on c.oid = attrelid
        where relkind = 'r' and relnamespace = 'app'::regnamespace and attnum > 0 and not attisdropped
          and has_column_privilege('client', attrelid, attnum, 'select') group by 1`,
    );
    let text = '';
    for (const { table: name, columns } of rows)
      text += JSON.stringify(await asClient(db, token, `select ${columns} from ${name}`));
    return text;
  }
  const canary = 'zanzibarcanary';

  test('by any sequence of updates that staff can make', async () => {
    const w = inside();
    const { db, staff, clients, contracts, team } = w;
    const person = await aSession(db, await aClientUser(db, clients.own, { role: 'admin' }));
    const ticket = (visibility: string) => aTicket(db, contracts.both, clients.own, { visibility });
    const tickets: [Ticket, Ticket, Ticket] = [
      await ticket('client_visible'),
      await ticket('internal_only'),
      await ticket('client_visible'),
    ];
    const note = await aTicketNote(db, tickets[0], team.owner, { body: canary });
    await db.admin.query(
      'insert into app.upload (tenant_id, staff_member_id, name, size_bytes, received_at) values ($1, $2, $3, 1, now())',
      [w.acme.tenant_id, team.owner.id, `${canary}.txt`],
    );
    await asStaff(
      db,
      staff.owner,
      'insert into app.attachment (id, record_id) select id, $1 from app.upload where name like $2',
      [note.id, `${canary}%`],
    );
    const steps: [string, unknown[]][] = [
      [`update ${table} set body = body || ' again' where id = $1`, [note.id]],
      ...tickets.map(({ id }): [string, unknown[]] => [moving, [id, note.id]]),
      ...tickets.flatMap(({ id }) =>
        ['internal_only', 'client_visible'].map((to): [string, unknown[]] => [flagging('ticket', to), [id]]),
      ),
      ...['internal_only', 'client_visible'].map((to): [string, unknown[]] => [
        flagging('attachment', to, 'record_id = $1'),
        [note.id],
      ]),
      ['update app.ticket set merged_into_id = $1 where id = $2', [tickets[2].id, tickets[0].id]],
      ["update app.ticket set status = 'open' where status = 'new' and id = $1", [tickets[0].id]],
      ["update app.ticket set status = 'resolved' where status = 'open' and id = $1", [tickets[0].id]],
    ];
    // A fixed shuffle, so that a failure can be repeated.
    let seed = 20261124;
    const next = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let turn = 0; turn < 60; turn += 1) {
      const step = steps[next(steps.length)];
      if (step) await asStaff(db, staff.owner, ...step);
      if (turn % 6 === 0) {
        expect(await everything(person)).not.toContain(canary);
        expect(await asClient(db, person, 'select app.search_tickets($1) as found', [canary])).toEqual([
          { found: [] },
        ]);
      }
    }
    expect((await db.admin.query(`select from ${table} where body like $1`, [`${canary}%`])).rowCount).toBe(
      1,
    );
  });

  test('it has no flag to set: its row is never visible, and its record is Internal Only for good', async () => {
    const { db, staff, tickets, acme } = inside();
    expect((await columnsOf(db, table)).filter((column) => /visib|shared/.test(column))).toEqual(['visible']);
    const check = expect.stringMatching(/^23514/) as unknown;
    expect(await errorOf(db.admin.query(`update ${table} set visible = true`))).toEqual(check);
    const { rows } = await db.admin.query<{ id: string }>(
      `select id from ${table} where ticket_id = $1 and tenant_id = $2`,
      [tickets.open.id, acme.tenant_id],
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { id } of rows) {
      expect(await errorOf(db.admin.query(toFlag, ['client_visible', id]))).toEqual(check);
      const share = "select app.set_visibility(array[$1::uuid], 'client_visible', null)";
      expect(await errorOf(asStaff(db, staff.owner, share, [id]))).toEqual(check);
    }
  });
});

describe('merging', () => {
  const move = (note: string, to: Ticket, token = inside().staff.contributor) =>
    errorOf(asStaff(inside().db, token, moving, [to.id, note]));

  test('a note moves with its ticket, by whoever works on it, and says where it was written', async () => {
    const { db, contracts, clients, team, staff } = inside();
    const [from, to] = [
      await aTicket(db, contracts.both, clients.own),
      await aTicket(db, contracts.both, clients.own),
    ];
    const note = await aTicketNote(db, from, team.reviewer);
    const read = `select ticket_id, moved_from_id, version from ${table} where id = $1`;
    const stands = async () => (await db.admin.query<object>(read, [note.id])).rows;
    for (const token of [staff.observer, staff.reviewer, staff.outsider, staff.foreigner]) {
      expect(await move(note.id, to, token)).toBe('no error');
      expect(await stands()).toEqual([{ ticket_id: from.id, moved_from_id: null, version: 1 }]);
    }
    expect(await move(note.id, to)).toBe('no error');
    expect(await stands()).toEqual([{ ticket_id: to.id, moved_from_id: from.id, version: 2 }]);
    await db.admin.query('delete from app.ticket where id = any ($1)', [[from.id, to.id]]);
  });

  test('across clients is refused, under one contract too', async () => {
    const w = inside();
    const note = await aTicketNote(w.db, w.tickets.open, w.team.reviewer);
    for (const token of [w.staff.contributor, w.staff.owner, w.staff.tenantManager])
      expect(await move(note.id, w.tickets.neighbour, token)).toBe('23503 no such record');
    for (const column of [
      'ticket_id',
      'client_id',
      'contract_id',
      'tenant_id',
      'author_staff_id',
      'moved_from_id',
    ])
      expect(
        await attemptError(
          w,
          seats.staff(w.staff.owner),
          `update ${table} set ${column} = gen_random_uuid()`,
        ),
      ).toBe(denied(table));
    await w.db.admin.query(`delete from ${table} where id = $1`, [note.id]);
  });
});
