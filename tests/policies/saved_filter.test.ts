import { beforeAll, describe, expect, test } from 'vitest';
import { aSavedFilter, seats } from '../support/builders.ts';
import {
  attempt, attemptError, beneath, closedToClients, errorOf, floored, granted, refusedRow, staffMayOnly,
} from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.saved_filter';
const inside = useWorld();

/** Of everybody on "shared" and "hidden" one each, of the outsider one on a project they have left, of the twin one. */
beforeAll(async () => {
  const { db, team, projects } = inside();
  for (const role of projectRoles)
    for (const name of ['shared', 'hidden'] as const)
      await aSavedFilter(db, projects[name], team[role], { name: `${name}/${role}` });
  await aSavedFilter(db, projects.neighbour, team.outsider, { name: 'neighbour/outsider' });
  await aSavedFilter(db, projects.neighbour, team.tenantManager, { name: 'neighbour/tenantManager' });
  await aSavedFilter(db, projects.foreign, team.twin, { name: 'foreign/twin' });
});

granted(inside, table, { staff: { select: true, insert: true, update: ['name', 'query'], delete: true } });
floored(inside, table, { trusts: ['staff'] });
closedToClients(inside, table);

const reached = async (token: string, sql: string) =>
  (await attempt(inside(), seats.staff(token), sql)).rows.map(({ name }: { name: string }) => name).sort();
const statements = [
  `select name from ${table}`,
  `update ${table} set query = 'x' returning name`,
  `delete from ${table} returning name`,
];

describe('role staff', () => {
  staffMayOnly(inside, table, 'update', ['name', 'query']);

  test.each(statements)('everybody reaches their own alone, of projects they are on: %s', async (sql) => {
    const w = inside();
    for (const role of projectRoles)
      expect(await reached(w.staff[role], sql)).toEqual([`hidden/${role}`, `shared/${role}`]);
    expect(await reached(w.staff.tenantManager, sql)).toEqual(['neighbour/tenantManager']);
    expect(await reached(w.staff.outsider, sql)).toEqual([]);
    expect(await reached(w.staff.foreigner, sql)).toEqual([]);
    for (const token of Object.values(w.staffNobodies)) expect(await reached(token, sql)).toEqual([]);
  });

  // Without WHERE and RETURNING nothing is read: what remains is the command's own policy.
  test.each([`update ${table} set query = 'x'`, `delete from ${table}`])(
    'by the policy of the command alone too: %s',
    async (sql) => {
      const w = inside();
      const count = async (token: string) => (await attempt(w, seats.staff(token), sql)).rowCount;
      for (const role of projectRoles) expect(await count(w.staff[role])).toBe(2);
      expect(await count(w.staff.tenantManager)).toBe(1);
      for (const token of [w.staff.outsider, w.staff.foreigner, ...Object.values(w.staffNobodies)])
        expect(await count(token)).toBe(0);
    },
  );

  test('everybody keeps one as their own, where they observe', async () => {
    const w = inside();
    const keep = (token: string, tenant: string, project: string, person: string) =>
      attemptError(
        w,
        seats.staff(token),
        `insert into ${table} (tenant_id, project_id, staff_member_id, name, query) values ($1, $2, $3, 'new', '')`,
        [tenant, project, person],
      );
    const { acme, rival, projects, team, staff } = w;
    const { observer, owner } = team;
    expect(await keep(staff.observer, acme.tenant_id, projects.shared.id, observer.id)).toBe('no error');
    expect(await keep(staff.observer, acme.tenant_id, projects.shared.id, owner.id)).toBe(refusedRow(table));
    expect(await keep(staff.observer, acme.tenant_id, projects.neighbour.id, observer.id)).toBe(
      refusedRow(table),
    );
    expect(await keep(staff.contributor, rival.tenant_id, projects.foreign.id, team.twin.id)).toBe(
      refusedRow(table),
    );
    expect(await keep(staff.tenantManager, acme.tenant_id, projects.shared.id, observer.id)).toBe(
      refusedRow(table),
    );
    for (const token of Object.values(w.staffNobodies))
      expect(await keep(token, acme.tenant_id, projects.shared.id, observer.id)).toBe(refusedRow(table));
  });

  test('beneath the grants, none is moved to another person, project or tenant', async () => {
    const w = inside();
    const move = (column: string, to: string) =>
      errorOf(
        beneath(
          w.db,
          { sins: [`grant update on ${table} to staff`], seat: seats.staff(w.staff.observer), bare: true },
          `update ${table} set ${column} = '${to}'`,
        ),
      );
    expect(await move('project_id', w.projects.hidden.id)).toBe('no error');
    expect(await move('project_id', w.projects.neighbour.id)).toBe(refusedRow(table));
    expect(await move('staff_member_id', w.team.owner.id)).toBe(refusedRow(table));
    expect(await move('tenant_id', w.rival.tenant_id)).toBe(refusedRow(table));
  });
});

test('a person has one filter of a name in a project; colleagues may have their own', async () => {
  const { db, projects, team } = inside();
  expect(
    await errorOf(aSavedFilter(db, projects.shared, team.observer, { name: 'shared/observer' })),
  ).toMatch(/^23505/);
  expect(await errorOf(aSavedFilter(db, projects.shared, team.owner, { name: 'shared/observer' }))).toBe(
    'no error',
  );
});
