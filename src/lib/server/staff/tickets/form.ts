import { sql } from 'kysely';
import { ticketForm } from '../../../inputs/staff-tickets';
import { selectAll } from '../../db/select-all';
import { staffProcedure } from '../procedure';
import { colleagueDoes, contractsToDo } from '../rights';

/**
 * The choices for a new ticket: contracts that include support and that the person works on, and what belongs to
 * them. Of people those of one client, once it is chosen: a tenant has thousands.
 */
export const form = staffProcedure.input(ticketForm).query(async ({ ctx: { db }, input: { clientId } }) => {
  const worked = sql<boolean>`s.contract_id = any(${contractsToDo('work')})`;
  return selectAll(db, {
    contracts: db
      .selectFrom('app.contract_support as s')
      .innerJoin('app.contract as k', 'k.id', 's.contract_id')
      .innerJoin('app.contract_client as m', 'm.contract_id', 'k.id')
      .innerJoin('app.client as c', 'c.id', 'm.client_id')
      .select(['k.id', 'k.number', 'k.name', 's.levels', 'c.id as clientId', 'c.name as client'])
      .where(worked)
      .orderBy('c.name')
      .orderBy('k.number'),
    jobTypes: db
      .selectFrom('app.job_type as s')
      .select(['s.id', 's.name', 's.level', 's.contract_id as contractId'])
      .where('s.active', '=', true)
      .where(worked)
      .orderBy('s.name'),
    projects: db
      .selectFrom('app.project')
      .select(['id', 'name', 'client_id as clientId', 'visibility'])
      .orderBy('name'),
    people: db
      .selectFrom('app.client_user')
      .select(['id', 'name', 'client_id as clientId'])
      .where('can_sign_in', '=', true)
      .where('client_id', '=', clientId ?? null)
      .where((is) =>
        is.exists(
          is
            .selectFrom('app.contract_support as s')
            .innerJoin('app.contract_client as m', 'm.contract_id', 's.contract_id')
            .select('m.client_id')
            .whereRef('m.client_id', '=', 'app.client_user.client_id')
            .where(worked),
        ),
      )
      .orderBy('name'),
    /** Whom a ticket can be given to: under every contract, where it is null, or under some. */
    staff: db
      .selectFrom('app.staff_member as s')
      .select(['s.id', 's.name'])
      .select(
        sql<string[] | null>`case when not ${colleagueDoes('every_project', 's.role')} then array(
          select m.contract_id from app.contract_member m where m.staff_member_id = s.id) end`.as(
          'contractIds',
        ),
      )
      .where('s.active', '=', true)
      .orderBy('s.name'),
  });
});
