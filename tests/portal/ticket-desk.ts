/** A client's tickets on the sample companies: the same for the tests of procedures and of the browser. */
import type { SampleCompany } from '../support/visitor.ts';
import { aContract, type Client, type Database } from '../support/builders.ts';
import { aSupport, aTicket, type SupportedContract, type Ticket } from '../support/ticket-builders.ts';

export type Desk = {
  contract: SupportedContract;
  /** Covers another client alone. */
  foreignContract: SupportedContract;
  nexus: Client;
  orbis: Client;
  /** Of Nexus, shared, "client_visible" unless said otherwise. */
  ticket: (values?: Record<string, unknown>) => Promise<Ticket>;
};

/** The row of a record that one query finds. */
export async function rowOf<Row extends object>(
  db: Pick<Database, 'admin'>,
  text: string,
  values: unknown[] = [],
): Promise<Row> {
  const { rows } = await db.admin.query<Row>(text, values);
  if (!rows[0]) throw new Error(`nothing found: ${text}`);
  return rows[0];
}

/**
 * Support under a contract of Nexus Corp, which "Platform Rewrite Q1" is delivered under, and under one of Orbis Health; no other ticket than what a test makes, whatever the sample
 * companies have of them.
 */
export async function aDesk({ database }: Pick<SampleCompany, 'database'>): Promise<Desk> {
  await database.admin.query(
    'truncate app.ticket, app.job_type, app.sla_policy, app.contract_support, app.upload cascade',
  );
  const client = (name: string) =>
    rowOf<Client>(database, 'select * from app.client where name = $1', [name]);
  const [nexus, orbis] = [await client('Nexus Corp'), await client('Orbis Health')];
  const supported = async (one: Client, number: string) =>
    aSupport(database, await aContract(database, [one], { number, name: 'Support' }));
  const contract = await supported(nexus, 'CON-2026-901');
  await database.admin.query(`update app.project set contract_id = $1 where name = 'Platform Rewrite Q1'`, [
    contract.id,
  ]);
  return {
    contract,
    foreignContract: await supported(orbis, 'CON-2026-902'),
    nexus,
    orbis,
    ticket: (values = {}) =>
      aTicket(database, contract, nexus, {
        visibility: 'client_visible',
        raised_by_name: 'Ravi Menon',
        ...values,
      }),
  };
}
