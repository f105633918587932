import { sql } from 'kysely';
import type { PortalDatabase } from '../procedure';
import { matching, type Narrowing, type TicketFilter } from './matching';

const count = sql<number>`count(*)::int`.as('tickets');

/** The filters of a list, each with the number of visible tickets that match it and all other filters: counted first, named afterwards. */
export function facetQueries(db: PortalDatabase, filter: TicketFilter) {
  const without = (narrowing: Narrowing) => matching(db, filter, narrowing);
  return {
    statuses: without('status').select(['t.status', count]).groupBy('t.status').orderBy('t.status'),
    priorities: without('priority').select(['t.priority', count]).groupBy('t.priority').orderBy('t.priority'),
    jobTypes: db
      .selectFrom(
        without('jobTypeId')
          .select(['t.job_type_id', 't.contract_id', count])
          .groupBy(['t.job_type_id', 't.contract_id'])
          .as('f'),
      )
      .innerJoin('app.job_type as j', 'j.id', 'f.job_type_id')
      .innerJoin('app.contract_client as c', 'c.contract_id', 'f.contract_id')
      .select(['j.id', 'j.name', 'c.contract_number as contract', 'f.tickets'])
      .orderBy('j.name')
      .orderBy('c.contract_number')
      .orderBy('j.id')
      .orderBy('c.contract_id'),
    projects: db
      .selectFrom(
        without('projectId').select(['t.visible_project_id', count]).groupBy('t.visible_project_id').as('f'),
      )
      .innerJoin('app.project as p', 'p.id', 'f.visible_project_id')
      .select(['p.id', 'p.name', 'f.tickets'])
      .orderBy('p.name')
      .orderBy('p.id'),
    contracts: db
      .selectFrom(without('contractId').select(['t.contract_id', count]).groupBy('t.contract_id').as('f'))
      .innerJoin('app.contract_client as c', 'c.contract_id', 'f.contract_id')
      .select(['c.contract_id as id', 'c.contract_number as number', 'c.contract_name as name', 'f.tickets'])
      .orderBy('c.contract_number')
      .orderBy('c.contract_id'),
  };
}
