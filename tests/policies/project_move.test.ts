/** L13: a project that moves to another client of the tenant takes nothing along that the one before was shown. */
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  aClient, aClientUser, aDefault, aComment, aContract, aMilestone, anEpic, aNote, aProject, aProjectMember, asClient, aSession,
  aSprint, aStory, asStaff, aTask, flagging, seats, toFlag, transact, type Client, type Project, type ProjectRecord, type Task,
} from '../support/builders.ts'; // prettier-ignore
import { anAttachment } from '../support/ticket-builders.ts';
import { attemptError, denied, errorOf, reached } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const inside = useWorld();
/** Moves the project $1 to the client $2 under the contract $3, or none. */
const moving = 'select app.move_project($1, $2, $3)';
const kinds = ['epic', 'story', 'sprint', 'milestone', 'task', 'comment', 'note'] as const;
/** The rows of each, by the kind that it is named for. */
const rowsOf = (kind: string) =>
  ['comment', 'note'].includes(kind) ? `app.text where kind = '${kind}'` : `app.${kind} where true`;
const tables = [...kinds, 'task_status_change', 'milestone_change', 'project'];

let from: Client;
let to: Client;
let project: Project;
let task: Task;
let internal: Task;
const records = {} as Record<(typeof kinds)[number], ProjectRecord>;
const token = { from: '', to: '' };
let heard: string[] = [];
let numberBefore = 0;

const seenBy = async (who: string) => {
  const seen: Record<string, number> = {};
  for (const kind of tables)
    seen[kind] = (await asClient(inside().db, who, `select 1 from ${rowsOf(kind)}`)).length;
  return Object.fromEntries(Object.entries(seen).filter(([, count]) => count > 0));
};
const filesSeenBy = async (who: string) =>
  (await asClient<{ name: string }>(inside().db, who, 'select name from app.attachment order by name')).map(
    ({ name }) => name,
  );
const rowOf = async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
  (await inside().db.admin.query<Row>(sql, values)).rows[0];
const share = (table: string, id: string) =>
  asStaff(inside().db, inside().staff.tenantManager, flagging(table.replace('app.', ''), 'client_visible'), [
    id,
  ]);

beforeAll(async () => {
  const { db, acme, team, staff } = inside();
  from = await aClient(db, acme, { name: 'From' });
  to = await aClient(db, acme, { name: 'To' });
  // The stream of the new client has begun: what arrives goes on from there.
  const theirs = await aProject(db, to, { visibility: 'client_visible' });
  await aTask(db, theirs, { visibility: 'internal_only' });
  await aTask(db, theirs, { visibility: 'client_visible' });
  await db.admin.query(toFlag, ['internal_only', theirs.id]);
  for (const [side, client] of [
    ['from', from],
    ['to', to],
  ] as const)
    token[side] = await aSession(db, await aClientUser(db, client, { name: `Of ${side}` }));

  project = await aProject(db, from, { visibility: 'client_visible', client_may_comment: true });
  await aProjectMember(db, project, team.owner, 'owner');
  const open = { visibility: 'client_visible' };
  records.epic = await anEpic(db, project, open);
  records.story = await aStory(db, project, { ...open, epic_id: records.epic.id });
  records.sprint = await aSprint(db, project, open);
  records.milestone = await aMilestone(db, project, open);
  task = await aTask(db, project, {
    ...open, story_id: records.story.id, sprint_id: records.sprint.id, milestone_id: records.milestone.id,
  }); // prettier-ignore
  records.task = task;
  numberBefore = task.number;
  internal = await aTask(db, project, { visibility: 'internal_only' });
  records.comment = await aComment(db, task, open);
  records.note = await aNote(db, project, { ...open, record_id: task.id });
  await aNote(db, project, { ...open, record_id: records.milestone.id });
  const [said] = await asClient<{ id: string }>(
    db,
    token.from,
    "select app.comment_on_task($1, 'Ours to say', '{}', gen_random_uuid()) as id",
    [task.id],
  );
  await asClient(db, token.from, "select app.record_receipt('task', $1)", [task.id]);
  await db.admin.query("update app.task set status = 'in_progress' where id = $1", [task.id]);
  await db.admin.query("update app.milestone set forecast_on = '2026-07-01' where id = $1", [
    records.milestone.id,
  ]);
  expect(said?.id).toEqual(expect.any(String));
  const author = await rowOf<{ id: string }>("select id from app.client_user where name = 'Of from'");
  await anAttachment(db, project, { ...open, record_id: task.id, name: 'of the task' });
  await anAttachment(db, project, {
    ...{ ...open, record_id: said?.id, name: 'of their comment' },
    ...{ author_client_user_id: author?.id, author_name: 'Of from' },
  });
  expect(await filesSeenBy(token.from)).toEqual(['of the task', 'of their comment']);
  expect(await seenBy(token.from)).toEqual({
    epic: 1, story: 1, sprint: 1, milestone: 1, task: 1, comment: 2, note: 2,
    task_status_change: 2, milestone_change: 1, project: 1,
  }); // prettier-ignore

  const ear = new pg.Client({ connectionString: db.url('owner') });
  ear.on('error', () => {});
  await ear.connect();
  const names = new Map<string, string>();
  for (const [audience, subject, name] of [
    ['client', from.id, 'from'],
    ['client', to.id, 'to'],
    ['tenant', acme.tenant_id, 'tenant'],
  ] as const) {
    const row = await rowOf<{ channel: string }>("select app.live_channel($1, $2, 'projects') as channel", [
      audience,
      subject,
    ]);
    names.set(row?.channel ?? '', name);
    await ear.query(`listen ${row?.channel}`);
  }
  ear.on('notification', ({ channel }) => heard.push(names.get(channel) ?? channel));
  await transact(db, seats.staff(staff.tenantManager), async (line) => {
    await line.query("select app.give_reason('sold')");
    await line.query(moving, [project.id, to.id, null]);
  });
  await ear.query('select 1');
  heard = [...new Set(heard)].sort();
  await ear.end();
});

test('neither client sees anything of it', async () => {
  expect(await seenBy(token.from)).toEqual({});
  expect(await seenBy(token.to)).toEqual({});
});

test('all that hangs on it is the new client’s, and Internal Only', async () => {
  for (const kind of ['project', ...kinds]) {
    const where = kind === 'project' ? 'id' : 'project_id';
    const { rows } = await inside().db.admin.query(
      `select distinct client_id as client, visibility, shared, shared_at from ${rowsOf(kind)} and ${where} = $1`,
      [project.id],
    );
    expect({ kind, rows }).toEqual({
      kind,
      rows: [{ client: to.id, visibility: 'internal_only', shared: false, shared_at: null }],
    });
  }
});

test('files on its tasks and comments go along, Internal Only, and are nobody’s of the client before', async () => {
  const { rows } = await inside().db.admin.query(
    'select name, client_id as client, visibility, shared, shared_at, author_client_user_id as account from app.attachment where project_id = $1 order by name',
    [project.id],
  );
  const hidden = {
    client: to.id,
    visibility: 'internal_only',
    shared: false,
    shared_at: null,
    account: null,
  };
  expect(rows).toEqual([
    { name: 'of the task', ...hidden },
    { name: 'of their comment', ...hidden },
  ]);
  for (const who of [token.from, token.to]) expect(await filesSeenBy(who)).toEqual([]);
});

test('each that was Client Visible is logged, with the reason, who did it, and who had opened it', async () => {
  const { rows } = await inside().db.admin.query<{ kind: string }>(
    `select record_kind::text as kind from app.visibility_log
      where project_id = $1 and from_visibility = 'client_visible' and to_visibility = 'internal_only' and reason = 'sold' and actor_staff_id = $2`,
    [project.id, inside().team.tenantManager.id],
  );
  expect(rows.map(({ kind }) => kind).sort()).toEqual(
    [...kinds, 'comment', 'note', 'project', 'attachment', 'attachment'].sort(),
  );
  const seen = await rowOf<{ seen: { name: string; times: number }[] }>(
    "select seen from app.visibility_log where record_id = $1 and reason = 'sold'",
    [task.id],
  );
  expect(seen?.seen).toMatchObject([{ name: 'Of from', times: 1 }]);
  for (const kind of ['comment', 'note'] as const) {
    const said = await rowOf<{ seen: { name: string; times: number }[] }>(
      "select seen from app.visibility_log where record_id = $1 and reason = 'sold'",
      [records[kind].id],
    );
    expect({ kind, seen: said?.seen }).toMatchObject({ kind, seen: [{ name: 'Of from', times: 1 }] });
  }
});

test('tasks are numbered anew, from the new client’s internal stream, and staff keep the number from before', async () => {
  const { rows } = await inside().db.admin.query<{ number: number; internal_number: number }>(
    'select number, internal_number from app.task where project_id = $1 order by internal_number',
    [project.id],
  );
  expect(rows.map((row) => row.internal_number)).toEqual(
    [numberBefore, internal.number].sort((a, b) => a - b),
  );
  expect(rows.map(({ number }) => number).sort((a, b) => a - b)).toEqual([11, 12]);
});

test('the page that the client before has open is told, and no page of the next', () => {
  expect(heard).toEqual(['from', 'tenant']);
});

test('a comment by a person of the client before keeps the name and no account', async () => {
  const row = await rowOf(
    "select author_name, author_client_user_id as account from app.text where body = 'Ours to say'",
  );
  expect(row).toEqual({ author_name: 'Of from', account: null });
});

test('read receipts of the former client stay under that client', async () => {
  const row = await rowOf('select client_id as client from app.read_receipt where record_id = $1', [task.id]);
  expect(row).toEqual({ client: from.id });
});

describe('shared anew', () => {
  beforeAll(async () => {
    await share('app.project', project.id);
    expect(await seenBy(token.to)).toEqual({ project: 1 });
    for (const kind of ['task', 'milestone'] as const) await share(`app.${kind}`, records[kind].id);
  });

  test('the new client sees that much, and nothing of its history, comments or notes from before', async () => {
    expect(await seenBy(token.from)).toEqual({});
    expect(await seenBy(token.to)).toEqual({ project: 1, task: 1, milestone: 1 });
    const references =
      'select visible_story_id as story, visible_sprint_id as sprint, visible_milestone_id as milestone from app.task';
    expect(await asClient(inside().db, token.to, references)).toEqual([
      { story: null, sprint: null, milestone: records.milestone.id },
    ]);
  });

  test('the task has a number of the new client’s shared stream', async () => {
    expect(await asClient(inside().db, token.to, 'select number from app.task')).toEqual([{ number: 6 }]);
  });

  test('withdrawn again, it names the new client’s readers alone', async () => {
    const { db, staff } = inside();
    await asClient(db, token.to, "select app.record_receipt('task', $1)", [task.id]);
    await asStaff(db, staff.tenantManager, flagging('task', 'internal_only', 'id = $1', 'again'), [task.id]);
    const row = await rowOf<{ seen: { name: string }[] }>(
      "select seen from app.visibility_log where record_id = $1 and reason = 'again'",
      [task.id],
    );
    expect(row?.seen.map(({ name }) => name)).toEqual(['Of to']);
    await share('app.task', task.id);
  });

  test('later changes are seen by the new client', async () => {
    await inside().db.admin.query("update app.task set status = 'done' where id = $1", [task.id]);
    expect(
      await asClient(inside().db, token.to, 'select from_status, to_status from app.task_status_change'),
    ).toEqual([{ from_status: 'in_progress', to_status: 'done' }]);
  });
});

describe('who moves one', () => {
  const move = (who: string, client: string, which = project.id, contract: string | null = null) =>
    attemptError(inside(), seats.staff(who), moving, [which, client, contract]);

  test('a tenant Manager; no Member, be they the project’s owner', async () => {
    const w = inside();
    const { staff, clients } = w;
    const moves = (who: string, client: { id: string }) =>
      reached(w, seats.staff(who), moving, [project.id, client.id, null]);
    expect(await moves(staff.tenantManager, clients.neighbour)).toBe(1);
    expect(await moves(staff.owner, clients.neighbour)).toBe(0);
    expect(await moves(staff.foreigner, clients.stranger)).toBe(0);
    for (const token of [staff.outsider, ...Object.values(w.staffNobodies)])
      expect(await moves(token, clients.neighbour)).toBe(0);
    for (const column of ['client_id', 'contract_id'])
      expect(
        await attemptError(w, seats.staff(staff.tenantManager), `update app.project set ${column} = null`),
      ).toBe(denied('app.project'));
  });

  test('L85: to a client of another tenant as little as to one of nowhere', async () => {
    const { staff, clients } = inside();
    const nowhere = await move(staff.tenantManager, '00000000-0000-4000-8000-000000000000');
    expect(nowhere).toMatch(/^23503/);
    expect(await move(staff.tenantManager, clients.stranger.id)).toBe(nowhere);
  });

  test('under a contract that covers the new client, or none', async () => {
    const { db, staff, clients } = inside();
    const [theirs, ours] = [await aContract(db, [from]), await aContract(db, [clients.neighbour])];
    const bound = await aProject(db, from, { contract_id: theirs.id });
    const both = (contract: string | null) =>
      move(staff.tenantManager, clients.neighbour.id, bound.id, contract);
    expect(await both(theirs.id)).toMatch(/^23503/);
    expect(await both(ours.id)).toBe('no error');
    expect(await both(null)).toBe('no error');
  });

  test('takes back what the project shared by default, and the leave to comment', async () => {
    const { db, staff, clients } = inside();
    const moved = await aProject(db, from, { client_may_comment: true });
    const stays = await aProject(db, from, { client_may_comment: true });
    for (const one of [moved, stays]) await aDefault(db, one, 'task', 'client_visible');
    const moveTo = (client: Client) => asStaff(db, staff.tenantManager, moving, [moved.id, client.id, null]);
    const left = async ({ id }: Project) =>
      rowOf(
        `select client_may_comment, (select count(*)::int from app.project_default d where d.project_id = p.id) as defaults
           from app.project p where p.id = $1`,
        [id],
      );
    await moveTo(from);
    expect(await left(moved)).toEqual({ client_may_comment: true, defaults: 1 });
    await moveTo(clients.neighbour);
    expect(await left(moved)).toEqual({ client_may_comment: false, defaults: 0 });
    expect(await left(stays)).toEqual({ client_may_comment: true, defaults: 1 });
  });

  test('a DBA moves one in which nothing is Client Visible, and no other; none is shared in the same statement', async () => {
    const { db, clients } = inside();
    const hidden = await aProject(db, from);
    const within = await aTask(db, hidden, { visibility: 'client_visible' });
    const moves = (more = '') =>
      errorOf(
        db.admin.query(`update app.project set client_id = $1${more} where id = $2`, [
          clients.neighbour.id,
          hidden.id,
        ]),
      );
    const refused = '23514 a project moves to another client with nothing in it Client Visible';
    expect(await moves()).toBe(refused);
    await db.admin.query(toFlag, ['internal_only', within.id]);
    await db.admin.query(toFlag, ['client_visible', hidden.id]);
    expect(await moves()).toBe(refused);
    await db.admin.query(toFlag, ['internal_only', hidden.id]);
    expect(await moves(", visibility = 'client_visible'")).toMatch(/^23503/);
    expect(await moves()).toBe('no error');
    const { rows } = await db.admin.query(
      'select client_id as client, visible from app.record where root_id = $1',
      [hidden.id],
    );
    expect(rows).toEqual([1, 2].map(() => ({ client: clients.neighbour.id, visible: false })));
  });
});
