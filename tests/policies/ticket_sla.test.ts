import { beforeAll, expect, test } from 'vitest';
import { seats } from '../support/builders.ts';
import { anEvaluation } from '../support/ticket-builders.ts';
import { heldByContract, workedOn } from './contract-row.ts';
import { attempt, attemptError, closedToClients, denied, floored, granted, notWrittenByStaff, readByStaff } from './policy-assertions.ts'; // prettier-ignore
import { useWorld } from './world.ts';

const table = 'app.ticket_sla';
const inside = useWorld();
const works = ['first_response', 'resolution', 'evaluated_at'];
beforeAll(async () => {
  const { db, tickets } = inside();
  for (const ticket of Object.values(tickets)) await anEvaluation(db, ticket);
});

granted(inside, table, {
  staff: { select: true },
  worker: {
    select: true,
    insert: ['tenant_id', 'client_id', 'contract_id', 'ticket_id', 'first_response', 'resolution'],
    update: works,
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
heldByContract(inside, table);
workedOn(inside, table, { insert: true, update: true, touch: 'evaluated_at = now()' });
notWrittenByStaff(inside, table);

test('a job for one tenant does not touch the clock of another’s ticket, though it has the same id', async () => {
  const w = inside();
  const set = `update ${table} set evaluated_at = now() where ticket_id = $1 returning tenant_id`;
  for (const tenant of [w.acme.tenant_id, w.rival.tenant_id])
    expect((await attempt(w, seats.worker(tenant), set, [w.tickets.open.id])).rows).toEqual([
      { tenant_id: tenant },
    ]);
  expect((await attempt(w, seats.worker(), set, [w.tickets.open.id])).rows).toEqual([]);
  for (const sql of [`delete from ${table}`, `update ${table} set ticket_id = gen_random_uuid()`])
    expect(await attemptError(w, seats.worker(w.acme.tenant_id), sql)).toBe(denied(table));
});
