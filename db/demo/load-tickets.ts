/** Support terms and tickets of the sample companies, with a past that the SLA clock can be computed from. */
import { insertRows, found } from './rows.ts';
import { move, takeUp } from './load-ticket-moves.ts';
import type { Loader } from './loader.ts';
import { macros, support, type Support } from './support.ts';
import type { Message, TicketPlan } from './ticket-plan.ts';
import { everyday } from './tickets-everyday.ts';
import { nexusTickets } from './tickets-nexus.ts';
import { otherTickets } from './tickets-others.ts';

const MS_PER_HOUR = 3_600_000;
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/** Everything about support of the contracts and clients this loader knows. */
export async function loadTickets(loader: Loader): Promise<void> {
  const jobTypes = new Map<string, Map<string, string>>();
  for (const [number, terms] of Object.entries(support)) {
    if (loader.contracts.has(number)) jobTypes.set(number, await loadTerms(loader, number, terms));
  }
  await insertRows(
    loader.database,
    'app.macro',
    Object.entries(macros).map(([name, body]) => ({
      tenant_id: loader.tenantId,
      id: loader.random.uuid(),
      name,
      body,
      version: 1,
    })),
  );
  const here = [...nexusTickets, ...otherTickets].filter(({ contract }) => jobTypes.has(contract));
  const planned = [...pastOf(loader, here), ...here].sort((one, other) => other.daysAgo - one.daysAgo);
  for (const plan of planned) await loadTicket(loader, found(jobTypes, plan.contract), plan);
}

async function loadTerms(loader: Loader, number: string, terms: Support): Promise<Map<string, string>> {
  const { database, clock, random, staff } = loader;
  const keys = { tenant_id: loader.tenantId, contract_id: found(loader.contracts, number) };
  const year = Number(clock.day(0).slice(0, 4));
  await insertRows(database, 'app.contract_support', [
    {
      ...keys,
      levels: terms.levels,
      reopen_days: terms.reopenDays,
      sla_disclosure: terms.discloses,
      version: 1,
    },
  ]);
  await insertRows(
    database,
    'app.contract_member',
    Object.entries(terms.members).map(([name, role]) => ({
      ...keys,
      staff_member_id: found(staff, name),
      role,
    })),
  );
  await insertRows(database, 'app.sla_policy', [
    {
      ...keys,
      id: random.uuid(),
      in_force_from: clock.at(-760),
      time_zone: terms.timeZone,
      business_hours: Object.fromEntries(weekdays.map((day) => [day, [terms.hours]])),
      holidays: [year - 1, year, year + 1].flatMap((of) =>
        Object.entries(terms.holidays).map(([day, name]) => ({ day: `${of}-${day}`, name })),
      ),
      targets: Object.entries(terms.targets).map(([priority, [firstResponse, resolution]]) => ({
        priority,
        level: null,
        first_response_minutes: firstResponse,
        resolution_minutes: resolution,
        around_the_clock: terms.aroundTheClock.some((one) => one === priority),
      })),
      thresholds: [50, 75, 90],
      pauses_on_hold: true,
      created_at: clock.at(-760),
    },
  ]);
  await insertRows(
    database,
    'app.escalation_step',
    Object.entries(terms.escalates).map(([percent, name]) => ({
      ...keys,
      clock: 'resolution',
      at_percent: Number(percent),
      staff_member_id: found(staff, name),
    })),
  );
  const ids = new Map(Object.keys(terms.jobTypes).map((name) => [name, random.uuid()]));
  await insertRows(
    database,
    'app.job_type',
    Object.entries(terms.jobTypes).map(([name, level]) => ({
      ...keys,
      id: found(ids, name),
      name,
      level,
      active: true,
    })),
  );
  return ids;
}

/** A year of everyday tickets for each contract and client that has tickets of its own. */
function pastOf({ random }: Loader, here: readonly TicketPlan[]): TicketPlan[] {
  const places = [...new Map(here.map((plan) => [plan.client, plan])).values()];
  return places.flatMap(({ client, contract, by }) => {
    const { jobTypes, members } = found(new Map(Object.entries(support)), contract);
    const agents = Object.keys(members).filter((name) => members[name] !== 'reviewer');
    const pick = <Item>(items: readonly Item[]) => items[Math.floor(random.next() * items.length)] as Item;
    return Array.from({ length: 26 }, (_, nth): TicketPlan => {
      const [title, description, answer, resolution] = pick(everyday);
      const agent = pick(agents);
      const answered = 0.3 + random.next() ** 2 * 9;
      const resolved = answered + 1 + random.next() ** 2 * 70;
      return {
        client,
        contract,
        title,
        description,
        jobType: pick(Object.keys(jobTypes)),
        priority: pick(['low', 'low', 'medium', 'medium', 'medium', 'high']),
        by,
        daysAgo: 20 + nth * 13 + random.next() * 9,
        assignee: agent,
        messages: [{ at: answered, by: agent, body: answer }],
        moves: [
          [answered, 'open'],
          [resolved, 'resolved'],
          [resolved + 14 * 24, 'closed'],
        ],
        resolution,
        ...(random.next() < 0.4 && { rating: [pick([3, 4, 4, 5, 5, 5]), ''] as [number, string] }),
      };
    }).filter(({ daysAgo, moves = [] }) => moves.every(([at]) => at < daysAgo * 24));
  });
}

async function loadTicket(loader: Loader, jobTypes: Map<string, string>, plan: TicketPlan) {
  const { database, clock, random, tenantId, staff } = loader;
  const client = found(loader.clients, plan.client);
  const raised = clock.at(-plan.daysAgo);
  const after = (hours: number) => new Date(raised.getTime() + hours * MS_PER_HOUR);
  const id = random.uuid();
  const shared = !plan.internal;
  const projectId = plan.project && (await projectNamed(loader, client.id, plan.project));
  const raiser = client.users.get(plan.by);
  await insertRows(database, 'app.ticket', [
    {
      tenant_id: tenantId,
      id,
      client_id: client.id,
      contract_id: found(loader.contracts, plan.contract),
      project_id: projectId ?? null,
      title: plan.title,
      description: plan.description,
      job_type_id: found(jobTypes, plan.jobType),
      priority: plan.priority,
      status: 'new',
      resolution: '',
      rating_comment: '',
      raised_by_client_user_id: raiser ?? null,
      raised_by_staff_id: raiser ? null : found(staff, plan.by),
      raised_by_name: plan.by,
      visibility: shared ? 'client_visible' : 'internal_only',
      shared_at: shared ? raised : null,
      version: 1,
      created_at: raised,
      updated_at: raised,
    },
  ]);
  if (plan.assignee) await takeUp(loader, id, found(staff, plan.assignee), after(0.2));
  for (const message of plan.messages ?? [])
    await postMessage(loader, client.users, id, after(message.at), message);
  await move(loader, id, raised, plan, after, client.users);
}

async function projectNamed({ database, tenantId }: Loader, clientId: string, name: string) {
  const { rows } = await database.query<{ id: string }>(
    'select id from app.project where tenant_id = $1 and client_id = $2 and name = $3',
    [tenantId, clientId, name],
  );
  if (!rows[0]) throw new Error(`the sample has no project ${name}`);
  return rows[0].id;
}

async function postMessage(
  { database, random, tenantId, staff }: Loader,
  users: Map<string, string>,
  ticketId: string,
  at: Date,
  { by, body, as = 'reply' }: Message,
) {
  const person = users.get(by);
  const text = {
    tenant_id: tenantId,
    id: random.uuid(),
    ticket_id: ticketId,
    body,
    author_staff_id: person ? null : found(staff, by),
    author_name: by,
    version: 1,
    created_at: at,
    updated_at: at,
  };
  if (as === 'note') return insertRows(database, 'app.ticket_note', [text]);
  const visible = as === 'reply';
  return insertRows(database, 'app.message', [
    {
      ...text,
      author_client_user_id: person ?? null,
      visibility: visible ? 'client_visible' : 'internal_only',
      shared_at: visible ? at : null,
    },
  ]);
}
