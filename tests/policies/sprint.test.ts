import { expect, test } from 'vitest';
import { aProject, asStaff, aSprint, aTask } from '../support/builders.ts';
import { beneath, denied, errorOf } from './policy-assertions.ts';
import { projectRecord } from './record.ts';

const inside = projectRecord('app.sprint', {
  key: 'name',
  reads: ['id', 'project_id', 'name', 'goal', 'status', 'starts_on', 'ends_on', 'shared_at'],
  writtenBy: 'manager',
  creates: [
    'id',
    'project_id',
    'name',
    'goal',
    'status',
    'starts_on',
    'ends_on',
    'capacity_hours',
    'visibility',
  ],
  edits: ['name', 'goal', 'status', 'starts_on', 'ends_on', 'capacity_hours'],
  sample: { starts_on: '2026-04-01', ends_on: '2026-04-14' },
  definers: { definer_plan: { select: ['tenant_id', 'project_id', 'id', 'visible', 'status'] } },
  narrow: { definer_plan: { from: 'manager' } },
});

test('one sprint of a project is active at a time', async () => {
  const { db, clients } = inside();
  const [one, other] = [await aProject(db, clients.own), await aProject(db, clients.own)];
  await aSprint(db, one, { status: 'active' });
  await aSprint(db, one, { status: 'completed' });
  await aSprint(db, other, { status: 'active' });
  expect(await errorOf(aSprint(db, one, { status: 'active' }))).toMatch(/^23505 .*sprint_one_active/);
});

test('completed_at says since when a sprint has been completed; nobody writes it', async () => {
  const { db, staff, clients } = inside();
  const project = await aProject(db, clients.own);
  const sprint = await aSprint(db, project);
  const turn = async (what: string) =>
    (
      await asStaff<{ completed_at: Date | null }>(
        db,
        staff.tenantManager,
        `update app.sprint set ${what} where id = $1 returning completed_at`,
        [sprint.id],
      )
    )[0]?.completed_at;

  expect(await turn("status = 'active'")).toBeNull();
  const completed = await turn("status = 'completed'");
  expect(completed).toBeInstanceOf(Date);
  expect(await turn("goal = 'Told later'")).toEqual(completed);
  expect(await errorOf(turn('completed_at = now()'))).toBe(denied('app.sprint'));
  expect(await turn("status = 'active'")).toBeNull();

  const bare = (what: string) =>
    errorOf(beneath(db, { sins: [], bare: true }, `update app.sprint set ${what} where id = '${sprint.id}'`));
  expect(await bare("status = 'completed'")).toMatch(/^23514/);
  expect(await bare('completed_at = now()')).toMatch(/^23514/);
});

test('a sprint does not end before it starts', async () => {
  const { db, projects } = inside();
  expect(
    await errorOf(aSprint(db, projects.shared, { starts_on: '2026-04-02', ends_on: '2026-04-01' })),
  ).toMatch(/^23514/);
});

test('a planned sprint can be deleted, which leaves its tasks; one that runs or is completed stays, whoever asks', async () => {
  const { db, staff, clients } = inside();
  const project = await aProject(db, clients.own);
  for (const status of ['planned', 'active', 'completed'] as const) {
    const sprint = await aSprint(db, project);
    const task = await aTask(db, project, { sprint_id: sprint.id });
    await db.admin.query('update app.sprint set status = $1 where id = $2', [status, sprint.id]);
    await asStaff(db, staff.tenantManager, 'delete from app.sprint where id = $1', [sprint.id]);
    const { rows } = await db.admin.query('select sprint_id as sprint from app.task where id = $1', [
      task.id,
    ]);
    expect({ status, rows }).toEqual({ status, rows: [{ sprint: status === 'planned' ? null : sprint.id }] });
  }
});
