import { expect, test } from 'vitest';
import { aProject, aStory, anEpic, asClient, seats, toFlag } from '../support/builders.ts';
import { attemptError } from './policy-assertions.ts';
import { placesAmongShared, projectRecord } from './record.ts';

const inside = projectRecord('app.story', {
  key: 'title',
  reads: ['id', 'project_id', 'visible_epic_id', 'title', 'summary', 'shared_at', 'shared_position'],
  writtenBy: 'manager',
  creates: ['id', 'project_id', 'epic_id', 'title', 'summary', 'position', 'visibility'],
  edits: ['epic_id', 'title', 'summary', 'position'],
  definers: placesAmongShared.definers,
});
placesAmongShared(inside, 'app.story', aStory);

test('L57: a client learns the epic while it is shared, and its id never otherwise', async () => {
  const { db, clients, client } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const epic = await anEpic(db, project, { visibility: 'client_visible' });
  const story = await aStory(db, project, { epic_id: epic.id, visibility: 'client_visible' });
  const seen = () =>
    asClient(db, client.admin, 'select visible_epic_id as epic from app.story where id = $1', [story.id]);
  const flag = (visibility: string) => db.admin.query(toFlag, [visibility, epic.id]);

  expect(await seen()).toEqual([{ epic: epic.id }]);
  await flag('internal_only');
  expect(await seen()).toEqual([{ epic: null }]);
  await flag('client_visible');
  expect(await seen()).toEqual([{ epic: epic.id }]);
  await db.admin.query('delete from app.epic where id = $1', [epic.id]);
  expect(await seen()).toEqual([{ epic: null }]);
});

test('L85: an epic of another project, another tenant and of nowhere cannot be referred to, and the last two answer the same', async () => {
  const w = inside();
  const { rows } = await w.db.admin.query<{ title: string; id: string }>(
    "select title, id from app.epic where title like '%/open'",
  );
  const refer = (id: string | undefined) =>
    attemptError(
      w,
      seats.staff(w.staff.tenantManager),
      "update app.story set epic_id = $1 where title = 'shared/open'",
      [id ?? null],
    );
  const epicOf = (title: string) => rows.find((row) => row.title === title)?.id;

  expect(await refer(epicOf('shared/open'))).toBe('no error');
  expect(await refer(epicOf('neighbour/open'))).toMatch(/^23503/);
  expect(await refer(epicOf('foreign/open'))).toBe('23503 no such epic');
  expect(await refer(undefined)).toBe('no error');
  expect(await refer('00000000-0000-4000-8000-000000000000')).toBe('23503 no such epic');
});
