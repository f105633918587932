import { describe, expect, test } from 'vitest';
import {
  aProject,
  asClient,
  asStaff,
  aTask,
  toMove,
  type Project,
  type Task,
  toFlag,
} from '../support/builders.ts';
import {
  errorOf,
  floored,
  granted,
  notWrittenByStaff,
  readByClients,
  readByStaff,
} from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.task_status_change';
const inside = useWorld();
const columns = ['project_id', 'task_id', 'from_status', 'to_status', 'changed_at'];
/** The task whose change it is; null where it is a task that the reader does not see. */
const key = '(select title from app.task t where t.id = task_id) collate "C"';
const of = (...projects: string[]) =>
  projects.flatMap((project) => [`${project}/internal`, `${project}/open`]);

granted(inside, table, {
  client: { select: columns },
  staff: { select: true },
  definer_log: { insert: true },
});
floored(inside, table, { trusts: ['staff', 'definer_log'], shared: true });
readByClients(inside, table, { columns, key, section: 'projects', sees: () => ['shared/open'] });
readByStaff(inside, table, {
  key,
  manager: () => of('hidden', 'neighbour', 'shared'),
  member: () => of('hidden', 'shared'),
  outsider: () => [],
  foreigner: () => of('foreign'),
});
notWrittenByStaff(inside, table);

describe('L61: what happened while a task was hidden', () => {
  const share = ({ id }: Project | Task, visibility: string) =>
    inside().db.admin.query(toFlag, [visibility, id]);
  const turn = (task: Task, status: string) =>
    inside().db.admin.query('update app.task set status = $1 where id = $2', [status, task.id]);
  const seen = async (task: Task) =>
    (
      await asClient<{ change: string }>(
        inside().db,
        inside().client.admin,
        "select coalesce(from_status::text, 'new') || ' to ' || to_status as change from app.task_status_change where task_id = $1 order by changed_at",
        [task.id],
      )
    ).map(({ change }) => change);

  test('stays hidden when the task is shared later', async () => {
    const { db, clients } = inside();
    const project = await aProject(db, clients.own, { visibility: 'client_visible' });
    const task = await aTask(db, project);
    await turn(task, 'blocked');
    expect(await seen(task)).toEqual([]);
    await share(task, 'client_visible');
    expect(await seen(task)).toEqual([]);
    await turn(task, 'done');
    expect(await seen(task)).toEqual(['blocked to done']);
  });

  test('stays hidden when the project is shared later', async () => {
    const { db, clients } = inside();
    const project = await aProject(db, clients.own);
    const task = await aTask(db, project, { visibility: 'client_visible' });
    await turn(task, 'blocked');
    await share(project, 'client_visible');
    expect(await seen(task)).toEqual([]);
    await turn(task, 'done');
    expect(await seen(task)).toEqual(['blocked to done']);
  });

  test('stays hidden after the task was hidden for a while, and what was seen before is seen again', async () => {
    const { db, clients } = inside();
    const project = await aProject(db, clients.own, { visibility: 'client_visible' });
    const task = await aTask(db, project, { visibility: 'client_visible' });
    await turn(task, 'in_progress');
    await share(task, 'internal_only');
    expect(await seen(task)).toEqual([]);
    await turn(task, 'blocked');
    await share(task, 'client_visible');
    expect(await seen(task)).toEqual(['new to to_do', 'to_do to in_progress']);
  });

  test('is nothing that one statement both does and hides; right after, it stays hidden once the task is shared again', async () => {
    const { db, clients } = inside();
    const project = await aProject(db, clients.own, { visibility: 'client_visible' });
    const task = await aTask(db, project, { visibility: 'client_visible' });
    const both = "update app.task set status = 'blocked', visibility = 'internal_only' where id = $1";
    expect(await errorOf(db.admin.query(both, [task.id]))).toMatch(/^23503/);
    await share(task, 'internal_only');
    await turn(task, 'blocked');
    await share(task, 'client_visible');
    expect(await seen(task)).toEqual(['new to to_do']);
  });

  test('L13: stays hidden from the client that the project moves to, though the one before had seen it', async () => {
    const { db, clients, client, staff } = inside();
    const project = await aProject(db, clients.neighbour, { visibility: 'client_visible' });
    const task = await aTask(db, project, { visibility: 'client_visible' });
    await turn(task, 'in_progress');
    const history = 'select from app.task_status_change where task_id = $1';
    expect(await asClient(db, client.neighbour, history, [task.id])).toHaveLength(2);
    await asStaff(db, staff.tenantManager, toMove, [project.id, clients.own.id]);
    await share(project, 'client_visible');
    await share(task, 'client_visible');
    expect(await seen(task)).toEqual([]);
    await turn(task, 'done');
    expect(await seen(task)).toEqual(['in_progress to done']);
  });

  test('is nothing that one statement both does and shares; right before, it stays hidden', async () => {
    const { db, clients } = inside();
    const project = await aProject(db, clients.own, { visibility: 'client_visible' });
    const task = await aTask(db, project);
    const both = "update app.task set status = 'done', visibility = 'client_visible' where id = $1";
    expect(await errorOf(db.admin.query(both, [task.id]))).toMatch(/^23503/);
    await turn(task, 'done');
    await share(task, 'client_visible');
    expect(await seen(task)).toEqual([]);
  });
});

test('each status names who set it; a change that changes nothing is none', async () => {
  const { db, staff, projects, team } = inside();
  const [task] = await asStaff<Task>(
    db,
    staff.contributor,
    "insert into app.task (project_id, title) values ($1, 'x') returning id",
    [projects.shared.id],
  );
  await asStaff(db, staff.manager, "update app.task set status = 'blocked' where id = $1", [task?.id]);
  await asStaff(db, staff.manager, "update app.task set status = 'blocked', position = 4 where id = $1", [
    task?.id,
  ]);
  await asStaff(db, staff.contributor, "update app.task set status = 'in_review' where id = $1", [task?.id]);
  await asStaff(db, staff.reviewer, "select app.review_tasks($1, array[$2::uuid], 'done')", [
    projects.shared.id,
    task?.id,
  ]);
  const { rows } = await db.admin.query(
    'select from_status, to_status, actor_staff_id as by from app.task_status_change where task_id = $1 order by changed_at',
    [task?.id],
  );
  expect(rows).toEqual([
    { from_status: null, to_status: 'to_do', by: team.contributor.id },
    { from_status: 'to_do', to_status: 'blocked', by: team.manager.id },
    { from_status: 'blocked', to_status: 'in_review', by: team.contributor.id },
    { from_status: 'in_review', to_status: 'done', by: team.reviewer.id },
  ]);
});
