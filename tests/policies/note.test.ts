import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aNote, aProject, asClient, asStaff, aTask, flagging, seats, toFlag } from '../support/builders.ts';
import { attemptError, errorOf } from './law.ts';
import { projectRecord } from './record.ts';

const inside = projectRecord('app.note', {
  key: 'body',
  reads: ['id', 'task_id', 'body', 'author_name', 'edited_at', 'shared_at'],
  writtenBy: 'reviewer',
  authored: true,
  creates: ['id', 'project_id', 'task_id', 'kind', 'body', 'request_id', 'visibility'],
  edits: ['body'],
  alsoThere: ['shared/internal task, open'],
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
      (await db.admin.query<{ id: string }>('select id from app.note where project_id = $1', [project.id]))
        .rows.map(({ id }) => id),
    ],
  ); // prettier-ignore
  expect(read.map(({ line }) => line)).toEqual(['first0', 'second1', 'third2']);
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
    expect(await attemptError(w, seats.staff(token), flagging('note', 'client_visible'), [note.id])).toMatch(
      /^23514/,
    );
  expect(
    await errorOf(aNote(db, projects.shared, { kind: 'grooming', visibility: 'client_visible' })),
  ).toMatch(/^23514/);
  expect(
    await attemptError(w, seats.staff(staff.owner), "update app.note set kind = 'note' where id = $1", [
      note.id,
    ]),
  ).toBe('42501 permission denied for table note');

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
    for (const task of [null, rows[0]?.id]) {
      const made = await asStaff(
        db,
        staff.reviewer,
        "insert into app.note (project_id, task_id, kind, body) values ($1, $2, $3, 'groomed') returning visibility",
        [projects.shared.id, task, kind],
      );
      expect(made).toEqual([{ visibility }]);
    }
  await db.admin.query("delete from app.project_default where record_kind = 'note'");
  await db.admin.query("delete from app.text where body = 'groomed'");
});
