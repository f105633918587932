import { expect, test } from 'vitest';
import { aProject, aSprint, asStaff, aTask, type Task } from '../support/builders.ts';
import { closedToClients, floored, granted, notWrittenByStaff, readByStaff } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.task_sprint_change';
const inside = useWorld();
const key =
  '(select title from app.task t where t.tenant_id = task_sprint_change.tenant_id and t.id = task_id) collate "C"';
const of = (...projects: string[]) =>
  projects.flatMap((project) => [`${project}/internal`, `${project}/open`]);

granted(inside, table, { staff: { select: true }, definer_log: { insert: true } });
floored(inside, table, { trusts: ['staff', 'definer_log'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key,
  manager: () => of('hidden', 'neighbour', 'shared'),
  member: () => of('hidden', 'shared'),
  outsider: () => [],
  foreigner: () => of('foreign'),
});
notWrittenByStaff(inside, table);

const changesOf = async (task: Task | undefined) =>
  (
    await inside().db.admin.query(
      `select from_sprint_id as from, to_sprint_id as to, estimate_minutes as estimate, actor_staff_id as by
         from app.task_sprint_change where task_id = $1 order by id`,
      [task?.id],
    )
  ).rows as unknown[];

test('each move names the sprints, the estimate at that moment and who made it; no other edit is one', async () => {
  const { db, staff, team, projects } = inside();
  const { shared } = projects;
  const [one, other] = [await aSprint(db, shared), await aSprint(db, shared)];
  const [task] = await asStaff<Task>(
    db,
    staff.owner,
    "insert into app.task (project_id, title, sprint_id, estimate_minutes) values ($1, 'moved', $2, 60) returning id",
    [shared.id, one.id],
  );
  const edit = (what: string) =>
    asStaff(db, staff.manager, `update app.task set ${what} where id = $1`, [task?.id]);
  const plan = () =>
    asStaff(db, staff.manager, 'select app.plan_into_sprint($1, array[$2::uuid], $3)', [
      shared.id,
      task?.id,
      other.id,
    ]);
  await edit('estimate_minutes = 90');
  await plan();
  await edit("estimate_minutes = 30, status = 'done'");
  await plan();
  await db.admin.query('delete from app.sprint where id = $1', [other.id]);
  expect(await changesOf(task)).toEqual([
    { from: null, to: one.id, estimate: 60, by: team.owner.id },
    { from: one.id, to: other.id, estimate: 90, by: team.manager.id },
    { from: other.id, to: null, estimate: 30, by: null },
  ]);
  await db.admin.query('delete from app.task where id = $1', [task?.id]);
  expect(await changesOf(task)).toEqual([]);
});

test('a task that is in no sprint has none', async () => {
  const { db, clients } = inside();
  const project = await aProject(db, clients.own);
  expect(await changesOf(await aTask(db, project))).toEqual([]);
});
