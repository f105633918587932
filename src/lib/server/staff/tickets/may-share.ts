import { sql } from 'kysely';
import { staffProcedure } from '../procedure';
import { contractsToDo } from '../rights';

/** Whether there is a contract whose tickets the person may share with a client, or make internal. */
export const mayShare = staffProcedure.query(async ({ ctx: { db } }) => {
  const { any } = await db
    .selectNoFrom(sql<boolean>`coalesce(cardinality(${contractsToDo('share')}), 0) > 0`.as('any'))
    .executeTakeFirstOrThrow();
  return any;
});
