/** Builders for support: contracts' terms, tickets and what hangs on them, files. As tests/support/builders.ts. */
import { randomUUID } from 'node:crypto';
import {
  insert,
  type Client,
  type ClientUser,
  type Contract,
  type Database,
  type ProjectRole,
  type StaffMember,
  type Tenant,
  type Values,
} from './builders.ts';

export type SupportedContract = Contract & { jobType: { id: string } };
export type Ticket = {
  tenant_id: string;
  client_id: string;
  contract_id: string;
  id: string;
  number: number;
  internal_number: number | null;
};
export type Message = Omit<Ticket, 'number' | 'internal_number'> & { ticket_id: string };

/** Support under a contract: every level, one kind of job, and an SLA of 1 and 8 hours in business hours. */
export async function aSupport(
  db: Database,
  contract: Contract,
  values: Values = {},
): Promise<SupportedContract> {
  const keys = { tenant_id: contract.tenant_id, contract_id: contract.id };
  await insert(db, 'app.contract_support', {
    ...keys,
    levels: ['l1', 'l2', 'l3', 'solution_architect'],
    ...values,
  });
  await aSlaPolicy(db, contract);
  const jobType = await insert<{ id: string }>(db, 'app.job_type', {
    ...keys,
    name: 'Incident',
    level: 'l1',
  });
  return { ...contract, jobType };
}

const workday = [['09:00', '17:00']];

export const aSlaPolicy = (db: Database, contract: Contract, values: Values = {}) =>
  insert<{ id: string }>(db, 'app.sla_policy', {
    tenant_id: contract.tenant_id,
    contract_id: contract.id,
    in_force_from: '2020-01-01',
    time_zone: 'Europe/Berlin',
    business_hours: JSON.stringify({
      monday: workday,
      tuesday: workday,
      wednesday: workday,
      thursday: workday,
      friday: workday,
    }),
    targets: JSON.stringify(
      ['low', 'medium', 'high', 'critical'].map((priority) => ({
        priority,
        level: null,
        first_response_minutes: 60,
        resolution_minutes: 480,
        around_the_clock: priority === 'critical',
      })),
    ),
    ...values,
  });

export const aContractMember = (db: Database, contract: Contract, person: StaffMember, role: ProjectRole) =>
  insert(db, 'app.contract_member', {
    tenant_id: contract.tenant_id,
    contract_id: contract.id,
    staff_member_id: person.id,
    role,
  });

export const aTicket = (db: Database, contract: SupportedContract, client: Client, values: Values = {}) =>
  insert<Ticket>(db, 'app.ticket', {
    tenant_id: contract.tenant_id,
    client_id: client.id,
    contract_id: contract.id,
    job_type_id: contract.jobType.id,
    title: 'Ticket',
    raised_by_name: 'Client User',
    ...values,
  });

export const aMessage = (db: Database, ticket: Ticket, values: Values = {}) =>
  insert<Message>(db, 'app.message', {
    tenant_id: ticket.tenant_id,
    ticket_id: ticket.id,
    body: 'Message',
    author_name: 'Acme Team',
    ...values,
  });

export const aTicketNote = (db: Database, ticket: Ticket, author: StaffMember, values: Values = {}) =>
  insert<Message>(db, 'app.ticket_note', {
    tenant_id: ticket.tenant_id,
    ticket_id: ticket.id,
    body: 'Note',
    author_staff_id: author.id,
    author_name: 'Acme Team',
    ...values,
  });

/** A file of a person, received and attached to nothing. */
export const anUpload = (db: Database, person: ClientUser | StaffMember, values: Values = {}) =>
  insert<{ tenant_id: string; id: string }>(db, 'app.upload', {
    tenant_id: person.tenant_id,
    ...(person.client_id
      ? { client_id: person.client_id, client_user_id: person.id }
      : { staff_member_id: person.id }),
    name: 'file.txt',
    size_bytes: 4,
    received_at: '2026-03-02',
    ...values,
  });

/** A file on the record that `record_id` names: a ticket, a message, a note, a task or a comment. */
export const anAttachment = (
  db: Pick<Database, 'admin'>,
  tenant: Pick<Tenant, 'tenant_id'>,
  values: Values,
) =>
  insert<{ tenant_id: string; id: string }>(db, 'app.attachment', {
    tenant_id: tenant.tenant_id,
    id: randomUUID(),
    name: 'file.txt',
    size_bytes: 4,
    state: 'ready',
    media_type: 'text/plain',
    sha256: '0'.repeat(64),
    author_name: 'Acme Team',
    ...values,
  });

/** That the worker has looked at a ticket's clocks. */
export const anEvaluation = (db: Pick<Database, 'admin'>, ticket: Ticket, values: Values = {}) => {
  const { tenant_id, client_id, contract_id, id: ticket_id } = ticket;
  return insert(db, 'app.ticket_sla', { tenant_id, client_id, contract_id, ticket_id, ...values });
};

/** To whom a ticket of the contract escalates at three quarters of its first response. */
export const anEscalationStep = (
  db: Database,
  contract: Contract,
  person: StaffMember,
  values: Values = {},
) =>
  insert(db, 'app.escalation_step', {
    tenant_id: contract.tenant_id,
    contract_id: contract.id,
    clock: 'first_response',
    at_percent: 75,
    staff_member_id: person.id,
    ...values,
  });

export const aMacro = (db: Database, tenant: Tenant, values: Values = {}) =>
  insert<{ tenant_id: string; id: string }>(db, 'app.macro', {
    tenant_id: tenant.tenant_id,
    name: 'Macro',
    body: 'Hello {{client.name}}',
    ...values,
  });

export const aSavedView = (db: Database, person: StaffMember, values: Values = {}) =>
  insert<{ tenant_id: string; id: string }>(db, 'app.saved_view', {
    tenant_id: person.tenant_id,
    staff_member_id: person.id,
    name: 'Mine',
    query: 'status=open',
    ...values,
  });

export const aTicketTask = (db: Database, ticket: Ticket, task: { id: string }) =>
  insert(db, 'app.ticket_task', { tenant_id: ticket.tenant_id, ticket_id: ticket.id, task_id: task.id });

/** A missed first response, still unanswered. */
export async function aBreach(db: Database, ticket: Ticket, values: Values = {}) {
  const { rows } = await db.admin.query<{ id: string }>(
    'select sla_policy_id as id from app.ticket where tenant_id = $1 and id = $2',
    [ticket.tenant_id, ticket.id],
  );
  return insert<{ tenant_id: string; id: string }>(db, 'app.sla_breach', {
    tenant_id: ticket.tenant_id,
    client_id: ticket.client_id,
    contract_id: ticket.contract_id,
    ticket_id: ticket.id,
    clock: 'first_response',
    sla_policy_id: rows[0]?.id,
    target_minutes: 60,
    actual_minutes: 75,
    breached_at: '2026-03-02',
    ...values,
  });
}

export const anEscalation = (db: Database, ticket: Ticket, values: Values = {}) =>
  insert<{ tenant_id: string; id: string }>(db, 'app.escalation', {
    tenant_id: ticket.tenant_id,
    ticket_id: ticket.id,
    ...values,
  });
