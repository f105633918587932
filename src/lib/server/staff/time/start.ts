import { sql } from 'kysely';
import { taskReference } from '../../../domain/reference';
import { timeStart } from '../../../inputs/time';
import { Refusal } from '../../errors';
import { stateOf } from '../changed';
import { staffProcedure } from '../procedure';
import { countedMinutes, today } from './today';

/** Starts a timer on a task. A person has one: another that runs is named, or stopped where `stop` names it. Returns its id. */
export const start = staffProcedure
  .input(timeStart)
  .mutation(async ({ ctx: { db, me }, input: { projectId, taskId, stop } }) => {
    const { staffMemberId } = await me();
    if (stop)
      await db
        .updateTable('app.time_entry')
        .set({ minutes: countedMinutes })
        .where('id', '=', stop)
        .where('staff_member_id', '=', staffMemberId)
        .where('minutes', 'is', null)
        .execute();
    const running = await db
      .selectFrom('app.time_entry as e')
      .innerJoin('app.task as t', 't.id', 'e.task_id')
      .select(['t.number', 't.title'])
      .where('e.staff_member_id', '=', staffMemberId)
      .where('e.minutes', 'is', null)
      .executeTakeFirst();
    if (running)
      throw new Refusal(
        'CONFLICT',
        `Your timer runs on ${taskReference(running.number)} ${running.title}. Stop it first: one runs at a time.`,
      );
    const id = crypto.randomUUID();
    await db
      .insertInto('app.time_entry')
      .values({
        id,
        project_id: projectId,
        task_id: taskId,
        spent_on: today,
        started_at: sql<string>`now()`,
      })
      .execute()
      .catch((error: unknown) => {
        if (stateOf(error) !== '23505') throw error;
        throw new Refusal(
          'CONFLICT',
          'Your timer runs on a task that is no longer in your reach. A manager of that project can stop it.',
        );
      });
    return { id };
  });
