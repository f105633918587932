import { sql } from 'kysely';
import { escalatesTo } from '../../../domain/escalation-path';
import type { StoredHours, StoredTarget } from '../../../domain/sla/stored-policy';
import type { SupportLevel } from '../../../domain/sla/policy';
import { staffContract } from '../../../inputs/support';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { reaches } from '../reach';
import { colleagueDoes, contractsToDo } from '../rights';

/** The support of a contract, its members with their roles, and the caller's permissions. */
export const open = staffProcedure
  .input(staffContract)
  .query(async ({ ctx: { db }, input: { contractId } }) => {
    const found = await selectAll(db, {
      contracts: db
        .selectFrom('app.contract as k')
        .leftJoin('app.contract_support as s', 's.contract_id', 'k.id')
        .select([
          'k.id',
          'k.number',
          'k.name',
          sql<SupportLevel[] | null>`to_json(s.levels)`.as('levels'),
          's.reopen_days as reopenDays',
          's.sla_disclosure as disclosure',
          's.version',
          sql<boolean>`k.id = any(${contractsToDo('set_terms')})`.as('maySetUp'),
        ])
        .where('k.id', '=', contractId)
        .where('k.id', '=', sql<string>`any(${contractsToDo('read')})`),
      clients: db
        .selectFrom('app.contract_client as cc')
        .innerJoin('app.client as c', 'c.id', 'cc.client_id')
        .select(['c.id', 'c.name'])
        .where('cc.contract_id', '=', contractId)
        .orderBy('c.name'),
      members: db
        .selectFrom('app.contract_member as m')
        .innerJoin('app.staff_member as s', 's.id', 'm.staff_member_id')
        .select(['s.id', 's.name', 'm.role'])
        .where('m.contract_id', '=', contractId)
        .orderBy('s.name'),
      held: db
        .selectFrom('app.contract_member as m')
        .innerJoin('app.staff_member as s', 's.id', 'm.staff_member_id')
        .select([
          's.id',
          sql<number>`(
            select count(*)::int from app.ticket t
             where t.contract_id = m.contract_id and t.assignee_staff_id = s.id and t.status not in ('resolved', 'closed')
          )`.as('tickets'),
          sql<number>`(
            select count(*)::int from app.escalation_step e where e.contract_id = m.contract_id and e.staff_member_id = s.id
          )`.as('steps'),
          // Managers of the tenant reach the tickets of every contract.
          sql<boolean>`s.active and ${colleagueDoes('every_project', 's.role')}`.as('reachesAnyway'),
        ])
        .where('m.contract_id', '=', contractId),
      jobTypes: db
        .selectFrom('app.job_type')
        .select(['id', 'name', 'level', 'active'])
        .where('contract_id', '=', contractId)
        .orderBy('active', 'desc')
        .orderBy('name'),
      policies: db
        .selectFrom('app.sla_policy as p')
        .leftJoin('app.staff_member as s', 's.id', 'p.created_by')
        .select([
          'p.id',
          'p.in_force_from as inForceFrom',
          'p.time_zone as timeZone',
          sql<StoredHours>`p.business_hours`.as('businessHours'),
          sql<{ day: string; name: string }[]>`p.holidays`.as('holidays'),
          sql<StoredTarget[]>`p.targets`.as('targets'),
          sql<number[]>`to_json(p.thresholds)`.as('thresholds'),
          'p.pauses_on_hold as pausesOnHold',
          's.name as by',
        ])
        .where('p.contract_id', '=', contractId)
        .orderBy('p.in_force_from', 'desc'),
      steps: db
        .selectFrom('app.escalation_step as e')
        .innerJoin('app.staff_member as s', 's.id', 'e.staff_member_id')
        .select(['e.clock', 'e.at_percent as atPercent', 's.id as staffMemberId', 's.name'])
        .select(reaches('e.contract_id').as('reaches'))
        .where('e.contract_id', '=', contractId)
        .orderBy('e.clock')
        .orderBy('e.at_percent'),
      staff: db
        .selectFrom('app.staff_member as s')
        .innerJoin('app.contract as here', (on) => on.on('here.id', '=', contractId))
        .select(['s.id', 's.name', reaches('here.id').as('reaches')])
        .where('s.active', '=', true)
        .orderBy('s.name'),
    });
    const [contract] = found.contracts;
    if (!contract) throw notFound();
    const { clients, members, held, jobTypes, policies, staff } = found;
    const steps = found.steps.map((step) => ({
      ...step,
      /** The person who is notified while the step's person has no access to the contract; null where no one of the path is left. */
      goesTo: escalatesTo(step, found.steps)?.name ?? null,
    }));
    return { ...contract, clients, members, held, jobTypes, policies, steps, staff };
  });
