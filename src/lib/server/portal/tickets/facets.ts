import { sql } from 'kysely';
import type { PortalDatabase } from '../procedure';
import { matching, type Narrowing, type TicketFilter } from './matching';

const count = sql<number>`count(*)::int`.as('tickets');

/** What a list can be narrowed by, each with how many visible tickets fit it and all the other choices. */
export function facetQueries(db: PortalDatabase, filter: TicketFilter) {
  const without = (narrowing: Narrowing) => matching(db, filter, narrowing);
  return {
    statuses: without('status').select(['t.status', count]).groupBy('t.status'),
    priorities: without('priority').select(['t.priority', count]).groupBy('t.priority'),
    jobTypes: without('jobTypeId')
      .innerJoin('app.job_type as j', 'j.id', 't.job_type_id')
      .innerJoin('app.contract_client as c', 'c.contract_id', 't.contract_id')
      .select(['j.id', 'j.name', 'c.contract_number as contract', count])
      .groupBy(['j.id', 'j.name', 'c.contract_number'])
      .orderBy('j.name')
      .orderBy('c.contract_number'),
    projects: without('projectId')
      .innerJoin('app.project as p', 'p.id', 't.visible_project_id')
      .select(['p.id', 'p.name', count])
      .groupBy(['p.id', 'p.name'])
      .orderBy('p.name')
      .orderBy('p.id'),
    contracts: without('contractId')
      .innerJoin('app.contract_client as c', 'c.contract_id', 't.contract_id')
      .select(['c.contract_id as id', 'c.contract_number as number', 'c.contract_name as name', count])
      .groupBy(['c.contract_id', 'c.contract_number', 'c.contract_name'])
      .orderBy('c.contract_number'),
  };
}
