import { beforeAll, expect, test } from 'vitest';
import { asStaff, seats } from '../support/builders.ts';
import { heldByContract } from './contract-row.ts';
import { closedTo, closedToClients, floored, granted, notWrittenByStaff, readByStaff } from './law.ts';
import { useWorld } from './world.ts';

const table = 'app.text_revision';
const inside = useWorld();

/** Of each ticket's Client Visible message and of its note, what it said before. */
beforeAll(async () => {
  const { db } = inside();
  await db.admin.query("update app.message set body = body || ' edited' where body like '%/open'");
  await db.admin.query("update app.ticket_note set body = body || ' edited'");
});

granted(inside, table, { staff: { select: true }, definer_log: { insert: true } });
floored(inside, table, { trusts: ['staff', 'definer_log'] });
closedToClients(inside, table);
closedTo(inside, table, 'staff who look through a client’s eyes', (w) => seats.look(w.looks.admin));
closedTo(inside, table, 'role worker', (w) => seats.worker(w.acme.tenant_id));
const of = (...tickets: string[]) => tickets.flatMap((ticket) => [ticket, `${ticket}/open`]);
readByStaff(inside, table, {
  key: 'body collate "C"',
  manager: () => of('internal', 'neighbour', 'open'),
  member: () => of('internal', 'neighbour', 'open'),
  outsider: () => [],
  foreigner: () => of('foreign'),
});
heldByContract(inside, table);
notWrittenByStaff(inside, table);

test('each edit keeps what was said before, and who changed it; an edit that changes nothing keeps nothing', async () => {
  const { db, staff, team, tickets, acme, clients, contracts } = inside();
  for (const [kind, reference] of [
    ['message', 'message_id'],
    ['ticket_note', 'ticket_note_id'],
  ]) {
    const [row] = await asStaff<{ id: string }>(
      db,
      staff.contributor,
      `insert into app.${kind} (ticket_id, body) values ($1, 'one') returning id`,
      [tickets.open.id],
    );
    for (const body of ['two', 'two', 'three'])
      await asStaff(db, staff.contributor, `update app.${kind} set body = $1 where id = $2`, [body, row?.id]);
    const { rows } = await db.admin.query(
      `select body, editor_staff_id as by, tenant_id, client_id, contract_id from ${table} where ${reference} = $1 order by id`,
      [row?.id],
    );
    const common = {
      by: team.contributor.id,
      tenant_id: acme.tenant_id,
      client_id: clients.own.id,
      contract_id: contracts.both.id,
    };
    expect(rows).toEqual([
      { body: 'one', ...common },
      { body: 'two', ...common },
    ]);
    await db.admin.query(`delete from app.${kind} where id = $1`, [row?.id]);
    const left = await db.admin.query(`select from ${table} where ${reference} = $1`, [row?.id]);
    expect(left.rowCount).toBe(0);
  }
});
