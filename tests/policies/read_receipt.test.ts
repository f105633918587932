import { beforeAll, describe, expect, test } from 'vitest';
import {
  aClientUser,
  aComment,
  aMilestone,
  anEpic,
  aNote,
  aProject,
  aSprint,
  aStaffMember,
  asClient,
  aSession,
  asStaff,
  flagging,
  aStory,
  aTask,
  seats,
  transact,
  type Database,
  type Project,
  type Task,
  type Values,
  toFlag,
} from '../support/builders.ts';
import { aContractMember, aMessage, anAttachment } from '../support/ticket-builders.ts';
import {
  beneath,
  closedTo,
  closedToClients,
  errorOf,
  floored,
  granted,
  notWrittenByStaff,
  readByStaff,
  tableOf,
} from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.read_receipt';
const inside = useWorld();
const key =
  '(select name from app.project p where p.tenant_id = read_receipt.tenant_id and p.id = project_id) collate "C"';
const nowhere = '00000000-0000-4000-8000-000000000000';

const open = (token: string, kind: string, id: string | undefined) =>
  asClient(inside().db, token, 'select app.record_receipt($1, $2)', [kind, id]);
const taskNamed = async (title: string) =>
  (await inside().db.admin.query<{ id: string }>('select id from app.task where title = $1', [title])).rows[0]
    ?.id;
const receipts = async () =>
  (
    await inside().db.admin.query<{ name: string }>(
      `select u.name || ' ' || r.record_kind || ' ' || coalesce(t.title, p.name) || ' ' || r.times as name
         from app.read_receipt r join app.client_user u on u.id = r.client_user_id
         left join app.task t on t.tenant_id = r.tenant_id and t.id = r.record_id
         left join app.project p on p.tenant_id = r.tenant_id and p.id = r.record_id order by 1`,
    )
  ).rows.map(({ name }) => name);

/** One of each project, so also of one that has been hidden since. */
beforeAll(async () => {
  const { db, client, projects } = inside();
  const flag = (visibility: string) => db.admin.query(toFlag, [visibility, projects.hidden.id]);
  await flag('client_visible');
  await open(client.employee, 'project', projects.hidden.id);
  await flag('internal_only');
  await open(client.employee, 'project', projects.shared.id);
  await open(client.neighbour, 'project', projects.neighbour.id);
  await open(client.stranger, 'project', projects.foreign.id);
});
const asBegun = [
  'Employee project hidden 1',
  'Employee project shared 1',
  'Neighbour project neighbour 1',
  'Stranger project foreign 1',
];

granted(inside, table, {
  staff: { select: true },
  definer_log: { select: true },
  definer_receipt: { select: true, insert: true, update: ['times', 'last_at'] },
});
floored(inside, table, { trusts: ['staff', 'definer_log', 'definer_receipt'] });
closedToClients(inside, table);
closedTo(inside, table, 'staff who look through a client’s eyes', (w) => seats.look(w.looks.admin));
readByStaff(inside, table, {
  key,
  manager: () => ['hidden', 'neighbour', 'shared'],
  member: () => ['hidden', 'shared'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});
notWrittenByStaff(inside, table);

describe('app.record_receipt()', () => {
  test('notes a task or a project that the person sees, once a minute', async () => {
    const { db, clients } = inside();
    const person = await aClientUser(db, clients.own);
    const token = await aSession(db, person);
    const project = await aProject(db, clients.own, { visibility: 'client_visible' });
    const task = await aTask(db, project, { visibility: 'client_visible' });
    const stand = async () =>
      (
        await db.admin.query(
          `select record_kind as kind, project_id as project, tenant_id as tenant, client_id as client, times,
                  last_at > now() - interval '10 seconds' as fresh
             from app.read_receipt where client_user_id = $1 and record_id = $2`,
          [person.id, task.id],
        )
      ).rows as unknown[];
    const wait = () =>
      db.admin.query(
        "update app.read_receipt set last_at = last_at - interval '61 seconds' where client_user_id = $1",
        [person.id],
      );
    const common = {
      kind: 'task', project: project.id, tenant: project.tenant_id, client: clients.own.id, fresh: true,
    }; // prettier-ignore
    await open(token, 'task', task.id);
    await open(token, 'task', task.id);
    expect(await stand()).toEqual([{ ...common, times: 1 }]);
    await wait();
    await open(token, 'task', task.id);
    expect(await stand()).toEqual([{ ...common, times: 2 }]);
    await open(token, 'project', project.id);
    expect(await stand()).toEqual([{ ...common, times: 2 }]);
    await db.admin.query('delete from app.client_user where id = $1', [person.id]);
    expect(await stand()).toEqual([]);
  });

  test('notes a ticket and a file, under the contract or the project that they belong to', async () => {
    const { db, clients, contracts, tickets, projects } = inside();
    const person = await aClientUser(db, clients.own, { sections: ['projects', 'tickets'] });
    const token = await aSession(db, person);
    const onTicket = await anAttachment(db, tickets.open, { record_id: tickets.open.id });
    const onTask = await anAttachment(db, projects.shared, {
      record_id: await taskNamed('shared/open'),
      visibility: 'client_visible',
    });
    await open(token, 'ticket', tickets.open.id);
    for (const { id } of [onTicket, onTask]) await open(token, 'attachment', id);
    const { rows } = await db.admin.query<{ record: string }>(
      `select record_kind as kind, record_id as record, contract_id as contract, project_id as project from app.read_receipt
        where client_user_id = $1`,
      [person.id],
    );
    const ofContract = { contract: contracts.both.id, project: null };
    expect(rows).toHaveLength(3);
    expect(rows).toEqual(
      expect.arrayContaining([
        { kind: 'ticket', record: tickets.open.id, ...ofContract },
        { kind: 'attachment', record: onTicket.id, ...ofContract },
        { kind: 'attachment', record: onTask.id, contract: null, project: projects.shared.id },
      ]),
    );
    await db.admin.query('delete from app.client_user where id = $1', [person.id]);
    await db.admin.query('delete from app.attachment where id = any ($1)', [[onTicket.id, onTask.id]]);
  });

  test('notes no ticket and no file that the person does not see', async () => {
    const { db, client, clients, clientNobodies, tickets } = inside();
    const file = async (which: string) =>
      (await db.admin.query<{ id: string }>('select id from app.attachment where name = $1', [which])).rows[0]
        ?.id;
    const hidden = ['open note', 'open/internal', 'internal ticket/open', 'neighbour/open', 'foreign/open'];
    for (const token of [client.admin, client.employee, ...Object.values(clientNobodies)]) {
      for (const ticket of [tickets.internal, tickets.neighbour]) await open(token, 'ticket', ticket.id);
      for (const name of hidden) await open(token, 'attachment', await file(name));
    }
    // Who has no section tickets sees none of what is shared either.
    await open(client.employee, 'ticket', tickets.open.id);
    await open(client.employee, 'attachment', await file('open/open'));
    const projectsAlone = await aSession(db, await aClientUser(db, clients.own));
    await open(projectsAlone, 'ticket', tickets.open.id);
    expect(await receipts()).toEqual(asBegun);
  });

  test('those on the contract alone read its receipts, and none of a project', async () => {
    const { db, acme, clients, contracts, tickets, staff } = inside();
    const person = await aClientUser(db, clients.own, { sections: ['tickets'] });
    await open(await aSession(db, person), 'ticket', tickets.open.id);
    const onContract = await aStaffMember(db, acme);
    await aContractMember(db, contracts.both, onContract, 'observer');
    const kinds = (token: string) => asStaff(db, token, `select record_kind as kind from ${table}`);
    expect(await kinds(await aSession(db, onContract))).toEqual([{ kind: 'ticket' }]);
    expect(await kinds(staff.outsider)).toEqual([]);
    await db.admin.query('delete from app.client_user where id = $1', [person.id]);
  });

  test('notes nothing that the person does not see, and answers it all the same', async () => {
    const { client, projects } = inside();
    const cases: [string, string | undefined][] = [
      ['task', await taskNamed('shared/internal')],
      ['task', await taskNamed('hidden/open')],
      ['task', await taskNamed('neighbour/open')],
      ['task', await taskNamed('foreign/open')],
      ['task', nowhere],
      ['project', projects.hidden.id],
      ['project', projects.neighbour.id],
      ['epic', projects.shared.id],
      // Nor under another kind than its own.
      ['ticket', await taskNamed('shared/open')],
      ['project', await taskNamed('shared/open')],
    ];
    for (const [kind, id] of cases)
      expect(await open(client.employee, kind, id)).toEqual([{ record_receipt: '' }]);
    expect(await receipts()).toEqual(asBegun);
  });

  test('is of a record that is there, and goes with it', async () => {
    const { db, client, clients, people, acme, projects } = inside();
    const task = await aTask(db, { ...projects.shared, ...acme }, { visibility: 'client_visible' });
    await open(client.employee, 'task', task.id);
    const left = async () =>
      (await db.admin.query(`select from ${table} where record_id = $1`, [task.id])).rowCount;
    expect(await left()).toBe(1);
    await db.admin.query('delete from app.task where id = $1', [task.id]);
    expect(await left()).toBe(0);
    const of = [acme.tenant_id, clients.own.id, people.employee.id, projects.shared.id, task.id];
    const note = `insert into ${table} (tenant_id, client_id, client_user_id, project_id, record_kind, record_id)
                  values ($1, $2, $3, $4, 'task', $5)`;
    expect(await errorOf(db.admin.query(note, of))).toMatch(/^23503/);
  });

  test('notes nothing without the section, for nobody, nor for staff who look through the eyes of one', async () => {
    const { db, client, clientNobodies, looks } = inside();
    const task = await taskNamed('shared/open');
    for (const token of [client.sectionless, ...Object.values(clientNobodies)])
      await open(token, 'task', task);
    await transact(db, seats.look(looks.admin), async (line) => {
      expect((await line.query('select from app.task where id = $1', [task])).rowCount).toBe(1);
      await line.query("select app.record_receipt('task', $1)", [task]);
    });
    expect(await receipts()).toEqual(asBegun);
  });
});

describe('role definer_receipt', () => {
  test('however careless its function, reads and writes the person’s own receipts, of what they see', async () => {
    const { db, client, people, projects, acme, clients } = inside();
    const careless = (statement: string) =>
      `create or replace function app.record_receipt(kind app.record_kind, record uuid) returns void
         language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
         declare reached integer;
         begin
           ${statement};
           get diagnostics reached = row_count;
           raise exception 'reached %', reached;
         end $$`;
    const reached = (token: string, statement: string, ...sins: string[]) =>
      errorOf(
        beneath(
          db,
          { sins: [...sins, careless(statement)], seat: seats.client(token) },
          "select app.record_receipt('task', gen_random_uuid())",
        ),
      );
    const task = await taskNamed('shared/open');
    const make = (person: string) =>
      `insert into app.read_receipt (tenant_id, client_id, client_user_id, project_id, record_kind, record_id)
       values ('${acme.tenant_id}', '${clients.own.id}', '${person}', '${projects.shared.id}', 'task', '${task}')`;
    for (const statement of ['perform from app.read_receipt', 'update app.read_receipt set times = 9']) {
      expect(await reached(client.employee, statement)).toMatch(/reached 2$/);
      expect(await reached(client.admin, statement)).toMatch(/reached 0$/);
      expect(await reached(client.deactivated, statement)).toMatch(/reached 0$/);
    }
    expect(await reached(client.employee, make(people.employee.id))).toMatch(/reached 1$/);
    expect(await reached(client.employee, make(people.admin.id))).toMatch(/row-level security/);
    expect(
      await reached(
        client.employee,
        `update app.read_receipt set client_user_id = '${people.admin.id}'`,
        'grant update on app.read_receipt to definer_receipt',
      ),
    ).toMatch(/row-level security/);
    // Of records those that are visible in the person's sections; whether their project is shared, the project says.
    for (const [who, place] of [
      ['admin', 'true'],
      ['employee', 'project_id is not null'],
      ['sectionless', 'contract_id is not null'],
    ] as const) {
      const { rowCount } = await db.admin.query(
        `select from app.record where client_id = $1 and visible and ${place}`,
        [clients.own.id],
      );
      expect(rowCount).toBeGreaterThan(0);
      expect(await reached(client[who], 'perform id from app.record')).toBe(`P0001 reached ${rowCount}`);
    }
    for (const token of Object.values(inside().clientNobodies))
      expect(await reached(token, 'perform id from app.record')).toMatch(/reached 0$/);
    const seen = await asClient(db, client.employee, 'select id from app.project');
    const all = await db.admin.query('select from app.project');
    expect(seen.length).toBeLessThan(all.rowCount ?? 0);
    expect(await reached(client.employee, 'perform id from app.project')).toBe(
      `P0001 reached ${seen.length}`,
    );
    expect(await reached(client.sectionless, 'perform id from app.project')).toBe('P0001 reached 0');
  });
});

test('a withdrawal names who of the client had opened the record, how often and when', async () => {
  const { db, client, clients, staff } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const task = await aTask(db, project, { visibility: 'client_visible' });
  const another = await aTask(db, project, { visibility: 'client_visible' });
  await open(client.admin, 'task', another.id);
  const flag = (visibility: string) =>
    asStaff(db, staff.tenantManager, flagging('task', visibility), [task.id]);
  const seen = async () =>
    (
      await db.admin.query<{ seen: { name: string; times: number; last_at: string }[] | null }>(
        'select seen from app.visibility_log where record_id = $1 order by id',
        [task.id],
      )
    ).rows.map(
      (row) =>
        row.seen?.map(({ name, times, last_at }) => ({ name, times, day: new Date(last_at).getDate() })) ??
        null,
    );
  const today = new Date().getDate();

  await flag('internal_only');
  await flag('client_visible');
  expect(await seen()).toEqual([null, null, null]);
  await open(client.employee, 'task', task.id);
  await open(client.admin, 'task', task.id);
  await db.admin.query(
    "update app.read_receipt set times = 3, last_at = now() - interval '1 second' where client_user_id = $1 and record_id = $2",
    [inside().people.employee.id, task.id],
  );
  await db.admin.query("update app.task set title = 'renamed' where id = $1", [task.id]);
  await flag('internal_only');
  await flag('client_visible');
  expect(await seen()).toEqual([
    null,
    null,
    null,
    [
      { name: 'Admin', times: 1, day: today },
      { name: 'Employee', times: 3, day: today },
    ],
    null,
  ]);
});

describe('app.opened_by()', () => {
  type Made = { page: { kind: 'task' | 'ticket' | 'project'; id: string }; id: string };
  const hidden = { visibility: 'internal_only' };
  const shown = { visibility: 'client_visible' } as const;
  const inProject =
    (make: (db: Database, project: Project, values: Values) => Promise<{ id: string }>) =>
    async (): Promise<Made> => {
      const project = await aProject(inside().db, inside().clients.own, shown);
      const { id } = await make(inside().db, project, hidden);
      return { page: { kind: 'project', id: project.id }, id };
    };
  const onTask = (make: (db: Database, task: Task) => Promise<{ id: string }>) => async (): Promise<Made> => {
    const { db, clients } = inside();
    const project = await aProject(db, clients.own, shown);
    const task = await aTask(db, project, shown);
    return { page: { kind: 'task', id: task.id }, id: (await make(db, task)).id };
  };
  /** Each kind without a page of its own: one that is hidden, on a page that the client sees. */
  const shownWithin: Record<string, () => Promise<Made>> = {
    comment: onTask((db, task) => aComment(db, task, hidden)),
    note: onTask((db, task) =>
      aNote(db, { ...task, id: task.project_id, name: '' }, { ...hidden, record_id: task.id }),
    ),
    message: async () => {
      const { db, tickets } = inside();
      const { id } = await aMessage(db, tickets.open, hidden);
      return { page: { kind: 'ticket', id: tickets.open.id }, id };
    },
    epic: inProject(anEpic),
    story: inProject(aStory),
    sprint: inProject(aSprint),
    milestone: inProject(aMilestone),
  };
  const reader = async () => {
    const { db, clients } = inside();
    const person = await aClientUser(db, clients.own, { name: 'Reader', sections: ['projects', 'tickets'] });
    return { ...person, token: await aSession(db, person) };
  };
  const flag = (kind: string, id: string, visibility: string) =>
    asStaff(inside().db, inside().staff.tenantManager, flagging(tableOf(kind), visibility), [id]);
  const openings = (kind: string, id: string) =>
    asStaff<{ by: string; times: number | null; first: boolean; last: Date }>(
      inside().db,
      inside().staff.tenantManager,
      `select u.name as by, o.times, o.first_at is not null as first, o.last_at as last
         from app.${tableOf(kind)} x, app.opened_by($1, to_jsonb(x)) o join app.client_user u on u.id = o.client_user_id where x.id = $2`,
      [kind, id],
    );
  const lastSeen = async (id: string) =>
    (
      await inside().db.admin.query<{
        seen: { name: string; times: number | null; last_at: string }[] | null;
      }>('select seen from app.visibility_log where record_id = $1 order by id desc limit 1', [id])
    ).rows[0]?.seen ?? null;

  test.each(Object.keys(shownWithin))(
    'of a %s counts who opened the page that shows it, from when it was shared, and so does the log',
    async (kind) => {
      const { db } = inside();
      const { page, id } = await (shownWithin[kind] as () => Promise<Made>)();
      const [early, both, late] = [await reader(), await reader(), await reader()];
      const people = [early, both, late];
      try {
        for (const { token } of [early, both]) await open(token, page.kind, page.id);
        await db.admin.query(
          `update app.read_receipt set first_at = first_at - interval '1 hour', last_at = last_at - interval '1 hour' where record_id = $1`,
          [page.id],
        );
        await flag(kind, id, 'client_visible');
        expect(await openings(kind, id)).toEqual([]);
        await flag(kind, id, 'internal_only');
        expect(await lastSeen(id)).toBeNull();

        await flag(kind, id, 'client_visible');
        for (const { token } of [both, late]) await open(token, page.kind, page.id);
        await db.admin.query(
          `update app.client_user set name = case id when $1 then 'Both' when $2 then 'Late' else 'Early' end where id = any ($3)`,
          [both.id, late.id, people.map((person) => person.id)],
        );
        const found = await openings(kind, id);
        expect(found.map(({ last: _, ...rest }) => rest).sort((a, b) => a.by.localeCompare(b.by))).toEqual([
          { by: 'Both', times: null, first: false },
          { by: 'Late', times: 1, first: true },
        ]);
        await flag(kind, id, 'internal_only');
        const inLog = (await lastSeen(id)) ?? [];
        const named = (list: { name: string; times: number | null; at: number }[]) =>
          [...list].sort((a, b) => a.name.localeCompare(b.name));
        expect(
          named(inLog.map(({ name, times, last_at }) => ({ name, times, at: +new Date(last_at) }))),
        ).toEqual(named(found.map(({ by, times, last }) => ({ name: by, times, at: +last }))));
      } finally {
        await db.admin.query('delete from app.client_user where id = any ($1)', [
          people.map((person) => person.id),
        ]);
      }
    },
  );

  test('of a task, project, ticket or file counts each opening of it, whenever it was shared last', async () => {
    const { db, clients } = inside();
    const person = await reader();
    const project = await aProject(db, clients.own, { visibility: 'client_visible' });
    const task = await aTask(db, project, shown);
    await open(person.token, 'task', task.id);
    await db.admin.query(
      "update app.read_receipt set last_at = last_at - interval '1 hour' where record_id = $1",
      [task.id],
    );
    await flag('task', task.id, 'internal_only');
    await flag('task', task.id, 'client_visible');
    expect(await openings('task', task.id)).toMatchObject([{ by: 'Reader', times: 1, first: true }]);
    expect(await openings('project', project.id)).toEqual([]);
    await db.admin.query('delete from app.client_user where id = $1', [person.id]);
  });

  test('answers those alone who read the receipts, whatever row they claim', async () => {
    const { db, staff, clients } = inside();
    const person = await reader();
    const project = await aProject(db, clients.own, { visibility: 'client_visible' });
    await open(person.token, 'project', project.id);
    const row = { tenant_id: project.tenant_id, client_id: clients.own.id, id: project.id };
    const asks = (token: string) =>
      asStaff(db, token, "select times from app.opened_by('project', $1)", [row]);
    expect(await asks(staff.tenantManager)).toEqual([{ times: 1 }]);
    for (const who of [staff.outsider, staff.contributor, staff.foreigner])
      expect(await asks(who)).toEqual([]);
    await db.admin.query('delete from app.client_user where id = $1', [person.id]);
  });
});
