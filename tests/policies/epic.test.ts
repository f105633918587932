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
