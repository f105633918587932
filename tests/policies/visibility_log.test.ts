import { describe, expect, test } from 'vitest';
import {
  aComment,
  aProject,
  aProjectMember,
  aSession,
  aStaffMember,
  asClient,
  asStaff,
  flagging,
  aTask,
  seats,
  transact,
} from '../support/builders.ts';
import { aContractMember, anAttachment } from '../support/ticket-builders.ts';
import {
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

const table = 'app.visibility_log';
const inside = useWorld();
/** Of each project and each ticket one, whatever hangs on it. */
const key = `distinct split_part(split_part(record_label, '/', 1), ' ', 1) collate "C"`;
const tickets = ['internal', 'neighbour', 'open'];

granted(inside, table, { staff: { select: true }, auditor: { select: true }, definer_log: { insert: true } });
floored(inside, table, { trusts: ['staff', 'auditor', 'definer_log'] });
closedToClients(inside, table);
readByStaff(inside, table, {
  key,
  manager: () => ['hidden', ...tickets, 'shared'],
  member: () => ['hidden', ...tickets, 'shared'],
  outsider: () => [],
  foreigner: () => ['foreign'],
});
notWrittenByStaff(inside, table);
closedTo(inside, table, 'role client_sign_in', () => seats.clientSignIn);
closedTo(inside, table, 'role staff_sign_in', () => seats.staffSignIn);

test('the auditor reads all of it and writes nothing', async () => {
  const { db } = inside();
  const auditor = await db.as('auditor');
  const count = 'select count(*)::int as count from app.visibility_log';
  expect((await auditor.query(count)).rows).toEqual((await db.admin.query(count)).rows);
  for (const sql of [
    'delete from app.visibility_log',
    'update app.visibility_log set reason = null',
    'insert into app.visibility_log default values',
  ])
    expect(await errorOf(auditor.query(sql))).toBe('42501 permission denied for table visibility_log');
});

describe('what is logged', () => {
  const logOf = async (id: string) =>
    (
      await inside().db.admin.query(
        `select record_kind as kind, record_label as label, from_visibility as from, to_visibility as to, reason,
                actor_staff_id as by, actor_login as login, project_id as project
           from app.visibility_log where record_id = $1 order by changed_at`,
        [id],
      )
    ).rows as unknown[];

  test('the log says who set a flag at creation and who changed it, by which login, and why', async () => {
    const { db, staff, team, projects } = inside();
    const [task] = await asStaff<{ id: string }>(
      db,
      staff.contributor,
      "insert into app.task (project_id, title) values ($1, 'Logged') returning id",
      [projects.shared.id],
    );
    const id = String(task?.id);
    const reason = 'asked for it by phone';
    await asStaff(db, staff.manager, flagging('task', 'client_visible', 'id = $1', reason), [id]);
    await asStaff(db, staff.owner, flagging('task', 'internal_only'), [id]);
    const common = { kind: 'task', label: 'Logged', login: 'staff_app', project: projects.shared.id };
    expect(await logOf(id)).toEqual([
      { ...common, from: null, to: 'internal_only', reason: null, by: team.contributor.id },
      {
        ...common,
        from: 'internal_only',
        to: 'client_visible',
        reason,
        by: team.manager.id,
      },
      { ...common, from: 'client_visible', to: 'internal_only', reason: null, by: team.owner.id },
    ]);
    await db.admin.query('delete from app.task where id = $1', [id]);
    expect(await logOf(id)).toHaveLength(3);
  });

  test('the log names a client user by the session, and not by the author column', async () => {
    const { db, client, staff, people, team, tickets: of, projects } = inside();
    await db.admin.query('update app.project set client_may_comment = true where id = $1', [
      projects.shared.id,
    ]);
    const task = await aTask(db, projects.shared, { visibility: 'client_visible' });
    const actorsOf = async (label: string) =>
      (
        await db.admin.query(
          `select record_kind as kind, actor_client_user_id as client_user, actor_staff_id as staff, actor_login as login
             from app.visibility_log where record_label = $1 order by changed_at`,
          [label],
        )
      ).rows as unknown[];
    const [said] = await asClient<{ id: string | null }>(
      db,
      client.employee,
      "select app.comment_on_task($1, 'By a client', '{}', gen_random_uuid()) as id",
      [task.id],
    );
    expect(said?.id).not.toBeNull();
    await asClient(
      db,
      client.admin,
      "select app.reply_to_ticket($1, 'By another', '{}', gen_random_uuid())",
      [of.open.id],
    );
    const byClient = { staff: null, login: 'client_app' };
    expect(await actorsOf('By a client')).toEqual([
      { kind: 'comment', client_user: people.employee.id, ...byClient },
    ]);
    expect(await actorsOf('By another')).toEqual([
      { kind: 'message', client_user: people.admin.id, ...byClient },
    ]);

    // The team withdraws it: the author stays the client's, the act is the team's. Without a session it is nobody's.
    await asStaff(db, staff.manager, flagging('text', 'internal_only', 'body = $1'), ['By a client']);
    await aComment(db, task, { body: 'By nobody', author_client_user_id: people.admin.id });
    expect((await actorsOf('By a client')).slice(1)).toEqual([
      { kind: 'comment', client_user: null, staff: team.manager.id, login: 'staff_app' },
    ]);
    expect(await actorsOf('By nobody')).toEqual([
      { kind: 'comment', client_user: null, staff: null, login: 'postgres' },
    ]);
    await db.admin.query("delete from app.text where body in ('By a client', 'By nobody')");
    await db.admin.query("delete from app.message where body = 'By another'");
    await db.admin.query('delete from app.task where id = $1', [task.id]);
  });

  test('a project, by its own id', async () => {
    const { db, clients } = inside();
    const project = await aProject(db, clients.own, { name: 'Logged project' });
    await db.admin.query("update app.record set visibility = 'client_visible' where id = $1", [project.id]);
    const common = {
      kind: 'project',
      label: 'Logged project',
      reason: null,
      by: null,
      login: 'postgres',
      project: project.id,
    };
    expect(await logOf(project.id)).toEqual([
      { ...common, from: null, to: 'internal_only' },
      { ...common, from: 'internal_only', to: 'client_visible' },
    ]);
  });

  test.each([
    'epic',
    'story',
    'sprint',
    'milestone',
    'task',
    'comment',
    'note',
    'ticket',
    'message',
    'attachment',
  ])(
    // prettier-ignore
    'a change of the flag of every kind: %s',
    async (kind) => {
      const { db } = inside();
      const { rows } = await db.admin.query<{ id: string }>(
        `select id from app.${tableOf(kind)} t where tenant_id = $1 and visibility = 'internal_only'
            and coalesce(to_jsonb(t) ->> 'kind', '${kind}') = '${kind}' limit 1`,
        [inside().acme.tenant_id],
      );
      const id = String(rows[0]?.id);
      await db.admin.query(`update app.record set visibility = 'client_visible' where id = $1`, [id]);
      await db.admin.query(`update app.record set visibility = 'internal_only' where id = $1`, [id]);
      expect(await logOf(id)).toMatchObject([
        { kind, from: null, to: 'internal_only' },
        { kind, from: 'internal_only', to: 'client_visible' },
        { kind, from: 'client_visible', to: 'internal_only' },
      ]);
    },
  );

  test('every kind of record', async () => {
    const { rows } = await inside().db.admin.query<{ kind: string }>(
      'select distinct record_kind::text as kind from app.visibility_log order by 1',
    );
    expect(rows.map(({ kind }) => kind)).toEqual([
      'attachment',
      'comment',
      'epic',
      'message',
      'milestone',
      'note',
      'project',
      'sprint',
      'story',
      'task',
      'ticket',
    ]);
  });

  test('not what follows from the project, nor an edit that leaves the flag', async () => {
    const { db, clients } = inside();
    const project = await aProject(db, clients.own);
    const task = await aTask(db, project, { visibility: 'client_visible' });
    const comment = await aComment(db, task, { visibility: 'client_visible' });
    await db.admin.query("update app.record set visibility = 'client_visible' where id = $1", [project.id]);
    await db.admin.query("update app.task set title = 'Renamed', visibility = visibility where id = $1", [
      task.id,
    ]);
    expect(await logOf(task.id)).toHaveLength(1);
    expect(await logOf(comment.id)).toHaveLength(1);
  });

  test('no reason that a client gives', async () => {
    const { db, client, contracts } = inside();
    await transact(db, seats.client(client.admin), async (connection) => {
      await connection.query("set local app.reason = 'said by the client'");
      await connection.query(
        "select app.raise_ticket($1, null, $2, 'low', 'Without a reason', '', '{}', gen_random_uuid())",
        [contracts.both.id, contracts.both.jobType.id],
      );
    });
    const { rows } = await db.admin.query(
      "select reason from app.visibility_log where record_label = 'Without a reason'",
    );
    expect(rows).toEqual([{ reason: null }]);
    await db.admin.query("delete from app.ticket where title = 'Without a reason'");
  });

  test('a reason of at most 500 characters, for one transaction', async () => {
    const { db, staff, projects } = inside();
    const create = (title: string) =>
      `insert into app.task (project_id, title) values ('${projects.shared.id}', '${title}')`;
    await transact(db, seats.staff(staff.manager), async (client) => {
      await client.query('select app.give_reason($1)', ['x'.repeat(10_000)]);
      await client.query(create('Long reason'));
    });
    await asStaff(db, staff.manager, create('No reason'));
    const { rows } = await db.admin.query<{ label: string; length: number | null }>(
      "select record_label as label, length(reason) as length from app.visibility_log where record_label in ('Long reason', 'No reason') order by 1",
    );
    expect(rows).toEqual([
      { label: 'Long reason', length: 500 },
      { label: 'No reason', length: null },
    ]);
    await db.admin.query("delete from app.task where title in ('Long reason', 'No reason')");
  });
});

test('records of a ticket are logged under its contract, though they name a project, and read by those on the contract', async () => {
  const { db, staff, team, tickets: of, contracts, projects } = inside();
  const hide = flagging('ticket', 'internal_only', 'id = $1', 'by mistake');
  await asStaff(db, staff.manager, hide, [of.open.id]);
  const { rows } = await db.admin.query(
    `select project_id, contract_id, record_label as label, to_visibility as to, reason, actor_staff_id as by from ${table}
      where record_kind = 'ticket' and record_id = $1 and tenant_id = $2 order by changed_at desc limit 1`,
    [of.open.id, of.open.tenant_id],
  );
  expect(rows).toEqual([
    {
      project_id: null, contract_id: contracts.both.id, label: 'open', to: 'internal_only', reason: 'by mistake',
      by: team.manager.id,
    },
  ]); // prettier-ignore
  await asStaff(db, staff.manager, flagging('ticket', 'client_visible'), [of.open.id]);
  const files = await db.admin.query<{ contract: string | null; project: string | null }>(
    `select distinct contract_id as contract, project_id as project from ${table} where record_kind = 'attachment' and tenant_id = $1`,
    [of.open.tenant_id],
  );
  expect(files.rows).toEqual([{ contract: contracts.both.id, project: null }]);

  // Who is on the contract alone reads these lines alone; who is on the project alone, those of it.
  const kinds = async (token: string) =>
    (
      await asStaff<{ kind: string }>(
        db,
        token,
        `select distinct record_kind::text as kind from ${table} order by 1`,
      )
    ).map(({ kind }) => kind);
  const [onContract, onProject] = [
    await aStaffMember(db, inside().acme, { name: 'on the contract' }),
    await aStaffMember(db, inside().acme, { name: 'on the project' }),
  ];
  await aContractMember(db, contracts.both, onContract, 'observer');
  await aProjectMember(db, projects.hidden, onProject, 'observer');
  expect(await kinds(await aSession(db, onContract))).toEqual(['attachment', 'message', 'ticket']);
  expect(await kinds(await aSession(db, onProject))).not.toContain('ticket');
  const file = await anAttachment(db, inside().acme, {
    record_id: (await aTask(db, projects.hidden)).id,
    name: 'On a task',
  });
  expect(
    await asStaff(
      db,
      await aSession(db, onProject),
      `select project_id as project from ${table} where record_id = $1`,
      [file.id],
    ),
  ).toEqual([{ project: projects.hidden.id }]);
});

test('it is append-only for the owner and the superuser as well', async () => {
  const { db } = inside();
  for (const sql of [
    "update app.visibility_log set reason = 'other'",
    'delete from app.visibility_log',
    'truncate app.visibility_log',
  ])
    expect(await errorOf(db.admin.query(sql))).toBe('42501 visibility_log is append-only');
});
