import { beforeAll, expect, test } from 'vitest';
import {
  aComment,
  aNote,
  aProject,
  asClient,
  asStaff,
  aTask,
  flagging,
  seats,
  toMove,
} from '../support/builders.ts';
import { heldByContract } from './contract-row.ts';
import {
  errorOf,
  closedTo,
  closedToClients,
  floored,
  granted,
  notWrittenByStaff,
  readByStaff,
  tableOf,
} from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.text_revision';
const inside = useWorld();

/** Of each ticket's Client Visible message and of its note, and of each project's Client Visible comment and note, what it said before. */
beforeAll(async () => {
  const { db } = inside();
  await db.admin.query("update app.message set body = body || ' edited' where body like '%/open'");
  await db.admin.query("update app.text set body = body || ' edited' where body ~ '/open( note)?$'");
  await db.admin.query("update app.ticket_note set body = body || ' edited'");
});

granted(inside, table, { staff: { select: true }, definer_log: { insert: true } });
floored(inside, table, { trusts: ['staff', 'definer_log'] });
closedToClients(inside, table);
closedTo(inside, table, 'staff who look through a client’s eyes', (w) => seats.look(w.looks.admin));
closedTo(inside, table, 'role worker', (w) => seats.worker(w.acme.tenant_id));
const ofTickets = (...tickets: string[]) => tickets.flatMap((ticket) => [ticket, `${ticket}/open`]);
const ofProjects = (...projects: string[]) =>
  projects.flatMap((project) => [`${project}/open`, `${project}/open note`]);
readByStaff(inside, table, {
  key: 'body collate "C"',
  manager: () =>
    [...ofTickets('internal', 'neighbour', 'open'), ...ofProjects('hidden', 'neighbour', 'shared')].sort(),
  member: () => [...ofTickets('internal', 'neighbour', 'open'), ...ofProjects('hidden', 'shared')].sort(),
  outsider: () => [],
  foreigner: () => [...ofTickets('foreign'), ...ofProjects('foreign')].sort(),
});
heldByContract(inside, table);
notWrittenByStaff(inside, table);

const kinds = ['comment', 'note', 'message', 'ticket_note'] as const;
type Kind = (typeof kinds)[number];

/** What a contributor writes of this kind on what they all see, with these values. */
async function written(kind: Kind, values: Record<string, unknown> = {}): Promise<string> {
  const { db, staff, tickets } = inside();
  const { rows } = await db.admin.query<{ id: string }>(
    "select id from app.task where title = 'shared/open' and project_id = $1",
    [inside().projects.shared.id],
  );
  const parent =
    kind === 'comment' || kind === 'note' ? { kind, record_id: rows[0]?.id } : { ticket_id: tickets.open.id };
  const columns = Object.entries({ body: 'one', ...parent, ...values });
  const [row] = await asStaff<{ id: string }>(
    db,
    staff.manager,
    `insert into app.${tableOf(kind)} (${columns.map(([name]) => name).join(', ')})
     values (${columns.map((_, nth) => `$${nth + 1}`).join(', ')}) returning id`,
    columns.map(([, value]) => value),
  );
  return row?.id ?? '';
}
const editText = (kind: Kind, id: string, body: string) =>
  asStaff(inside().db, inside().staff.manager, `update app.${tableOf(kind)} set body = $1 where id = $2`, [
    body,
    id,
  ]);

test.each(kinds)(
  'each edit of a %s keeps what was said before, and who changed it; an edit that changes nothing keeps nothing',
  async (kind) => {
    const { db, team, acme, clients, contracts, projects } = inside();
    const id = await written(kind);
    for (const body of ['two', 'two', 'three']) await editText(kind, id, body);
    const { rows } = await db.admin.query(
      `select body, editor_staff_id as by, tenant_id, client_id, contract_id, project_id,
              (select r.kind::text from app.record r where r.tenant_id = t.tenant_id and r.id = t.record_id) as of
         from ${table} t where record_id = $1 order by id`,
      [id],
    );
    const onTicket = kind === 'message' || kind === 'ticket_note';
    const common = {
      by: team.manager.id,
      tenant_id: acme.tenant_id,
      client_id: clients.own.id,
      contract_id: onTicket ? contracts.both.id : null,
      project_id: onTicket ? null : projects.shared.id,
      of: kind === 'ticket_note' ? 'note' : kind,
    };
    expect(rows).toEqual([
      { body: 'one', ...common },
      { body: 'two', ...common },
    ]);
    await db.admin.query(`delete from app.${tableOf(kind)} where id = $1`, [id]);
    const left = await db.admin.query(`select from ${table} where record_id = $1`, [id]);
    expect(left.rowCount).toBe(0);
  },
);

const shareable = ['comment', 'note', 'message'] as const;
const editedAt = async (kind: Kind, id: string) =>
  (
    await inside().db.admin.query<{ at: Date | null }>(
      `select edited_at as at from app.${tableOf(kind)} where id = $1`,
      [id],
    )
  ).rows[0]?.at;

test.each(shareable)(
  'L61: the client is told that a %s was edited if they could read it before, and of no edit made while it was hidden',
  async (kind) => {
    const { db, client, staff } = inside();
    const [read, unread] = [
      await written(kind, { visibility: 'client_visible' }),
      await written(kind, { visibility: 'internal_only' }),
    ];
    expect(await editedAt(kind, read)).toBeNull();
    for (const id of [read, unread]) await editText(kind, id, 'two');
    expect(await editedAt(kind, read)).toBeInstanceOf(Date);
    expect(await editedAt(kind, unread)).toBeNull();
    const flag = (id: string, visibility: string) =>
      asStaff(db, staff.manager, flagging(tableOf(kind), visibility), [id]);
    await flag(unread, 'client_visible');
    await flag(read, 'internal_only');
    await flag(read, 'client_visible');
    const seen = `select body, edited_at from app.${tableOf(kind)} where id = any ($1)`;
    expect(await asClient(db, client.admin, seen, [[read, unread]])).toEqual(
      [1, 2].map(() => ({ body: 'two', edited_at: null })),
    );
    await db.admin.query(`delete from app.${tableOf(kind)} where id = any ($1)`, [[read, unread]]);
  },
);

test('it is of one text, in the place of that text', async () => {
  const { db } = inside();
  const id = await written('comment');
  await editText('comment', id, 'two');
  for (const [change, error] of [
    ['record_id = gen_random_uuid()', /^23503/],
    ['record_id = null', /^23502/],
    ['contract_id = project_id, project_id = null', /^23503/],
    ['project_id = null', /^23514/],
    ['contract_id = project_id', /^23514/],
    ['project_id = gen_random_uuid()', /^23503/],
    ['client_id = gen_random_uuid()', /^23503/],
    ['tenant_id = gen_random_uuid()', /^23503/],
  ] as const)
    expect({
      change,
      error: await errorOf(db.admin.query(`update ${table} set ${change} where record_id = $1`, [id])),
    }).toEqual({ change, error: expect.stringMatching(error) as unknown });
  await db.admin.query('delete from app.text where id = $1', [id]);
});

test('revisions move with their project to another client', async () => {
  const { db, clients, staff } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const task = await aTask(db, project, { visibility: 'client_visible' });
  const open = { visibility: 'client_visible', body: 'one' };
  const said = { comment: await aComment(db, task, open), note: await aNote(db, project, open) };
  for (const [kind, { id }] of Object.entries(said))
    await db.admin.query(`update app.${tableOf(kind)} set body = 'two' where id = $1`, [id]);
  await asStaff(db, staff.tenantManager, toMove, [project.id, clients.neighbour.id]);
  const { rows } = await db.admin.query(`select body, client_id from ${table} where project_id = $1`, [
    project.id,
  ]);
  expect(rows).toEqual([1, 2].map(() => ({ body: 'one', client_id: clients.neighbour.id })));
  for (const [kind, { id }] of Object.entries(said))
    expect({ kind, edited: await editedAt(kind as Kind, id) }).toEqual({ kind, edited: null });
});
