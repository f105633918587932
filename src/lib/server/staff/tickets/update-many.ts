import { sql } from 'kysely';
import { mayMove, noMoveSentence } from '../../../domain/ticket-moves';
import { ticketReference } from '../../../domain/reference';
import { supportLevelWords } from '../../../domain/sla/words';
import { ticketsUpdate } from '../../../inputs/staff-tickets';
import { goneOf, Refusal } from '../../errors';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';
import { outOfReach, outOfReachSentence } from '../reach';
import { requireResolution, resolutionFor } from './lock-ticket';
import { warningsOf } from './warnings';

/**
 * Changes several tickets at once, all or none; what is left out stays as it is. An id that cannot be seen fails the whole
 * change as not found (LEAKS L65), before anything else is said of the others.
 */
export const updateMany = staffProcedure.input(ticketsUpdate).mutation(async ({ ctx: { db }, input }) => {
  const ids = [...new Set(input.ids)];
  const { status, priority, level, assigneeId } = input;
  const changes = { status, priority, level, assignee_staff_id: assigneeId };
  const resolution = status === 'resolved' ? input.resolution : '';
  if (Object.values(changes).every((value) => value === undefined))
    throw new Refusal('BAD_REQUEST', 'Choose what to change. Nothing was changed.');

  const seen = await db
    .selectFrom('app.ticket as t')
    .innerJoin('app.contract_support as s', 's.contract_id', 't.contract_id')
    .select([
      ...(['t.id', 't.number', 't.status', 't.level', 't.merged_into_id'] as const),
      ...(['t.contract_id', 't.assignee_staff_id'] as const),
    ])
    .select(sql<string[]>`s.levels::text[]`.as('levels'))
    .where('t.id', 'in', ids)
    .orderBy('t.number')
    .execute();
  if (seen.length < ids.length) throw goneOf(ids, seen);
  const given = seen.filter((ticket) => ticket.assignee_staff_id !== assigneeId);
  const hidden =
    assigneeId && given.length
      ? await outOfReach(
          db,
          given.map((ticket) => ticket.contract_id),
          assigneeId,
        )
      : [];
  for (const ticket of seen) {
    const unchanged = `Nothing was changed, because of ${ticketReference(ticket.number)}.`;
    const away = given.includes(ticket) && hidden.find((one) => one.contractId === ticket.contract_id);
    if (away) throw refused('assigneeId', `${outOfReachSentence(away.name, 'its contract')} ${unchanged}`);
    if (status && status !== ticket.status) {
      if (ticket.merged_into_id)
        throw refused('status', `You can't change the status of a merged ticket. ${unchanged}`);
      if (!mayMove(ticket.status, status))
        throw refused('status', `${noMoveSentence(ticket.status, status)} ${unchanged}`);
      requireResolution(ticket.status, status, resolution);
      if (resolution && (await warningsOf(db, ticket.id, resolution, [])).length)
        throw refused(
          'resolution',
          `The resolution note contains text from an internal note or an Internal Only message of ${ticketReference(ticket.number)}, or an unfilled placeholder. ${unchanged}`,
        );
    }
    if (level && level !== ticket.level && !ticket.levels.includes(level))
      throw refused('level', `The contract doesn't include ${supportLevelWords[level]}. ${unchanged}`);
  }
  const { numUpdatedRows } = await db
    .updateTable('app.ticket')
    .set({ ...changes, ...resolutionFor(status, resolution) })
    .where('id', 'in', ids)
    // Somebody may have moved one meanwhile.
    .$if(status !== undefined, (one) =>
      one.where(
        'status',
        '=',
        sql<'new'>`any(${[...new Set(seen.map((ticket) => ticket.status))]}::app.ticket_status[])`,
      ),
    )
    .executeTakeFirst();
  await assertAllWritten(db, 'ticket', ids, Number(numUpdatedRows));
  return { changed: ids.length };
});

const refused = (field: string, sentence: string) => new Refusal('CONFLICT', sentence, { [field]: sentence });
