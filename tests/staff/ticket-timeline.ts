/** Tickets whose clocks have a past that a test can name to the minute: the same for the tests of procedures and of the browser. */
import type { SampleCompany } from '../support/visitor.ts';
import { aContract, type Client } from '../support/builders.ts';
import {
  aSlaPolicy,
  aSupport,
  aTicket,
  type SupportedContract,
  type Ticket,
} from '../support/ticket-builders.ts';
import { rowOf } from '../portal/ticket-desk.ts';

type Given = Pick<SampleCompany, 'database'>;

/**
 * Support of Nexus Corp under an SLA of 2020, one of 2021 and one of 2022, each with other terms. That of 2021: 9 to 5 in Berlin but
 * on Women's Day, 60 minutes to the first response and 480 to the resolution, on hold paused.
 */
export async function aTimedContract({ database }: Given): Promise<SupportedContract & { client: Client }> {
  const client = await rowOf<Client>(database, `select * from app.client where name = 'Nexus Corp'`);
  const contract = await aContract(database, [client], { number: 'CON-2020-001', name: 'Timed' });
  const supported = await aSupport(database, contract);
  const targets = (first_response_minutes: number, around_the_clock: boolean) =>
    JSON.stringify([
      { priority: 'high', level: null, first_response_minutes, resolution_minutes: 480, around_the_clock },
    ]);
  await aSlaPolicy(database, contract, {
    in_force_from: '2021-01-01',
    targets: targets(60, false),
    holidays: JSON.stringify([{ day: '2021-03-08', name: 'Women’s Day' }]),
    pauses_on_hold: true,
  });
  await aSlaPolicy(database, contract, { in_force_from: '2022-01-01', targets: targets(15, true) });
  return { ...supported, client };
}

type Past = [kind: 'replied' | 'status', at: string, from?: string, to?: string][];

/** A ticket of high priority to which this happened. */
async function withPast(
  { database }: Given,
  contract: Awaited<ReturnType<typeof aTimedContract>>,
  created_at: string,
  past: Past,
): Promise<Ticket> {
  const ticket = await aTicket(database, contract, contract.client, {
    ...{ title: `Raised ${created_at}`, priority: 'high', created_at },
  });
  for (const [kind, at, from = null, to = null] of past)
    await database.admin.query(
      `insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, happened_at, from_status, to_status)
       values ($1, $2, $3, $4, false, false, $5, $6, $7, $8)`,
      [ticket.tenant_id, ticket.client_id, ticket.contract_id, ticket.id, kind, at, from, to],
    );
  return ticket;
}

/** Over a weekend and a holiday, answered late, paused twice, solved and closed. */
export const aPausedTicket = (given: Given, contract: Awaited<ReturnType<typeof aTimedContract>>) =>
  withPast(given, contract, '2021-03-05T15:00Z', [
    ['replied', '2021-03-09T08:30Z'],
    ['status', '2021-03-09T09:00Z', 'new', 'waiting_on_client'],
    ['status', '2021-03-09T10:00Z', 'waiting_on_client', 'open'],
    ['status', '2021-03-09T10:30Z', 'open', 'on_hold'],
    ['status', '2021-03-09T11:00Z', 'on_hold', 'open'],
    ['status', '2021-03-09T12:00Z', 'open', 'resolved'],
    ['status', '2021-03-10T12:00Z', 'resolved', 'closed'],
  ]);

/** Answered after 35 working days: 35 intervals in which its clock ran, 34 between them. */
export const aSlowTicket = (given: Given, contract: Awaited<ReturnType<typeof aTimedContract>>) =>
  withPast(given, contract, '2021-05-03T07:00Z', [['replied', '2021-06-18T08:00Z']]);

/** Raised before any SLA was in force. */
export const aTimelessTicket = (given: Given, contract: Awaited<ReturnType<typeof aTimedContract>>) =>
  withPast(given, contract, '2019-12-31T12:00Z', []);
