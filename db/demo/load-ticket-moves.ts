/** A ticket's past: who took it, and how it moved. */
import type { Loader } from './loader.ts';
import { found, insertRows } from './rows.ts';
import type { Status, TicketPlan } from './ticket-plan.ts';

/** Somebody takes a ticket, at that moment. */
export async function takeUp(
  { database, random, tenantId }: Loader,
  ticketId: string,
  assignee: string,
  at: Date,
) {
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
export async function move(
  { database, random, tenantId, staff }: Loader,
  ticketId: string,
  raised: Date,
  { moves = [], messages = [], assignee, resolution = '', rating, internal }: TicketPlan,
  after: (hours: number) => Date,
  users: Map<string, string>,
) {
  // The person who answers at that hour moves it by answering.
  const createRealmRunner = (at: number) =>
    users.get(messages.find((one) => one.at === at && users.has(one.by))?.by ?? '');
  let from: Status = 'new';
  const rows = moves.map(([at, to]) => {
    const row = {
      id: random.uuid(),
      from_status: from,
      to_status: to,
      happened_at: after(at),
      actor_client_user_id: createRealmRunner(at) ?? null,
      actor_staff_id: !createRealmRunner(at) && assignee ? found(staff, assignee) : null,
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
  const whenIn = (status: string) => {
    const move = moves.find(([, to]) => to === status);
    return move ? after(move[0]) : null;
  };
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
      whenIn('resolved'),
      whenIn('closed'),
      rating?.[0] ?? null,
      rating?.[1] ?? '',
      after(Math.max(last[0], 0)) > raised ? after(last[0]) : raised,
    ],
  );
  await database.query('set local session_replication_role = origin');
  await database.query('select app.refresh_activity($1, $2)', [tenantId, ticketId]);
  if (last[1] === 'resolved')
    await insertRows(database, 'app.outbox', [
      { tenant_id: tenantId, kind: 'close_ticket', record_id: ticketId },
    ]);
}
