import { sql } from 'kysely';
import { Refusal } from '../errors';
import type { StaffTransaction } from './procedure';
import { contractsToDo } from './rights';

/** Whether a colleague, as "s", has the tickets of a contract in their queue. */
export const reaches = (contract: string) =>
  sql<boolean>`app.reaches_contract(s.tenant_id, ${sql.ref(contract)}, s.id)`;

/** Refuses in words, at a form's field, to give somebody the tickets of a contract that are not in their queue. */
export async function requireContractAccess(
  db: StaffTransaction,
  contractId: string,
  staffMemberId: string,
  field: string,
): Promise<void> {
  const [person] = await outOfReach(db, [contractId], staffMemberId);
  if (!person) return;
  const sentence = outOfReachSentence(person.name, 'this contract');
  throw new Refusal('BAD_REQUEST', sentence, { [field]: sentence });
}

/** Those of some contracts that a colleague does not reach, with the colleague's name; none where there is no such person. */
export const outOfReach = (db: StaffTransaction, contractIds: readonly string[], staffMemberId: string) =>
  db
    .selectFrom('app.contract as k')
    .innerJoin('app.staff_member as s', 's.tenant_id', 'k.tenant_id')
    .select(['s.name', 'k.id as contractId'])
    .where('k.id', 'in', [...contractIds])
    .where('k.id', '=', sql<string>`any(${contractsToDo('read')})`)
    .where('s.id', '=', staffMemberId)
    .where(sql<boolean>`not ${reaches('k.id')}`)
    .execute();

export const outOfReachSentence = (name: string, contract: string) =>
  `${name} isn't on ${contract}, so it wouldn't appear in their queue. Choose someone who is.`;
