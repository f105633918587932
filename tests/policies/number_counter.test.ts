import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aClient,
  aProject,
  asStaff,
  aTask,
  seats,
  type Project,
  type Task,
  toFlag,
} from '../support/builders.ts';
import { closedTo, closedToClients, closedToStaff, errorOf, floored, granted } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.number_counter';
const inside = useWorld();

granted(inside, table, { definer_number: { select: true, insert: true, update: ['last_number'] } });
floored(inside, table, { trusts: ['definer_number'] });
closedToClients(inside, table);
closedToStaff(inside, table);
closedTo(inside, table, 'role client_sign_in', () => seats.clientSignIn);
closedTo(inside, table, 'role staff_sign_in', () => seats.staffSignIn);

const numberOf = async (task: Task) =>
  (
    await inside().db.admin.query<{ number: number; internal: number | null }>(
      'select number, internal_number as internal from app.task where id = $1',
      [task.id],
    )
  ).rows[0];
const share = (kind: 'project' | 'task', id: string, visibility = 'client_visible') =>
  inside().db.admin.query(toFlag, [visibility, id]);
const aFreshProject = async (visibility: 'client_visible' | 'internal_only'): Promise<Project> => {
  const { db, acme } = inside();
  return aProject(db, await aClient(db, acme), { visibility });
};

describe('L59: numbers', () => {
  test('shared tasks are numbered 5 to 9 in the last place, hidden ones 0 to 4', async () => {
    const { db } = inside();
    const project = await aFreshProject('client_visible');
    const numbers = { client_visible: [] as number[], internal_only: [] as number[] };
    for (let nth = 0; nth < 7; nth += 1)
      for (const visibility of ['client_visible', 'internal_only'] as const)
        numbers[visibility].push((await aTask(db, project, { visibility })).number);
    expect(numbers).toEqual({
      client_visible: [5, 6, 7, 8, 9, 15, 16],
      internal_only: [10, 11, 12, 13, 14, 20, 21],
    });
  });

  test('each client has streams of its own', async () => {
    const { db } = inside();
    const [one, other] = [await aFreshProject('client_visible'), await aFreshProject('client_visible')];
    for (const project of [one, other])
      expect((await aTask(db, project, { visibility: 'client_visible' })).number).toBe(5);
  });

  test('a task is numbered anew when it is first shared, and then keeps its number; staff keep the old one', async () => {
    const { db } = inside();
    const project = await aFreshProject('client_visible');
    const task = await aTask(db, project);
    expect(await numberOf(task)).toEqual({ number: 10, internal: null });
    await share('task', task.id);
    expect(await numberOf(task)).toEqual({ number: 5, internal: 10 });
    await share('task', task.id, 'internal_only');
    await share('task', task.id);
    expect(await numberOf(task)).toEqual({ number: 5, internal: 10 });
  });

  test('flagged for the client in a hidden project is hidden: numbered anew when the project is shared', async () => {
    const { db } = inside();
    const project = await aFreshProject('internal_only');
    const task = await aTask(db, project, { visibility: 'client_visible' });
    const internal = await aTask(db, project);
    expect(await numberOf(task)).toEqual({ number: 10, internal: null });
    await share('project', project.id);
    expect(await numberOf(task)).toEqual({ number: 5, internal: 10 });
    expect(await numberOf(internal)).toEqual({ number: 11, internal: null });
  });

  test('nobody chooses a number', async () => {
    const { db, staff, projects } = inside();
    for (const column of ['number', 'internal_number'])
      expect(
        await errorOf(
          asStaff(
            db,
            staff.owner,
            `insert into app.task (project_id, title, ${column}) values ($1, 'x', 1)`,
            [projects.shared.id],
          ),
        ),
      ).toBe('42501 permission denied for table task');
  });

  test('shared records have the same numbers, whatever is internal', async () => {
    const step = fc.constantFrom(
      'create shared',
      'create internal',
      'share',
      'hide',
      'delete internal',
      'edit internal',
    );
    const sharedNumbers = async (steps: string[]) => {
      const { db } = inside();
      const project = await aFreshProject('client_visible');
      const internal: Task[] = [];
      const shared: Task[] = [];
      const numbers: number[] = [];
      for (const what of steps) {
        if (what === 'create internal') internal.push(await aTask(db, project));
        if (what === 'edit internal')
          await db.admin.query("update app.task set title = 'edited' where project_id = $1 and not shared", [
            project.id,
          ]);
        if (what === 'delete internal')
          await db.admin.query('delete from app.task where id = $1', [internal.pop()?.id]);
        if (what === 'create shared') {
          const task = await aTask(db, project, { visibility: 'client_visible' });
          shared.push(task);
          numbers.push(task.number);
        }
        // What has been shared once and hidden again is a fact the client knows; it is shared anew by its old number.
        if (what === 'hide' && shared[0]) await share('task', shared[0].id, 'internal_only');
        if (what === 'share') {
          const task = await aTask(db, project);
          await share('task', task.id);
          numbers.push((await numberOf(task))?.number ?? 0);
        }
      }
      return numbers;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const sharedAlone = steps.filter((what) => what === 'create shared' || what === 'share');
        expect(await sharedNumbers(steps)).toEqual(await sharedNumbers(sharedAlone));
      }),
      { numRuns: 12 },
    );
  });
});
