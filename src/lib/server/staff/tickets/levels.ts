import { sql } from 'kysely';
import { supportLevelWords } from '../../../domain/sla/words';
import { Refusal } from '../../errors';
import type { StaffTransaction } from '../procedure';

type Level = keyof typeof supportLevelWords;

/** Refuses in words a level that the contract does not include; one out of reach is left for the policies to refuse. */
export async function requireLevel(db: StaffTransaction, contractId: string, level: Level): Promise<void> {
  const support = await db
    .selectFrom('app.contract_support')
    .select(sql<Level[]>`levels::text[]`.as('levels'))
    .where('contract_id', '=', contractId)
    .executeTakeFirst();
  if (!support || support.levels.includes(level)) return;
  const included = support.levels.map((one) => supportLevelWords[one]).join(', ');
  const sentence = `The contract doesn't include ${supportLevelWords[level]}. It includes: ${included}.`;
  throw new Refusal('BAD_REQUEST', sentence, { level: sentence });
}
