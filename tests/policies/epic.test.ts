import { expect, test } from 'vitest';
import { aProject, anEpic, asClient, asStaff } from '../support/builders.ts';
import { placesAmongShared, projectRecord } from './record.ts';

const inside = projectRecord('app.epic', {
  key: 'title',
  reads: ['id', 'project_id', 'title', 'summary', 'shared_at', 'shared_position'],
  writtenBy: 'manager',
  creates: ['id', 'project_id', 'title', 'summary', 'starts_on', 'due_on', 'position', 'visibility'],
  edits: ['title', 'summary', 'starts_on', 'due_on', 'position'],
  definers: placesAmongShared.definers,
});
placesAmongShared(inside, 'app.epic', anEpic);

test('a place that others’ moves change leaves the version of an epic that somebody is editing', async () => {
  const { db, clients, client, staff } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const [first, second] = [
    await anEpic(db, project, { visibility: 'client_visible', position: 1 }),
    await anEpic(db, project, { visibility: 'client_visible', position: 2 }),
  ];
  await asStaff(db, staff.tenantManager, 'update app.epic set position = 3 where id = $1', [first.id]);
  const { rows } = await db.admin.query('select version from app.epic where id = $1', [second.id]);
  expect(rows).toEqual([{ version: 1 }]);
  expect(
    await asClient(
      db,
      client.admin,
      'select id from app.epic where project_id = $1 order by shared_position',
      [project.id],
    ),
  ).toEqual([{ id: second.id }, { id: first.id }]);
});

test('sharing or hiding a project along with its epics counts them once', async () => {
  const w = inside();
  const project = await aProject(w.db, w.clients.own);
  await w.db.admin.query(
    `insert into app.epic (project_id, title, position, visibility) select $1, 'Epic ' || nth, nth, 'client_visible' from generate_series(1, 3) nth`,
    [project.id],
  );
  const admin = await w.db.admin.connect();
  try {
    await admin.query(`begin; set local track_functions = 'all'`);
    for (const visibility of ['client_visible', 'internal_only'])
      await admin.query('update app.record set visibility = $2 where id = $1 or project_id = $1', [
        project.id,
        visibility,
      ]);
    const { rows } = await admin.query<{ calls: number }>(
      `select calls::int from pg_stat_xact_user_functions where funcname = 'count_shared'`,
    );
    // One for each of the two changes.
    expect(rows).toEqual([{ calls: 2 }]);
  } finally {
    await admin.query('rollback');
    admin.release();
  }
});
