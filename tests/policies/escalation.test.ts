import { beforeAll, describe, expect, test } from 'vitest';
import { seats } from '../support/builders.ts';
import { anEscalation } from '../support/ticket-builders.ts';
import { heldByContract, workedOn } from './contract-row.ts';
import { attempt, attemptError, closedToClients, denied, errorOf, floored, granted, readByStaff, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.escalation';
const inside = useWorld();
const creates = ['ticket_id', 'to_staff_id', 'reason'];

beforeAll(async () => {
  const { db, tickets } = inside();
  for (const ticket of Object.values(tickets)) await anEscalation(db, ticket);
});

granted(inside, table, {
  staff: { select: true, insert: creates },
  worker: {
    select: true,
    insert: ['tenant_id', 'ticket_id', 'clock', 'at_percent', 'to_staff_id', 'escalated_at'],
  },
});
floored(inside, table, { trusts: ['staff', 'worker'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key: '(select title from app.ticket t where t.id = ticket_id) collate "C"',
  manager: () => ['internal', 'neighbour', 'open'],
  member: () => ['internal', 'neighbour', 'open'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});
heldByContract(inside, table, { insert: 'contributor' });
workedOn(inside, table, { insert: true });

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'insert', creates);
  const add = `insert into ${table} (ticket_id, to_staff_id, reason) values ($1, $2, 'Stuck')`;

  test.each(projectRoles)('%s escalates by hand where contributor is enough', async (role) => {
    const w = inside();
    const works = projectRoles.indexOf(role) >= projectRoles.indexOf('contributor');
    const seat = seats.staff(w.staff[role]);
    expect(await attemptError(w, seat, add, [w.tickets.open.id, w.team.owner.id])).toBe(
      works ? 'no error' : refusedRow(table),
    );
    if (works) {
      expect(await attemptError(w, seat, add, [w.tickets.open.id, w.team.foreigner.id])).toMatch(/^23503/);
      expect(await attemptError(w, seat, add, [w.tickets.open.id, w.team.tenantManager.id])).toBe('no error');
      expect(await attemptError(w, seat, add, [w.tickets.open.id, w.team.outsider.id])).toBe(
        '23514 the person does not reach the contract',
      );
    }
    for (const sql of [`delete from ${table}`, `update ${table} set reason = ''`])
      expect(await attemptError(w, seat, sql)).toBe(denied(table));
  });

  test('it is signed by whoever made it, in the tenant of their ticket', async () => {
    const w = inside();
    const made = await attempt(
      w,
      seats.staff(w.staff.contributor),
      `${add} returning tenant_id, client_id, contract_id, by_staff_id, clock`,
      [w.tickets.open.id, w.team.owner.id],
    );
    expect(made.rows).toEqual([
      {
        tenant_id: w.acme.tenant_id, client_id: w.clients.own.id, contract_id: w.contracts.both.id,
        by_staff_id: w.team.contributor.id, clock: null,
      },
    ]); // prettier-ignore
    for (const token of [w.staff.outsider, ...Object.values(w.staffNobodies)])
      expect(await attemptError(w, seats.staff(token), add, [w.tickets.open.id, w.team.owner.id])).toBe(
        '23503 no such ticket',
      );
  });
});

test('the clock escalates a ticket once at each point, in the tenant it works for', async () => {
  const w = inside();
  const add = `insert into ${table} (tenant_id, ticket_id, clock, at_percent, to_staff_id) values ($1, $2, 'resolution', 75, $3)`;
  const by = (tenant: string, ticket = w.tickets.open, person = w.team.owner.id) =>
    attemptError(w, seats.worker(tenant), add, [ticket.tenant_id, ticket.id, person]);
  expect(await by(w.acme.tenant_id)).toBe('no error');
  expect(await by('')).toBe('23503 no such ticket');
  expect(await by(w.rival.tenant_id, w.tickets.internal)).toBe('23503 no such ticket');
  await anEscalation(w.db, w.tickets.open, { clock: 'resolution', at_percent: 75 });
  expect(await by(w.acme.tenant_id)).toMatch(/^23505/);
  expect(await errorOf(anEscalation(w.db, w.tickets.open, { clock: 'resolution' }))).toMatch(/^23514/);
});
