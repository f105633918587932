import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  aClientUser, aComment, aDefault, aMilestone, anEpic, aNote, aProject, asClient, aSprint, aStory, asStaff, aTask,
  flagging, seats, toFlag, type Database, type Project, type Values,
} from '../support/builders.ts'; // prettier-ignore
import { anAttachment, anUpload } from '../support/ticket-builders.ts';
import { attemptError, beneath, errorOf, refusedRow } from './policy-assertions.ts';
import { projectRecord } from './record.ts';

const inside = projectRecord('app.text', {
  key: 'body',
  reads: ['id', 'kind', 'record_id', 'body', 'author_name', 'author_client_user_id', 'edited_at', 'shared_at'],
  writtenBy: 'reviewer',
  authored: true,
  of: [
    { name: 'comment', suffix: '', sample: { kind: 'comment' }, parentColumn: 'record_id', on: 'task' },
    { name: 'note', suffix: ' note', sample: { kind: 'note' }, parentColumn: 'record_id', on: 'project' },
  ],
  creates: ['id', 'record_id', 'kind', 'body', 'request_id', 'visibility'],
  edits: ['body'],
  definers: {
    definer_comment: {
      select: ['tenant_id', 'client_id', 'id', 'record_id', 'author_client_user_id', 'request_id', 'shared'],
      insert: ['id', 'record_id', 'kind', 'body', 'author_client_user_id', 'author_name', 'request_id', 'visibility'],
    },
  },
  alsoThere: ['shared/open task, internal', 'shared/internal task, open', 'shared/internal task, open note'],
}); // prettier-ignore

/** Every record of a project that is no text: a note stands on any of them. */
const places = {
  project: (_, project) => Promise.resolve(project),
  epic: anEpic,
  story: aStory,
  sprint: aSprint,
  milestone: aMilestone,
  task: aTask,
} satisfies Record<string, (db: Database, project: Project, values?: Values) => Promise<{ id: string }>>;
type Place = keyof typeof places;
const placeNames = Object.keys(places) as Place[];
const visible = { visibility: 'client_visible' } as const;

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

test('a note on a task is shared while it, its task and their project are', async () => {
  const { db, clients, client } = inside();
  const project = await aProject(db, clients.own);
  const task = await aTask(db, project);
  const note = await aNote(db, project, { record_id: task.id });
  const share = (id: string, visibility = 'client_visible') => db.admin.query(toFlag, [visibility, id]);
  const seen = async () =>
    (await asClient(db, client.admin, 'select id from app.text where id = $1', [note.id])).length;

  await share(note.id);
  expect(await seen()).toBe(0);
  await share(task.id);
  expect(await seen()).toBe(0);
  await share(project.id);
  expect(await seen()).toBe(1);
  await share(task.id, 'internal_only');
  expect(await seen()).toBe(0);
});

describe.each(placeNames)('a note on a %s', (name) => {
  test('is shared while it, that record and their project are, and says on what it stands', async () => {
    const { db, clients, client, staff } = inside();
    const project = await aProject(db, clients.own);
    const place = await places[name](db, project);
    const [note] = await asStaff<{ id: string }>(
      db,
      staff.tenantManager,
      "insert into app.text (kind, record_id, body, visibility) values ('note', $1, 'x', 'internal_only') returning id",
      [place.id],
    );
    const share = (id: string | undefined, visibility = 'client_visible') =>
      db.admin.query(toFlag, [visibility, id]);
    const seen = () =>
      asClient(db, client.admin, 'select kind, record_id from app.text where id = $1', [note?.id]);
    const shown = [{ kind: 'note', record_id: place.id }];
    const above = [...new Set([project.id, place.id])];

    await share(note?.id);
    for (const id of above) {
      expect(await seen()).toEqual([]);
      await share(id);
    }
    expect(await seen()).toEqual(shown);
    for (const id of [...above, note?.id]) {
      await share(id, 'internal_only');
      expect(await seen()).toEqual([]);
      await share(id);
      expect(await seen()).toEqual(shown);
    }
  });

  test('is hidden from the first, where that record is', async () => {
    const { db, clients } = inside();
    const project = await aProject(db, clients.own, name === 'project' ? {} : visible);
    const place = await places[name](db, project, { visibility: 'internal_only' });
    const note = await aNote(db, project, { record_id: place.id, ...visible });
    const { rows } = await db.admin.query('select visible, shared, shared_at from app.text where id = $1', [
      note.id,
    ]);
    expect(rows).toEqual([{ visible: false, shared: false, shared_at: null }]);
  });

  test('goes with that record', async () => {
    const { db, clients } = inside();
    const project = await aProject(db, clients.own);
    const place = await places[name](db, project);
    const note = await aNote(db, project, { record_id: place.id });
    const stays = await aNote(db, await aProject(db, clients.own));
    await db.admin.query(`delete from app.${name} where id = $1`, [place.id]);
    const { rows } = await db.admin.query('select id from app.text where id = any ($1)', [
      [note.id, stays.id],
    ]);
    expect(rows).toEqual([{ id: stays.id }]);
  });
});

describe('a text that is not on a record for it', () => {
  const write = (kind: string, record: string) =>
    attemptError(
      inside(),
      seats.staff(inside().staff.owner),
      'insert into app.text (kind, record_id, body) values ($1, $2, $3)',
      [kind, record, 'x'],
    );

  test('a comment stands on a task, and on nothing else of the project', async () => {
    const w = inside();
    const { db, projects } = w;
    const task = await aTask(db, projects.shared);
    const [comment, note] = [await aComment(db, task), await aNote(db, projects.shared)];
    const file = await anAttachment(db, task, { record_id: task.id });
    expect(await write('comment', task.id)).toBe('no error');
    for (const name of placeNames.filter((place) => place !== 'task')) {
      const place = await places[name](db, projects.shared);
      expect({ name, error: await write('comment', place.id) }).toEqual({
        name,
        error: '23514 comments stand on tasks',
      });
      expect(await errorOf(aComment(db, { ...task, id: place.id }))).toBe('23514 comments stand on tasks');
      if (name !== 'project') await db.admin.query(`delete from app.${name} where id = $1`, [place.id]);
    }
    for (const { id } of [comment, note, file])
      expect(await write('comment', id)).toBe('23514 comments stand on tasks');
    await db.admin.query('delete from app.task where id = $1', [task.id]);
    await db.admin.query('delete from app.text where id = $1', [note.id]);
  });

  test.each(['note', 'comment'])('a %s is on no ticket, nor on anything of one', async (kind) => {
    const { db, tickets } = inside();
    const { rows } = await db.admin.query<{ id: string }>('select id from app.record where root_id = $1', [
      tickets.open.id,
    ]);
    expect(rows.length).toBeGreaterThan(2);
    for (const { id } of rows) {
      expect(await write(kind, id)).toBe('23503 no such record');
      expect(await errorOf(aComment(db, { ...inside().projects.shared, project_id: '', id }, { kind }))).toBe(
        '23503 no such record',
      );
    }
  });

  test('it does not move: neither its record nor its kind is anybody’s of the staff to change', async () => {
    const w = inside();
    for (const what of ['record_id = record_id', "kind = 'note'"])
      expect(
        await attemptError(w, seats.staff(w.staff.owner), `update app.text set ${what} where false`),
      ).toBe('42501 permission denied for table text');
  });
});

test('a record of the same id in another tenant is another: a text stands on its own tenant’s, and is as shared as that', async () => {
  const { db, clients } = inside();
  const ours = await aProject(db, clients.own, visible);
  const theirs = await aProject(db, clients.stranger, { id: ours.id });
  for (const project of [ours, theirs]) {
    const task = await aTask(db, project, { id: ours.id.replace(/^.{8}/, '00000000'), ...visible });
    const texts = [
      await aNote(db, project, visible),
      await aNote(db, project, { record_id: task.id, ...visible }),
      await aComment(db, task, visible),
    ];
    const { rows } = await db.admin.query(
      'select distinct tenant_id, client_id, project_id, project_shared, shared from app.text where id = any ($1)',
      [texts.map(({ id }) => id)],
    );
    expect(rows).toEqual([
      {
        tenant_id: project.tenant_id,
        client_id: project.client_id,
        project_id: project.id,
        project_shared: project === ours,
        shared: project === ours,
      },
    ]);
  }
  await db.admin.query('delete from app.project where id = $1', [ours.id]);
});

test.each([
  ['comment', 'note'],
  ['note', 'comment'],
])('where the project shares a new %s, it shares no new %s', async (shares, other) => {
  const w = inside();
  const { db, projects, staff } = w;
  await db.admin.query('delete from app.project_default where project_id = $1 and tenant_id = $2', [
    projects.shared.id,
    projects.shared.tenant_id,
  ]);
  await aDefault(db, projects.shared, shares, 'client_visible');
  const { rows } = await db.admin.query<{ id: string }>(
    "select id from app.task where title = 'shared/open' and tenant_id = $1",
    [projects.shared.tenant_id],
  );
  const begins = async (kind: string) =>
    asStaff(
      db,
      staff.reviewer,
      "insert into app.text (kind, record_id, body) values ($1, $2, 'begun') returning visibility",
      [kind, rows[0]?.id],
    );
  const shared = (kind: string) =>
    attemptError(
      w,
      seats.staff(staff.reviewer),
      "insert into app.text (kind, record_id, body, visibility) values ($1, $2, 'begun', 'client_visible')",
      [kind, rows[0]?.id],
    );
  expect(await begins(shares)).toEqual([{ visibility: 'client_visible' }]);
  expect(await begins(other)).toEqual([{ visibility: 'internal_only' }]);
  expect(await begins('grooming')).toEqual([{ visibility: 'internal_only' }]);
  expect(await shared(shares)).toBe('no error');
  expect(await shared(other)).toBe(refusedRow('app.text'));
  // Refused by the policy, before the table's own check is asked.
  expect(await shared('grooming')).toBe(refusedRow('app.text'));
  await db.admin.query("delete from app.text where body = 'begun'");
  await db.admin.query('delete from app.project_default where record_kind = $1', [shares]);
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

test('a client is told when a note was shared, with its task or after it, and never when it was written', async () => {
  const { db, clients, client } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const task = await aTask(db, project);
  const note = await aNote(db, project, {
    record_id: task.id,
    visibility: 'client_visible',
    created_at: '2020-03-01',
  });
  const stands = async () => {
    const { rows } = await db.admin.query<{ at: Date | null }>(
      'select shared_at as at from app.text where id = $1',
      [note.id],
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
    await asClient(db, client.admin, 'select shared_at as at from app.text where id = $1', [note.id]),
  ).toEqual([{ at: first }]);
  await share(note.id, 'internal_only');
  expect(await stands()).toBeNull();
  await share(note.id);
  expect(+((await stands()) ?? 0)).toBeGreaterThan(+(first ?? 0));
});

test('comments and notes that are shared with their task are read in the order of writing', async () => {
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
        `select body, extract(microseconds from shared_at - min(shared_at) over ())::int as apart
           from app.text where record_id = $1 order by shared_at`,
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

test('notes that their project brings along at once are read in the order in which they were written', async () => {
  const { db, clients, client } = inside();
  const project = await aProject(db, clients.own);
  const written = ['first', 'second', 'third'];
  for (const [nth, body] of [...written.entries()].reverse())
    for (const [said, visibility] of [
      [body, 'client_visible'],
      ['internal', 'internal_only'],
    ])
      await aNote(db, project, { body: said, visibility, created_at: `2020-03-0${nth + 1}` });
  await aNote(db, project, {
    record_id: (await aTask(db, project)).id,
    visibility: 'client_visible',
    created_at: '2020-03-02T12:00:00Z',
  });
  await db.admin.query("update app.record set visibility = 'client_visible' where id = $1", [project.id]);
  const read = await asClient<{ line: string }>(
    db,
    client.admin,
    `select body || extract(microseconds from shared_at - min(shared_at) over ()) as line
       from app.text where id = any ($1) order by shared_at`,
    [
      (await db.admin.query<{ id: string }>('select id from app.text where project_id = $1', [project.id]))
        .rows.map(({ id }) => id),
    ],
  ); // prettier-ignore
  expect(read.map(({ line }) => line)).toEqual(['first0', 'second1', 'third2']);
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

test('a note is signed by its author with the name shown to clients', async () => {
  const { db, staff, projects, team } = inside();
  const [note] = await asStaff(
    db,
    staff.reviewer,
    "insert into app.text (kind, record_id, body) values ('note', $1, 'signed') returning author_staff_id, author_name",
    [projects.shared.id],
  );
  expect(note).toEqual({ author_staff_id: team.reviewer.id, author_name: 'The reviewer' });
  await db.admin.query("delete from app.text where body = 'signed'");
});

test('one request of an author is one note; a colleague’s is another', async () => {
  const { db, staff, projects } = inside();
  const request = randomUUID();
  const write = (token: string) =>
    asStaff(
      db,
      token,
      "insert into app.text (kind, record_id, body, request_id) values ('note', $1, 'once', $2)",
      [projects.shared.id, request],
    );
  await write(staff.reviewer);
  expect(await errorOf(write(staff.reviewer))).toMatch(/^23505/);
  await write(staff.owner);
  await db.admin.query("delete from app.text where body = 'once'");
});

test('a grooming note is Internal Only for good, whatever the project says of notes', async () => {
  const w = inside();
  const { db, staff, projects } = w;
  const note = await aNote(db, projects.shared, { kind: 'grooming', body: 'groomed' });
  for (const token of [staff.owner, staff.tenantManager])
    expect(await attemptError(w, seats.staff(token), flagging('text', 'client_visible'), [note.id])).toMatch(
      /^23514/,
    );
  expect(
    await errorOf(aNote(db, projects.shared, { kind: 'grooming', visibility: 'client_visible' })),
  ).toMatch(/^23514/);
  expect(
    await attemptError(w, seats.staff(staff.owner), "update app.text set kind = 'note' where id = $1", [
      note.id,
    ]),
  ).toBe('42501 permission denied for table text');

  const { rows } = await db.admin.query<{ id: string }>(
    "select id from app.task where title = 'shared/open'",
  );
  await db.admin.query(
    "insert into app.project_default values ($1, $2, 'note', 'client_visible') on conflict (tenant_id, project_id, record_kind) do update set visibility = excluded.visibility",
    [projects.shared.tenant_id, projects.shared.id],
  );
  for (const [kind, visibility] of [
    ['grooming', 'internal_only'],
    ['note', 'client_visible'],
  ])
    for (const place of [projects.shared.id, rows[0]?.id]) {
      const made = await asStaff(
        db,
        staff.reviewer,
        "insert into app.text (record_id, kind, body) values ($1, $2, 'groomed') returning visibility",
        [place, kind],
      );
      expect(made).toEqual([{ visibility }]);
    }
  await db.admin.query("delete from app.project_default where record_kind = 'note'");
  await db.admin.query("delete from app.text where body = 'groomed'");
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

test('no text can claim to be shared, nor that its record or its project is', async () => {
  const { db } = inside();
  const claim = (change: string, body: string) =>
    errorOf(db.admin.query(`update app.text set ${change} where body = '${body}'`));
  for (const suffix of ['', ' note']) {
    expect(await claim('visible = true', `shared/internal task, open${suffix}`)).toMatch(/^23503/);
    expect(await claim('project_shared = true', `hidden/open${suffix}`)).toMatch(/^23503/);
    expect(await claim("visibility = 'client_visible'", `shared/internal${suffix}`)).toMatch(/^23503/);
    expect(await claim('shared = true', `shared/internal${suffix}`)).toMatch(/^428C9/);
  }
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
      `select tenant_id, client_id, project_id, record_id, kind, author_staff_id, author_client_user_id, author_name, visibility, shared,
              shared_at = created_at as at_once from app.text where id = $1`,
      [id],
    );
    expect(rows).toEqual([
      {
        tenant_id: projects.shared.tenant_id, client_id: clients.own.id, project_id: projects.shared.id, record_id: task, kind: 'comment',
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

  test('says nothing on any other record, be it shared: it makes comments on tasks alone, and never a note', async () => {
    const { db, client } = inside();
    const { rows } = await db.admin.query<{ id: string; kind: string }>(
      "select id, kind from app.record where kind <> 'task' and visible and project_id = $1 and tenant_id = $2",
      [inside().projects.shared.id, inside().projects.shared.tenant_id],
    );
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(
      new Set(['project', 'epic', 'story', 'sprint', 'milestone', 'comment', 'note']),
    );
    for (const { id } of rows) expect(await say(client.employee, id)).toBeNull();
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
    const speak = (
      task: string | undefined,
      author: string,
      visibility = 'client_visible',
      kind = 'comment',
    ) =>
      `insert into app.text (kind, id, record_id, body, author_client_user_id, author_name, visibility)
       values ('${kind}', gen_random_uuid(), '${task}', 'x', '${author}', 'x', '${visibility}')`;
    const [open, elsewhere] = [await taskNamed('shared/open'), await taskNamed('neighbour/open')];
    const { employee, admin } = people;
    expect(await reached(client.employee, speak(open, employee.id))).toBe('P0001 reached 1');
    expect(await reached(client.employee, speak(open, admin.id))).toMatch(/row-level security/);
    expect(await reached(client.employee, speak(open, employee.id, 'internal_only'))).toMatch(
      /row-level security/,
    );
    for (const kind of ['note', 'grooming'])
      expect(await reached(client.employee, speak(open, employee.id, 'client_visible', kind))).toMatch(
        /row-level security/,
      );
    expect(await reached(client.sectionless, speak(open, people.sectionless.id))).toBe(
      '23503 no such record',
    );
    expect(await reached(client.employee, speak(elsewhere, employee.id))).toBe('23503 no such record');

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
      'select from app.text where author_client_user_id = $1 and shared',
      [employee.id],
    );
    expect(await reached(client.employee, 'perform id from app.text')).toBe(`P0001 reached ${own}`);
    expect(await reached(client.admin, 'perform id from app.text')).toBe('P0001 reached 0');
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
    const place = async (whose: string, task: string | undefined, kind = 'comment') => {
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
              'grant insert on app.text to definer_comment',
              careless(
                `insert into app.text (tenant_id, client_id, project_id, record_id, kind, visible, project_shared, body, author_client_user_id, author_name, visibility)
                 values (${rows[0]?.columns}, '${kind}', true, true, 'x', ${whose}, 'x', 'client_visible')`,
              ),
            ],
            seat: seats.client(client.employee),
            bare: true,
          },
          "select app.comment_on_task(gen_random_uuid(), 'x', '{}', gen_random_uuid())",
        ),
      );
    };
    expect(await place(`'${employee.id}'`, open)).toBe('P0001 reached 1');
    expect(await place(`'${employee.id}'`, open, 'note')).toMatch(/row-level security/);
    expect(await place('null', open)).toMatch(/row-level security/);
    expect(await place(`'${employee.id}'`, elsewhere)).toMatch(/row-level security/);
  });
});
