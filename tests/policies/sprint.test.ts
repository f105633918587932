import { expect, test } from 'vitest';
import { aProject, aSprint } from '../support/builders.ts';
import { errorOf } from './law.ts';
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
  edits: ['name', 'goal', 'status', 'starts_on', 'ends_on', 'capacity_hours', 'visibility'],
  sample: { starts_on: '2026-04-01', ends_on: '2026-04-14' },
});

test('one sprint of a project is active at a time', async () => {
  const { db, clients } = inside();
  const [one, other] = [await aProject(db, clients.own), await aProject(db, clients.own)];
  await aSprint(db, one, { status: 'active' });
  await aSprint(db, one, { status: 'completed' });
  await aSprint(db, other, { status: 'active' });
  expect(await errorOf(aSprint(db, one, { status: 'active' }))).toMatch(/^23505 .*sprint_one_active/);
});

test('a sprint does not end before it starts', async () => {
  const { db, projects } = inside();
  expect(
    await errorOf(aSprint(db, projects.shared, { starts_on: '2026-04-02', ends_on: '2026-04-01' })),
  ).toMatch(/^23514/);
});
