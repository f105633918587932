import { sql } from 'kysely';
import { ticketRaise } from '../../../inputs/tickets';
import { Refusal } from '../../errors';
import { portalProcedure } from '../procedure';
import { lostUpload } from '../../lost-upload';

const wrong = 'Check the highlighted fields.';

/**
 * A ticket by whoever is signed in, with files they have uploaded. The same request again answers with the same ticket. What is
 * hidden, foreign or absent cannot be named, and is refused in the same words.
 */
export const raise = portalProcedure
  .input(ticketRaise)
  .mutation(async ({ ctx: { db }, input: { jobTypeId, projectId, priority, ...ticket } }) => {
    const kind = await db
      .selectFrom('app.job_type')
      .select('contract_id as contractId')
      .where('id', '=', jobTypeId)
      .where('active', '=', true)
      .executeTakeFirst();
    if (!kind) throw new Refusal('BAD_REQUEST', wrong, { jobTypeId: 'Choose a request type from the list.' });
    const { title, description, uploads, requestId } = ticket;
    const { rows } = await sql<{ id: string | null }>`
      select app.raise_ticket(${kind.contractId}::uuid, ${projectId}::uuid, ${jobTypeId}::uuid, ${priority}::app.ticket_priority,
        ${title}, ${description}, ${uploads}::uuid[], ${requestId}::uuid) as id`
      .execute(db)
      .catch((error: unknown) => {
        throw lostUpload(error);
      });
    const id = rows[0]?.id;
    if (!id)
      throw new Refusal('BAD_REQUEST', wrong, {
        projectId: 'Choose a project under this contract, or none.',
      });
    return { id };
  });
