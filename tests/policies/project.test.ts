import { describe, expect, test } from 'vitest';
import {
  aComment,
  aMilestone,
  anEpic,
  aNote,
  aProject,
  aSprint,
  aStory,
  asClient,
  asStaff,
  aTask,
  flagging,
  seats,
  toMove,
  transact,
  toFlag,
} from '../support/builders.ts';
import {
  attempt,
  attemptError,
  beneath,
  denied,
  errorOf,
  floored,
  granted,
  reached,
  readByClients,
  readByStaff,
  refusedRow,
  staffMayOnly,
} from './policy-assertions.ts';
import { narrow } from './narrow.ts';
import { projectRoles, useWorld } from './world.ts';

const table = 'app.project';
const inside = useWorld();
const columns = [
  'id', 'contract_id', 'name', 'summary', 'status', 'starts_on', 'due_on', 'client_may_comment', 'shared_at',
]; // prettier-ignore
const creates = [
  'tenant_id',
  'id',
  'client_id',
  'contract_id',
  'name',
  'summary',
  'status',
  'starts_on',
  'due_on',
];
const edits = ['name', 'summary', 'status', 'starts_on', 'due_on', 'client_may_comment'];
const key = 'name collate "C"';

granted(inside, table, {
  client: { select: columns },
  staff: { select: true, insert: creates, update: edits },
  definer_identity: { select: true },
  definer_time: { select: ['tenant_id', 'id', 'contract_id', 'starts_on'] },
  definer_log: { select: ['tenant_id', 'id', 'shared'] },
  definer_comment: { select: ['tenant_id', 'id', 'client_may_comment', 'shared'] },
  definer_receipt: { select: ['id'] },
  definer_ticket: { select: ['tenant_id', 'id', 'client_id', 'contract_id', 'shared'] },
  definer_view: { select: ['tenant_id', 'id', 'client_id'] },
  definer_move: { select: ['id', 'client_id'], update: ['client_id', 'contract_id'] },
});
floored(inside, table, {
  trusts: [
    'staff',
    'definer_identity',
    'definer_time',
    'definer_log',
    'definer_comment',
    'definer_receipt',
    'definer_ticket',
    'definer_view',
    'definer_move',
  ],
  shared: true,
});
narrow(inside, table, {
  definer_move: { sets: 'client_id = client_id' },
});
readByClients(inside, table, {
  columns,
  key,
  section: 'projects',
  sees: () => ['shared'],
  cannotSee: {
    'a hidden project': 'hidden',
    "another client's project": 'neighbour',
    "another tenant's project": 'foreign',
  },
});
readByStaff(inside, table, {
  key,
  manager: () => ['hidden', 'neighbour', 'shared'],
  member: () => ['hidden', 'shared'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'insert', creates);
  staffMayOnly(inside, table, 'update', edits);

  test('Managers of the tenant create projects, hidden at first; Members do not, whatever they are on another', async () => {
    const w = inside();
    const sql = "insert into app.project (tenant_id, client_id, name) values ($1, $2, 'new')";
    const values = [w.acme.tenant_id, w.clients.own.id];
    // Not by RETURNING: what a Manager reaches is asked once a statement, before the new project is there.
    const created = await transact(
      w.db,
      seats.staff(w.staff.tenantManager),
      async (client) => {
        await client.query(sql, values);
        return (await client.query("select visibility, shared_at from app.project where name = 'new'"))
          .rows as unknown[];
      },
      'rollback',
    );
    expect(created).toEqual([{ visibility: 'internal_only', shared_at: null }]);
    for (const token of [
      w.staff.owner,
      w.staff.outsider,
      w.staff.foreigner,
      ...Object.values(w.staffNobodies),
    ])
      expect(await attemptError(w, seats.staff(token), sql, values)).toBe(refusedRow(table));
  });

  test('nobody creates a project for another tenant, nor for its client', async () => {
    const w = inside();
    const create = (tenant: string, client: string) =>
      attemptError(
        w,
        seats.staff(w.staff.tenantManager),
        "insert into app.project (tenant_id, client_id, name) values ($1, $2, 'new')",
        [tenant, client],
      );
    expect(await create(w.rival.tenant_id, w.clients.stranger.id)).toBe(refusedRow(table));
    expect(await create(w.acme.tenant_id, w.clients.stranger.id)).toMatch(/^23503/);
    expect(await create(w.acme.tenant_id, w.clients.stranger.id)).toBe(
      await create(w.acme.tenant_id, w.acme.tenant_id),
    );
  });

  test("a project's contract covers its client", async () => {
    const w = inside();
    const { rows } = await w.db.admin.query<{ name: string; id: string }>(
      'select name, id from app.contract',
    );
    const create = (name: string) =>
      attemptError(
        w,
        seats.staff(w.staff.tenantManager),
        "insert into app.project (tenant_id, client_id, contract_id, name) values ($1, $2, $3, 'new')",
        [w.acme.tenant_id, w.clients.own.id, rows.find((row) => row.name === name)?.id],
      );
    expect(await create('Both')).toBe('no error');
    expect(await create("Neighbour's")).toMatch(/^23503/);
    expect(await create("Stranger's")).toMatch(/^23503/);
  });

  test.each(projectRoles)('%s edits where manager is enough, and there alone', async (role) => {
    const w = inside();
    const { rowCount } = await attempt(
      w,
      seats.staff(w.staff[role]),
      "update app.project set summary = 'edited'",
    );
    expect(rowCount).toBe(role === 'manager' || role === 'owner' ? 1 : 0);
  });

  test("a Manager edits all of the tenant and nothing of another's", async () => {
    const w = inside();
    const edited = async (token: string) =>
      (await attempt(w, seats.staff(token), "update app.project set summary = 'edited'")).rowCount;
    expect(await edited(w.staff.tenantManager)).toBe(3);
    expect(await edited(w.staff.foreigner)).toBe(1);
    for (const token of [...Object.values(w.staffNobodies), w.staff.outsider])
      expect(await edited(token)).toBe(0);
  });

  test('nobody deletes one', async () => {
    const w = inside();
    expect(await attemptError(w, seats.staff(w.staff.tenantManager), 'delete from app.project')).toBe(
      denied(table),
    );
  });

  test('beneath the grants, no project is moved to another tenant or put in the place of another', async () => {
    const w = inside();
    const move = (column: string, to: string) =>
      beneath(
        w.db,
        {
          sins: [
            'grant update on app.project to staff',
            `update app.project_member set role = 'contributor' where project_id = '${w.projects.hidden.id}'`,
          ],
          seat: seats.staff(w.staff.manager),
          bare: true,
        },
        `update app.project set ${column} = '${to}'`,
      );
    expect((await move('summary', 'edited')).rowCount).toBe(1);
    expect(await errorOf(move('tenant_id', w.rival.tenant_id))).toBe(refusedRow(table));
    expect(await errorOf(move('id', w.projects.neighbour.id))).toBe(refusedRow(table));
    expect(await errorOf(move('id', w.projects.hidden.id))).toBe(refusedRow(table));
  });

  test('an edit counts the version up', async () => {
    const w = inside();
    const { rows } = await attempt(
      w,
      seats.staff(w.staff.manager),
      'update app.project set name = name returning version',
    );
    expect(rows).toEqual([{ version: 2 }]);
  });

  test('so does sharing it, and moving it', async () => {
    const { db, clients, staff } = inside();
    const { id } = await aProject(db, clients.own, { updated_at: '2020-01-01' });
    const read = `select version, updated_at > now() - interval '1 minute' as recent from ${table} where id = $1`;
    const version = async () => (await db.admin.query<object>(read, [id])).rows;
    expect(await version()).toEqual([{ version: 1, recent: false }]);
    await asStaff(db, staff.tenantManager, flagging('project', 'client_visible'), [id]);
    expect(await version()).toEqual([{ version: 2, recent: true }]);
    // It is hidden, and then moved.
    await asStaff(db, staff.tenantManager, toMove, [id, clients.neighbour.id]);
    expect(await version()).toEqual([{ version: 4, recent: true }]);
    await asStaff(db, staff.tenantManager, toMove, [id, clients.own.id]);
    expect(await version()).toEqual([{ version: 5, recent: true }]);
    await db.admin.query('delete from app.project where id = $1', [id]);
  });

  test('a Manager of the tenant shares those that they name, of their own tenant', async () => {
    const w = inside();
    const seat = seats.staff(w.staff.tenantManager);
    const of = (...projects: { id: string }[]) =>
      reached(w, seat, "select app.set_visibility($1::uuid[], 'client_visible', null)", [
        projects.map(({ id }) => id),
      ]);
    expect(await of(w.projects.hidden)).toBe(1);
    // The id of the first is that of "shared".
    expect(await of(w.projects.foreign, w.projects.neighbour)).toBe(2);
  });

  test.each(projectRoles)('%s shares where manager is enough, and there alone', async (role) => {
    const w = inside();
    const share = flagging('project', 'client_visible', 'true');
    expect(await reached(w, seats.staff(w.staff[role]), share)).toBe(
      role === 'manager' || role === 'owner' ? 1 : 0,
    );
  });
});

describe('sharing a project', () => {
  test('shares what is flagged below it, and hiding it hides that again', async () => {
    const { db, clients, client } = inside();
    const project = await aProject(db, clients.own);
    for (const visibility of ['client_visible', 'internal_only']) {
      const epic = await anEpic(db, project, { visibility });
      const story = await aStory(db, project, { visibility, epic_id: epic.id });
      const sprint = await aSprint(db, project, { visibility });
      const milestone = await aMilestone(db, project, { visibility });
      const task = await aTask(db, project, {
        visibility,
        story_id: story.id,
        sprint_id: sprint.id,
        milestone_id: milestone.id,
      });
      for (const own of ['client_visible', 'internal_only']) {
        await aComment(db, task, { visibility: own });
        await aNote(db, project, { visibility: own, record_id: task.id });
      }
    }
    const seen = async () => {
      const [row] = await asClient(
        db,
        client.employee,
        `select (select count(*)::int from app.project where id = $1) as project,
                (select count(*)::int from app.epic where project_id = $1) as epics,
                (select count(*)::int from app.story where project_id = $1 and visible_epic_id is not null) as stories,
                (select count(*)::int from app.sprint where project_id = $1) as sprints,
                (select count(*)::int from app.milestone where project_id = $1) as milestones,
                (select count(*)::int from app.task where project_id = $1 and visible_story_id is not null
                    and visible_sprint_id is not null and visible_milestone_id is not null) as tasks,
                (select count(*)::int from app.text c join app.task t on t.id = c.record_id where t.project_id = $1 and c.kind = 'comment') as comments,
                (select count(*)::int from app.text n join app.task t on t.id = n.record_id where t.project_id = $1 and n.kind <> 'comment') as notes`,
        [project.id],
      );
      return row;
    };
    const flag = (visibility: string) => db.admin.query(toFlag, [visibility, project.id]);
    const nothing = {
      project: 0,
      epics: 0,
      stories: 0,
      sprints: 0,
      milestones: 0,
      tasks: 0,
      comments: 0,
      notes: 0,
    };
    const flagged = {
      project: 1,
      epics: 1,
      stories: 1,
      sprints: 1,
      milestones: 1,
      tasks: 1,
      comments: 1,
      notes: 1,
    };

    expect(await seen()).toEqual(nothing);
    await flag('client_visible');
    expect(await seen()).toEqual(flagged);
    await flag('internal_only');
    expect(await seen()).toEqual(nothing);
  });

  test('shared_at is the moment of sharing, of the project and of what is below it', async () => {
    const { db, clients } = inside();
    const project = await aProject(db, clients.own, { created_at: '2020-01-01' });
    const task = await aTask(db, project, { visibility: 'client_visible', created_at: '2020-01-01' });
    const comment = await aComment(db, task, { visibility: 'client_visible' });
    const times = async () =>
      (
        await db.admin.query<{ project: Date | null; task: Date | null; comment: Date | null }>(
          `select p.shared_at as project, t.shared_at as task, c.shared_at as comment
             from app.project p, app.task t, app.text c where p.id = $1 and t.id = $2 and c.id = $3`,
          [project.id, task.id, comment.id],
        )
      ).rows[0];
    const before = await db.admin.query<{ at: Date }>('select now() as at');

    expect(await times()).toEqual({ project: null, task: null, comment: null });
    await db.admin.query("update app.record set visibility = 'client_visible' where id = $1", [project.id]);
    const shared = await times();
    expect(shared?.project?.getTime()).toBeGreaterThanOrEqual(Number(before.rows[0]?.at.getTime()));
    expect(shared).toEqual({ project: shared?.project, task: shared?.project, comment: shared?.project });
    await db.admin.query("update app.project set name = 'renamed' where id = $1", [project.id]);
    expect(await times()).toEqual(shared);
    await db.admin.query("update app.record set visibility = 'internal_only' where id = $1", [project.id]);
    expect(await times()).toEqual({ project: null, task: null, comment: null });
  });

  test('by staff, counts no version of what is below it', async () => {
    const { db, clients, staff } = inside();
    const project = await aProject(db, clients.own);
    const task = await aTask(db, project, { visibility: 'client_visible' });
    await asStaff(db, staff.tenantManager, flagging('project', 'client_visible'), [project.id]);
    const { rows } = await db.admin.query('select shared, version from app.task where id = $1', [task.id]);
    expect(rows).toEqual([{ shared: true, version: 1 }]);
  });
});
