/** The home of every record's flag: who reads it, who changes what of it, and that a row and its record never drift apart. */
import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import {
  aComment,
  aContract,
  aMilestone,
  anEpic,
  aNote,
  aProject,
  asClient,
  aSprint,
  asStaff,
  aStory,
  aTask,
  type Database,
  type ProjectRole,
  seats,
  toFlag,
  toMove,
  type Values,
} from '../support/builders.ts';
import { aMessage, anAttachment, aSupport, aTicket, aTicketNote } from '../support/ticket-builders.ts';
import { heldByContract } from './contract-row.ts';
import { attempt, beneath, closedTo, closedToClients, errorOf, floored, granted, notWrittenByStaff, reached, readByStaff, refusedRow } from './policy-assertions.ts'; // prettier-ignore
import { narrow } from './narrow.ts';
import { projectRoles, useWorld, type World } from './world.ts';

const table = 'app.record';
const inside = useWorld();
/** One row of each kind under a roof, whatever its flag. */
const key = `distinct (kind::text || ' of ' || coalesce(
  (select p.name from app.project p where p.tenant_id = record.tenant_id and p.id = root_id),
  (select t.title from app.ticket t where t.tenant_id = record.tenant_id and t.id = root_id))) collate "C"`;
const ofProject = ['comment', 'epic', 'milestone', 'note', 'project', 'sprint', 'story', 'task'];
const ofTicket = ['attachment', 'message', 'note', 'ticket'];
const under = (kinds: string[], ...roofs: string[]) =>
  kinds.flatMap((kind) => roofs.map((roof) => `${kind} of ${roof}`));
const tickets = under(ofTicket, 'open', 'internal', 'neighbour');
const sorted = (names: string[]) => [...new Set(names)].sort();

granted(inside, table, {
  staff: { select: true },
  definer_record: { select: true, insert: true, delete: true },
  definer_share: { select: ['id'], update: ['visibility'] },
  definer_thread: { select: ['id', 'kind', 'parent_id'], update: ['root_id', 'parent_id'] },
  definer_move: {
    select: ['tenant_id', 'id', 'client_id', 'project_id', 'visibility'],
    update: ['visibility'],
  },
  definer_ticket: { select: true },
  definer_comment: { select: true },
  definer_receipt: { select: ['id', 'kind', 'project_id', 'contract_id'] },
});
floored(inside, table, {
  trusts: [
    'staff',
    'definer_record',
    'definer_share',
    'definer_thread',
    'definer_move',
    'definer_ticket',
    'definer_comment',
    'definer_receipt',
  ],
});
closedToClients(inside, table);
closedTo(inside, table, 'staff who look through a client’s eyes', (w) => seats.look(w.looks.admin));
closedTo(inside, table, 'role worker', (w) => seats.worker(w.acme.tenant_id));
readByStaff(inside, table, {
  key,
  manager: () => sorted([...under(ofProject, 'shared', 'hidden', 'neighbour'), ...tickets]),
  member: () => sorted([...under(ofProject, 'shared', 'hidden'), ...tickets]),
  outsider: () => [],
  foreigner: () => sorted([...under(ofProject, 'foreign'), ...under(ofTicket, 'foreign')]),
});
notWrittenByStaff(inside, table);
heldByContract(inside, table);
narrow(inside, table, {
  definer_share: { from: 'manager', on: 'either', sets: 'visibility = visibility' },
  definer_thread: { from: 'contributor', on: 'contract', sets: 'root_id = root_id' },
  definer_move: { sets: "visibility = 'internal_only'" },
});

test('a manager who moves a project may hide its records and share none', async () => {
  const w = inside();
  const sins = ['grant definer_move to staff_app'];
  const seat = { ...seats.staff(w.staff.tenantManager), role: 'definer_move' };
  const set = (visibility: string) =>
    errorOf(beneath(w.db, { sins, seat, bare: true }, `update ${table} set visibility = '${visibility}'`));
  expect(await set('internal_only')).toBe('no error');
  expect(await set('client_visible')).toBe(refusedRow(table));
});

describe('what a function reads of it for a client user', () => {
  const places = { projects: 'project_id is not null', tickets: 'contract_id is not null' };
  test.each([
    ['definer_comment', ['projects']],
    ['definer_ticket', ['tickets']],
    ['definer_receipt', ['projects', 'tickets']],
  ] as const)('%s: what is visible in their sections: %s', async (role, sections) => {
    const w = inside();
    const sees = async (token: string) => {
      const under = { sins: [`grant ${role} to client_app`], seat: { ...seats.client(token), role } };
      return (await beneath(w.db, under, `select id from ${table} order by id`)).rows.map(({ id }) => id);
    };
    const of = async (client: { tenant_id: string; id: string }, has: readonly (keyof typeof places)[]) => {
      const all = has.filter((section) => (sections as readonly string[]).includes(section));
      const { rows } = await w.db.admin.query<{ id: string }>(
        `select id from ${table} where tenant_id = $1 and client_id = $2 and visible
            and (${['false', ...all.map((section) => places[section])].join(' or ')}) order by id`,
        [client.tenant_id, client.id],
      );
      return rows.map(({ id }) => id);
    };
    const { own, neighbour, stranger } = w.clients;
    expect((await of(own, ['projects', 'tickets'])).length).toBeGreaterThan(0);
    expect(await sees(w.client.admin)).toEqual(await of(own, ['projects', 'tickets']));
    expect(await sees(w.client.employee)).toEqual(await of(own, ['projects']));
    expect(await sees(w.client.sectionless)).toEqual(await of(own, ['tickets']));
    expect(await sees(w.client.neighbour)).toEqual(await of(neighbour, ['projects', 'tickets']));
    expect(await sees(w.client.stranger)).toEqual(await of(stranger, ['projects', 'tickets']));
    for (const token of Object.values(w.clientNobodies)) expect(await sees(token)).toEqual([]);
  });
});

type Made = { table: string; id: string; parent: string | null; root: string };
type Maker = (db: Pick<Database, 'admin'>, w: World, values?: Values) => Promise<Made>;
/** Rows of "shared" and of the ticket "open": each in a place whose flags are all Client Visible. */
const inProject =
  (name: string, build: typeof anEpic): Maker =>
  async (db, { projects: { shared } }, values) => {
    const { id } = await build(db as Database, shared, values);
    return { table: `app.${name}`, id, parent: null, root: shared.id };
  };
const openTask = async (db: Pick<Database, 'admin'>, w: World) =>
  (
    await db.admin.query<{ tenant_id: string; client_id: string; project_id: string; id: string }>(
      "select * from app.task where title = 'shared/open' and tenant_id = $1",
      [w.acme.tenant_id],
    )
  ).rows[0]!;
const kinds = {
  project: async (db, { clients: { own } }, values) => {
    const { id } = await aProject(db as Database, own, values);
    return { table: 'app.project', id, parent: null, root: id };
  },
  epic: inProject('epic', anEpic),
  story: inProject('story', aStory),
  sprint: inProject('sprint', aSprint),
  milestone: inProject('milestone', aMilestone),
  task: inProject('task', aTask),
  comment: async (db, w, values) => {
    const task = await openTask(db, w);
    const { id } = await aComment(db as Database, task, values);
    return { table: 'app.text', id, parent: task.id, root: task.project_id };
  },
  'note of a project': async (db, { projects: { shared } }, values) => {
    const { id } = await aNote(db as Database, shared, values);
    return { table: 'app.text', id, parent: shared.id, root: shared.id };
  },
  'note on a task': async (db, w, values) => {
    const task = await openTask(db, w);
    const { id } = await aNote(db as Database, w.projects.shared, { record_id: task.id, ...values });
    return { table: 'app.text', id, parent: task.id, root: task.project_id };
  },
  'note on a story': async (db, { projects: { shared } }, values) => {
    const story = await aStory(db as Database, shared, { visibility: 'client_visible' });
    const { id } = await aNote(db as Database, shared, { record_id: story.id, ...values });
    return { table: 'app.text', id, parent: story.id, root: shared.id };
  },
  ticket: async (db, { contracts, clients }, values) => {
    const { id } = await aTicket(db as Database, contracts.both, clients.own, values);
    return { table: 'app.ticket', id, parent: null, root: id };
  },
  message: async (db, { tickets: { open } }, values) => {
    const { id } = await aMessage(db as Database, open, values);
    return { table: 'app.message', id, parent: open.id, root: open.id };
  },
  'file on a ticket': async (db, { tickets: { open } }, values) => {
    const { id } = await anAttachment(db, open, { record_id: open.id, ...values });
    return { table: 'app.attachment', id, parent: open.id, root: open.id };
  },
  'file on a task': async (db, w, values) => {
    const task = await openTask(db, w);
    const { id } = await anAttachment(db, task, { record_id: task.id, ...values });
    return { table: 'app.attachment', id, parent: task.id, root: task.project_id };
  },
} satisfies Record<string, Maker>;
type Kind = keyof typeof kinds;
const names = Object.keys(kinds) as Kind[];
/** A note of a ticket has no flag to give: its record is Internal Only. */
const ticketNote: Maker = async (db, { tickets: { open }, team }) => {
  const { id } = await aTicketNote(db as Database, open, team.owner);
  return { table: 'app.ticket_note', id, parent: open.id, root: open.id };
};

/** Runs in a transaction of the superuser, and undoes it. */
async function undone<T>(work: (db: { admin: pg.Pool }) => Promise<T>): Promise<T> {
  const line = await inside().db.admin.connect();
  await line.query('begin');
  try {
    return await work({ admin: line as unknown as pg.Pool });
  } finally {
    await line.query('rollback');
    line.release();
  }
}
const may = (role: ProjectRole, minimum: ProjectRole) =>
  projectRoles.indexOf(role) >= projectRoles.indexOf(minimum);
const share = 'select app.set_visibility($1::uuid[], $2, $3) as reached';

describe.each(names)('%s', (name) => {
  const make: Maker = kinds[name];
  const kind = name.startsWith('file') ? 'attachment' : (name.split(' ')[0] ?? '');

  test('has a record with its flag, in its place, as soon as it is there, and until it goes', async () => {
    const w = inside();
    for (const visibility of ['client_visible', 'internal_only'])
      await undone(async (db) => {
        const made = await make(db, w, { visibility });
        const record = () =>
          db.admin.query<object>(
            `select tenant_id, client_id, kind, project_id, contract_id, root_id, parent_id, visibility, visible from ${table} where id = $1`,
            [made.id],
          );
        const onContract = ['ticket', 'message', 'file on a ticket'].includes(name);
        expect((await record()).rows).toEqual([
          {
            tenant_id: w.acme.tenant_id,
            client_id: w.clients.own.id,
            kind,
            project_id: onContract ? null : made.root,
            contract_id: onContract ? w.contracts.both.id : null,
            root_id: made.root,
            parent_id: made.parent,
            visibility,
            visible: visibility === 'client_visible',
          },
        ]);
        await db.admin.query(`delete from ${made.table} where id = $1`, [made.id]);
        expect((await record()).rows).toEqual([]);
      });
  });

  test.each(projectRoles)('%s changes its flag where manager is enough', async (role) => {
    const w = inside();
    const { table: of, id } = await make(w.db, w, { visibility: 'internal_only' });
    try {
      // A project of its own has no members.
      const reach = name !== 'project' && may(role, 'manager') ? 1 : 0;
      const values = [[id], 'client_visible', 'x'];
      expect(await reached(w, seats.staff(w.staff[role]), share, values)).toBe(reach);
    } finally {
      await w.db.admin.query(`delete from ${of} where id = $1`, [id]);
    }
  });

  test('its flag is a Manager’s of the tenant to change, nobody’s without a session, and no outsider’s', async () => {
    const w = inside();
    const { table: of, id } = await make(w.db, w, { visibility: 'internal_only' });
    const values = [[id], 'client_visible', 'x'];
    expect(await reached(w, seats.staff(w.staff.tenantManager), share, values)).toBe(1);
    for (const token of [w.staff.outsider, w.staff.foreigner, ...Object.values(w.staffNobodies)])
      expect(await reached(w, seats.staff(token), share, values)).toBe(0);
    await w.db.admin.query(`delete from ${of} where id = $1`, [id]);
  });

  test('a change of the flag reaches the row at once, and no other row', async () => {
    const w = inside();
    const { table: of, id } = await make(w.db, w, { visibility: 'internal_only' });
    const flags = async () =>
      (
        await w.db.admin.query<{ id: string; flag: string }>(
          `select id, tenant_id || ' ' || visibility || ' ' || shared as flag from ${of} order by tenant_id, id`,
        )
      ).rows;
    const before = await flags();
    await asStaff(w.db, w.staff.tenantManager, share, [[id], 'client_visible', 'x']);
    expect(await flags()).toEqual(
      before.map((row) => (row.id === id ? { id, flag: `${w.acme.tenant_id} client_visible true` } : row)),
    );
    await w.db.admin.query(`delete from ${of} where id = $1`, [id]);
  });

  test('its row changes no flag by itself, whoever writes it', async () => {
    const w = inside();
    await undone(async ({ admin }) => {
      const { table: of, id } = await make({ admin }, w, { visibility: 'internal_only' });
      const lies = [
        "visibility = 'client_visible'",
        ...(/project|ticket$/.test(of) ? [] : ['visible = true']),
      ];
      for (const lie of lies) {
        await admin.query('savepoint lie');
        expect({
          lie,
          error: await errorOf(admin.query(`update ${of} set ${lie} where id = $1`, [id])),
        }).toEqual({ lie, error: expect.stringMatching(/^23503/) as unknown });
        await admin.query('rollback to savepoint lie');
      }
    });
  });

  test('is not there without its record: not at first, and not afterwards', async () => {
    const w = inside();
    await undone(async (db) => {
      const { table: of, id } = await make(db, w, { visibility: 'internal_only' });
      await db.admin.query(`delete from ${table} where id = $1`, [id]);
      expect((await db.admin.query(`select from ${of} where id = $1`, [id])).rowCount).toBe(0);
      const { rows } = await db.admin.query<{ trigger: string }>(
        `select quote_ident(tgname) as trigger from pg_trigger where tgrelid = $1::regclass and tgname like '0\\_make\\_record%'`,
        [of],
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const { trigger } of rows) await db.admin.query(`alter table ${of} disable trigger ${trigger}`);
      expect(await errorOf(make(db, w))).toMatch(/^23503/);
    });
  });
});

describe('a note of a ticket', () => {
  test('has a record that is Internal Only for good, until the note goes', async () => {
    const w = inside();
    await undone(async (db) => {
      const { table: of, id, root } = await ticketNote(db, w);
      const record = () =>
        db.admin.query<object>(
          `select kind, contract_id, root_id, parent_id, visibility, visible from ${table} where id = $1`,
          [id],
        );
      expect((await record()).rows).toEqual([
        {
          kind: 'note',
          contract_id: w.contracts.both.id,
          root_id: root,
          parent_id: root,
          visibility: 'internal_only',
          visible: false,
        },
      ]);
      await db.admin.query('savepoint flag');
      expect(await errorOf(db.admin.query(toFlag, ['client_visible', id]))).toMatch(/^23514/);
      await db.admin.query('rollback to savepoint flag');
      await db.admin.query(`delete from ${of} where id = $1`, [id]);
      expect((await record()).rows).toEqual([]);
    });
  });
});

test('a grooming note has the record of a note, and goes with it', async () => {
  const w = inside();
  await undone(async (db) => {
    const { id } = await aNote(db as Database, w.projects.shared, { kind: 'grooming' });
    const record = () =>
      db.admin.query(`select kind, root_id, parent_id, visibility, visible from ${table} where id = $1`, [
        id,
      ]);
    expect((await record()).rows).toEqual([
      {
        kind: 'note',
        root_id: w.projects.shared.id,
        parent_id: w.projects.shared.id,
        visibility: 'internal_only',
        visible: false,
      },
    ]);
    await db.admin.query('delete from app.text where id = $1', [id]);
    expect((await record()).rows).toEqual([]);
  });
});

describe('app.set_visibility()', () => {
  test('takes records of several kinds, and says how many of them it reached', async () => {
    const w = inside();
    const named = async (name: string) =>
      (await w.db.admin.query<{ id: string }>('select id from app.task where title = $1', [name])).rows[0]
        ?.id;
    const { rows } = await w.db.admin.query<{ id: string }>(
      "select id from app.text where body = 'shared/open' union all select id from app.epic where title = 'shared/internal'",
    );
    const mine = rows.map(({ id }) => id);
    const others = [await named('hidden/open'), await named('neighbour/open'), await named('foreign/open')];
    const seat = seats.staff(w.staff.manager);
    const all = [...mine, ...others, '00000000-0000-4000-8000-000000000000'];
    expect(await reached(w, seat, share, [all, 'internal_only', 'x'])).toBe(2);
    expect(await reached(w, seat, share, [[], 'internal_only', 'x'])).toBe(0);
  });

  test('by no other way does anybody of the staff change a flag', async () => {
    const w = inside();
    for (const name of ['project', 'epic', 'story', 'sprint', 'milestone', 'task', 'text', 'ticket', 'message', 'attachment', 'record'])
      expect({ name, error: await errorOf(attempt(w, seats.staff(w.staff.owner), `update app.${name} set visibility = visibility`)) }).toEqual({
        name,
        error: `42501 permission denied for table ${name}`,
      }); // prettier-ignore
  });
});

describe('what hangs on another record', () => {
  test('cannot claim that this one is visible, nor another one, another roof or none', async () => {
    const w = inside();
    const hidden = "(select id from app.text where body = 'shared/internal task, open')";
    const open = (await openTask(w.db, w)).id;
    const claim = (what: string) =>
      errorOf(undone(({ admin }) => admin.query(`update ${table} set ${what} where id = ${hidden}`)));
    expect(await claim('parent_visible = true')).toMatch(/^23503/);
    expect(await claim(`parent_id = '${open}'`)).toMatch(/^23503/);
    expect(await claim('parent_id = null, parent_visible = true')).toMatch(/^23503/);
    expect(await claim(`root_id = '${w.projects.hidden.id}'`)).toMatch(/^23514/);
    expect(await claim(`client_id = '${w.clients.neighbour.id}'`)).toMatch(/^23503/);
    expect(await claim('visible = true')).toMatch(/^428C9/);
  });

  test('is visible no longer once one above it is hidden, and again once that is shown', async () => {
    const w = inside();
    const task = await aTask(w.db, w.projects.shared, { visibility: 'client_visible' });
    const comment = await aComment(w.db, task, { visibility: 'client_visible' });
    const file = await anAttachment(w.db, task, { record_id: comment.id, visibility: 'client_visible' });
    const hidden = await anAttachment(w.db, task, { record_id: comment.id, visibility: 'internal_only' });
    const seen = async () => ({
      file: (await asClient(w.db, w.client.admin, 'select from app.attachment where id = $1', [file.id]))
        .length,
      visible: (
        await w.db.admin.query<{ visible: boolean }>(
          `select visible from ${table} where id = any ($1) order by array_position($1, id)`,
          [[task.id, comment.id, file.id, hidden.id]],
        )
      ).rows.map(({ visible }) => visible),
    });
    expect(await seen()).toEqual({ file: 1, visible: [true, true, true, false] });
    await asStaff(w.db, w.staff.manager, share, [[task.id], 'internal_only', 'x']);
    expect(await seen()).toEqual({ file: 0, visible: [false, false, false, false] });
    await asStaff(w.db, w.staff.manager, share, [[task.id], 'client_visible', 'x']);
    expect(await seen()).toEqual({ file: 1, visible: [true, true, true, false] });
    await w.db.admin.query('delete from app.task where id = $1', [task.id]);
  });

  test('a file follows its message to a ticket of another contract, and a file of that one stays', async () => {
    const w = inside();
    const alone = await aSupport(w.db, await aContract(w.db, [w.clients.own]));
    const open = { visibility: 'client_visible' };
    const [from, to] = [
      await aTicket(w.db, w.contracts.both, w.clients.own, open),
      await aTicket(w.db, alone, w.clients.own, open),
    ];
    const [message, stays] = [await aMessage(w.db, from, open), await aMessage(w.db, from, open)];
    const file = await anAttachment(w.db, from, { record_id: message.id, ...open });
    const other = await anAttachment(w.db, from, { record_id: stays.id, ...open });
    await asStaff(w.db, w.staff.tenantManager, 'select app.move_to_ticket($1, $2, $3::uuid[])', [
      from.id,
      to.id,
      [message.id],
    ]);
    const stand = async (id: string) =>
      (
        await w.db.admin.query<object>(
          `select root_id, parent_id, contract_id, visible from ${table} where id = $1`,
          [id],
        )
      ).rows[0];
    const moved = { root_id: to.id, contract_id: alone.id, visible: true };
    expect(await stand(message.id)).toEqual({ ...moved, parent_id: to.id });
    expect(await stand(file.id)).toEqual({ ...moved, parent_id: message.id });
    const left = { root_id: from.id, contract_id: w.contracts.both.id, visible: true };
    expect(await stand(other.id)).toEqual({ ...left, parent_id: stays.id });
    const { rows } = await w.db.admin.query(
      'select ticket_id, contract_id, record_id from app.attachment where id = $1',
      [file.id],
    );
    expect(rows).toEqual([{ ticket_id: to.id, contract_id: alone.id, record_id: message.id }]);
    await w.db.admin.query('delete from app.ticket where id = any ($1)', [[from.id, to.id]]);
  });
});

describe('what is deleted', () => {
  /** Rows without a record, and records without a row. */
  const orphans = async () => {
    const tables = ['project', 'epic', 'story', 'sprint', 'milestone', 'task', 'text', 'ticket', 'message', 'ticket_note', 'attachment']; // prettier-ignore
    const { rows } = await inside().db.admin.query<object>(
      `with rows as (${tables.map((name) => `select tenant_id, id from app.${name}`).join(' union all ')})
       select r.kind, r.id as record, x.id as row from app.record r full join rows x on x.tenant_id = r.tenant_id and x.id = r.id
        where r.id is null or x.id is null`,
    );
    return rows;
  };
  const records = async (ids: string[]) =>
    (await inside().db.admin.query(`select from ${table} where id = any ($1)`, [ids])).rowCount;

  test('takes along what hangs on it, and leaves no record behind: a task', async () => {
    const w = inside();
    const task = await aTask(w.db, w.projects.shared);
    const comment = await aComment(w.db, task);
    const note = await aNote(w.db, w.projects.shared, { record_id: task.id });
    const files = [];
    for (const { id } of [task, comment, note]) files.push(await anAttachment(w.db, task, { record_id: id }));
    await w.db.admin.query("update app.text set body = 'reworded' where id = $1", [comment.id]);
    const ids = [task, comment, note, ...files].map(({ id }) => id);
    expect(await records(ids)).toBe(6);
    await asStaff(w.db, w.staff.manager, 'delete from app.task where id = $1', [task.id]);
    expect(await records(ids)).toBe(0);
    expect(await orphans()).toEqual([]);
    const said = 'select from app.text_revision where record_id = $1';
    expect((await w.db.admin.query(said, [comment.id])).rowCount).toBe(0);
  });

  test('a ticket, with messages, notes and their files; and a comment, message or note alone', async () => {
    const w = inside();
    const ticket = await aTicket(w.db, w.contracts.both, w.clients.own);
    const make = async () => {
      const [message, note] = [await aMessage(w.db, ticket), await aTicketNote(w.db, ticket, w.team.owner)];
      const ids = [message.id, note.id];
      for (const id of [...ids]) ids.push((await anAttachment(w.db, ticket, { record_id: id })).id);
      return ids;
    };
    const ids = await make();
    for (const of of ['message', 'ticket_note'])
      await asStaff(w.db, w.staff.manager, `delete from app.${of} where ticket_id = $1`, [ticket.id]);
    expect(await records(ids)).toBe(0);
    const more = [ticket.id, ...(await make())];
    expect(await records(more)).toBe(5);
    await w.db.admin.query('delete from app.ticket where id = $1', [ticket.id]);
    expect(await records(more)).toBe(0);
    expect(await orphans()).toEqual([]);
  });

  test('a project, with all that is in it; and of the same id in another tenant, nothing', async () => {
    const w = inside();
    const count = async (tenant: string) =>
      (await w.db.admin.query(`select from ${table} where tenant_id = $1`, [tenant])).rowCount;
    const [ours, theirs] = [w.acme.tenant_id, w.rival.tenant_id];
    const project = await aProject(w.db, w.clients.own);
    const twin = await aProject(w.db, w.clients.stranger, { id: project.id });
    const before = [await count(ours), await count(theirs)];
    for (const one of [project, twin]) await aTask(w.db, one);
    await w.db.admin.query('delete from app.project where tenant_id = $1 and id = $2', [theirs, twin.id]);
    expect([await count(ours), await count(theirs)]).toEqual([before[0]! + 1, before[1]! - 1]);
    await w.db.admin.query('delete from app.project where tenant_id = $1 and id = $2', [ours, project.id]);
    expect([await count(ours), await count(theirs)]).toEqual([before[0]! - 1, before[1]! - 1]);
    expect(await orphans()).toEqual([]);
  });
});

describe('a project that moves to another client', () => {
  test('is hidden first, with all in it, logged as the client’s whose it was; no other project is', async () => {
    const w = inside();
    const open = { visibility: 'client_visible' } as const;
    const [project, stays] = [
      await aProject(w.db, w.clients.own, open),
      await aProject(w.db, w.clients.own, open),
    ];
    const task = await aTask(w.db, project, open);
    const comment = await aComment(w.db, task, open);
    const file = await anAttachment(w.db, task, { record_id: comment.id, ...open });
    await aTask(w.db, stays, open);
    const stand = async ({ id }: { id: string }) =>
      (
        await w.db.admin.query<object>(
          `select distinct client_id as client, visibility, visible from ${table} where root_id = $1`,
          [id],
        )
      ).rows;
    await asStaff(w.db, w.staff.tenantManager, toMove, [project.id, w.clients.own.id]);
    const shown = { client: w.clients.own.id, visibility: 'client_visible', visible: true };
    expect(await stand(project)).toEqual([shown]);
    await asStaff(w.db, w.staff.tenantManager, toMove, [project.id, w.clients.neighbour.id]);
    expect(await stand(project)).toEqual([
      { client: w.clients.neighbour.id, visibility: 'internal_only', visible: false },
    ]);
    expect(await stand(stays)).toEqual([shown]);
    const { rows } = await w.db.admin.query<{ id: string; client: string }>(
      `select record_id as id, client_id as client from app.visibility_log
        where project_id = $1 and from_visibility = 'client_visible' and to_visibility = 'internal_only'`,
      [project.id],
    );
    expect(rows.map(({ id }) => id).sort()).toEqual([project.id, task.id, comment.id, file.id].sort());
    expect(new Set(rows.map(({ client }) => client))).toEqual(new Set([w.clients.own.id]));
    await w.db.admin.query('delete from app.project where id = any ($1)', [[project.id, stays.id]]);
  });
});
