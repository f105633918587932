import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  aClientUser,
  aContract,
  aProject,
  asClient,
  aSession,
  aStaffMember,
  asStaff,
  beginAsStaff,
  flagging,
  seats,
  toFlag,
  toMove,
} from '../support/builders.ts';
import { aContractMember, aMessage, aSupport, aTicket } from '../support/ticket-builders.ts';
import { heldByContract, workedOn } from './contract-row.ts';
import { attempt, attemptError, beneath, denied, errorOf, floored, granted, pastTriggers, reached, readByClients, readByStaff, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { narrow } from './narrow.ts';
import { projectRoles, useWorld, type World } from './world.ts';

const table = 'app.ticket';
const inside = useWorld();
const reads = [
  'id', 'contract_id', 'visible_project_id', 'number', 'title', 'description', 'job_type_id', 'priority', 'status', 'resolution',
  'reopen_until', 'rating', 'rating_comment', 'rated_at', 'raised_by_client_user_id',
  'raised_by_name', 'sla_status', 'sla_due_at', 'visible_merged_into_id', 'accepts_replies', 'activity_at', 'shared_at',
]; // prettier-ignore
const creates = [
  'id', 'client_id', 'contract_id', 'project_id', 'title', 'description', 'job_type_id', 'level', 'priority',
  'raised_by_client_user_id', 'assignee_staff_id', 'request_id', 'visibility',
]; // prettier-ignore
const edits = [
  'project_id', 'title', 'description', 'job_type_id', 'level', 'priority', 'status', 'resolution', 'assignee_staff_id',
  'merged_into_id',
]; // prettier-ignore
const may = (role: (typeof projectRoles)[number], minimum: (typeof projectRoles)[number]) =>
  projectRoles.indexOf(role) >= projectRoles.indexOf(minimum);

granted(inside, table, {
  client: { select: reads },
  staff: { select: true, insert: creates, update: edits },
  worker: { select: true, update: ['status', 'breach_at', 'at_risk_at', 'missed_at', 'sla_status', 'sla_due_at'] },
  definer_log: {
    select: [
      'tenant_id', 'id', 'contract_id', 'status', 'shared', 'shared_at', 'rated_at', 'activity_at', 'sla_status', 'sla_due_at',
    ],
    update: ['activity_at', 'sla_status', 'sla_due_at'],
  },
  definer_ticket: {
    select: [
      'tenant_id', 'id', 'client_id', 'contract_id', 'status', 'resolution', 'reopen_until', 'merged_into_id',
      'raised_by_client_user_id', 'request_id', 'visibility', 'shared',
    ],
    insert: [
      'tenant_id', 'id', 'client_id', 'contract_id', 'project_id', 'job_type_id', 'priority', 'title', 'description',
      'raised_by_client_user_id', 'raised_by_name', 'request_id', 'visibility',
    ],
    update: ['status', 'resolution', 'rating', 'rating_comment', 'rated_at'],
  },
  definer_view: { select: ['tenant_id', 'id', 'client_id'] },
  definer_thread: { select: ['tenant_id', 'id', 'client_id', 'contract_id', 'shared'] },
  definer_outbox: { select: ['tenant_id', 'id', 'contract_id', 'status'] },
  definer_search: {
    select: ['tenant_id', 'id', 'client_id', 'contract_id', 'title', 'search', 'shared', 'activity_at', 'created_at'],
  },
}); // prettier-ignore
floored(inside, table, {
  trusts: [
    'staff',
    'worker',
    'definer_log',
    'definer_ticket',
    'definer_view',
    'definer_thread',
    'definer_outbox',
    'definer_search',
  ],
  shared: true,
});
narrow(inside, table, {
  definer_thread: { from: 'contributor', on: 'contract' },
  definer_view: { from: 'manager', on: 'contract' },
});
readByClients(inside, table, {
  columns: reads,
  key: 'title collate "C"',
  section: 'tickets',
  sees: () => ['open'],
  cannotSee: {
    'an Internal Only ticket': 'internal',
    "another client's ticket under the same contract": 'neighbour',
    "another tenant's ticket of the same id": 'foreign',
  },
});
readByStaff(inside, table, {
  key: 'title collate "C"',
  manager: () => ['internal', 'neighbour', 'open'],
  member: () => ['internal', 'neighbour', 'open'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});
heldByContract(inside, table, { insert: 'contributor', update: 'contributor', touch: "priority = 'high'" });
workedOn(inside, table, { update: true, touch: "sla_status = 'missed'" });

const flag = (w: World, id: string, visibility: string, token = w.staff.manager) =>
  asStaff(w.db, token, flagging('ticket', visibility), [id]);

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'insert', creates);
  staffMayOnly(inside, table, 'update', edits);

  const raise = (
    w: World,
    contract = w.contracts.both,
    client = w.clients.own,
    visibility = 'client_visible',
  ) =>
    [
      `insert into ${table} (client_id, contract_id, job_type_id, title, visibility) values ($1, $2, $3, 'new', $4)`,
      [client.id, contract.id, contract.jobType.id, visibility],
    ] as [string, unknown[]];

  test.each(projectRoles)('%s raises, works and shares tickets as far as the role goes', async (role) => {
    const w = inside();
    const seat = seats.staff(w.staff[role]);
    const works = may(role, 'contributor');
    expect(await attemptError(w, seat, ...raise(w))).toBe(works ? 'no error' : refusedRow(table));
    for (const what of ["status = 'open'", "priority = 'high'", `assignee_staff_id = '${w.team.owner.id}'`])
      expect((await attempt(w, seat, `update ${table} set ${what} where title <> 'x'`)).rowCount).toBe(
        works ? 3 : 0,
      );
    for (const [title, to] of [
      ['open', 'internal_only'],
      ['internal', 'client_visible'],
    ]) {
      const share = flagging('ticket', to ?? '', `title = '${title}'`);
      expect(await reached(w, seat, share)).toBe(may(role, 'manager') ? 1 : 0);
    }
  });

  test('a ticket is given to those who reach its contract, and stays with whoever no longer does', async () => {
    const w = inside();
    const seat = seats.staff(w.staff.contributor);
    const outOfReach = '23514 the person does not reach the contract';
    const give = (person: string) =>
      attemptError(w, seat, `update ${table} set assignee_staff_id = $1 where title = 'open'`, [person]);
    expect(await give(w.team.observer.id)).toBe('no error');
    expect(await give(w.team.tenantManager.id)).toBe('no error');
    expect(await give(w.team.outsider.id)).toBe(outOfReach);
    const colleague = await aStaffMember(w.db, w.acme, { name: 'on another contract' });
    await aContractMember(w.db, w.contracts.neighbour, colleague, 'owner');
    // Asked by somebody who sees that the colleague works on another contract.
    for (const by of [seat, seats.staff(w.staff.tenantManager)])
      expect(
        await attemptError(w, by, `update ${table} set assignee_staff_id = $1 where title = 'open'`, [
          colleague.id,
        ]),
      ).toBe(outOfReach);
    const [sql, values] = raise(w);
    const raiseFor = (person: string) =>
      attemptError(
        w,
        seat,
        sql.replace('visibility)', 'visibility, assignee_staff_id)').replace('$4)', '$4, $5)'),
        [...values, person],
      );
    expect(await raiseFor(w.team.observer.id)).toBe('no error');
    expect(await raiseFor(w.team.outsider.id)).toBe(outOfReach);

    const { id } = await aTicket(w.db, w.contracts.both, w.clients.own, { title: 'left with them' });
    const left = `update ${table} set assignee_staff_id = '${w.team.outsider.id}' where id = '${id}'`;
    await pastTriggers(w.db, left);
    const again = `update ${table} set assignee_staff_id = $1, priority = 'low' where id = $2`;
    expect(await attemptError(w, seat, again, [w.team.outsider.id, id])).toBe('no error');
    // A DBA, too.
    expect(
      await errorOf(
        aTicket(w.db, w.contracts.both, w.clients.own, { assignee_staff_id: w.team.outsider.id }),
      ),
    ).toBe(outOfReach);
    await w.db.admin.query('delete from app.ticket where id = $1', [id]);
  });

  test('staff of one contract do not touch another, nor a client that theirs does not cover', async () => {
    const w = inside();
    const { db, contracts, clients, staff } = w;
    const elsewhere = await aTicket(db, contracts.neighbour, clients.neighbour, { title: 'elsewhere' });
    const owner = seats.staff(staff.owner);
    expect(await attemptError(w, owner, ...raise(w, contracts.neighbour, clients.neighbour))).toBe(
      '23514 the contract includes no support',
    );
    // The contract "Both" covers the client, its own does not.
    expect(
      await attemptError(w, seats.staff(staff.tenantManager), ...raise(w, contracts.neighbour, clients.own)),
    ).toMatch(/^23503/);
    expect(await attemptError(w, seats.staff(staff.foreigner), ...raise(w))).toBe(
      '23514 the contract includes no support',
    );
    for (const token of [staff.owner, staff.outsider, staff.foreigner, ...Object.values(w.staffNobodies)])
      expect(
        (
          await attempt(w, seats.staff(token), `update ${table} set title = 'mine' where id = $1`, [
            elsewhere.id,
          ])
        ).rowCount,
      ).toBe(0);
    expect(
      (
        await attempt(
          w,
          seats.staff(staff.tenantManager),
          `update ${table} set title = 'mine' where id = $1`,
          [elsewhere.id],
        )
      ).rowCount,
    ).toBe(1);
    await db.admin.query('delete from app.ticket where id = $1', [elsewhere.id]);
  });

  test('nobody deletes a ticket, or moves it to another client or contract', async () => {
    const w = inside();
    for (const sql of [
      `delete from ${table}`,
      `update ${table} set client_id = gen_random_uuid()`,
      `update ${table} set contract_id = gen_random_uuid()`,
      `update ${table} set number = 1`,
      `update ${table} set reopen_until = now()`,
    ])
      expect(await attemptError(w, seats.staff(w.staff.tenantManager), sql)).toBe(denied(table));
  });

  test('a ticket that staff raise is theirs, in their tenant, under the name shown to clients', async () => {
    const w = inside();
    const [sql, values] = raise(w);
    const { rows } = await attempt(
      w,
      seats.staff(w.staff.contributor),
      `${sql} returning tenant_id, raised_by_staff_id, raised_by_name, raised_by_client_user_id, level, shared, activity_at is not null as active`,
      values,
    );
    expect(rows).toEqual([
      {
        tenant_id: w.acme.tenant_id, raised_by_staff_id: w.team.contributor.id, raised_by_name: 'The contributor',
        raised_by_client_user_id: null, level: 'l1', shared: true, active: false,
      },
    ]); // prettier-ignore
    const named = `insert into ${table} (client_id, contract_id, job_type_id, title, raised_by_client_user_id) values ($1, $2, $3, 'new', $4)`;
    expect(
      await attemptError(w, seats.staff(w.staff.contributor), named, [
        ...values.slice(0, 3),
        w.people.neighbour.id,
      ]),
    ).toMatch(/^23503/);
  });
});

describe('a whole ticket that is internal', () => {
  test('hides everything on it, and shows again what is flagged', async () => {
    const w = inside();
    const { client, tickets } = w;
    const seen = async () => {
      const counts: Record<string, number> = {};
      for (const [name, sql] of Object.entries({
        ticket: 'select from app.ticket where id = $1',
        messages: 'select from app.message where ticket_id = $1',
        events: 'select from app.ticket_event where ticket_id = $1',
        files: 'select from app.attachment where ticket_id = $1',
      }))
        counts[name] = (await asClient(w.db, client.admin, sql, [tickets.open.id])).length;
      return counts;
    };
    const all = { ticket: 1, messages: 1, events: 1, files: 2 };
    expect(await seen()).toEqual(all);
    await flag(w, tickets.open.id, 'internal_only');
    expect(await seen()).toEqual({ ticket: 0, messages: 0, events: 0, files: 0 });
    await flag(w, tickets.open.id, 'client_visible');
    expect(await seen()).toEqual(all);
  });

  test('its activity is the latest of what the client reads: a change of level is none, and hidden it has none', async () => {
    const { db, contracts, clients } = inside();
    const activity = async () => {
      const { rows } = await db.admin.query<{ at: Date | null; shared: Date }>(
        'select activity_at as at, shared_at as shared from app.ticket where id = $1',
        [ticket.id],
      );
      return rows[0];
    };
    const ticket = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
    const { shared } = (await activity())!;
    const message = await aMessage(db, ticket, { visibility: 'client_visible' });
    expect((await activity())?.at?.getTime()).toBeGreaterThan(shared.getTime());
    await db.admin.query("update app.ticket set level = 'l2' where id = $1", [ticket.id]);
    // Looked at once more, there is nothing but its sharing.
    await db.admin.query("update app.record set visibility = 'internal_only' where id = $1", [message.id]);
    expect((await activity())?.at).toEqual(shared);
    await db.admin.query(
      "update app.ticket set status = 'resolved', rating = 4, rated_at = now() where id = $1",
      [ticket.id],
    );
    expect((await activity())?.at?.getTime()).toBeGreaterThan(shared.getTime());
    await db.admin.query("update app.record set visibility = 'internal_only' where id = $1", [ticket.id]);
    expect((await activity())?.at).toBeNull();
  });

  test('has no activity for the client, and its number comes from the internal stream until it is shared', async () => {
    const w = inside();
    const { db, contracts, clients } = w;
    const first = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
    const hidden = await aTicket(db, contracts.both, clients.own);
    const second = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
    expect(second.number).toBe(first.number + 1);
    const of = async (id: string) =>
      (
        await db.admin.query<{ number: number; activity_at: Date | null; shared_at: Date | null }>(
          'select number, activity_at, shared_at from app.ticket where id = $1',
          [id],
        )
      ).rows[0];
    expect(await of(hidden.id)).toMatchObject({ activity_at: null, shared_at: null });
    await flag(w, hidden.id, 'client_visible');
    const shared = await of(hidden.id);
    expect(shared?.number).toBe(second.number + 1);
    expect(shared?.activity_at).toEqual(shared?.shared_at);
    await flag(w, hidden.id, 'internal_only');
    expect(await of(hidden.id)).toMatchObject({ number: shared?.number, activity_at: null, shared_at: null });
  });
});

describe('the project that a ticket names', () => {
  const seenBy = async (w: World, token: string, id: string) =>
    (
      await asClient<{ project: string | null }>(
        w.db,
        token,
        'select visible_project_id as project from app.ticket where id = $1',
        [id],
      )
    )[0]?.project;

  test('is named to the client while it is shared', async () => {
    const w = inside();
    const { db, clients, contracts, client } = w;
    const project = await aProject(db, clients.own);
    const ticket = await aTicket(db, contracts.both, clients.own, {
      project_id: project.id,
      visibility: 'client_visible',
    });
    const share = (visibility: string) => db.admin.query(toFlag, [visibility, project.id]);
    expect(await seenBy(w, client.admin, ticket.id)).toBeNull();
    await share('client_visible');
    expect(await seenBy(w, client.admin, ticket.id)).toBe(project.id);
    await share('internal_only');
    expect(await seenBy(w, client.admin, ticket.id)).toBeNull();
  });

  test('L13: a project that moves to another client disappears from the ticket, for both clients', async () => {
    const w = inside();
    const { db, clients, contracts, client, staff } = w;
    const project = await aProject(db, clients.own, { visibility: 'client_visible' });
    const ticket = await aTicket(db, contracts.both, clients.own, {
      project_id: project.id,
      visibility: 'client_visible',
    });
    const move = (to: string) => asStaff(db, staff.tenantManager, toMove, [project.id, to]);
    const share = () =>
      db.admin.query("update app.record set visibility = 'client_visible' where id = $1", [project.id]);
    expect(await seenBy(w, client.admin, ticket.id)).toBe(project.id);
    await move(clients.neighbour.id);
    expect(await seenBy(w, client.admin, ticket.id)).toBeNull();
    await share();
    expect(await seenBy(w, client.admin, ticket.id)).toBeNull();
    expect(await seenBy(w, client.neighbour, ticket.id)).toBeUndefined();
    expect(
      await asClient(db, client.neighbour, 'select id from app.ticket where visible_project_id = $1', [
        project.id,
      ]),
    ).toEqual([]);
    await move(clients.own.id);
    await share();
    expect(await seenBy(w, client.admin, ticket.id)).toBe(project.id);
    await db.admin.query('delete from app.project where id = $1', [project.id]);
    expect(await seenBy(w, client.admin, ticket.id)).toBeNull();
  });

  test('is one of the ticket’s client', async () => {
    const w = inside();
    const name = (project: string) =>
      attemptError(
        w,
        seats.staff(w.staff.tenantManager),
        'update app.ticket set project_id = $1 where id = $2',
        [project, w.tickets.open.id],
      );
    expect(await name(w.projects.hidden.id)).toBe('no error');
    expect(await name(w.projects.neighbour.id)).toBe('23503 no such project');
    expect(
      await errorOf(w.db.admin.query("update app.ticket set project_shared = true where title = 'internal'")),
    ).toMatch(/^23503/);
  });
});

describe('merging', () => {
  const merge = (w: World, from: string, into: string, token = w.staff.contributor) =>
    attemptError(w, seats.staff(token), 'update app.ticket set merged_into_id = $1 where id = $2', [
      into,
      from,
    ]);

  test('across clients is refused, under one contract too', async () => {
    const w = inside();
    const { open, internal, neighbour } = w.tickets;
    for (const token of [w.staff.contributor, w.staff.tenantManager]) {
      expect(await merge(w, open.id, neighbour.id, token)).toBe('23503 no such ticket to merge into');
      expect(await merge(w, neighbour.id, open.id, token)).toBe('23503 no such ticket to merge into');
      expect(await merge(w, internal.id, open.id, token)).toBe('no error');
    }
    // Beneath the trigger, the key says the same.
    expect(
      await errorOf(
        w.db.admin.query(
          'update app.ticket set merged_into_id = $1, merged_into_shared = true where id = $2',
          [neighbour.id, internal.id],
        ),
      ),
    ).toMatch(/^23503/);
  });

  test('into itself, or into one that was merged itself, is refused', async () => {
    const w = inside();
    const { db, contracts, clients } = w;
    const [a, b, c] = [
      await aTicket(db, contracts.both, clients.own),
      await aTicket(db, contracts.both, clients.own),
      await aTicket(db, contracts.both, clients.own),
    ];
    expect(await merge(w, a.id, a.id)).toMatch(/^23514/);
    await asStaff(db, w.staff.contributor, 'update app.ticket set merged_into_id = $1 where id = $2', [
      b.id,
      a.id,
    ]);
    expect(await merge(w, b.id, a.id)).toBe('23503 no such ticket to merge into');
    expect(await merge(w, c.id, a.id)).toBe('23503 no such ticket to merge into');
    expect(await merge(w, c.id, b.id)).toBe('no error');
  });

  test('is of what the client sees into what they see; where that is hidden later, they are told nothing of it', async () => {
    const w = inside();
    const { db, contracts, clients, client } = w;
    const ticket = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
    const hidden = await aTicket(db, contracts.both, clients.own);
    expect(await merge(w, ticket.id, hidden.id, w.staff.contributor)).toBe(
      '23514 a ticket that the client sees merges into one that they see',
    );
    const into = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
    await asStaff(db, w.staff.contributor, 'update app.ticket set merged_into_id = $1 where id = $2', [
      into.id,
      ticket.id,
    ]);
    const told = async () =>
      (
        await asClient<{ into: string | null }>(
          db,
          client.admin,
          'select visible_merged_into_id as into from app.ticket where id = $1',
          [ticket.id],
        )
      )[0]?.into;
    expect(await told()).toBe(into.id);
    await flag(w, into.id, 'internal_only');
    expect(await told()).toBeNull();
    await flag(w, into.id, 'client_visible');
    expect(await told()).toBe(into.id);
  });

  test('that moves on keeps the stricter flag: nobody is told where what they see went by way of what they do not', async () => {
    const w = inside();
    const { db, contracts, clients, client } = w;
    const aVisible = () => aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
    const mergeForGood = (from: { id: string }, into: { id: string }) =>
      asStaff(db, w.staff.contributor, 'update app.ticket set merged_into_id = $1 where id = $2', [
        into.id,
        from.id,
      ]);
    const told = async ({ id }: { id: string }) =>
      (
        await asClient<{ into: string | null }>(
          db,
          client.admin,
          'select visible_merged_into_id as into from app.ticket where id = $1',
          [id],
        )
      )[0]?.into;
    for (const lastIsShown of [true, false]) {
      const [first, second, last] = [await aVisible(), await aVisible(), await aVisible()];
      await mergeForGood(first, second);
      await flag(w, second.id, 'internal_only');
      if (!lastIsShown) await flag(w, last.id, 'internal_only');
      await mergeForGood(first, last);
      expect(await told(first)).toBeNull();
      await flag(w, last.id, 'client_visible');
      expect(await told(first)).toBeNull();
    }
    const [first, second, last] = [await aVisible(), await aVisible(), await aVisible()];
    await mergeForGood(first, second);
    await mergeForGood(first, last);
    expect(await told(first)).toBe(last.id);
  });

  test('a merged ticket takes no answer, move or rating of a client', async () => {
    const w = inside();
    const { db, contracts, clients, client } = w;
    const into = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
    const merged = (status: string) =>
      aTicket(db, contracts.both, clients.own, {
        visibility: 'client_visible',
        merged_into_id: into.id,
        status,
      });
    for (const [status, call] of [
      ['open', "app.move_ticket($1, 'resolved') is true"],
      ['resolved', "app.move_ticket($1, 'open') is true"],
      ['open', "app.reply_to_ticket($1, 'x', '{}', gen_random_uuid()) is not null"],
      ['resolved', "app.rate_ticket($1, 4, 'x') is true"],
    ] as const)
      expect(await asClient(db, client.admin, `select ${call} as done`, [(await merged(status)).id])).toEqual(
        [{ done: false }],
      );
  });
});

describe('what the clock says of it', () => {
  test('is written by the job of the tenant, and its last columns by nobody else', async () => {
    const w = inside();
    const set = `update ${table} set breach_at = now(), at_risk_at = now(), missed_at = now(), sla_status = 'at_risk', sla_due_at = now() where id = $1`;
    expect((await attempt(w, seats.worker(w.acme.tenant_id), set, [w.tickets.open.id])).rowCount).toBe(1);
    expect((await attempt(w, seats.worker(w.rival.tenant_id), set, [w.tickets.internal.id])).rowCount).toBe(
      0,
    );
    expect((await attempt(w, seats.worker(), set, [w.tickets.open.id])).rowCount).toBe(0);
    expect(await attemptError(w, seats.staff(w.staff.tenantManager), set, [w.tickets.open.id])).toBe(
      denied(table),
    );
    expect(
      await attemptError(
        w,
        seats.worker(w.acme.tenant_id),
        `update ${table} set visibility = 'client_visible'`,
      ),
    ).toBe(denied(table));
  });
});

test('L61 shared once it is resolved, a ticket tells its client nothing of when: their time to reopen runs from when they see it', async () => {
  const { db, clients, contracts } = inside();
  const ticket = await aTicket(db, contracts.both, clients.own);
  const set = (what: string) => db.admin.query(`update ${table} set ${what} where id = $1`, [ticket.id]);
  const flag = (visibility: string) => db.admin.query(toFlag, [visibility, ticket.id]);
  const ends = async () =>
    (
      await db.admin.query<Record<string, unknown>>(
        `select reopen_until - shared_at = make_interval(days => s.reopen_days) as "fromSharing",
                reopen_until - resolved_at = make_interval(days => s.reopen_days) as "fromTheEnd", sla_status, sla_due_at
           from ${table} t join app.contract_support s using (tenant_id, contract_id) where t.id = $1`,
        [ticket.id],
      )
    ).rows[0];
  await set("status = 'resolved', resolved_at = now() - interval '5 days'");
  await set("sla_status = 'missed', sla_due_at = now() - interval '6 days'");
  expect(await ends()).toMatchObject({ fromSharing: null, fromTheEnd: true, sla_status: 'missed' });
  await flag('client_visible');
  const shared = { fromSharing: true, fromTheEnd: false, sla_status: null, sla_due_at: null };
  expect(await ends()).toEqual(shared);
  await set("sla_status = 'on_time'");
  await flag('internal_only');
  expect(await ends()).toMatchObject({ fromSharing: null, fromTheEnd: false, sla_status: null });
  await flag('client_visible');
  expect(await ends()).toEqual(shared);
});

test('the clock is looked at as soon as a ticket is shared or hidden', async () => {
  const { db, clients, contracts } = inside();
  const ticket = await aTicket(db, contracts.both, clients.own);
  const looks = async () => {
    const { rows } = await db.admin.query<{ due: boolean }>(
      `with news as (delete from app.outbox where record_id = $1 and kind = 'evaluate_sla' returning 1) select exists (select from news) as due`,
      [ticket.id],
    );
    return rows[0]?.due;
  };
  expect(await looks()).toBe(true);
  for (const visibility of ['client_visible', 'internal_only']) {
    await db.admin.query(`update ${table} set title = 'Another' where id = $1`, [ticket.id]);
    expect(await looks()).toBe(false);
    await db.admin.query(toFlag, [visibility, ticket.id]);
    expect(await looks()).toBe(true);
  }
});

test('an edit counts the version up and leaves what the client sees of its time', async () => {
  const w = inside();
  const { rows } = await attempt(
    w,
    seats.staff(w.staff.contributor),
    `update ${table} set level = 'l2' where id = $1 returning version, activity_at, shared_at`,
    [w.tickets.open.id],
  );
  const before = await w.db.admin.query(
    `select version + 1 as version, activity_at, shared_at from ${table} where tenant_id = $1 and id = $2`,
    [w.acme.tenant_id, w.tickets.open.id],
  );
  expect(rows).toEqual(before.rows);
});

test('so does a change of its flag', async () => {
  const w = inside();
  const { id } = await aTicket(w.db, w.contracts.both, w.clients.own, { updated_at: '2020-01-01' });
  const read = `select version, updated_at > now() - interval '1 minute' as recent from ${table} where id = $1`;
  const version = async () => (await w.db.admin.query<object>(read, [id])).rows;
  expect(await version()).toEqual([{ version: 1, recent: false }]);
  await flag(w, id, 'client_visible');
  expect(await version()).toEqual([{ version: 2, recent: true }]);
});

test('a client of two contracts reads the tickets of both, and a person who lost the section none', async () => {
  const { db, clients, client } = inside();
  const contract = await aSupport(db, await aContract(db, [clients.own]));
  await aTicket(db, contract, clients.own, { title: 'second contract', visibility: 'client_visible' });
  const titles = "select title from app.ticket where title in ('open', 'second contract') order by 1";
  expect(await asClient(db, client.sectionless, titles)).toEqual([
    { title: 'open' },
    { title: 'second contract' },
  ]);
  const person = await aClientUser(db, clients.own, { sections: ['tickets'] });
  const token = await aSession(db, person);
  expect(await asClient(db, token, titles)).toHaveLength(2);
  await db.admin.query("update app.client_user set sections = '{projects}' where id = $1", [person.id]);
  expect(await asClient(db, token, titles)).toEqual([]);
});

test('two tickets of one client never bear one number, whatever is inserted beneath the trigger', async () => {
  const { db, tickets } = inside();
  const under = { sins: [], bare: true };
  const twice = `insert into app.ticket (tenant_id, client_id, contract_id, number, title, job_type_id, level, raised_by_name)
    select tenant_id, client_id, contract_id, number, title, job_type_id, level, raised_by_name from app.ticket where id = $1`;
  expect(await errorOf(beneath(db, under, twice, [tickets.internal.id]))).toMatch(/^23505/);
});

test('nobody is given a ticket while they are taken off its contract', async () => {
  const { db, acme, contracts, clients, staff } = inside();
  const person = await aStaffMember(db, acme);
  await aContractMember(db, contracts.both, person, 'contributor');
  const { id } = await aTicket(db, contracts.both, clients.own);
  const [taker, giver] = [await beginAsStaff(db, staff.owner), await beginAsStaff(db, staff.owner)];
  await taker.query('delete from app.contract_member where contract_id = $1 and staff_member_id = $2', [
    contracts.both.id,
    person.id,
  ]);
  const given = errorOf(
    giver.query(`update ${table} set assignee_staff_id = $1 where id = $2`, [person.id, id]),
  );
  expect(await Promise.race([given, sleep(300, 'waiting')])).toBe('waiting');
  await taker.query('commit');
  expect(await given).toBe('23514 the person does not reach the contract');
  await giver.query('rollback');
});
