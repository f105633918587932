/** Tickets as an agent raises them. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { dataOf, type SampleCompany } from '../../support/visitor.ts';

/** Raises an incident of Nexus as Marta, by the procedure; resolves to its id. */
export async function raiseTicket(
  company: SampleCompany,
  title: string,
  visibility = 'client_visible',
): Promise<string> {
  const marta = await company.asPerson('marta@');
  const terms = await company.idOf(
    `select json_build_object('contractId', k.id, 'clientId', c.id, 'jobTypeId', j.id)::text as id
       from app.contract k join app.job_type j on j.contract_id = k.id join app.contract_client m on m.contract_id = k.id
       join app.client c on c.id = m.client_id
      where k.number = 'CON-2024-018' and j.name = 'Incident' and c.name like 'Nexus%'`,
  );
  const answer = await marta.mutate('staff', 'tickets.raise', {
    ...(JSON.parse(terms) as object),
    ...{ title, visibility, priority: 'critical', requestId: randomUUID() },
  });
  expect(answer).toMatchObject({ status: 200 });
  return (dataOf(answer) as { id: string }).id;
}
