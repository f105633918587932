import { sql } from 'kysely';
import { workReference } from '../../../domain/timed-work';
import { timeStart } from '../../../inputs/time';
import { Refusal } from '../../errors';
import { staffProcedure, type StaffTransaction } from '../procedure';
import { teamToday } from '../team-day';
import { workTarget } from './work-target';
import { inWords } from './refusal';
import { stopTimer } from './stop-timer';
import { entriesOnWork, work } from './work';

/**
 * Starts a timer on a task or ticket. A person has one: another that runs is named, or stopped where `stop` names it, and asked
 * about where it was forgotten. Returns its id.
 */
export const start = staffProcedure
  .input(timeStart)
  .mutation(async ({ ctx: { db, me }, input: { stop, minutes, ...named } }) => {
    const { staffMemberId } = await me();
    const running = await timerOf(db, staffMemberId);
    if (running && running.id === stop) await stopTimer(db, running.id, minutes);
    else if (running) throw runsOn(running);
    const id = crypto.randomUUID();
    const { numInsertedOrUpdatedRows: started } = await db
      .insertInto('app.time_entry')
      .values({
        id,
        ...(await workTarget(db, named)),
        spent_on: teamToday,
        started_at: sql<string>`now()`,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
      .catch(inWords(0, 'minutes'));
    if (!started) {
      // Another one of the person's runs: begun at the same moment, from another window, or where they see it no longer.
      const other = await timerOf(db, staffMemberId);
      throw other
        ? runsOn(other)
        : new Refusal(
            'CONFLICT',
            'Your timer is running on something you no longer have access to. A project or contract manager can stop it.',
          );
    }
    return { id };
  });

const timerOf = (db: StaffTransaction, staffMemberId: string) =>
  entriesOnWork(db)
    .select(['e.id', ...work])
    .where('e.staff_member_id', '=', staffMemberId)
    .where('e.minutes', 'is', null)
    .executeTakeFirst();

const runsOn = (timer: Parameters<typeof workReference>[0] & { title: string }) =>
  new Refusal(
    'CONFLICT',
    `Your timer is running on ${workReference(timer)} ${timer.title}. Stop it first: you can run one timer at a time.`,
  );
