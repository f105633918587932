import { sql } from 'kysely';
import { workReference } from '../../../domain/timed-work';
import { timeStart } from '../../../inputs/time';
import { Refusal } from '../../errors';
import { stateOf } from '../changed';
import { staffProcedure } from '../procedure';
import { placeOf } from './placed';
import { inWords } from './refusal';
import { stopTimer } from './stop-timer';
import { today } from './today';
import { entriesOnWork, work } from './work';

/**
 * Starts a timer on a task or ticket. A person has one: another that runs is named, or stopped where `stop` names it, and asked
 * about where it was forgotten. Returns its id.
 */
export const start = staffProcedure
  .input(timeStart)
  .mutation(async ({ ctx: { db, me }, input: { stop, minutes, ...named } }) => {
    const { staffMemberId } = await me();
    const running = await entriesOnWork(db)
      .select(['e.id', ...work])
      .where('e.staff_member_id', '=', staffMemberId)
      .where('e.minutes', 'is', null)
      .executeTakeFirst();
    if (running && running.id === stop) await stopTimer(db, running.id, minutes);
    else if (running)
      throw new Refusal(
        'CONFLICT',
        `Your timer runs on ${workReference(running)} ${running.title}. Stop it first: one runs at a time.`,
      );
    const id = crypto.randomUUID();
    await db
      .insertInto('app.time_entry')
      .values({
        id,
        ...(await placeOf(db, named)),
        spent_on: today,
        started_at: sql<string>`now()`,
      })
      .execute()
      .catch((error: unknown) => {
        if (stateOf(error) !== '23505') return inWords(0, 'minutes')(error);
        throw new Refusal(
          'CONFLICT',
          'Your timer runs on a task or ticket that is no longer in your reach. A manager of its project or contract can stop it.',
        );
      });
    return { id };
  });
