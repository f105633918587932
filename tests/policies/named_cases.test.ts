/** Cases of visibility that were named when the product was asked for, each under its name. */
import { expect, test } from 'vitest';
import {
  aComment,
  anEpic,
  aProject,
  asClient,
  aSprint,
  asStaff,
  flagging,
  aStory,
  aTask,
  seats,
  type Task,
  toFlag,
} from '../support/builders.ts';
import { attemptError, refusedRow } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const inside = useWorld();
const open = { visibility: 'client_visible' } as const;
const aSharedProject = () => aProject(inside().db, inside().clients.own, open);
const flag = (table: string, id: string, visibility: string) =>
  inside().db.admin.query(toFlag, [visibility, id]);
const seen = (sql: string, ...values: unknown[]) =>
  asClient(inside().db, inside().client.employee, sql, values);

test('a Client Visible comment under an Internal Only task is hidden and appears when the task is shared', async () => {
  const { db } = inside();
  const task = await aTask(db, await aSharedProject(), { visibility: 'internal_only' });
  const comment = await aComment(db, task, { body: 'Under it', ...open });
  const read = () => seen('select body from app.text where id = $1', comment.id);
  expect(await read()).toEqual([]);
  await flag('app.task', task.id, 'client_visible');
  expect(await read()).toEqual([{ body: 'Under it' }]);
  await flag('app.task', task.id, 'internal_only');
  expect(await read()).toEqual([]);
});

test('a story moved between epics of different visibility stays as visible as it is, and names the shared one alone', async () => {
  const { db, staff } = inside();
  const project = await aSharedProject();
  const [shown, hidden] = [
    await anEpic(db, project, open),
    await anEpic(db, project, { visibility: 'internal_only' }),
  ];
  const story = await aStory(db, project, { ...open, epic_id: shown.id });
  const secret = await aStory(db, project, { visibility: 'internal_only', epic_id: hidden.id });
  const move = (id: string, epic: string | null) =>
    asStaff(db, staff.tenantManager, 'update app.story set epic_id = $1 where id = $2', [epic, id]);
  const read = (id: string) => seen('select visible_epic_id as epic from app.story where id = $1', id);
  expect(await read(story.id)).toEqual([{ epic: shown.id }]);
  await move(story.id, hidden.id);
  expect(await read(story.id)).toEqual([{ epic: null }]);
  await flag('app.epic', hidden.id, 'client_visible');
  expect(await read(story.id)).toEqual([{ epic: hidden.id }]);
  await move(story.id, null);
  expect(await read(story.id)).toEqual([{ epic: null }]);
  await move(secret.id, shown.id);
  expect(await read(secret.id)).toEqual([]);
});

test('a visible task in an internal sprint stays, without the sprint', async () => {
  const { db } = inside();
  const project = await aSharedProject();
  const sprint = await aSprint(db, project, open);
  const task = await aTask(db, project, { ...open, sprint_id: sprint.id });
  const read = () => seen('select visible_sprint_id as sprint from app.task where id = $1', task.id);
  expect(await read()).toEqual([{ sprint: sprint.id }]);
  await flag('app.sprint', sprint.id, 'internal_only');
  expect(await read()).toEqual([{ sprint: null }]);
  expect(await seen('select id from app.sprint where id = $1', sprint.id)).toEqual([]);
});

test('a copied task takes the stricter flag', async () => {
  const w = inside();
  const { db, staff, projects, acme } = w;
  const copy = (flagged: string) =>
    `insert into app.task (project_id, title, description, visibility)
     select project_id, 'Copy', description, ${flagged} from app.task where project_id = $1 and title = $2 returning id, visibility`;
  const byContributor = (flagged: string, title: string) =>
    asStaff<Task & { visibility: string }>(db, staff.contributor, copy(flagged), [projects.shared.id, title]);
  await db.admin.query(
    `insert into app.project_default values ($1, $2, 'task', 'client_visible')
       on conflict (tenant_id, project_id, record_kind) do update set visibility = excluded.visibility`,
    [acme.tenant_id, projects.shared.id],
  );
  // Where new tasks begin Client Visible, the copy of an Internal Only one stays Internal Only: by the flag it is copied with.
  const [internal] = await byContributor('visibility', 'shared/internal');
  expect(internal?.visibility).toBe('internal_only');
  expect(await seen('select id from app.task where id = $1', internal?.id)).toEqual([]);
  await db.admin.query(
    "update app.project_default set visibility = 'internal_only' where record_kind = 'task'",
  );
  // Where they begin Internal Only, the copy of a Client Visible one is no way to share.
  const [kept] = await byContributor("'internal_only'", 'shared/open');
  expect(kept?.visibility).toBe('internal_only');
  const looser = attemptError(w, seats.staff(staff.contributor), copy('visibility'), [
    projects.shared.id,
    'shared/open',
  ]);
  expect(await looser).toBe(refusedRow('app.task'));
  await db.admin.query("delete from app.task where title = 'Copy'");
});

test('L61 history from before a flip: neither what a task was, nor who opened it, comes with sharing it', async () => {
  const { db, staff, client } = inside();
  const project = await aSharedProject();
  const task = await aTask(db, project, { title: 'Was secret', visibility: 'internal_only' });
  const comment = await aComment(db, task, { body: 'Among us', visibility: 'internal_only' });
  for (const status of ['in_progress', 'blocked', 'to_do'])
    await asStaff(db, staff.tenantManager, 'update app.task set status = $1 where id = $2', [
      status,
      task.id,
    ]);
  await asStaff(db, staff.tenantManager, "update app.task set title = 'Shown' where id = $1", [task.id]);
  await asStaff(db, staff.tenantManager, flagging('task', 'client_visible'), [task.id]);
  expect(await seen('select title from app.task where id = $1', task.id)).toEqual([{ title: 'Shown' }]);
  expect(await seen('select 1 from app.task_status_change where task_id = $1', task.id)).toEqual([]);
  expect(await seen('select 1 from app.text where id = $1', comment.id)).toEqual([]);
  for (const table of ['visibility_log', 'task_sprint_change', 'task_estimate_change', 'read_receipt'])
    expect(await attemptError(inside(), seats.client(client.employee), `select 1 from app.${table}`)).toBe(
      `42501 permission denied for table ${table}`,
    );
});
