import { sql } from 'kysely';
import { mayInTenant } from '../../../domain/roles';
import { projectMove } from '../../../inputs/staff-projects';
import { notFound, Refusal } from '../../errors';
import { assertAllWritten } from '../write-outcome';
import { allowLongWrite } from '../long-write';
import { staffProcedure } from '../procedure';

/**
 * Moves a project to another client or contract, for tenant Managers and above. With another client everything in it becomes
 * Internal Only and its tasks get numbers of that client; the database sees to both.
 */
export const move = staffProcedure.input(projectMove).mutation(async ({ ctx: { db, me }, input }) => {
  const { role } = await me();
  const project = await db
    .selectFrom('app.project')
    .select(['name', 'client_id as clientId', 'contract_id as contractId'])
    .where('id', '=', input.projectId)
    .executeTakeFirst();
  if (!project) throw notFound();
  if (!mayInTenant(role, 'move_projects'))
    throw new Refusal('FORBIDDEN', 'Only managers and above can move projects.');
  if (project.clientId === input.clientId && project.contractId === input.contractId)
    throw new Refusal('BAD_REQUEST', 'The project already belongs to this client and contract.', {
      clientId: 'Choose another client or contract.',
    });
  const covered = input.contractId
    ? await db
        .selectFrom('app.contract_client')
        .select('contract_id')
        .where('contract_id', '=', input.contractId)
        .where('client_id', '=', input.clientId)
        .executeTakeFirst()
    : true;
  if (!covered)
    throw new Refusal('BAD_REQUEST', "This contract doesn't cover this client.", {
      contractId: "This contract doesn't cover this client.",
    });
  if (input.confirmation !== project.name)
    throw new Refusal('BAD_REQUEST', 'Nothing was moved.', {
      confirmation: `Type the project name exactly as shown: ${project.name}`,
    });
  await allowLongWrite(db);
  const { rows } = await sql<{ moved: boolean }>`
    select app.move_project(${input.projectId}, ${input.clientId}, ${input.contractId}) as moved`.execute(db);
  await assertAllWritten(db, 'project', [input.projectId], rows[0]?.moved ? 1 : 0);
});
