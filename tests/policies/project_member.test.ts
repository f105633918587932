import { describe, expect, test } from 'vitest';
import { seats } from '../support/builders.ts';
import {
  attempt,
  attemptError,
  beneath,
  closedToClients,
  denied,
  errorOf,
  floored,
  granted,
  readByStaff,
  refusedRow,
  staffMayOnly,
} from './policy-assertions.ts';
import { projectRoles, useWorld } from './world.ts';

const table = 'app.project_member';
const inside = useWorld();
const key =
  'distinct (select name from app.project p where p.id = project_id and p.tenant_id = m.tenant_id) collate "C"';
const memberRows = 'app.project_member m';

granted(inside, table, {
  staff: { select: true, insert: true, update: ['role'], delete: true },
  definer_identity: { select: true },
});
floored(inside, table, { trusts: ['staff', 'definer_identity'] });
closedToClients(inside, table);
readByStaff(inside, memberRows, {
  key,
  manager: () => ['hidden', 'shared'],
  member: () => ['hidden', 'shared'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'update', ['role']);
  const isOwner = (role: string) => role === 'owner';

  test.each(projectRoles)(
    '%s adds, changes and removes members where owner is enough, and there alone',
    async (role) => {
      const w = inside();
      const seat = seats.staff(w.staff[role]);
      const add = (project: string) =>
        attemptError(w, seat, "insert into app.project_member values ($1, $2, $3, 'observer')", [
          w.acme.tenant_id,
          project,
          w.team.outsider.id,
        ]);
      expect(await add(w.projects.shared.id)).toBe(isOwner(role) ? 'no error' : refusedRow(table));
      expect(await add(w.projects.hidden.id)).toBe(refusedRow(table));
      expect((await attempt(w, seat, "update app.project_member set role = 'observer'")).rowCount).toBe(
        isOwner(role) ? 5 : 0,
      );
      expect((await attempt(w, seat, 'delete from app.project_member')).rowCount).toBe(isOwner(role) ? 5 : 0);
    },
  );

  test('a Manager of the tenant does so on every project of it, and of no other', async () => {
    const w = inside();
    const seat = seats.staff(w.staff.tenantManager);
    expect((await attempt(w, seat, "update app.project_member set role = 'observer'")).rowCount).toBe(10);
    expect((await attempt(w, seat, 'delete from app.project_member')).rowCount).toBe(10);
    for (const token of [w.staff.outsider, ...Object.values(w.staffNobodies)]) {
      expect(
        (await attempt(w, seats.staff(token), "update app.project_member set role = 'observer'")).rowCount,
      ).toBe(0);
      expect((await attempt(w, seats.staff(token), 'delete from app.project_member')).rowCount).toBe(0);
    }
  });

  test("nobody adds a member to another tenant's project, nor a person of another tenant", async () => {
    const w = inside();
    const add = (tenant: string, person: string) =>
      attemptError(
        w,
        seats.staff(w.staff.owner),
        "insert into app.project_member values ($1, $2, $3, 'observer')",
        [tenant, w.projects.shared.id, person],
      );
    // The project has the same id in both tenants.
    expect(await add(w.rival.tenant_id, w.team.foreigner.id)).toBe(refusedRow(table));
    expect(await add(w.acme.tenant_id, w.team.foreigner.id)).toMatch(/^23503/);
  });

  test('nobody raises themselves', async () => {
    const w = inside();
    const raise = "update app.project_member set role = 'owner' where staff_member_id = $1";
    expect((await attempt(w, seats.staff(w.staff.manager), raise, [w.team.manager.id])).rowCount).toBe(0);
  });

  test('no membership is moved: not by grant, and not beneath it', async () => {
    const w = inside();
    const move = (column: string, to: string) => `update app.project_member set ${column} = '${to}'`;
    for (const [column, to] of [
      ['tenant_id', w.rival.tenant_id],
      ['project_id', w.projects.hidden.id],
    ] as const) {
      expect(await attemptError(w, seats.staff(w.staff.owner), move(column, to))).toBe(denied(table));
      const under = {
        sins: [
          `grant update on ${table} to staff`,
          `update app.project_member set role = 'manager' where project_id = '${w.projects.hidden.id}'`,
        ],
        seat: seats.staff(w.staff.owner),
        bare: true,
      };
      expect(await errorOf(beneath(w.db, under, move(column, to)))).toBe(refusedRow(table));
    }
  });
});
