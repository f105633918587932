import { describe, expect, test } from 'vitest';
import {
  aComment, aDefault, aMilestone, anEpic, aNote, aProject, aProjectMember, aSprint, asStaff, aStory, aTask, type Project, seats,
} from '../support/builders.ts'; // prettier-ignore
import { anAttachment } from '../support/ticket-builders.ts';
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
import { narrow } from './narrow.ts';
import { projectRoles, useWorld } from './world.ts';

const table = 'app.project_default';
const inside = useWorld();
const key =
  '(select name from app.project p where p.id = project_id and p.tenant_id = d.tenant_id) collate "C"';

granted(inside, table, {
  staff: { select: true, insert: true, update: ['visibility'], delete: true },
  definer_move: { select: ['tenant_id', 'project_id'], delete: true },
});
floored(inside, table, { trusts: ['staff', 'definer_move'] });
narrow(inside, table, { definer_move: { deletes: true } });
closedToClients(inside, table);
readByStaff(inside, 'app.project_default d', {
  key,
  manager: () => ['hidden', 'neighbour', 'shared'],
  member: () => ['hidden', 'shared'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'update', ['visibility']);
  const changes = [
    "update app.project_default set visibility = 'client_visible'",
    'delete from app.project_default',
  ];

  test.each(projectRoles)('%s sets defaults where owner is enough, and there alone', async (role) => {
    const w = inside();
    const seat = seats.staff(w.staff[role]);
    const add = (project: string) =>
      attemptError(w, seat, "insert into app.project_default values ($1, $2, 'task', 'client_visible')", [
        w.acme.tenant_id,
        project,
      ]);
    expect(await add(w.projects.shared.id)).toBe(role === 'owner' ? 'no error' : refusedRow(table));
    expect(await add(w.projects.hidden.id)).toBe(refusedRow(table));
    for (const sql of changes) expect((await attempt(w, seat, sql)).rowCount).toBe(role === 'owner' ? 1 : 0);
  });

  test('a Manager of the tenant does so on every project of it, and of no other', async () => {
    const w = inside();
    for (const sql of changes) {
      expect((await attempt(w, seats.staff(w.staff.tenantManager), sql)).rowCount).toBe(3);
      for (const token of [w.staff.outsider, ...Object.values(w.staffNobodies)])
        expect((await attempt(w, seats.staff(token), sql)).rowCount).toBe(0);
    }
    // The project has the same id in both tenants.
    const add = "insert into app.project_default values ($1, $2, 'task', 'client_visible')";
    expect(
      await attemptError(w, seats.staff(w.staff.owner), add, [w.rival.tenant_id, w.projects.shared.id]),
    ).toBe(refusedRow(table));
  });

  test('no default is moved: not by grant, and not beneath it', async () => {
    const w = inside();
    const move = (column: string, to: string) => `update app.project_default set ${column} = '${to}'`;
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

  test('a project itself has no default: it starts hidden', async () => {
    const { db, projects } = inside();
    expect(await errorOf(aDefault(db, projects.shared, 'project', 'client_visible'))).toMatch(/^23514/);
  });
});

describe('a new record starts as its project says for its kind', () => {
  const named = {
    epic: 'title',
    story: 'title',
    sprint: 'name',
    milestone: 'title',
    task: 'title',
    note: 'body',
    comment: 'body',
    attachment: 'name',
  } as const;
  type Kind = keyof typeof named;
  const kinds = Object.keys(named) as Kind[];
  const build = {
    epic: anEpic,
    story: aStory,
    sprint: aSprint,
    milestone: aMilestone,
    task: aTask,
    note: aNote,
  };
  const visibilityOf = async (kind: Kind, project: Project) => {
    const { db } = inside();
    const record =
      kind === 'comment'
        ? await aComment(db, await aTask(db, project))
        : kind === 'attachment'
          ? await anAttachment(db, project, { record_id: (await aTask(db, project)).id })
          : await build[kind](db, project);
    return (record as unknown as { visibility: string }).visibility;
  };

  test.each(kinds)(
    '%s: Internal Only unless said otherwise, for this kind, in this project',
    async (kind) => {
      const { db, clients } = inside();
      const [said, unsaid] = [await aProject(db, clients.own), await aProject(db, clients.own)];
      for (const other of kinds.filter((name) => name !== kind))
        await aDefault(db, said, other, 'client_visible');
      expect(await visibilityOf(kind, said)).toBe('internal_only');
      await aDefault(db, said, kind, 'client_visible');
      expect(await visibilityOf(kind, said)).toBe('client_visible');
      expect(await visibilityOf(kind, unsaid)).toBe('internal_only');
    },
  );

  test('the default of the project with the same id in another tenant says nothing', async () => {
    const { db, clients, acme, rival, team, staff } = inside();
    const project = await aProject(db, clients.own);
    const twin = await aProject(db, clients.stranger, { id: project.id });
    await aDefault(db, twin, 'task', 'client_visible');
    await aProjectMember(db, project, team.contributor, 'contributor');
    expect(twin.tenant_id).toBe(rival.tenant_id);
    const rows = await asStaff(
      db,
      staff.contributor,
      "insert into app.task (project_id, title) values ($1, 'new') returning tenant_id, visibility",
      [project.id],
    );
    expect(rows).toEqual([{ tenant_id: acme.tenant_id, visibility: 'internal_only' }]);
    // Nor where no row policy stands in between.
    expect(await aTask(db, project)).toMatchObject({ visibility: 'internal_only' });
  });
});
