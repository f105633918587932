import { selectAllCompiled } from '../../db/select-all';
import { portalProcedure, type PortalDatabase } from '../procedure';

const choices = selectAllCompiled((db: PortalDatabase) => ({
  queries: {
    contracts: db
      .selectFrom('app.contract_client')
      .select(['contract_id as id', 'contract_number as number', 'contract_name as name'])
      .orderBy('contract_number')
      .orderBy('contract_id'),
    jobTypes: db
      .selectFrom('app.job_type')
      .select(['id', 'contract_id as contractId', 'name'])
      .where('active', '=', true)
      .orderBy('name')
      .orderBy('id'),
    projects: db
      .selectFrom('app.project')
      .select(['id', 'contract_id as contractId', 'name'])
      .orderBy('name')
      .orderBy('id'),
  },
}));

/** The choices for a new ticket: contracts with the request types of each, and projects. */
export const options = portalProcedure.query(async ({ ctx: { db } }) => {
  const { contracts, jobTypes, projects } = await choices(db);
  return {
    contracts: contracts
      .map((contract) => ({
        ...contract,
        jobTypes: jobTypes
          .filter(({ contractId }) => contractId === contract.id)
          .map(({ id, name }) => ({ id, name })),
      }))
      .filter((contract) => contract.jobTypes.length > 0),
    projects,
  };
});
