import { beforeAll, describe, expect, test } from 'vitest';
import { aCapacity, type ProjectRecord, seats } from '../support/builders.ts';
import {
  attempt, attemptError, beneath, closedToClients, errorOf, floored, granted, readByStaff, refusedRow, staffMayOnly,
} from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld, type World } from './world.ts';

const table = 'app.sprint_capacity';
const inside = useWorld();
const key = `(select split_part(name, '/', 1) from app.sprint s where s.tenant_id = sprint_capacity.tenant_id and s.id = sprint_id) collate "C"`;
const all = ['tenant_id', 'project_id', 'sprint_id', 'staff_member_id', 'hours'];

const sprints = {} as Record<keyof World['projects'], ProjectRecord>;
beforeAll(async () => {
  const { db, team } = inside();
  const { rows } = await db.admin.query<ProjectRecord & { name: string }>(
    "select tenant_id, client_id, project_id, id, name from app.sprint where name like '%/open'",
  );
  for (const name of ['shared', 'hidden', 'neighbour', 'foreign'] as const) {
    sprints[name] = rows.find((row) => row.name === `${name}/open`)!;
    await aCapacity(db, sprints[name], name === 'foreign' ? team.foreigner : team.contributor);
  }
});

granted(inside, table, { staff: { select: true, insert: true, update: ['hours'], delete: true } });
floored(inside, table, { trusts: ['staff'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key,
  manager: () => ['hidden', 'neighbour', 'shared'],
  member: () => ['hidden', 'shared'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'insert', all);
  staffMayOnly(inside, table, 'update', ['hours']);

  const add = (w: World, token: string, sprint: ProjectRecord, person = w.team.owner) =>
    attemptError(w, seats.staff(token), `insert into ${table} values ($1, $2, $3, $4, 20)`, [
      sprint.tenant_id,
      sprint.project_id,
      sprint.id,
      person.id,
    ]);

  test.each(projectRoles)('%s plans where manager is enough, and there alone', async (role) => {
    const w = inside();
    const may = role === 'manager' || role === 'owner';
    expect(await add(w, w.staff[role], sprints.shared)).toBe(may ? 'no error' : refusedRow(table));
    for (const project of ['hidden', 'neighbour', 'foreign'] as const)
      expect(await add(w, w.staff[role], sprints[project])).toBe(refusedRow(table));
    for (const sql of [`update ${table} set hours = 1`, `delete from ${table}`])
      expect((await attempt(w, seats.staff(w.staff[role]), sql)).rowCount).toBe(may ? 1 : 0);
  });

  test("a Manager plans all of the tenant and nothing of another's; nobody plans anything", async () => {
    const w = inside();
    for (const sql of [`update ${table} set hours = 1`, `delete from ${table}`]) {
      expect((await attempt(w, seats.staff(w.staff.tenantManager), sql)).rowCount).toBe(3);
      for (const token of [w.staff.outsider, ...Object.values(w.staffNobodies)])
        expect((await attempt(w, seats.staff(token), sql)).rowCount).toBe(0);
    }
    expect(await add(w, w.staff.foreigner, sprints.shared)).toBe(refusedRow(table));
  });

  test("L85: a sprint of another project, or another tenant's colleague, is refused as nothing is", async () => {
    const w = inside();
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const inPlace = (id: string) => add(w, w.staff.tenantManager, { ...sprints.shared, id });
    expect(await inPlace(nowhere)).toMatch(/^23503 /);
    for (const project of ['hidden', 'neighbour', 'foreign'] as const)
      expect(await inPlace(sprints[project].id)).toBe(await inPlace(nowhere));
    const whose = (id: string) => add(w, w.staff.tenantManager, sprints.shared, { ...w.team.owner, id });
    expect(await whose(w.team.foreigner.id)).toMatch(/^23503 /);
    expect(await whose(w.team.foreigner.id)).toBe(await whose(nowhere));
  });

  test('beneath the grants, none is moved to another project or tenant', async () => {
    const w = inside();
    const move = (column: string, to: string) =>
      beneath(
        w.db,
        {
          sins: [
            `grant update on ${table} to staff`,
            `update app.project_member set role = 'contributor' where project_id = '${w.projects.hidden.id}'`,
          ],
          seat: seats.staff(w.staff.manager),
          bare: true,
        },
        `update ${table} set ${column} = '${to}'`,
      );
    expect((await move('project_id', w.projects.shared.id)).rowCount).toBe(1);
    expect(await errorOf(move('project_id', w.projects.hidden.id))).toBe(refusedRow(table));
    expect(await errorOf(move('tenant_id', w.rival.tenant_id))).toBe(refusedRow(table));
  });

  test('beneath the grants, the twin of another tenant plans nothing here', async () => {
    const w = inside();
    const { rows } = await beneath(
      w.db,
      { sins: [], seat: seats.staff(w.staff.foreigner), bare: true },
      `update ${table} set hours = 2 returning ${key} as key`,
    );
    expect(rows).toEqual([{ key: 'foreign' }]);
  });
});

test('hours are not negative', async () => {
  const { db, team } = inside();
  expect(await errorOf(aCapacity(db, sprints.shared, team.owner, -1))).toMatch(/^23514 /);
});
