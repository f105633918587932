import { beforeAll, describe, expect, test } from 'vitest';
import {
  aDependency,
  aTask,
  beginAsStaff,
  type ProjectRecord,
  seats,
  type Task,
} from '../support/builders.ts';
import {
  attempt, attemptError, beneath, closedToClients, denied, errorOf, floored, granted, readByStaff, refusedRow, staffMayOnly,
} from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld, type World } from './world.ts';

const table = 'app.task_dependency';
const inside = useWorld();
const key = `(select split_part(title, '/', 1) from app.task t where t.tenant_id = task_dependency.tenant_id and t.id = task_id) collate "C"`;
const creates = ['project_id', 'task_id', 'depends_on_id'];
const circle = '23514 tasks would wait for each other in a circle';
const add = 'insert into app.task_dependency (project_id, task_id, depends_on_id) values ($1, $2, $3)';

/** The open task of each project waits for the internal one. */
const pairs = {} as Record<keyof World['projects'], { open: ProjectRecord; internal: ProjectRecord }>;
beforeAll(async () => {
  const { db } = inside();
  const { rows } = await db.admin.query<ProjectRecord & { title: string }>(
    "select tenant_id, client_id, project_id, id, title from app.task where title like '%/open' or title like '%/internal'",
  );
  for (const name of ['shared', 'hidden', 'neighbour', 'foreign'] as const) {
    const find = (flag: string) => rows.find(({ title }) => title === `${name}/${flag}`)!;
    pairs[name] = { open: find('open'), internal: find('internal') };
    await aDependency(db, pairs[name].open, pairs[name].internal);
  }
});

granted(inside, table, {
  staff: { select: true, insert: creates, delete: true },
  definer_work: { select: true },
});
floored(inside, table, { trusts: ['staff', 'definer_work'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key,
  manager: () => ['hidden', 'neighbour', 'shared'],
  member: () => ['hidden', 'shared'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'insert', creates);
  staffMayOnly(inside, table, 'update', []);

  test.each(projectRoles)(
    '%s adds and takes away where contributor is enough, and there alone',
    async (role) => {
      const w = inside();
      const { shared } = w.projects;
      const may = ['contributor', 'manager', 'owner'].includes(role);
      const task = await aTask(w.db, shared);
      const error = attemptError(w, seats.staff(w.staff[role]), add, [
        shared.id,
        task.id,
        pairs.shared.open.id,
      ]);
      expect(await error).toBe(may ? 'no error' : refusedRow(table));
      expect((await attempt(w, seats.staff(w.staff[role]), `delete from ${table}`)).rowCount).toBe(
        may ? 1 : 0,
      );
      await w.db.admin.query('delete from app.task where id = $1', [task.id]);
    },
  );

  test("a Manager takes away all of the tenant's and nothing of another's; nobody takes away anything", async () => {
    const w = inside();
    const taken = async (token: string) =>
      (await attempt(w, seats.staff(token), `delete from ${table}`)).rowCount;
    expect(await taken(w.staff.tenantManager)).toBe(3);
    expect(await taken(w.staff.foreigner)).toBe(1);
    for (const token of [w.staff.outsider, ...Object.values(w.staffNobodies)])
      expect(await taken(token)).toBe(0);
  });

  test('L85: in a project that one only observes it is refused; one that is not seen, and another tenant, have no such task', async () => {
    const w = inside();
    const outcome = (token: string, project: keyof World['projects']) => {
      const { open, internal } = pairs[project];
      return attemptError(w, seats.staff(token), add, [open.project_id, internal.id, open.id]);
    };
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const none = await attemptError(w, seats.staff(w.staff.owner), add, [
      w.projects.shared.id,
      nowhere,
      nowhere,
    ]);
    expect(none).toBe('23503 no such task');
    expect(await outcome(w.staff.owner, 'neighbour')).toBe(none);
    expect(await outcome(w.staff.foreigner, 'neighbour')).toBe(none);
    expect(await outcome(w.staff.outsider, 'shared')).toBe(none);
    for (const token of Object.values(w.staffNobodies)) expect(await outcome(token, 'shared')).toBe(none);
    await w.db.admin.query('delete from app.task_dependency where project_id = $1 and tenant_id = $2', [
      w.projects.hidden.id,
      w.acme.tenant_id,
    ]);
    expect(await outcome(w.staff.owner, 'hidden')).toBe(refusedRow(table));
    await aDependency(w.db, pairs.hidden.open, pairs.hidden.internal);
  });

  test('L85: a task of another project or tenant is waited for as little as one of nowhere', async () => {
    const w = inside();
    const wait = (id: string) =>
      attemptError(w, seats.staff(w.staff.tenantManager), add, [
        w.projects.shared.id,
        pairs.shared.internal.id,
        id,
      ]);
    const refused = await wait('00000000-0000-4000-8000-000000000000');
    expect(refused).toMatch(/^23503 /);
    for (const project of ['hidden', 'neighbour', 'foreign'] as const)
      expect(await wait(pairs[project].open.id)).toBe(refused);
    const place = attemptError(w, seats.staff(w.staff.tenantManager), add, [
      w.projects.shared.id,
      pairs.neighbour.open.id,
      pairs.shared.open.id,
    ]);
    expect(await place).toBe('23503 no such task');
  });

  test('nobody changes one', async () => {
    const w = inside();
    expect(await attemptError(w, seats.staff(w.staff.owner), `update ${table} set created_at = now()`)).toBe(
      denied(table),
    );
  });

  test('beneath triggers and keys, none is made in another project or tenant', async () => {
    const w = inside();
    const make = (tenant: string, project: string) =>
      beneath(
        w.db,
        { sins: [`grant insert on ${table} to staff`], seat: seats.staff(w.staff.contributor), bare: true },
        `insert into ${table} values ($1, $2, gen_random_uuid(), gen_random_uuid())`,
        [tenant, project],
      );
    expect((await make(w.acme.tenant_id, w.projects.shared.id)).rowCount).toBe(1);
    for (const project of [w.projects.hidden.id, w.projects.neighbour.id])
      expect(await errorOf(make(w.acme.tenant_id, project))).toBe(refusedRow(table));
    expect(await errorOf(make(w.rival.tenant_id, w.projects.foreign.id))).toBe(refusedRow(table));
  });
});

describe('a circle', () => {
  const chain = async (length: number): Promise<Task[]> => {
    const { db, projects } = inside();
    const tasks: Task[] = [];
    for (let nth = 0; nth < length; nth += 1) {
      const task = await aTask(db, projects.shared);
      const last = tasks.at(-1);
      if (last) await aDependency(db, last, task);
      tasks.push(task);
    }
    return tasks;
  };
  const close = (tasks: Task[], seat = seats.staff(inside().staff.contributor)) =>
    attemptError(inside(), seat, add, [inside().projects.shared.id, tasks.at(-1)?.id, tasks[0]?.id]);

  test.each([2, 3, 5])('of %i tasks is refused', async (length) => {
    expect(await close(await chain(length))).toBe(circle);
  });

  test('of one is refused', async () => {
    const [task] = await chain(1);
    expect(await close([task!, task!])).toMatch(/^23514 /);
  });

  test('is none where two wait for the same, or one for two', async () => {
    const { db } = inside();
    const [a, b, c, d] = [...(await chain(3)), ...(await chain(1))] as [Task, Task, Task, Task];
    await aDependency(db, a, d);
    await aDependency(db, d, c);
    expect(await errorOf(aDependency(db, c, a))).toBe(circle);
    expect(await close([b, d])).toBe('no error');
  });

  test('is refused to two who would close it between them at the same moment', async () => {
    const w = inside();
    const [one, other] = (await chain(1)).concat(await chain(1)) as [Task, Task];
    const begin = () => beginAsStaff(w.db, w.staff.contributor);
    const [first, second] = [await begin(), await begin()];
    await first.query(add, [w.projects.shared.id, one.id, other.id]);
    const racing = errorOf(second.query(add, [w.projects.shared.id, other.id, one.id]));
    const waited = await Promise.race([
      racing,
      new Promise((resolve) => setTimeout(() => resolve('waiting'), 300)),
    ]);
    expect(waited).toBe('waiting');
    await first.query('commit');
    expect(await racing).toBe(circle);
    await second.query('rollback');
  });
});

test('a dependency goes with either of its tasks', async () => {
  const { db, projects } = inside();
  const [one, other] = [await aTask(db, projects.shared), await aTask(db, projects.shared)];
  await aDependency(db, one, other);
  await db.admin.query('delete from app.task where id = $1', [other.id]);
  const { rows } = await db.admin.query('select from app.task_dependency where task_id = $1', [one.id]);
  expect(rows).toEqual([]);
});
