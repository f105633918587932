/** What a client user does with a ticket: the functions are the only way, and each knows whose ticket it is. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { aContract, aProject, asClient, asStaff, flagging, seats, transact } from '../support/builders.ts';
import { anUpload, aSupport } from '../support/ticket-builders.ts';
import { attemptError, beneath, errorOf } from './policy-assertions.ts';
import { useWorld, type World } from './world.ts';

const inside = useWorld();

type Raised = {
  project?: string | null;
  jobType?: string;
  contract?: string;
  uploads?: string[];
  request?: string;
};

async function raise(w: World, token: string, given: Raised = {}) {
  const [row] = await asClient<{ id: string | null }>(
    w.db,
    token,
    "select app.raise_ticket($1, $2, $3, 'high', 'Printer on fire', 'It burns', $4, $5) as id",
    [
      given.contract ?? w.contracts.both.id,
      given.project ?? null,
      given.jobType ?? w.contracts.both.jobType.id,
      given.uploads ?? [],
      given.request ?? randomUUID(),
    ],
  );
  return row?.id ?? null;
}

const ticket = async (w: World, id: string | null) =>
  (await w.db.admin.query<Record<string, unknown>>('select * from app.ticket where id = $1', [id])).rows[0];

async function call<T>(w: World, token: string, sql: string, values: unknown[]) {
  const [row] = await asClient<{ answer: T }>(w.db, token, `select ${sql} as answer`, values);
  return row?.answer;
}
const move = (w: World, token: string, id: string | null, to: string) =>
  call<boolean>(w, token, 'app.move_ticket($1, $2)', [id, to]);
const reply = (w: World, token: string, id: string | null, request = randomUUID(), uploads: string[] = []) =>
  call<string | null>(w, token, "app.reply_to_ticket($1, 'An answer', $2, $3)", [id, uploads, request]);
const rate = (w: World, token: string, id: string | null, rating = 4) =>
  call<boolean>(w, token, "app.rate_ticket($1, $2, 'Fine')", [id, rating]);

const staffSets = (w: World, id: string | null, set: string) =>
  asStaff(w.db, w.staff.contributor, `update app.ticket set ${set} where id = $1`, [id]);

describe('raising', () => {
  test('a person raises a ticket of their client, numbered and on the level of its kind', async () => {
    const w = inside();
    const id = await raise(w, w.client.admin, { project: w.projects.shared.id });
    expect(await ticket(w, id)).toMatchObject({
      client_id: w.clients.own.id,
      status: 'new',
      level: 'l1',
      priority: 'high',
      shared: true,
      raised_by_client_user_id: w.people.admin.id,
      raised_by_name: 'Admin',
      visible_project_id: w.projects.shared.id,
    });
    const row = await ticket(w, id);
    expect(row?.sla_policy_id).not.toBeNull();
    expect(row?.activity_at).toEqual(row?.shared_at);
  });

  test('the same request again is the same ticket, also from two connections at once', async () => {
    const w = inside();
    const request = randomUUID();
    const ids = await Promise.all([1, 2, 3].map(() => raise(w, w.client.admin, { request })));
    expect(new Set(ids).size).toBe(1);
    expect(await raise(w, w.client.sectionless, { request })).not.toBe(ids[0]);
  });

  test('nothing of another client, and nothing hidden, can be named', async () => {
    const w = inside();
    for (const [what, given] of Object.entries({
      "another client's contract": {
        contract: w.contracts.neighbour.id,
        jobType: w.contracts.neighbour.jobType.id,
      },
      "another contract's kind of job": { jobType: w.contracts.neighbour.jobType.id },
      'a hidden project': { project: w.projects.hidden.id },
      "another client's project": { project: w.projects.neighbour.id },
      'a project that is not there': { project: randomUUID() },
    }))
      expect({ what, id: await raise(w, w.client.admin, given) }).toEqual({ what, id: null });
  });

  test('nor a kind of job that is no longer offered, nor a project under another contract', async () => {
    const w = inside();
    const { db, clients, contracts } = w;
    const retired = await db.admin.query<{ id: string }>(
      "insert into app.job_type (tenant_id, contract_id, name, level, active) values ($1, $2, 'Retired', 'l1', false) returning id",
      [contracts.both.tenant_id, contracts.both.id],
    );
    expect(await raise(w, w.client.admin, { jobType: retired.rows[0]?.id })).toBeNull();
    const other = await aSupport(db, await aContract(db, [clients.own]));
    const under = (contract_id: string) =>
      aProject(db, clients.own, { contract_id, visibility: 'client_visible' });
    expect(await raise(w, w.client.admin, { project: (await under(other.id)).id })).toBeNull();
    expect(await raise(w, w.client.admin, { project: (await under(contracts.both.id)).id })).not.toBeNull();
  });

  test('nobody without the section raises one', async () => {
    const w = inside();
    for (const token of [w.client.employee, ...Object.values(w.clientNobodies)])
      expect(await raise(w, token)).toBeNull();
  });

  test('files that were uploaded come with it; those of others, and those not yet there, fail it whole', async () => {
    const w = inside();
    const mine = await anUpload(w.db, w.people.admin);
    const id = await raise(w, w.client.admin, { uploads: [mine.id, mine.id] });
    const { rows } = await w.db.admin.query(
      'select id, name, shared, author_name, state from app.attachment where ticket_id = $1',
      [id],
    );
    expect(rows).toEqual([
      { id: mine.id, name: 'file.txt', shared: true, author_name: 'Admin', state: 'checking' },
    ]);
    for (const upload of [
      await anUpload(w.db, w.people.sectionless),
      await anUpload(w.db, w.people.admin, { received_at: null }),
      mine,
    ])
      await expect(raise(w, w.client.admin, { uploads: [upload.id] })).rejects.toThrow('no such upload');
  });
});

describe('answering', () => {
  test('opens what waited for the client, and not what is on hold', async () => {
    const w = inside();
    const id = await raise(w, w.client.admin);
    await staffSets(w, id, "status = 'waiting_on_client'");
    expect(await reply(w, w.client.sectionless, id)).not.toBeNull();
    expect(await ticket(w, id)).toMatchObject({ status: 'open' });
    await staffSets(w, id, "status = 'on_hold'");
    await reply(w, w.client.admin, id);
    expect(await ticket(w, id)).toMatchObject({ status: 'on_hold' });
  });

  test('reopens a resolved ticket within its window, and not after', async () => {
    const w = inside();
    const id = await raise(w, w.client.admin);
    await staffSets(w, id, "status = 'resolved', resolution = 'Put out'");
    expect(await ticket(w, id)).toMatchObject({ status: 'resolved' });
    await reply(w, w.client.admin, id);
    expect(await ticket(w, id)).toMatchObject({ status: 'open', reopen_until: null, resolved_at: null });
    await staffSets(w, id, "status = 'closed'");
    await w.db.admin.query("update app.ticket set reopen_until = now() - interval '1 second' where id = $1", [
      id,
    ]);
    expect(await reply(w, w.client.admin, id)).toBeNull();
    expect(await move(w, w.client.admin, id, 'open')).toBe(false);
  });

  test('the same request again is the same message', async () => {
    const w = inside();
    const id = await raise(w, w.client.admin);
    const request = randomUUID();
    const ids = await Promise.all([1, 2].map(() => reply(w, w.client.admin, id, request)));
    expect(new Set(ids).size).toBe(1);
  });

  test('is for those who see the ticket', async () => {
    const w = inside();
    for (const [token, id] of [
      [w.client.admin, w.tickets.internal.id],
      [w.client.admin, w.tickets.neighbour.id],
      [w.client.admin, randomUUID()],
      [w.client.employee, w.tickets.open.id],
      [w.client.neighbour, w.tickets.open.id],
      ...Object.values(w.clientNobodies).map((nobody) => [nobody, w.tickets.open.id]),
    ] as const) {
      expect(await reply(w, token, id)).toBeNull();
      expect(await move(w, token, id, 'resolved')).toBe(false);
      expect(await rate(w, token, id)).toBe(false);
    }
  });
});

test('staff who look through somebody’s eyes read their tickets, and write nothing on them', async () => {
  const w = inside();
  const id = await raise(w, w.client.admin);
  const look = (sql: string) =>
    transact(
      w.db,
      seats.look(w.looks.admin),
      async (line) =>
        (await line.query<{ answer: unknown }>(`select ${sql} as answer`, [id])).rows[0]?.answer,
      'rollback',
    );
  expect(await look('(select count(*)::int from app.ticket where id = $1)')).toBe(1);
  expect(await look("app.move_ticket($1, 'resolved')")).toBe(false);
  expect(await look("app.reply_to_ticket($1, 'x', '{}', gen_random_uuid())")).toBeNull();
  await staffSets(w, id, "status = 'resolved'");
  expect(await look("app.rate_ticket($1, 4, 'x')")).toBe(false);
  expect(
    await look(
      "app.raise_ticket((select contract_id from app.ticket where id = $1), null, (select job_type_id from app.ticket where id = $1), 'low', 'x', '', '{}', gen_random_uuid())",
    ),
  ).toBeNull();
});

describe('moving and rating', () => {
  test('a client resolves and reopens; what is the team’s to move it does not', async () => {
    const w = inside();
    const id = await raise(w, w.client.admin);
    for (const to of ['open', 'waiting_on_client', 'on_hold', 'closed', 'new'])
      expect({ to, moved: await move(w, w.client.admin, id, to) }).toEqual({ to, moved: false });
    expect(await rate(w, w.client.admin, id)).toBe(false);
    expect(await move(w, w.client.admin, id, 'resolved')).toBe(true);
    expect(await rate(w, w.client.admin, id)).toBe(true);
    expect(await ticket(w, id)).toMatchObject({ rating: 4, rating_comment: 'Fine' });
    expect(await move(w, w.client.admin, id, 'open')).toBe(true);
  });

  test('a rating is from 1 to 5', async () => {
    const w = inside();
    const id = await raise(w, w.client.admin);
    await move(w, w.client.admin, id, 'resolved');
    for (const rating of [0, 6]) await expect(rate(w, w.client.admin, id, rating)).rejects.toThrow('check');
  });

  test('no status moves but as app.ticket_status_transition says, whoever moves it', async () => {
    const w = inside();
    const id = await raise(w, w.client.admin);
    await staffSets(w, id, "status = 'open'");
    for (const sql of ["update app.ticket set status = 'new' where id = $1"])
      await expect(w.db.admin.query(sql, [id])).rejects.toThrow('ticket_event_from_status_to_status_fkey');
    expect(
      await attemptError(
        w,
        seats.staff(w.staff.contributor),
        "update app.ticket set status = 'new' where id = $1",
        [id],
      ),
    ).toMatch(/^23503/);
  });
});

describe('activity', () => {
  test('V10: nothing internal moves the client’s "last activity"', async () => {
    const w = inside();
    const id = await raise(w, w.client.admin);
    const before = (await ticket(w, id))?.activity_at;
    await staffSets(w, id, "level = 'l2'");
    await asStaff(
      w.db,
      w.staff.contributor,
      "insert into app.ticket_note (ticket_id, body) values ($1, 'Between us')",
      [id],
    );
    await asStaff(
      w.db,
      w.staff.contributor,
      "insert into app.message (ticket_id, body, visibility) values ($1, 'Not yet', 'internal_only')",
      [id],
    );
    await asStaff(w.db, w.staff.contributor, 'update app.ticket set assignee_staff_id = $2 where id = $1', [
      id,
      w.team.contributor.id,
    ]);
    expect((await ticket(w, id))?.activity_at).toEqual(before);
    await asStaff(
      w.db,
      w.staff.contributor,
      "insert into app.message (ticket_id, body, visibility) values ($1, 'For you', 'client_visible')",
      [id],
    );
    expect((await ticket(w, id))?.activity_at).not.toEqual(before);
    const hide = flagging('message', 'internal_only', 'ticket_id = $1');
    await asStaff(w.db, w.staff.manager, hide, [id]);
    expect((await ticket(w, id))?.activity_at).toEqual(before);
  });
});

test('L16: role definer_ticket, however careless its function, speaks for the person alone, on what they see', async () => {
  const w = inside();
  const { db, client, people, clients, contracts, tickets, acme } = w;
  const careless = (statement: string) =>
    `create or replace function app.move_ticket(ticket uuid, wanted app.ticket_status) returns boolean
       language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
       declare reached integer;
       begin
         ${statement};
         get diagnostics reached = row_count;
         raise exception 'reached %', reached;
       end $$`;
  const reached = (token: string, statement: string, more: { sins?: string[]; bare?: boolean } = {}) =>
    errorOf(
      beneath(
        db,
        { sins: [...(more.sins ?? []), careless(statement)], seat: seats.client(token), bare: more.bare },
        "select app.move_ticket(gen_random_uuid(), 'open')",
      ),
    );
  const count = async (token: string, statement: string) =>
    Number(/^P0001 reached (\d+)$/.exec(await reached(token, statement))?.[1] ?? NaN);

  for (const [statement, admin, employee, neighbour] of [
    ['perform id from app.ticket', 'own', 0, 'theirs'],
    ['perform id from app.message', 'own', 0, 'theirs'],
    ["update app.ticket set rating_comment = 'x'", 'own', 0, 'theirs'],
    ['perform id from app.job_type', 'own', 0, 'theirs'],
    ['perform contract_id from app.contract_support', 'own', 0, 'theirs'],
    ['perform id from app.sla_policy', 'own', 0, 'theirs'],
    ['perform id from app.client_user', 1, 1, 1],
    ['perform from app.ticket_status_transition', 20, 20, 20],
  ] as const) {
    const table = /app\.(ticket|message|job_type|contract_support|sla_policy)\b/.exec(statement)?.[1] ?? '';
    const ofContracts = async (client_id: string) =>
      (
        await db.admin.query(
          `select from app.${table} where contract_id in (select contract_id from app.contract_client where client_id = $1)`,
          [client_id],
        )
      ).rowCount;
    const seen = async (token: string, wanted: number | string) => {
      if (typeof wanted === 'number') return wanted;
      if (['ticket', 'message'].includes(table))
        return (await asClient(db, token, `select id from app.${table}`)).length;
      return ofContracts(wanted === 'own' ? clients.own.id : clients.neighbour.id);
    };
    for (const [token, wanted] of [
      [client.admin, admin],
      [client.employee, employee],
      [client.neighbour, neighbour],
    ] as const)
      expect({ statement, reached: await count(token, statement) }).toEqual({
        statement,
        reached: await seen(token, wanted),
      });
    if (table !== '')
      for (const token of Object.values(w.clientNobodies)) expect(await count(token, statement)).toBe(0);
  }
  for (const who of ['admin', 'employee', 'sectionless'] as const) {
    const projects = (await asClient(db, client[who], 'select id from app.project')).length;
    expect(await count(client[who], 'perform id from app.project')).toBe(projects);
  }

  // Row security alone, without the keys and triggers that place a record.
  const grants = {
    bare: true,
    sins: ['grant insert, update on app.ticket, app.message, app.attachment, app.upload to definer_ticket'],
  };
  const refused: unknown = expect.stringMatching(/row-level security/);
  const raise = (client_id: string, person: string, visibility = 'client_visible') =>
    reached(
      client.admin,
      `insert into app.ticket (tenant_id, client_id, contract_id, job_type_id, level, number, title, raised_by_client_user_id, raised_by_name, visibility)
       values ('${acme.tenant_id}', '${client_id}', '${contracts.both.id}', '${contracts.both.jobType.id}', 'l1', 90000, 'x', '${person}', 'x', '${visibility}')`,
      grants,
    );
  const say = (client_id: string, person: string, shared = true) =>
    reached(
      client.admin,
      `insert into app.message (tenant_id, client_id, contract_id, ticket_id, visible, body, author_client_user_id, author_name, visibility)
       values ('${acme.tenant_id}', '${client_id}', '${contracts.both.id}', '${tickets.open.id}', ${shared}, 'x', '${person}', 'x', 'client_visible')`,
      grants,
    );
  const attach = (client_id: string, person: string, shared = true, token = client.admin) =>
    reached(
      token,
      `insert into app.attachment (tenant_id, client_id, contract_id, id, ticket_id, record_id, visible, name, size_bytes, author_client_user_id, author_name, visibility)
       values ('${acme.tenant_id}', '${client_id}', '${contracts.both.id}', gen_random_uuid(), '${tickets.open.id}', '${tickets.open.id}', ${shared}, 'x', 1, '${person}', 'x', 'client_visible')`,
      grants,
    );
  const { own, neighbour } = clients;
  for (const write of [raise, say, attach]) {
    expect(await write(own.id, people.admin.id)).toBe('P0001 reached 1');
    expect(await write(own.id, people.sectionless.id)).toEqual(refused);
    expect(await write(neighbour.id, people.admin.id)).toEqual(refused);
  }
  expect(await raise(own.id, people.admin.id, 'internal_only')).toEqual(refused);
  expect(await say(own.id, people.admin.id, false)).toEqual(refused);
  expect(await attach(own.id, people.admin.id, false)).toEqual(refused);
  expect(await attach(own.id, people.employee.id, true, client.employee)).toEqual(refused);
  expect(
    await attach(neighbour.id, people.admin.id).then(() =>
      reached(client.admin, `update app.ticket set client_id = '${neighbour.id}'`, grants),
    ),
  ).toEqual(refused);
  expect(await reached(client.admin, "update app.ticket set visibility = 'internal_only'", grants)).toEqual(
    refused,
  );

  await anUpload(db, people.admin);
  await anUpload(db, people.sectionless);
  const mine = (await asClient(db, client.admin, 'select id from app.upload')).length;
  for (const statement of ['perform id from app.upload', 'delete from app.upload']) {
    expect(await count(client.admin, statement)).toBe(mine);
    expect(await count(client.employee, statement)).toBe(0);
    expect(await count(client.expired, statement)).toBe(0);
  }
});
