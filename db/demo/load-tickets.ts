/** Support terms and tickets of the sample companies, with a past that the SLA clock can be computed from. */
import { insertRows, found } from './rows.ts';
import type { Loader } from './loader.ts';
import { macros, support, type Support } from './support.ts';
import type { Said, Status, TicketPlan } from './ticket-plan.ts';
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
  const place = { tenant_id: loader.tenantId, contract_id: found(loader.contracts, number) };
  const year = Number(clock.day(0).slice(0, 4));
  await insertRows(database, 'app.contract_support', [
    {
      ...place,
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
      ...place,
      staff_member_id: found(staff, name),
      role,
    })),
  );
  await insertRows(database, 'app.sla_policy', [
    {
      ...place,
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
      ...place,
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
      ...place,
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
        said: [{ at: answered, by: agent, body: answer }],
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
  for (const said of plan.said ?? []) await say(loader, client.users, id, after(said.at), said);
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

async function say(
  { database, random, tenantId, staff }: Loader,
  users: Map<string, string>,
  ticketId: string,
  at: Date,
  { by, body, as = 'reply' }: Said,
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

/** Somebody takes a ticket, at that moment. */
async function takeUp({ database, random, tenantId }: Loader, ticketId: string, assignee: string, at: Date) {
  await database.query(
    `insert into app.ticket_event
       (tenant_id, id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, to_assignee_id, actor_staff_id, happened_at)
     select tenant_id, $3, client_id, contract_id, id, shared, shared, 'assigned', $4, $4, $5
       from app.ticket where tenant_id = $1 and id = $2`,
    [tenantId, ticketId, random.uuid(), assignee, at],
  );
  // Past the trigger, which would write it a second time, as of now.
  await database.query('set local session_replication_role = replica');
  await database.query('update app.ticket set assignee_staff_id = $3 where tenant_id = $1 and id = $2', [
    tenantId,
    ticketId,
    assignee,
  ]);
  await database.query('set local session_replication_role = origin');
}

/** Writes a ticket's moves at the moments they were made, and leaves it where the last one took it. */
async function move(
  { database, random, tenantId, staff }: Loader,
  ticketId: string,
  raised: Date,
  { moves = [], said = [], assignee, resolution = '', rating, internal }: TicketPlan,
  after: (hours: number) => Date,
  users: Map<string, string>,
) {
  // Whoever answers at that hour moves it by answering.
  const answering = (at: number) =>
    users.get(said.find((one) => one.at === at && users.has(one.by))?.by ?? '');
  let from: Status = 'new';
  const rows = moves.map(([at, to]) => {
    const row = {
      id: random.uuid(),
      from_status: from,
      to_status: to,
      happened_at: after(at),
      actor_client_user_id: answering(at) ?? null,
      actor_staff_id: !answering(at) && assignee ? found(staff, assignee) : null,
    };
    from = to;
    return row;
  });
  const last = moves.at(-1);
  if (!last) return;
  await database.query(
    `insert into app.ticket_event
       (tenant_id, id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, from_status, to_status, actor_staff_id, actor_client_user_id, happened_at)
     select t.tenant_id, e.id, t.client_id, t.contract_id, t.id, t.shared, not $4, 'status', e.from_status, e.to_status, e.actor_staff_id, e.actor_client_user_id, e.happened_at
       from app.ticket t,
            jsonb_to_recordset($3) as e (id uuid, from_status app.ticket_status, to_status app.ticket_status, happened_at timestamptz,
              actor_staff_id uuid, actor_client_user_id uuid)
      where t.tenant_id = $1 and t.id = $2`,
    [tenantId, ticketId, JSON.stringify(rows), internal ?? false],
  );
  const ended = moves.find(([, to]) => to === 'resolved');
  const closed = moves.find(([, to]) => to === 'closed');
  // Past the triggers, which would write these moves a second time, as of now.
  await database.query('set local session_replication_role = replica');
  await database.query(
    `update app.ticket t
        set status = $3, resolution = $4, resolved_at = $5::timestamptz, closed_at = $6,
            reopen_until = $5::timestamptz + make_interval(days => s.reopen_days),
            rating = $7::smallint, rating_comment = $8, rated_at = case when $7::smallint is not null then $5::timestamptz + interval '3 hours' end,
            updated_at = $9
       from app.contract_support s
      where t.tenant_id = $1 and t.id = $2 and s.tenant_id = t.tenant_id and s.contract_id = t.contract_id`,
    [
      tenantId,
      ticketId,
      last[1],
      resolution,
      ended ? after(ended[0]) : null,
      closed ? after(closed[0]) : null,
      rating?.[0] ?? null,
      rating?.[1] ?? '',
      after(Math.max(last[0], 0)) > raised ? after(last[0]) : raised,
    ],
  );
  await database.query('set local session_replication_role = origin');
  await database.query('select app.refresh_activity($1, $2)', [tenantId, ticketId]);
  if (last[1] === 'resolved')
    await database.query(
      `insert into app.outbox (tenant_id, kind, record_id) values ($1, 'close_ticket', $2)`,
      [tenantId, ticketId],
    );
}
