import { sql } from 'kysely';
import { plural } from '../../../domain/words';
import { importRun } from '../../../inputs/imports';
import { Refusal } from '../../errors';
import { staffProcedure, type StaffTransaction } from '../procedure';
import { draftOf } from './draft';

/** Tasks in one statement, whose parameters a message of PostgreSQL's protocol has to hold. */
const batch = 1_000;

/** A row that is not marked so takes the project's current default: the stricter of both. */
const internalOnly = { visibility: 'internal_only' } as const;

async function lastPosition(
  db: StaffTransaction,
  table: 'app.epic' | 'app.story' | 'app.task',
  projectId: string,
) {
  const { last } = await db
    .selectFrom(table)
    .select(sql<number>`coalesce(max(position), 0)`.as('last'))
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow();
  return last;
}

/**
 * Makes what a preview has shown, all of it or nothing, for project managers. Refused while a row is in error, and where
 * the file, the choices or the project are no longer what the preview saw.
 */
export const run = staffProcedure.input(importRun).mutation(async ({ ctx: { db }, input }) => {
  const { projectId } = input;
  const { plan, checked } = await draftOf(db, input);
  if (plan.errors.length > 0)
    throw new Refusal(
      'BAD_REQUEST',
      `Nothing was imported. Fix ${plural(plan.errors.length, 'error')} first.`,
    );
  if (plan.tasks.length + plan.epics.length + plan.stories.length === 0)
    throw new Refusal('BAD_REQUEST', "There's nothing to import.");
  if (checked !== input.checked)
    throw new Refusal(
      'CONFLICT',
      'Nothing was imported. The result changed since your preview; preview it again.',
    );

  await sql`select app.give_reason('Imported from a file')`.execute(db);
  const ids = new Map<object, string>();
  const idOf = (group: { id: string | null } | null) => group && (group.id ?? ids.get(group) ?? null);
  const identified = <Group extends object>(groups: readonly Group[]) =>
    groups.map((group) => {
      const id = crypto.randomUUID();
      ids.set(group, id);
      return { ...group, id };
    });

  if (plan.epics.length > 0) {
    const last = await lastPosition(db, 'app.epic', projectId);
    const epics = identified(plan.epics).map(({ id, title, summary, startsOn, dueOn, internal }, nth) => ({
      ...{ id, project_id: projectId, title, summary, position: last + nth + 1 },
      ...{ starts_on: startsOn, due_on: dueOn },
      ...(internal && internalOnly),
    }));
    await db.insertInto('app.epic').values(epics).execute();
  }
  if (plan.stories.length > 0) {
    const last = await lastPosition(db, 'app.story', projectId);
    const stories = identified(plan.stories).map(({ id, title, summary, epic, internal }, nth) => ({
      ...{ id, project_id: projectId, epic_id: idOf(epic), title, summary, position: last + nth + 1 },
      ...(internal && internalOnly),
    }));
    await db.insertInto('app.story').values(stories).execute();
  }
  const last = await lastPosition(db, 'app.task', projectId);
  const tasks = plan.tasks.map((task, nth) => ({
    id: crypto.randomUUID(),
    project_id: projectId,
    title: task.title,
    description: task.description,
    status: task.status,
    priority: task.priority,
    starts_on: task.startsOn,
    due_on: task.dueOn,
    estimate_minutes: task.estimateMinutes,
    assignee_staff_id: task.assigneeId,
    sprint_id: task.sprintId,
    labels: task.labels,
    story_id: idOf(task.story),
    position: last + nth + 1,
    ...(task.internalBecause !== null && internalOnly),
  }));
  for (let from = 0; from < tasks.length; from += batch)
    await db
      .insertInto('app.task')
      .values(tasks.slice(from, from + batch))
      .execute();
  return { epics: plan.epics.length, stories: plan.stories.length, tasks: plan.tasks.length };
});
