import { beforeAll, expect, test } from 'vitest';
import { asStaff, type Task } from '../support/builders.ts';
import { closedToClients, floored, granted, notWrittenByStaff, readByStaff } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.task_estimate_change';
const inside = useWorld();
const key =
  '(select title from app.task t where t.tenant_id = task_estimate_change.tenant_id and t.id = task_id) collate "C"';
const of = (...projects: string[]) =>
  projects.flatMap((project) => [`${project}/internal`, `${project}/open`]);

beforeAll(() => inside().db.admin.query('update app.task set estimate_minutes = 60'));

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

test('each change names both estimates and who made it; no other edit is one, nor is the first estimate', async () => {
  const { db, staff, team, projects } = inside();
  const [task] = await asStaff<Task>(
    db,
    staff.contributor,
    "insert into app.task (project_id, title, estimate_minutes) values ($1, 'estimated', 60) returning id",
    [projects.shared.id],
  );
  const changes = async () =>
    (
      await db.admin.query(
        'select from_minutes as from, to_minutes as to, actor_staff_id as by from app.task_estimate_change where task_id = $1 order by id',
        [task?.id],
      )
    ).rows as unknown[];
  const edit = (token: string, what: string) =>
    asStaff(db, token, `update app.task set ${what} where id = $1`, [task?.id]);
  expect(await changes()).toEqual([]);
  await edit(staff.contributor, "estimate_minutes = 90, status = 'in_progress'");
  await edit(staff.manager, "estimate_minutes = 90, status = 'done'");
  await edit(staff.manager, 'estimate_minutes = null');
  await db.admin.query('update app.task set estimate_minutes = 0 where id = $1', [task?.id]);
  expect(await changes()).toEqual([
    { from: 60, to: 90, by: team.contributor.id },
    { from: 90, to: null, by: team.manager.id },
    { from: null, to: 0, by: null },
  ]);
  await db.admin.query('delete from app.task where id = $1', [task?.id]);
  expect(await changes()).toEqual([]);
});
