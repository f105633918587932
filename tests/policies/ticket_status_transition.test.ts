import { expect, test } from 'vitest';
import { aSession, aStaffMember, asStaff, seats, transact } from '../support/builders.ts';
import { aTicket } from '../support/ticket-builders.ts';
import { closedTo, closedToClients, closedToStaff, errorOf, floored, granted } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.ticket_status_transition';
const inside = useWorld();
const statuses = ['new', 'open', 'waiting_on_client', 'on_hold', 'resolved', 'closed'] as const;
type Status = (typeof statuses)[number];

/** What the product promises: from each status, where it may go, and of these what a client may do. */
const moves: Record<Status, Partial<Record<Status, 'client' | 'staff'>>> = {
  new: { open: 'staff', waiting_on_client: 'staff', on_hold: 'staff', resolved: 'client', closed: 'staff' },
  open: { waiting_on_client: 'staff', on_hold: 'staff', resolved: 'client', closed: 'staff' },
  waiting_on_client: { open: 'client', on_hold: 'staff', resolved: 'client', closed: 'staff' },
  on_hold: { open: 'staff', waiting_on_client: 'staff', resolved: 'client', closed: 'staff' },
  resolved: { open: 'client', closed: 'staff' },
  closed: { open: 'client' },
};
const pairs = statuses.flatMap((from) => statuses.map((to) => [from, to] as const));

granted(inside, table, { definer_ticket: { select: true } });
floored(inside, table, { trusts: ['definer_ticket'] });
closedToClients(inside, table);
closedToStaff(inside, table);
closedTo(inside, table, 'role worker', (w) => seats.worker(w.acme.tenant_id));

test('the moves are these, for every tenant, and nobody changes them', async () => {
  const { db } = inside();
  const { rows } = await db.admin.query<{ from: Status; to: Status; by: string }>(
    "select from_status as from, to_status as to, case when by_client then 'client' else 'staff' end as by from app.ticket_status_transition",
  );
  const found = Object.fromEntries(
    statuses.map((status) => [
      status,
      Object.fromEntries(rows.filter(({ from }) => from === status).map(({ to, by }) => [to, by])),
    ]),
  );
  expect(found).toEqual(moves);
  for (const sql of [
    'update app.ticket_status_transition set by_client = true',
    'delete from app.ticket_status_transition',
  ])
    expect(await errorOf(db.admin.query(sql))).toBe('42501 ticket_status_transition is append-only');
});

/** A ticket in this status, past every trigger. */
async function standing(status: Status) {
  const { db, contracts, clients } = inside();
  const ticket = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
  const admin = await db.admin.connect();
  try {
    await admin.query('begin');
    await admin.query('set local session_replication_role = replica');
    await admin.query(
      `update app.ticket set status = $1::text::app.ticket_status, reopen_until = case when $1::text in ('resolved', 'closed') then now() + interval '1 day' end where id = $2`,
      [status, ticket.id],
    );
    await admin.query('commit');
  } catch (error) {
    await admin.query('rollback');
    throw error;
  } finally {
    admin.release();
  }
  return ticket.id;
}

test.each(pairs.filter(([from, to]) => from !== to))(
  '%s → %s is made by staff, a job and a client as the table says, and by nobody else',
  async (from, to) => {
    const { db, staff, client, acme } = inside();
    const id = await standing(from);
    const set = 'update app.ticket set status = $1 where id = $2';
    const undo = (seat: Parameters<typeof transact>[1]) =>
      errorOf(transact(db, seat, (line) => line.query(set, [to, id]), 'rollback'));
    const outcome: unknown = moves[from][to]
      ? 'no error'
      : expect.stringMatching(/^23503 .*ticket_event_from_status/);
    expect(await undo(seats.staff(staff.contributor))).toEqual(outcome);
    expect(await undo(seats.staff(staff.tenantManager))).toEqual(outcome);
    expect(await undo(seats.worker(acme.tenant_id))).toEqual(outcome);
    expect(
      await errorOf(
        db.admin.query(
          `do $$ begin update app.ticket set status = '${to}' where id = '${id}'; raise sqlstate 'P0001'; end $$`,
        ),
      ),
    ).toEqual(moves[from][to] ? expect.stringMatching(/^P0001/) : outcome);
    const moved = await transact(
      db,
      seats.client(client.admin),
      async (line) =>
        (await line.query<{ moved: boolean }>('select app.move_ticket($1, $2) as moved', [id, to])).rows[0]
          ?.moved,
      'rollback',
    );
    expect(moved).toBe(moves[from][to] === 'client');
  },
);

test('a status that stays is no move, and makes no event', async () => {
  const { db, acme } = inside();
  const admin = await aSession(db, await aStaffMember(db, acme, { role: 'admin' }));
  for (const status of statuses) {
    const id = await standing(status);
    await asStaff(db, admin, 'update app.ticket set status = $1 where id = $2', [status, id]);
    const { rows } = await db.admin.query('select kind from app.ticket_event where ticket_id = $1', [id]);
    expect(rows).toEqual([{ kind: 'raised' }]);
  }
});
