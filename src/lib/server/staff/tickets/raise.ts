import { sql } from 'kysely';
import { ticketRaise } from '../../../inputs/staff-tickets';
import { notFound, Refusal } from '../../errors';
import { staffProcedure, type StaffTransaction } from '../procedure';
import { attachUploads } from '../attach-uploads';
import { requireContractAccess } from '../reach';
import { requireLevel } from './levels';
import { contractsToDo } from '../rights';

/** Raises a ticket on behalf of a client, or for the team alone. The same request again answers with the same ticket. Returns its id. */
export const raise = staffProcedure.input(ticketRaise).mutation(async ({ ctx: { db, me }, input }) => {
  const { staffMemberId } = await me();
  await requireTerms(db, input);
  const jobType = await db
    .selectFrom('app.job_type')
    .select('level')
    .where('contract_id', '=', input.contractId)
    .where('id', '=', input.jobTypeId)
    .where('active', '=', true)
    .executeTakeFirst();
  if (!jobType) throw notFound();
  const level = input.level ?? jobType.level;
  await requireLevel(db, input.contractId, level);
  if (input.assigneeId) await requireContractAccess(db, input.contractId, input.assigneeId, 'assigneeId');
  const id = crypto.randomUUID();
  const raised = await db
    .insertInto('app.ticket')
    .values({
      id,
      client_id: input.clientId,
      contract_id: input.contractId,
      project_id: input.projectId,
      job_type_id: input.jobTypeId,
      level,
      priority: input.priority,
      title: input.title,
      description: input.description,
      raised_by_client_user_id: input.raisedById,
      assignee_staff_id: input.assigneeId,
      visibility: input.visibility,
      request_id: input.requestId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (raised.numInsertedOrUpdatedRows) {
    await attachUploads(db, input.uploads, id);
    return { id };
  }
  const before = await db
    .selectFrom('app.ticket')
    .select('id')
    .where('raised_by_staff_id', '=', staffMemberId)
    .where('request_id', '=', input.requestId)
    .executeTakeFirst();
  if (!before) throw notFound();
  return before;
});

/** Before the database says that something is missing: that the contract covers the client and includes support. */
async function requireTerms(db: StaffTransaction, input: { contractId: string; clientId: string }) {
  const contract = await db
    .selectFrom('app.contract as k')
    .innerJoin('app.contract_client as m', 'm.contract_id', 'k.id')
    .leftJoin('app.contract_support as s', 's.contract_id', 'k.id')
    .select('s.levels')
    .where('k.id', '=', input.contractId)
    .where('m.client_id', '=', input.clientId)
    .where(sql<boolean>`k.id = any(${contractsToDo('read')})`)
    .executeTakeFirst();
  if (!contract) throw notFound();
  if (!contract.levels) {
    const sentence = "This contract doesn't include support, so you can't create tickets under it.";
    throw new Refusal('BAD_REQUEST', sentence, { contractId: sentence });
  }
}
