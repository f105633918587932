import { beforeAll, describe, expect, test } from 'vitest';
import { seats } from '../support/builders.ts';
import { aSavedView } from '../support/ticket-builders.ts';
import { attempt, attemptError, beneath, closedTo, closedToClients, errorOf, floored, granted, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.saved_view';
const inside = useWorld();

beforeAll(async () => {
  const { db, team } = inside();
  for (const who of [
    ...projectRoles,
    'outsider',
    'tenantManager',
    'foreigner',
    'twin',
    'deactivated',
  ] as const)
    await aSavedView(db, team[who], { name: who });
});

granted(inside, table, { staff: { select: true, insert: true, update: ['name', 'query'], delete: true } });
floored(inside, table, { trusts: ['staff'] });
closedToClients(inside, table);
closedTo(inside, table, 'role worker', (w) => seats.worker(w.acme.tenant_id));

const everybody = [...projectRoles, 'outsider', 'tenantManager', 'foreigner'] as const;

describe('role staff', () => {
  staffMayOnly(inside, table, 'update', ['name', 'query']);

  test.each([
    `select name from ${table}`,
    `update ${table} set query = 'x' returning name`,
    `delete from ${table} returning name`,
  ])('everybody reaches their own alone, a Manager too: %s', async (sql) => {
    const w = inside();
    const reached = async (token: string) => (await attempt(w, seats.staff(token), sql)).rows as unknown[];
    for (const who of everybody) expect(await reached(w.staff[who])).toEqual([{ name: who }]);
    for (const token of Object.values(w.staffNobodies)) expect(await reached(token)).toEqual([]);
  });

  // Without WHERE and RETURNING nothing is read: what remains is the command's own policy.
  test.each([`update ${table} set query = 'x'`, `delete from ${table}`])(
    'by the policy of the command alone too: %s',
    async (sql) => {
      const w = inside();
      const count = async (token: string) => (await attempt(w, seats.staff(token), sql)).rowCount;
      for (const who of everybody) expect(await count(w.staff[who])).toBe(1);
      for (const token of Object.values(w.staffNobodies)) expect(await count(token)).toBe(0);
    },
  );

  test('everybody keeps one as their own, and as nobody else’s', async () => {
    const w = inside();
    const keep = (token: string, tenant: string, person: string) =>
      attemptError(
        w,
        seats.staff(token),
        `insert into ${table} (tenant_id, staff_member_id, name, query) values ($1, $2, 'new', '')`,
        [tenant, person],
      );
    const { acme, rival, team, staff } = w;
    expect(await keep(staff.contributor, acme.tenant_id, team.contributor.id)).toBe('no error');
    expect(await keep(staff.tenantManager, acme.tenant_id, team.contributor.id)).toBe(refusedRow(table));
    // Their twin in the other tenant bears the same id.
    expect(await keep(staff.contributor, rival.tenant_id, team.twin.id)).toBe(refusedRow(table));
    for (const token of Object.values(w.staffNobodies))
      expect(await keep(token, acme.tenant_id, team.observer.id)).toBe(refusedRow(table));
  });

  test('beneath the grants, none is moved to another person or tenant', async () => {
    const w = inside();
    const move = (column: string, to: string) =>
      errorOf(
        beneath(
          w.db,
          { sins: [`grant update on ${table} to staff`], seat: seats.staff(w.staff.observer), bare: true },
          `update ${table} set ${column} = '${to}'`,
        ),
      );
    expect(await move('staff_member_id', w.team.owner.id)).toBe(refusedRow(table));
    expect(await move('tenant_id', w.rival.tenant_id)).toBe(refusedRow(table));
  });
});

test('a person has one view of a name; colleagues may have their own', async () => {
  const { db, team } = inside();
  expect(await errorOf(aSavedView(db, team.observer, { name: 'observer' }))).toMatch(/^23505/);
  expect(await errorOf(aSavedView(db, team.owner, { name: 'observer' }))).toBe('no error');
});
