import { expect, test } from 'vitest';
import { aComment, aProject, asClient, asStaff, aTask } from '../support/builders.ts';
import { errorOf } from './law.ts';
import { projectRecord } from './record.ts';

const inside = projectRecord('app.comment', {
  key: 'body',
  reads: ['id', 'task_id', 'body', 'author_name', 'created_at'],
  writtenBy: 'reviewer',
  creates: ['id', 'task_id', 'body', 'visibility'],
  edits: ['body', 'visibility'],
  placedBy: 'task_id',
  definers: {
    definer_comment: {
      insert: ['id', 'task_id', 'body', 'author_client_user_id', 'author_name', 'visibility'],
    },
  },
  alsoThere: ['shared/open task, internal', 'shared/internal task, open'],
});

test('a comment is shared while it, its task and their project are', async () => {
  const { db, clients, client } = inside();
  const project = await aProject(db, clients.own);
  const task = await aTask(db, project);
  const comment = await aComment(db, task);
  const share = (table: string, id: string, visibility = 'client_visible') =>
    db.admin.query(`update ${table} set visibility = $1 where id = $2`, [visibility, id]);
  const seen = async () =>
    (await asClient(db, client.admin, 'select id from app.comment where id = $1', [comment.id])).length;

  await share('app.comment', comment.id);
  expect(await seen()).toBe(0);
  await share('app.task', task.id);
  expect(await seen()).toBe(0);
  await share('app.project', project.id);
  expect(await seen()).toBe(1);
  await share('app.comment', comment.id, 'internal_only');
  expect(await seen()).toBe(0);
});

test('a comment is signed by its author with the name shown to clients', async () => {
  const { db, staff, team } = inside();
  const [comment] = await asStaff(
    db,
    staff.reviewer,
    `insert into app.comment (task_id, body) select id, 'signed' from app.task where title = 'shared/open'
     returning author_staff_id, author_name`,
  );
  expect(comment).toEqual({ author_staff_id: team.reviewer.id, author_name: 'The reviewer' });
  await db.admin.query("delete from app.comment where body = 'signed'");
});

test('a comment cannot claim a shared task it does not hang on', async () => {
  const { db } = inside();
  expect(
    await errorOf(
      db.admin.query("update app.comment set task_shared = true where body = 'shared/internal task, open'"),
    ),
  ).toMatch(/^23503/);
});
