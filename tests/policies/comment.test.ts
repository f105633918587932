import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  aClientUser,
  aComment,
  aNote,
  aProject,
  asClient,
  asStaff,
  aTask,
  seats,
  toFlag,
} from '../support/builders.ts';
import { anUpload } from '../support/ticket-builders.ts';
import { beneath, errorOf } from './law.ts';
import { projectRecord } from './record.ts';

const inside = projectRecord('app.comment', {
  key: 'body',
  reads: ['id', 'task_id', 'body', 'author_name', 'author_client_user_id', 'edited_at', 'shared_at'],
  writtenBy: 'reviewer',
  authored: true,
  creates: ['id', 'task_id', 'body', 'request_id', 'visibility'],
  edits: ['body'],
  placedBy: 'task_id',
  definers: {
    definer_comment: {
      select: ['tenant_id', 'client_id', 'id', 'task_id', 'author_client_user_id', 'request_id', 'shared'],
      insert: ['id', 'task_id', 'body', 'author_client_user_id', 'author_name', 'request_id', 'visibility'],
    },
  },
  alsoThere: ['shared/open task, internal', 'shared/internal task, open'],
});

test('a comment is shared while it, its task and their project are', async () => {
  const { db, clients, client } = inside();
  const project = await aProject(db, clients.own);
  const task = await aTask(db, project);
  const comment = await aComment(db, task);
  const share = (id: string, visibility = 'client_visible') => db.admin.query(toFlag, [visibility, id]);
  const seen = async () =>
    (await asClient(db, client.admin, 'select id from app.text where id = $1', [comment.id])).length;

  await share(comment.id);
  expect(await seen()).toBe(0);
  await share(task.id);
  expect(await seen()).toBe(0);
  await share(project.id);
  expect(await seen()).toBe(1);
  await share(comment.id, 'internal_only');
  expect(await seen()).toBe(0);
});

test('a client is told when a comment was shared, with its task or after it, and never when it was written', async () => {
  const { db, clients, client } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const task = await aTask(db, project);
  const comment = await aComment(db, task, { visibility: 'client_visible', created_at: '2020-03-01' });
  const stands = async () => {
    const { rows } = await db.admin.query<{ at: Date | null }>(
      'select shared_at as at from app.text where id = $1',
      [comment.id],
    );
    return rows[0]?.at;
  };
  const share = (id: string, visibility = 'client_visible') => db.admin.query(toFlag, [visibility, id]);

  expect(await stands()).toBeNull();
  const began = new Date();
  await share(task.id);
  const first = await stands();
  expect(+(first ?? 0)).toBeGreaterThanOrEqual(+began);
  expect(
    await asClient(db, client.admin, 'select shared_at as at from app.text where id = $1', [comment.id]),
  ).toEqual([{ at: first }]);
  await share(comment.id, 'internal_only');
  expect(await stands()).toBeNull();
  await share(comment.id);
  expect(+((await stands()) ?? 0)).toBeGreaterThan(+(first ?? 0));
});

test('what its task brings along at once is read in the order in which it was written, comments and notes alike', async () => {
  const { db, clients, client } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const task = await aTask(db, project);
  const written = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'];
  // Not in the order in which they lie in the table, and with what stays internal between them.
  for (const [nth, body] of [...written.entries()].sort(([, a], [, b]) => a.localeCompare(b))) {
    const values = { body, visibility: 'client_visible', created_at: `2020-03-0${nth + 1}` };
    if (nth % 3 === 1) await aNote(db, project, { ...values, record_id: task.id });
    else await aComment(db, task, values);
    await aComment(db, task, { ...values, body: 'internal', visibility: 'internal_only' });
    await aNote(db, project, {
      ...values,
      record_id: task.id,
      body: 'internal',
      visibility: 'internal_only',
    });
  }
  const share = (id: string, visibility: string) => db.admin.query(toFlag, [visibility, id]);
  const read = async () =>
    (
      await asClient<{ body: string; apart: number }>(
        db,
        client.admin,
        `select body, extract(microseconds from shared_at - min(shared_at) over ())::int as apart from (
           select body, shared_at from app.text where kind = 'comment' and record_id = $1
           union all select body, shared_at from app.text where kind <> 'comment' and record_id = $1) as said order by shared_at`,
        [task.id],
      )
    ).map(({ body, apart }) => `${apart} ${body}`);
  const inOrder = written.map((body, nth) => `${nth} ${body}`);
  for (const { id } of [task, project]) {
    await share(id, 'internal_only');
    expect(await read()).toEqual([]);
    await share(id, 'client_visible');
    expect(await read()).toEqual(inOrder);
  }
});

test('a comment is signed by its author with the name shown to clients', async () => {
  const { db, staff, team } = inside();
  const [comment] = await asStaff(
    db,
    staff.reviewer,
    `insert into app.text (kind, record_id, body) select 'comment', id, 'signed' from app.task where title = 'shared/open'
     returning author_staff_id, author_name`,
  );
  expect(comment).toEqual({ author_staff_id: team.reviewer.id, author_name: 'The reviewer' });
  await db.admin.query("delete from app.text where body = 'signed'");
});

test('one request of an author is one comment; a colleague’s is another', async () => {
  const { db, staff } = inside();
  const request = randomUUID();
  const write = (token: string) =>
    asStaff(
      db,
      token,
      "insert into app.text (kind, record_id, body, request_id) select 'comment', id, 'once', $1 from app.task where title = 'shared/open'",
      [request],
    );
  await write(staff.reviewer);
  expect(await errorOf(write(staff.reviewer))).toMatch(/^23505/);
  await write(staff.owner);
  await db.admin.query("delete from app.text where body = 'once'");
});

test('a client learns by account who of theirs wrote what, so that a namesake is somebody else; the team’s has none', async () => {
  const { db, clients, client, people } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const task = await aTask(db, project, { visibility: 'client_visible' });
  const namesake = await aClientUser(db, clients.own, { name: people.employee.name });
  for (const author_client_user_id of [people.employee.id, namesake.id, null])
    await aComment(db, task, {
      ...{ author_client_user_id, author_name: people.employee.name, visibility: 'client_visible' },
    });
  const seen = await asClient(
    db,
    client.employee,
    `select author_client_user_id as account, author_client_user_id = app.client_user_id() as own
       from app.text where kind = 'comment' and record_id = $1 and author_name = $2 order by own`,
    [task.id, people.employee.name],
  );
  expect(seen).toEqual([
    { account: namesake.id, own: false },
    { account: people.employee.id, own: true },
    { account: null, own: null },
  ]);
});

test('a comment cannot claim to be shared, nor that its task or its project is', async () => {
  const { db } = inside();
  const claim = (change: string, body: string) =>
    errorOf(db.admin.query(`update app.comment set ${change} where body = '${body}'`));
  expect(await claim('visible = true', 'shared/internal task, open')).toMatch(/^23503/);
  expect(await claim('project_shared = true', 'hidden/open')).toMatch(/^23503/);
  expect(await claim("visibility = 'client_visible'", 'shared/internal')).toMatch(/^23503/);
  expect(await claim('shared = true', 'shared/internal')).toMatch(/^428C9/);
});

describe('app.comment_on_task()', () => {
  const nowhere = '00000000-0000-4000-8000-000000000000';
  const say = async (
    token: string,
    task: string | undefined,
    body = 'said',
    uploads: string[] = [],
    request: string | null = randomUUID(),
  ) =>
    (
      await asClient<{ id: string | null }>(
        inside().db,
        token,
        'select app.comment_on_task($1, $2, $3, $4) as id',
        [task, body, uploads, request],
      )
    )[0]?.id;
  const allow = (what: boolean) =>
    inside().db.admin.query('update app.project set client_may_comment = $1', [what]);
  const taskNamed = async (title: string) =>
    (await inside().db.admin.query<{ id: string }>('select id from app.task where title = $1', [title]))
      .rows[0]?.id;
  const idOfComment = async (body: string) =>
    (await inside().db.admin.query<{ id: string }>('select id from app.text where body = $1', [body])).rows[0]
      ?.id;
  const said = async () =>
    (await inside().db.admin.query("select from app.text where body = 'said'")).rowCount;

  beforeEach(() => allow(true));
  afterEach(() => inside().db.admin.query("delete from app.text where body = 'said'"));

  test('says it for the client and the team to read, under the person’s own name', async () => {
    const { db, client, people, clients, projects, staff } = inside();
    const task = await taskNamed('shared/open');
    const id = await say(client.employee, task);
    const { rows } = await db.admin.query(
      `select tenant_id, client_id, project_id, task_id, author_staff_id, author_client_user_id, author_name, visibility, shared,
              shared_at = created_at as at_once from app.text where id = $1`,
      [id],
    );
    expect(rows).toEqual([
      {
        tenant_id: projects.shared.tenant_id, client_id: clients.own.id, project_id: projects.shared.id, task_id: task,
        author_staff_id: null, author_client_user_id: people.employee.id, author_name: 'Employee',
        visibility: 'client_visible', shared: true, at_once: true,
      }, // prettier-ignore
    ]);
    const read = 'select author_name, body from app.text where id = $1';
    const line = [{ author_name: 'Employee', body: 'said' }];
    expect(await asClient(db, client.admin, read, [id])).toEqual(line);
    expect(await asStaff(db, staff.observer, read, [id])).toEqual(line);
    expect(await asClient(db, client.neighbour, read, [id])).toEqual([]);
  });

  test('says nothing where the project does not allow it', async () => {
    const { client } = inside();
    await allow(false);
    expect(await say(client.employee, await taskNamed('shared/open'))).toBeNull();
    expect(await said()).toBe(0);
  });

  test('says nothing on a task that is not seen: another client’s answers like none', async () => {
    const { client } = inside();
    for (const title of ['shared/internal', 'hidden/open', 'neighbour/open', 'foreign/open'])
      expect(await say(client.employee, await taskNamed(title))).toBeNull();
    for (const task of [nowhere, undefined]) expect(await say(client.employee, task)).toBeNull();
    expect(await said()).toBe(0);
  });

  test('says nothing for a person without the section, deactivated, or of nobody', async () => {
    const { client, clientNobodies } = inside();
    const task = await taskNamed('shared/open');
    for (const token of [client.sectionless, ...Object.values(clientNobodies)])
      expect(await say(token, task)).toBeNull();
    expect(await said()).toBe(0);
  });

  test('takes the person’s own uploads along, all of them or nothing is said', async () => {
    const { db, client, people } = inside();
    const task = await taskNamed('shared/open');
    const [mine, also, coming, hers] = await Promise.all([
      anUpload(db, people.employee, { name: 'mine.txt' }),
      anUpload(db, people.employee, { name: 'also.txt' }),
      anUpload(db, people.employee, { received_at: null }),
      anUpload(db, people.admin),
    ]);
    for (const [token, lost] of [
      [client.employee, coming.id],
      [client.employee, hers.id],
      [client.employee, nowhere],
      [client.neighbour, mine.id],
    ] as const) {
      const outcome = say(token, task, 'said', [mine.id, lost]);
      if (token === client.neighbour) expect(await outcome).toBeNull();
      else expect(await errorOf(outcome)).toBe('23503 no such upload');
    }
    expect(await said()).toBe(0);
    const id = await say(client.employee, task, 'said', [mine.id, also.id, mine.id]);
    const files = 'select name, author_name, author_client_user_id as by, state from app.attachment where record_id = $1 order by name'; // prettier-ignore
    const signed = { author_name: 'Employee', by: people.employee.id, state: 'checking' };
    expect(await asClient(db, client.admin, files, [id])).toEqual([
      { name: 'also.txt', ...signed },
      { name: 'mine.txt', ...signed },
    ]);
    expect(await asClient(db, client.sectionless, files, [id])).toEqual([]);
    expect(await asClient(db, client.neighbour, files, [id])).toEqual([]);
    expect(await errorOf(say(client.employee, task, 'said', [mine.id]))).toBe('23503 no such upload');
    await db.admin.query("update app.record set visibility = 'internal_only' where id = $1", [id]);
    expect(await asClient(db, client.admin, files, [id])).toEqual([]);
    await db.admin.query('delete from app.upload where id = any ($1)', [[coming.id, hers.id]]);
  });

  test('says it once for the same request, also from two connections at once; another person’s is another', async () => {
    const { db, client, people } = inside();
    const task = await taskNamed('shared/open');
    const request = randomUUID();
    const file = await anUpload(db, people.employee);
    const ids = await Promise.all([1, 2, 3].map(() => say(client.employee, task, 'said', [], request)));
    expect(new Set(ids)).toEqual(new Set([expect.any(String)]));
    expect(await say(client.employee, task, 'said otherwise', [file.id], request)).toBe(ids[0]);
    expect(await said()).toBe(1);
    expect((await db.admin.query('select from app.upload where id = $1', [file.id])).rowCount).toBe(1);
    expect(await say(client.admin, task, 'said', [], request)).not.toBe(ids[0]);
    expect(await say(client.employee, task, 'said', [], null)).toBeNull();
    for (const title of ['shared/internal', 'neighbour/open'])
      expect(await say(client.employee, await taskNamed(title), 'said', [], request)).toBeNull();
    expect(await said()).toBe(2);
    await allow(false);
    expect(await say(client.employee, task, 'said', [], request)).toBe(ids[0]);
    await db.admin.query("update app.record set visibility = 'internal_only' where id = $1", [ids[0]]);
    expect(await say(client.employee, task, 'said', [], request)).toBeNull();
    await allow(true);
    expect(await say(client.employee, task, 'said', [], request)).toBeNull();
    expect(await said()).toBe(2);
    await db.admin.query('delete from app.upload where id = $1', [file.id]);
  });

  test('takes between one and 20 000 characters', async () => {
    const { client } = inside();
    const task = await taskNamed('shared/open');
    expect(await errorOf(say(client.employee, task, ''))).toMatch(/^23514/);
    expect(await errorOf(say(client.employee, task, 'x'.repeat(20_001)))).toMatch(/^23514/);
  });

  test('role definer_comment, however careless its function, speaks for the person alone, on what they see', async () => {
    const { db, client, people } = inside();
    const careless = (statement: string) =>
      `create or replace function app.comment_on_task(task uuid, body text, uploads uuid[], request uuid) returns uuid
         language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
         declare reached integer;
         begin
           ${statement};
           get diagnostics reached = row_count;
           raise exception 'reached %', reached;
         end $$`;
    const reached = (token: string, statement: string) =>
      errorOf(
        beneath(
          db,
          { sins: [careless(statement)], seat: seats.client(token) },
          "select app.comment_on_task(gen_random_uuid(), 'x', '{}', gen_random_uuid())",
        ),
      );
    const speak = (task: string | undefined, author: string, visibility = 'client_visible') =>
      `insert into app.text (kind, id, record_id, body, author_client_user_id, author_name, visibility)
       values ('comment', gen_random_uuid(), '${task}', 'x', '${author}', 'x', '${visibility}')`;
    const [open, elsewhere] = [await taskNamed('shared/open'), await taskNamed('neighbour/open')];
    const { employee, admin } = people;
    expect(await reached(client.employee, speak(open, employee.id))).toBe('P0001 reached 1');
    expect(await reached(client.employee, speak(open, admin.id))).toMatch(/row-level security/);
    expect(await reached(client.employee, speak(open, employee.id, 'internal_only'))).toMatch(
      /row-level security/,
    );
    expect(await reached(client.sectionless, speak(open, people.sectionless.id))).toBe('23503 no such task');
    expect(await reached(client.employee, speak(elsewhere, employee.id))).toBe('23503 no such task');

    for (const table of ['task', 'project']) {
      const seen = await asClient(db, client.employee, `select id from app.${table}`);
      expect(await reached(client.employee, `perform id from app.${table}`)).toBe(
        `P0001 reached ${seen.length}`,
      );
      expect(await reached(client.sectionless, `perform id from app.${table}`)).toBe('P0001 reached 0');
    }
    // Of comments and uploads, the person's own; and a file hangs on nothing but their own comment, in their own name.
    const ownComment = await say(client.employee, open);
    const upload = await anUpload(db, employee, { name: 'mine' });
    const [adminsUpload, foreign] = [await anUpload(db, admin), await idOfComment('neighbour/open')];
    const { rowCount: own } = await db.admin.query(
      'select from app.comment where author_client_user_id = $1 and shared',
      [employee.id],
    );
    expect(await reached(client.employee, 'perform id from app.comment')).toBe(`P0001 reached ${own}`);
    expect(await reached(client.admin, 'perform id from app.comment')).toBe('P0001 reached 0');
    expect(await reached(client.employee, 'delete from app.upload')).toBe('P0001 reached 1');
    expect(await reached(client.neighbour, `delete from app.upload where id = '${adminsUpload.id}'`)).toBe(
      'P0001 reached 0',
    );
    const attach = (comment: string | undefined, author: string, visibility = 'client_visible') =>
      `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, author_client_user_id, author_name, visibility)
       select tenant_id, gen_random_uuid(), '${comment}', 'x', 1, '${author}', 'x', '${visibility}' from app.upload where id = '${upload.id}'`;
    expect(await reached(client.employee, attach(ownComment ?? '', employee.id))).toBe('P0001 reached 1');
    expect(await reached(client.employee, attach(ownComment ?? '', admin.id))).toMatch(/row-level security/);
    expect(await reached(client.employee, attach(ownComment ?? '', employee.id, 'internal_only'))).toMatch(
      /row-level security/,
    );
    for (const other of [await idOfComment('shared/open'), open, inside().projects.shared.id])
      expect(await reached(client.employee, attach(other, employee.id))).toMatch(/row-level security/);
    for (const other of [foreign, nowhere])
      expect(await reached(client.employee, attach(other, employee.id))).toBe(
        '23503 nothing to attach it to',
      );
    await db.admin.query('delete from app.upload where id = any ($1)', [[upload.id, adminsUpload.id]]);

    expect(await reached(client.admin, 'perform id from app.client_user')).toBe('P0001 reached 1');
    expect(await reached(client.deactivated, 'perform id from app.client_user')).toBe('P0001 reached 0');

    // Row security alone, without the keys and triggers that place a comment.
    const place = async (whose: string, task: string | undefined) => {
      const { rows } = await db.admin.query<{ columns: string }>(
        `select concat_ws(', ', quote_literal(tenant_id), quote_literal(client_id), quote_literal(project_id), quote_literal(id)) as columns
           from app.task where id = $1`,
        [task],
      );
      return errorOf(
        beneath(
          db,
          {
            sins: [
              'grant insert on app.comment to definer_comment',
              careless(
                `insert into app.comment (tenant_id, client_id, project_id, task_id, visible, project_shared, body, author_client_user_id, author_name, visibility)
                 values (${rows[0]?.columns}, true, true, 'x', '${whose}', 'x', 'client_visible')`,
              ),
            ],
            seat: seats.client(client.employee),
            bare: true,
          },
          "select app.comment_on_task(gen_random_uuid(), 'x', '{}', gen_random_uuid())",
        ),
      );
    };
    expect(await place(employee.id, open)).toBe('P0001 reached 1');
    expect(await place(employee.id, elsewhere)).toMatch(/row-level security/);
  });
});
