import { beforeAll, describe, expect, test } from 'vitest';
import {
  aComment,
  aNote,
  aProject,
  asClient,
  asStaff,
  aTask,
  flagging,
  seats,
  toFlag,
  toMove,
  transact,
} from '../support/builders.ts';
import { aMessage, anAttachment, anUpload, aTicket, aTicketNote } from '../support/ticket-builders.ts';
import { heldByContract, workedOn } from './contract-row.ts';
import { attempt, attemptError, beneath, columnsOf, denied, errorOf, floored, granted, reached, readByClients, readByStaff, refusedRow, staffMayOnly, tableOf } from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, roleBelow, useWorld, type World } from './world.ts';

const table = 'app.attachment';
const inside = useWorld();
const reads = [
  'id', 'section', 'contract_id', 'project_id', 'ticket_id', 'record_id', 'name', 'size_bytes', 'state', 'media_type', 'sha256',
  'preview', 'picture_width', 'picture_height', 'preview_number', 'preview_bytes', 'author_name', 'author_client_user_id', 'shared_at',
]; // prettier-ignore
const creates = ['id', 'record_id'];
const hung = [
  'tenant_id', 'id', 'record_id', 'name', 'size_bytes', 'author_client_user_id', 'author_name', 'visibility',
]; // prettier-ignore
type Role = (typeof projectRoles)[number];
const may = (role: Role, minimum: Role) => projectRoles.indexOf(role) >= projectRoles.indexOf(minimum);

const idOf = async (kind: string, column: string, value: string) =>
  (
    await inside().db.admin.query<{ id: string }>(
      `select id from app.${tableOf(kind)} where ${column} = $1`,
      [value],
    )
  ).rows[0]?.id ?? '';

/** Beside those on tickets, of every project a file on its open task and comment, flagged and not. */
beforeAll(async () => {
  const { db, projects } = inside();
  for (const project of Object.values(projects))
    for (const [flag, visibility] of [
      ['open', 'client_visible'],
      ['internal', 'internal_only'],
    ]) {
      const at = `${project.name}/open`;
      await anAttachment(db, project, {
        record_id: await idOf('task', 'title', at),
        name: `task ${project.name}/${flag}`,
        visibility,
      });
      await anAttachment(db, project, {
        record_id: await idOf('comment', 'body', at),
        name: `comment ${project.name}/${flag}`,
        visibility,
      });
    }
});

granted(inside, table, {
  client: { select: reads },
  staff: { select: true, insert: creates, delete: true },
  worker: {
    select: true,
    update: [
      'state', 'media_type', 'sha256', 'scan_result', 'preview', 'picture_width', 'picture_height', 'preview_number',
      'preview_bytes',
    ],
  },
  definer_ticket: { insert: hung },
  definer_comment: { insert: hung },
  definer_work: { select: ['tenant_id', 'id'] },
  definer_search: {
    select: [
      'tenant_id', 'id', 'client_id', 'contract_id', 'section', 'ticket_id', 'name', 'search', 'shared', 'shared_at',
      'created_at',
    ],
  },
}); // prettier-ignore
floored(inside, table, {
  trusts: ['staff', 'worker', 'definer_ticket', 'definer_comment', 'definer_work', 'definer_search'],
  shared: true,
});
const ofTickets = ['open ticket/open', 'open/open'];
const ofProjects = ['comment shared/open', 'task shared/open'];
const key = 'name collate "C"';
readByClients(inside, table, {
  columns: reads,
  key,
  sees: () => [...ofProjects, ...ofTickets].sort(),
  cannotSee: {
    'an Internal Only file of a shared ticket': 'open ticket/internal',
    'a file of an Internal Only message': 'open/internal',
    'a file of a note': 'open note',
    'a Client Visible file of an Internal Only ticket': 'internal ticket/open',
    'an Internal Only file of a shared task': 'task shared/internal',
    'a Client Visible file under a hidden project': 'task hidden/open',
    "another client's": 'neighbour/open',
    "another tenant's": 'foreign/open',
  },
});
test('L48: an employee sees the files of their sections alone', async () => {
  const { db, client } = inside();
  const names = async (token: string) =>
    (await asClient<{ name: string }>(db, token, `select name from ${table} order by ${key}`)).map(
      ({ name }) => name,
    );
  expect(await names(client.employee)).toEqual(ofProjects);
  expect(await names(client.sectionless)).toEqual(ofTickets);
});
const onTicket = (ticket: string) => [`${ticket} note`, ...['internal', 'open'].flatMap((flag) => [`${ticket} ticket/${flag}`, `${ticket}/${flag}`])]; // prettier-ignore
const onProject = (project: string) => ['internal', 'open'].flatMap((flag) => [`comment ${project}/${flag}`, `task ${project}/${flag}`]); // prettier-ignore
const tickets = ['open', 'internal', 'neighbour'].flatMap(onTicket);
readByStaff(inside, table, {
  key,
  manager: () => [...tickets, ...['shared', 'hidden', 'neighbour'].flatMap(onProject)].sort(),
  member: () => [...tickets, ...['shared', 'hidden'].flatMap(onProject)].sort(),
  outsider: () => [],
  foreigner: () => [...onTicket('foreign'), ...onProject('foreign')].sort(),
});
heldByContract(inside, table, { insert: 'contributor', delete: 'manager' });
workedOn(inside, table, { update: true, touch: "state = 'quarantined'" });

describe('the policies of role staff alone, on files of a project', () => {
  type Copy = { tenant?: string; project: string };
  /** One file of a task in each place, and the person one role short of `minimum` on the project "hidden". */
  async function alone(sql: string, role: Role, minimum: Role, of: Copy[]) {
    const w = inside();
    const columns = await columnsOf(w.db, table, "attgenerated = ''");
    const places = of.map(({ tenant = w.acme.tenant_id, project }) => {
      const value = (column: string) =>
        ({ id: 'gen_random_uuid()', tenant_id: `'${tenant}'`, project_id: `'${project}'` })[column] ?? column;
      return `insert into ${table} (${columns.join(', ')}) select ${columns.map(value).join(', ')} from sample`;
    });
    const sins = [
      'set local session_replication_role = replica',
      `create temporary table sample on commit drop as select ${columns.join(', ')} from ${table} where name = 'task shared/open'`,
      'grant select on sample to staff',
      `delete from ${table}`,
      ...places,
      `grant insert, update, delete on ${table} to staff`,
      `update app.project_member set role = '${roleBelow(minimum)}' where project_id = '${w.projects.hidden.id}'`,
    ];
    return beneath(w.db, { sins, seat: seats.staff(w.staff[role]), bare: true }, sql);
  }
  const everywhere = (w: World): Copy[] => [
    { project: w.projects.shared.id },
    { project: w.projects.neighbour.id },
    { project: w.projects.shared.id, tenant: w.rival.tenant_id },
  ];

  test('delete from manager on, and of no other project or tenant', async () => {
    const w = inside();
    const remove = `delete from ${table}`;
    for (const role of projectRoles)
      expect({ role, count: (await alone(remove, role, 'manager', everywhere(w))).rowCount }).toEqual({
        role,
        count: may(role, 'manager') ? 1 : 0,
      });
  });

  test('make none in another project or tenant', async () => {
    const w = inside();
    const { shared, hidden } = w.projects;
    const columns = (await columnsOf(w.db, table, "attgenerated = ''")).filter((name) => name !== 'id');
    const add = (role: Role, project: string, tenant = w.acme.tenant_id) => {
      const value = (column: string) =>
        ({ tenant_id: `'${tenant}'`, project_id: `'${project}'` })[column] ?? column;
      return errorOf(
        alone(
          `insert into ${table} (id, ${columns.join(', ')}) select gen_random_uuid(), ${columns.map(value).join(', ')} from sample`,
          role,
          'contributor',
          [],
        ),
      );
    };
    for (const role of projectRoles)
      expect({ role, error: await add(role, shared.id) }).toEqual({
        role,
        error: may(role, 'contributor') ? 'no error' : refusedRow(table),
      });
    expect(await add('contributor', hidden.id)).toBe(refusedRow(table));
    expect(await add('contributor', shared.id, w.rival.tenant_id)).toBe(refusedRow(table));
  });
});

/** Each kind of record on which people hang files, of the client, with the record above by which it is shown and hidden. */
async function parents() {
  const { db, contracts, clients, team } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const task = await aTask(db, project);
  const commented = await aTask(db, project, { visibility: 'client_visible' });
  const ticket = await aTicket(db, contracts.both, clients.own);
  const answered = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
  return {
    ticket: { id: ticket.id, above: ticket.id },
    message: { id: (await aMessage(db, answered)).id, above: answered.id },
    ticket_note: { id: (await aTicketNote(db, answered, team.owner)).id, above: answered.id },
    task: { id: task.id, above: project.id },
    comment: { id: (await aComment(db, commented)).id, above: commented.id },
    note: { id: (await aNote(db, project)).id, above: project.id },
  } as const;
}
const flag = (id: string, to: string) => inside().db.admin.query(toFlag, [to, id]);

describe('L69: a file is never more visible than what it hangs on', () => {
  const seen = async (id: string) =>
    (await asClient(inside().db, inside().client.admin, `select from ${table} where id = $1`, [id])).length;

  test.each(['ticket', 'message', 'task', 'comment', 'note'] as const)(
    'on a %s: whatever its own flag, and whichever is flipped last',
    async (kind) => {
      const { db, acme } = inside();
      const { id, above } = (await parents())[kind];
      const file = await anAttachment(db, acme, { record_id: id, visibility: 'client_visible' });
      for (const [parent, own, grandparent] of [
        ['internal_only', 'client_visible', 'client_visible'],
        ['client_visible', 'client_visible', 'client_visible'],
        ['client_visible', 'internal_only', 'client_visible'],
        ['client_visible', 'client_visible', 'client_visible'],
        ['client_visible', 'client_visible', 'internal_only'],
        ['internal_only', 'client_visible', 'client_visible'],
        ['client_visible', 'client_visible', 'client_visible'],
        ['internal_only', 'internal_only', 'internal_only'],
      ] as const) {
        await flag(file.id, own);
        if (kind !== 'ticket') await flag(above, grandparent);
        await flag(id, parent);
        const all = [parent, own, ...(kind === 'ticket' ? [] : [grandparent])];
        const { rows } = await db.admin.query(
          `select shared, shared_at is not null as at from ${table} where id = $1`,
          [file.id],
        );
        const shown = all.every((it) => it === 'client_visible');
        expect({ parent, own, grandparent, seen: await seen(file.id), rows }).toEqual({
          parent, own, grandparent, seen: shown ? 1 : 0, rows: [{ shared: shown, at: shown }],
        }); // prettier-ignore
      }
    },
  );

  test('on a note of a ticket, never at all', async () => {
    const { db, acme } = inside();
    const { id, above } = (await parents()).ticket_note;
    const file = await anAttachment(db, acme, { record_id: id, visibility: 'client_visible' });
    for (const to of ['internal_only', 'client_visible']) {
      await flag(above, to);
      await flag(file.id, 'client_visible');
      const { rows } = await db.admin.query(`select shared, shared_at from ${table} where id = $1`, [
        file.id,
      ]);
      expect(rows).toEqual([{ shared: false, shared_at: null }]);
      expect(await seen(file.id)).toBe(0);
    }
  });

  test('it cannot claim to be shared, nor another parent, nor none', async () => {
    const { db, acme, tickets: of, projects } = inside();
    const file = await anAttachment(db, acme, { record_id: of.internal.id, visibility: 'client_visible' });
    const set = (what: string) =>
      errorOf(db.admin.query(`update ${table} set ${what} where id = '${file.id}'`));
    expect(await set('visible = true')).toMatch(/^23503/);
    expect(await set("visibility = 'internal_only'")).toMatch(/^23503/);
    expect(await set('shared = true')).toMatch(/^428C9/);
    expect(await set('project_shared = true')).toMatch(/^23514/);
    expect(await set(`project_id = '${projects.shared.id}'`)).toMatch(/^23514/);
    expect(await set('ticket_id = null')).toMatch(/^23514/);
    expect(await set(`record_id = '${of.open.id}'`)).toMatch(/^23503/);
    expect(await set(`record_id = '${await idOf('task', 'title', 'shared/open')}'`)).toMatch(/^23503/);
    expect(await set('record_id = null')).toMatch(/^23502/);
    expect(await errorOf(anAttachment(db, acme, {}))).toBe('23503 nothing to attach it to');
  });
});

describe('role staff writes', () => {
  staffMayOnly(inside, table, 'insert', creates);
  staffMayOnly(inside, table, 'update', []);

  /** Attaches an upload of the person, and undoes it. */
  async function hang(role: Role | 'tenantManager', id: string, extra: { visibility?: string } = {}) {
    const w = inside();
    const upload = await anUpload(w.db, w.team[role], { name: 'mine.txt', size_bytes: 9 });
    const columns = ['id', 'record_id', ...Object.keys(extra)];
    const outcome = await transact(
      w.db,
      seats.staff(w.staff[role]),
      async (line) =>
        (
          await line.query<Record<string, unknown>>(
            `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})
             returning visibility, shared, name, size_bytes::int as size, author_staff_id, author_name, state, tenant_id`,
            [upload.id, id, ...Object.values(extra)],
          )
        ).rows[0],
      'rollback',
    ).catch((error: unknown) => errorOf(Promise.reject(error as Error)));
    await w.db.admin.query('delete from app.upload where id = $1', [upload.id]);
    return outcome;
  }
  const places = async () => ({
    ticket: inside().tickets.open.id,
    message: await idOf('message', 'body', 'open/internal'),
    ticket_note: await idOf('ticket_note', 'body', 'open'),
    task: await idOf('task', 'title', 'shared/open'),
    comment: await idOf('comment', 'body', 'shared/open'),
  });

  test.each(['ticket', 'message', 'ticket_note', 'task', 'comment'] as const)(
    'on a %s: from contributor on, signed, with the flag of what it hangs on',
    async (kind) => {
      const w = inside();
      const id = (await places())[kind];
      const open = kind === 'ticket' || kind === 'comment';
      for (const role of projectRoles)
        expect({ role, outcome: await hang(role, id) }).toEqual({
          role,
          outcome: may(role, 'contributor')
            ? {
                visibility: open ? 'client_visible' : 'internal_only', shared: open, name: 'mine.txt', size: 9,
                author_staff_id: w.team[role].id, author_name: `The ${role}`, state: 'checking', tenant_id: w.acme.tenant_id,
              }
            : refusedRow(table),
        }); // prettier-ignore
    },
  );

  test('V5 on a task it starts as the project says, and with what it was sent with elsewhere', async () => {
    const w = inside();
    const { task, comment, message } = await places();
    const hidden = await idOf('task', 'title', 'shared/internal');
    const starts = (kind: string, visibility: string) =>
      w.db.admin.query(
        `insert into app.project_default (tenant_id, project_id, record_kind, visibility)
         select tenant_id, project_id, $2::app.record_kind, $3::app.visibility from app.task where id = $1
         on conflict (tenant_id, project_id, record_kind) do update set visibility = excluded.visibility`,
        [task, kind, visibility],
      );
    const flags = (outcome: unknown) => {
      const { visibility, shared } = outcome as { visibility: string; shared: boolean };
      return [visibility, shared];
    };
    await starts('task', 'client_visible');
    expect(flags(await hang('contributor', task))).toEqual(['internal_only', false]);
    await starts('attachment', 'client_visible');
    expect(flags(await hang('contributor', task))).toEqual(['client_visible', true]);
    // Never more visible than the task: it appears when that is shared.
    expect(flags(await hang('contributor', hidden))).toEqual(['client_visible', false]);
    expect(flags(await hang('contributor', message))).toEqual(['internal_only', false]);
    await starts('attachment', 'internal_only');
    expect(flags(await hang('contributor', comment))).toEqual(['client_visible', true]);
    expect(flags(await hang('contributor', task))).toEqual(['internal_only', false]);
    await w.db.admin.query(`delete from app.project_default where record_kind in ('task', 'attachment')`);
  });

  test('nobody gives a file another flag as they attach it', async () => {
    const { task, ticket } = await places();
    for (const role of ['contributor', 'tenantManager'] as const) {
      expect(await hang(role, task, { visibility: 'client_visible' })).toBe(denied(table));
      expect(await hang(role, ticket, { visibility: 'internal_only' })).toBe(denied(table));
    }
  });

  test.each(projectRoles)('%s changes a flag and deletes where manager is enough', async (role) => {
    const w = inside();
    const seat = seats.staff(w.staff[role]);
    for (const [name, to] of [
      ['open ticket/internal', 'client_visible'],
      ['open ticket/open', 'internal_only'],
      ['task shared/internal', 'client_visible'],
    ]) {
      const change = flagging('attachment', to ?? '', `name = '${name}'`);
      expect(await reached(w, seat, change)).toBe(may(role, 'manager') ? 1 : 0);
    }
    const gone = await attempt(
      w,
      seat,
      `delete from ${table} where name in ('open note', 'task shared/open', 'task hidden/open')`,
    );
    expect(gone.rowCount).toBe(may(role, 'manager') ? 2 : 0);
  });

  test('only one’s own upload that is there hangs, once, and where one reaches', async () => {
    const w = inside();
    const add = (token: string, id: string, ticket: string) =>
      attemptError(w, seats.staff(token), `insert into ${table} (id, record_id) values ($1, $2)`, [
        id,
        ticket,
      ]);
    const mine = await anUpload(w.db, w.team.contributor);
    const coming = await anUpload(w.db, w.team.contributor, { received_at: null });
    const clients = await anUpload(w.db, w.people.admin);
    const { open, neighbour } = w.tickets;
    expect(await add(w.staff.contributor, mine.id, open.id)).toBe('no error');
    for (const [token, id] of [
      [w.staff.owner, mine.id],
      [w.staff.tenantManager, mine.id],
      [w.staff.contributor, coming.id],
      [w.staff.contributor, clients.id],
      [w.staff.contributor, '00000000-0000-4000-8000-000000000000'],
      ...Object.values(w.staffNobodies).map((token) => [token, mine.id]),
    ] as [string, string][])
      expect(await add(token, id, open.id)).toBe('23503 no such upload');
    expect(await add(w.staff.contributor, mine.id, '00000000-0000-4000-8000-000000000000')).toBe(
      '23503 nothing to attach it to',
    );
    const outsiders = await anUpload(w.db, w.team.outsider);
    expect(await add(w.staff.outsider, outsiders.id, neighbour.id)).toBe('23503 nothing to attach it to');
    await asStaff(w.db, w.staff.contributor, `insert into ${table} (id, record_id) values ($1, $2)`, [
      mine.id,
      open.id,
    ]);
    expect(await add(w.staff.contributor, mine.id, open.id)).toBe('23503 no such upload');
    expect((await w.db.admin.query('select from app.upload where id = $1', [mine.id])).rowCount).toBe(0);
  });

  test('with the grants as they are, nobody moves a file to another parent themselves', async () => {
    const w = inside();
    for (const column of [
      'ticket_id',
      'project_id',
      'record_id',
      'visibility',
      'client_id',
      'contract_id',
      'state',
      'sha256',
    ])
      expect(
        await attemptError(w, seats.staff(w.staff.owner), `update ${table} set ${column} = default`),
      ).toBe(denied(table));
  });
});

test('a change of its flag counts its version up, and so does a move with its ticket', async () => {
  const { db, acme, staff, contracts, clients } = inside();
  const [from, to] = [
    await aTicket(db, contracts.both, clients.own),
    await aTicket(db, contracts.both, clients.own),
  ];
  const { id } = await anAttachment(db, acme, { record_id: from.id, updated_at: '2020-01-01' });
  const read = `select version, updated_at > now() - interval '1 minute' as recent from ${table} where id = $1`;
  const version = async () => (await db.admin.query<object>(read, [id])).rows;
  expect(await version()).toEqual([{ version: 1, recent: false }]);
  await asStaff(db, staff.manager, flagging('attachment', 'client_visible'), [id]);
  expect(await version()).toEqual([{ version: 2, recent: true }]);
  await asStaff(db, staff.contributor, 'select app.move_to_ticket($1, $2)', [from.id, to.id]);
  expect(await version()).toEqual([{ version: 3, recent: true }]);
});

describe('merging', () => {
  const aTicketThat = (visibility: string) =>
    aTicket(inside().db, inside().contracts.both, inside().clients.own, { visibility });
  const move = (from: { id: string }, to: { id: string }, token = inside().staff.contributor) =>
    errorOf(asStaff(inside().db, token, 'select app.move_to_ticket($1, $2)', [from.id, to.id]));
  const now = async (id: string) =>
    (
      await inside().db.admin.query<Record<string, unknown>>(
        `select ticket_id, visibility, shared from ${table} where id = $1`,
        [id],
      )
    ).rows[0];

  test('from shared to shared, a file keeps its flag', async () => {
    const { db, acme } = inside();
    const [from, to] = [await aTicketThat('client_visible'), await aTicketThat('client_visible')];
    for (const visibility of ['client_visible', 'internal_only']) {
      const { id } = await anAttachment(db, acme, { record_id: from.id, visibility });
      expect(await move(from, to)).toBe('no error');
      expect(await now(id)).toEqual({
        ticket_id: to.id,
        visibility,
        shared: visibility === 'client_visible',
      });
    }
  });

  test('from an internal ticket into a shared one, it turns Internal Only', async () => {
    const { db, acme } = inside();
    const [from, to] = [await aTicketThat('internal_only'), await aTicketThat('client_visible')];
    const { id } = await anAttachment(db, acme, { record_id: from.id, visibility: 'client_visible' });
    expect(await move(from, to)).toBe('no error');
    expect(await now(id)).toEqual({ ticket_id: to.id, visibility: 'internal_only', shared: false });
  });

  test('across clients is refused, under one contract too', async () => {
    const { db, acme, tickets: of, staff } = inside();
    const from = await aTicketThat('client_visible');
    await anAttachment(db, acme, { record_id: from.id });
    for (const token of [staff.contributor, staff.owner, staff.tenantManager])
      expect(await move(from, of.neighbour, token)).toBe('23503 no such record');
  });

  test('by a contributor or above alone', async () => {
    const { db, acme, staff } = inside();
    const [from, to] = [await aTicketThat('client_visible'), await aTicketThat('client_visible')];
    const { id } = await anAttachment(db, acme, { record_id: from.id });
    for (const token of [staff.observer, staff.reviewer, staff.outsider, staff.foreigner, staff.expired]) {
      expect(await move(from, to, token)).toBe('no error');
      expect(await now(id)).toMatchObject({ ticket_id: from.id });
    }
    expect(await move(from, to)).toBe('no error');
    expect(await now(id)).toMatchObject({ ticket_id: to.id });
  });

  test('with a message, its files go along and stay as hidden', async () => {
    const { db, acme, staff } = inside();
    const [from, to] = [await aTicketThat('internal_only'), await aTicketThat('client_visible')];
    const message = await aMessage(db, from, { visibility: 'client_visible' });
    const { id } = await anAttachment(db, acme, { record_id: message.id, visibility: 'client_visible' });
    const beside = await anAttachment(db, acme, { record_id: from.id });
    await asStaff(db, staff.contributor, 'select app.move_to_ticket($1, $2, $3::uuid[])', [
      from.id,
      to.id,
      [message.id],
    ]);
    expect(await now(id)).toMatchObject({ shared: false });
    expect(await now(beside.id)).toMatchObject({ ticket_id: from.id });
  });
});

test('L13: a file that moves to another client with its project turns Internal Only, and names nobody of the client before', async () => {
  const { db, clients, people, client, staff } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const task = await aTask(db, project, { visibility: 'client_visible' });
  const { id } = await anAttachment(db, clients.own, {
    record_id: task.id,
    visibility: 'client_visible',
    author_client_user_id: people.admin.id,
  });
  await asStaff(db, staff.tenantManager, toMove, [project.id, clients.neighbour.id]);
  for (const which of [project.id, task.id]) await flag(which, 'client_visible');
  const { rows } = await db.admin.query(
    `select client_id, visibility, shared, author_client_user_id from ${table} where id = $1`,
    [id],
  );
  expect(rows).toEqual([
    {
      client_id: clients.neighbour.id,
      visibility: 'internal_only',
      shared: false,
      author_client_user_id: null,
    },
  ]);
  for (const token of [client.admin, client.neighbour])
    expect(await asClient(db, token, `select from ${table} where id = $1`, [id])).toEqual([]);
});

describe('the job that looks at files', () => {
  test('finds a preview ready with where it lies and how large it is, and of no picture that is too large', async () => {
    const w = inside();
    const { id } = await anAttachment(w.db, w.acme, { record_id: w.tickets.open.id, preview: 'waiting' });
    const ready = (values: Record<string, number | null>, preview = 'ready') => {
      const { width = 16_000, height = 2_500, number = 1, bytes = 1_000_000 } = values;
      return attempt(
        w,
        seats.worker(w.acme.tenant_id),
        `update ${table} set preview = $1, picture_width = $2, picture_height = $3, preview_number = $4, preview_bytes = $5 where id = $6`,
        [preview, width, height, number, bytes, id],
      );
    };
    expect((await ready({})).rowCount).toBe(1);
    expect((await ready({ width: 16_384, height: 2_441 })).rowCount).toBe(1);
    const wrongs: Record<string, number | null>[] = [
      { number: null },
      { bytes: null },
      { bytes: 1_000_001 },
      { bytes: 0 },
      { width: 16_001 },
      { width: 16_385, height: 1 },
      { width: 1, height: 16_385 },
      { width: 65_535, height: 65_535 },
      { width: 0 },
      { height: -1 },
      { width: null },
      { height: null },
      { width: null, height: null },
    ];
    for (const wrong of wrongs)
      expect([wrong, await errorOf(ready(wrong))]).toEqual([wrong, expect.stringMatching(/^23514/)]);
    expect(await errorOf(ready({}, 'too_large'))).toMatch(/^23514/);
    expect((await ready({ width: 65_535, height: 65_535, number: null, bytes: null }, 'too_large')).rowCount).toBe(1); // prettier-ignore
  });

  test('finds a file ready with its hash alone, in the tenant it works for', async () => {
    const w = inside();
    const file = await anAttachment(w.db, w.acme, {
      record_id: w.tickets.open.id,
      state: 'checking',
      sha256: null,
    });
    const ready = (tenant: string, hash: string | null) =>
      attempt(w, seats.worker(tenant), `update ${table} set state = 'ready', sha256 = $1 where id = $2`, [
        hash,
        file.id,
      ]);
    expect(await errorOf(ready(w.acme.tenant_id, null))).toMatch(/^23514/);
    expect((await ready(w.acme.tenant_id, 'a'.repeat(64))).rowCount).toBe(1);
    expect((await ready(w.rival.tenant_id, 'a'.repeat(64))).rowCount).toBe(0);
    expect((await ready('', 'a'.repeat(64))).rowCount).toBe(0);
    expect(
      await attemptError(
        w,
        seats.worker(w.acme.tenant_id),
        `update ${table} set visibility = 'client_visible'`,
      ),
    ).toBe(denied(table));
  });
});

test('a file is deleted with its ticket, message, note, task or comment', async () => {
  const { db, acme } = inside();
  const of = await parents();
  for (const [kind, { id }] of Object.entries(of)) {
    const file = await anAttachment(db, acme, { record_id: id });
    await db.admin.query(`delete from app.${tableOf(kind)} where id = $1`, [id]);
    for (const gone of [table, 'app.record'])
      expect((await db.admin.query(`select from ${gone} where id = $1`, [file.id])).rowCount).toBe(0);
  }
});
