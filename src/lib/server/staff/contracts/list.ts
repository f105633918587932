import { sql } from 'kysely';
import { staffProcedure } from '../procedure';
import { contractsToDo } from '../rights';

/** The contracts on whose tickets the person works, with the clients they cover and what support they include. */
export const list = staffProcedure.query(async ({ ctx: { db } }) =>
  db
    .selectFrom('app.contract as k')
    .leftJoin('app.contract_support as s', 's.contract_id', 'k.id')
    .select([
      'k.id',
      'k.number',
      'k.name',
      'k.starts_on as startsOn',
      'k.ends_on as endsOn',
      sql<string[] | null>`to_json(s.levels)`.as('levels'),
      's.sla_disclosure as disclosure',
      sql<string[]>`array(
        select c.name::text from app.contract_client cc join app.client c on c.id = cc.client_id
         where cc.contract_id = k.id order by c.name)`.as('clients'),
    ])
    .where('k.id', '=', sql<string>`any(${contractsToDo('read')})`)
    .orderBy('k.number')
    .execute(),
);
