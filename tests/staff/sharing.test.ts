/** What a change of visibility would show the client, who can see a record, and what of it has been opened. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ViewChange } from '../../src/lib/domain/client-view.ts';
import { aComment, aNote, type Task } from '../support/builders.ts';
import { aMessage, aTicketTask } from '../support/ticket-builders.ts';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { rowOf } from '../portal/ticket-desk.ts';
import {
  eachKind,
  kindNeverShown,
  kinds,
  kindsShownWithin,
  type EachKind,
  type Made,
} from './record-kinds.ts';

let company: SampleCompany;
let marta: Visitor;
let dana: Visitor;
let projectId: string;
let each: EachKind;
/** The kinds that a task belongs to. */
const kindsThatGroup = ['story', 'sprint', 'milestone'];

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  dana = await company.asPerson('dana.');
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  each = await eachKind(company);
});
afterAll(() => company.stop());

const previewOf = async (input: object, visitor = marta) =>
  visitor.query('staff', 'visibility.preview', input);
const everything = () =>
  company.idOf(`select md5(string_agg(row, '' order by row)) as id from (
    select to_jsonb(t)::text as row from app.task t union all select to_jsonb(c)::text from app.text c
    union all select to_jsonb(s)::text from identity.client_session s union all select to_jsonb(n)::text from app.number_counter n
    union all select to_jsonb(l)::text from app.visibility_log l) as rows`);

/** A hidden task with a Client Visible comment, an Internal Only one, and a sprint that the client sees. */
async function aHiddenTask(title: string): Promise<string> {
  const sprintId = await company.idOf(
    `select id from app.sprint where project_id = $1 and shared and status = 'active'`,
    [projectId],
  );
  const id = await company.idOf(
    `insert into app.task (project_id, title, sprint_id, visibility, status) values ($1, $2, $3, 'internal_only', 'done') returning id`,
    [projectId, title, sprintId],
  );
  for (const [body, visibility] of [
    ['For the client', 'client_visible'],
    ['For us', 'internal_only'],
  ])
    await company.database.admin.query(
      `insert into app.text (kind, record_id, body, author_name, visibility) values ('comment', $1, $2, 'Marta', $3)`,
      [id, body, visibility],
    );
  return id;
}

describe('V4 the preview', () => {
  test('lists the record, its Client Visible children and the roll-ups that move, and nothing internal', async () => {
    const id = await aHiddenTask('Preview me');
    const change = dataOf(
      await previewOf({ kind: 'task', ids: [id], visibility: 'client_visible' }),
    ) as ViewChange;
    expect(change.gains.map(({ kind, label }) => `${kind} ${label.replace(/^TSK-\d+ /, '')}`)).toEqual([
      'task Preview me',
      'comment Marta: For the client',
    ]);
    expect(change.losses).toEqual([]);
    const project = change.rollups.find(({ of }) => of === 'Platform Rewrite Q1');
    expect(project?.to).toMatchObject({
      total: (project?.from?.total ?? 0) + 1,
      done: (project?.from?.done ?? 0) + 1,
    });
    expect(change.rollups.some(({ of }) => of.startsWith('Sprint'))).toBe(true);
  });

  test('is what the client then gains, number and all', async () => {
    const id = await aHiddenTask('Promise kept');
    const change = dataOf(
      await previewOf({ kind: 'task', ids: [id], visibility: 'client_visible' }),
    ) as ViewChange;
    await marta.mutate('staff', 'visibility.set', { kind: 'task', ids: [id], visibility: 'client_visible' });
    const { number, comments } = dataOf(
      await dana.query('portal', 'projects.task', { projectId, taskId: id }),
    ) as { number: number; comments: unknown[] };
    expect(change.gains[0]?.label).toBe(`TSK-${String(number).padStart(4, '0')} Promise kept`);
    expect(comments).toHaveLength(1);
  });

  test('of withdrawing lists what the client loses', async () => {
    const id = await company.idOf(
      `select t.id from app.task t join app.text c on c.record_id = t.id and c.shared where t.shared and t.project_id = $1 limit 1`,
      [projectId],
    );
    const change = dataOf(
      await previewOf({ kind: 'task', ids: [id], visibility: 'internal_only' }),
    ) as ViewChange;
    expect(change.gains).toEqual([]);
    expect(change.losses.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['task', 'comment']) as unknown[],
    );
  });

  test('of a hidden project tells all that comes with it; of a record in one, that nothing does', async () => {
    const hidden = await company.idOf(
      `insert into app.project (tenant_id, client_id, name) select tenant_id, client_id, 'Hidden one' from app.project where id = $1 returning id`,
      [projectId],
    );
    const task = await company.idOf(
      `insert into app.task (project_id, title, visibility) values ($1, 'Waiting', 'client_visible') returning id`,
      [hidden],
    );
    const ofTask = await previewOf({ kind: 'task', ids: [task], visibility: 'client_visible' });
    expect(dataOf(ofTask)).toMatchObject({ gains: [], losses: [] });
    const ofProject = dataOf(
      await previewOf({ kind: 'project', ids: [hidden], visibility: 'client_visible' }),
    ) as ViewChange;
    expect(ofProject.gains.map(({ kind }) => kind)).toEqual(['project', 'task']);
  });

  test('says where a task that stays now shows a sprint', async () => {
    const sprint = await company.idOf(
      `insert into app.sprint (project_id, name, starts_on, ends_on, visibility) values ($1, 'Quiet sprint', '2027-01-01', '2027-01-14', 'internal_only') returning id`,
      [projectId],
    );
    await company.idOf(
      `insert into app.task (project_id, title, sprint_id, visibility) values ($1, 'In it', $2, 'client_visible') returning id`,
      [projectId, sprint],
    );
    const change = dataOf(
      await previewOf({ kind: 'sprint', ids: [sprint], visibility: 'client_visible' }),
    ) as ViewChange;
    expect(change.gains.map(({ label }) => label)).toEqual(['Quiet sprint']);
    expect(change.references).toEqual([expect.stringMatching(/^TSK-\d+ will show under Quiet sprint$/)]);
  });

  test('leaves nothing behind: no flag, number, log line or session', async () => {
    const id = await aHiddenTask('Untouched');
    const before = await everything();
    expect(
      (await previewOf({ kind: 'task', ids: [id], visibility: 'client_visible', reason: 'Just looking' }))
        .status,
    ).toBe(200);
    expect(await everything()).toBe(before);
  });

  test('is for those who share: a Contributor is told what a stranger is', async () => {
    const id = await aHiddenTask('Not for all');
    const input = (of: string) => ({ kind: 'task', ids: [of], visibility: 'client_visible' });
    const absent = await previewOf(input(company.unknownId));
    expect(absent.status).toBe(404);
    for (const person of ['jonas@', 'sofie@']) {
      const visitor = await company.asPerson(person);
      expect((await previewOf(input(id), visitor)).status).toBe(404);
    }
    expect((await previewOf(input(id), await company.asPerson('priya@'))).status).toBe(200);
  });

  test('L65 an id out of reach among others, or of another project, fails all of it', async () => {
    const id = await aHiddenTask('One of two');
    const theirs = await company.idOf(
      `select t.id from app.task t join app.tenant x using (tenant_id) where x.name like 'Cobalt%' limit 1`,
    );
    const both = (other: string) =>
      previewOf({ kind: 'task', ids: [id, other], visibility: 'client_visible' });
    const absent = await both(company.unknownId);
    expect((await both(theirs)).body).toBe(absent.body);
    const elsewhere = await company.idOf(
      `select t.id from app.task t join app.project p on p.id = t.project_id
        where p.client_id = (select client_id from app.project where id = $1) and p.id <> $1 limit 1`,
      [projectId],
    );
    expect((await both(elsewhere)).status).toBe(400);
  });
});

describe('V4 the preview tells of links and of history, as the portal then shows them', () => {
  const reference = (word: string, number: string) => `${word}-${number.padStart(4, '0')}`;
  const numberOf = async (kind: 'task' | 'ticket', id: string) =>
    reference(
      kind === 'task' ? 'TSK' : 'TKT',
      await company.idOf(`select number::text as id from app.${kind} where id = $1`, [id]),
    );
  const set = (kind: string, id: string, visibility: string) =>
    marta.mutate('staff', 'visibility.set', { kind, ids: [id], visibility });
  const change = async (kind: string, id: string) =>
    dataOf(await previewOf({ kind, ids: [id], visibility: 'client_visible' })) as ViewChange;
  const shared = { visibility: 'client_visible' } as const;
  const hidden = { visibility: 'internal_only' } as const;
  const linkedTasks = async (ticketId: string) => {
    const { tasks } = dataOf(await dana.query('portal', 'tickets.open', { ticketId })) as {
      tasks: { number: number }[];
    };
    return tasks.map(({ number }) => reference('TSK', String(number)));
  };

  test('a shared ticket that is linked to a task, when the task is shared; an internal one, never', async () => {
    const { taskId, ticketId } = await each.make('task', hidden);
    const secret = await each.desk.ticket({ visibility: 'internal_only' });
    for (const id of [ticketId, secret.id])
      await aTicketTask(company.database, { ...secret, id }, { id: taskId });
    const { references, history } = await change('task', taskId);
    expect(await linkedTasks(ticketId)).toEqual([]);
    await set('task', taskId, 'client_visible');
    expect(await linkedTasks(ticketId)).toEqual([await numberOf('task', taskId)]);
    expect(references).toEqual([
      `${await numberOf('ticket', ticketId)} will show its link to ${await numberOf('task', taskId)}`,
    ]);
    expect(history).toEqual([]);
    const { references: lost } = dataOf(
      await previewOf({ kind: 'task', ids: [taskId], ...hidden }),
    ) as ViewChange;
    expect(lost).toEqual(references.map((sentence) => sentence.replace('will show', 'will no longer show')));
  });

  test('a shared task that is linked to a ticket, when the ticket is shared; an internal one, never', async () => {
    const { taskId, ticketId } = await each.make('ticket', hidden);
    const { taskId: secret } = await each.make('task', hidden);
    for (const id of [taskId, secret])
      await aTicketTask(company.database, { ...(await each.desk.ticket()), id: ticketId }, { id });
    const { references, history } = await change('ticket', ticketId);
    await set('ticket', ticketId, 'client_visible');
    expect(await linkedTasks(ticketId)).toEqual([await numberOf('task', taskId)]);
    expect(references).toEqual([
      `${await numberOf('ticket', ticketId)} will show its link to ${await numberOf('task', taskId)}`,
    ]);
    expect(history).toEqual([]);
  });

  test('a ticket that names the project, and one that was merged into the ticket', async () => {
    const project = await each.make('project', hidden);
    const ticket = await each.desk.ticket();
    await company.database.admin.query('update app.ticket set project_id = $2 where id = $1', [
      ticket.id,
      project.id,
    ]);
    expect((await change('project', project.id)).references).toEqual([
      `${await numberOf('ticket', ticket.id)} will show under A project`,
    ]);
    const into = await each.desk.ticket();
    const from = await each.desk.ticket();
    await company.database.admin.query('update app.ticket set merged_into_id = $2 where id = $1', [
      from.id,
      into.id,
    ]);
    await set('ticket', into.id, 'internal_only');
    const { references } = await change('ticket', into.id);
    await set('ticket', into.id, 'client_visible');
    expect(references).toEqual([
      `${await numberOf('ticket', from.id)} will show that it was merged into ${await numberOf('ticket', into.id)}`,
    ]);
  });

  test('sharing a task again shows the comments that were visible before; newer ones stay hidden', async () => {
    const { admin } = company.database;
    const { taskId, projectId: project } = await each.make('task', shared);
    const task = await rowOf<Task>(company.database, 'select * from app.task where id = $1', [taskId]);
    const before = await aComment(company.database, task, shared);
    const note = await aNote(
      company.database,
      { ...task, id: project, name: '' },
      { ...shared, record_id: taskId },
    );
    await aComment(company.database, task, hidden);
    const move = (status: string) =>
      admin.query('update app.task set status = $2 where id = $1', [taskId, status]);
    await move('in_progress');
    await set('task', taskId, 'internal_only');
    await move('blocked');
    await aComment(company.database, task, shared);
    const later = await aComment(company.database, task, hidden);

    const { gains, history } = await change('task', taskId);
    const name = await numberOf('task', taskId);
    expect(gains.map(({ kind }) => kind)).toEqual(['task', 'comment', 'comment', 'note']);
    expect(history).toEqual([
      `${name} was shared before; 2 entries of its status history reappear`,
      `1 previously shared comment on ${name} reappears`,
      `1 previously shared note on ${name} reappears`,
    ]);
    await set('task', taskId, 'client_visible');
    const shown = await dana.query('portal', 'projects.task', { projectId: project, taskId });
    expect((dataOf(shown) as { history: unknown[] }).history).toHaveLength(2);

    // By itself, a comment that was withdrawn; and one that is shared for the first time.
    await set('comment', before.id, 'internal_only');
    expect((await change('comment', before.id)).history).toEqual([
      `1 previously shared comment on ${name} reappears`,
    ]);
    expect((await change('comment', later.id)).history).toEqual([]);
    expect(note.id).toBeTruthy();
  });

  test('a text that was marked while its task or its project was hidden had not been shared before', async () => {
    const { taskId, projectId: project } = await each.make('task', hidden);
    const task = await rowOf<Task>(company.database, 'select * from app.task where id = $1', [taskId]);
    await aComment(company.database, task, shared);
    await set('project', project, 'internal_only');
    await set('task', taskId, 'client_visible');
    // The other task, which was shared with the project, has its history; this one and its comment have none.
    expect((await change('project', project)).history).toEqual([
      expect.stringMatching(/was shared before; 1 entry of its status history/),
    ]);
    expect((await change('project', project)).history[0]).not.toContain(await numberOf('task', taskId));
    await set('project', project, 'client_visible');
    await set('task', taskId, 'internal_only');
    expect((await change('task', taskId)).history).toEqual([
      `1 previously shared comment on ${await numberOf('task', taskId)} reappears`,
    ]);
  });

  test('the dates of a milestone and the thread of a ticket come back', async () => {
    const { admin } = company.database;
    const { id } = await each.make('milestone', shared);
    for (const days of [7, 14])
      await admin.query(`update app.milestone set agreed_on = agreed_on + $2::int where id = $1`, [id, days]);
    await set('milestone', id, 'internal_only');
    await admin.query(`update app.milestone set agreed_on = agreed_on + 7 where id = $1`, [id]);
    const { gains, history } = await change('milestone', id);
    expect(history).toEqual([`${gains[0]?.label} was shared before; 2 entries of its date history reappear`]);

    const ticket = await each.desk.ticket();
    for (const flag of [shared, shared, hidden]) await aMessage(company.database, ticket, flag);
    await set('ticket', ticket.id, 'internal_only');
    await aMessage(company.database, ticket, shared);
    const name = await numberOf('ticket', ticket.id);
    expect((await change('ticket', ticket.id)).history).toEqual([
      `${name} was shared before; 1 entry of its history reappears`,
      `2 previously shared messages on ${name} reappear`,
    ]);
  });

  test('read receipts of another client do not count', async () => {
    const { taskId, projectId: project } = await each.make('task', shared);
    const task = await rowOf<Task>(company.database, 'select * from app.task where id = $1', [taskId]);
    const { id } = await aComment(company.database, task, shared);
    const { admin } = company.database;
    const move = async (to: string) => {
      await admin.query(`update app.record set visibility = 'internal_only' where root_id = $1`, [project]);
      await admin.query('update app.project set client_id = $2 where id = $1', [project, to]);
    };
    await move(each.desk.orbis.id);
    await admin.query(`update app.record set visibility = 'client_visible' where id = any ($1)`, [
      [project, taskId],
    ]);
    const { gains, history } = await change('comment', id);
    expect(gains).toHaveLength(1);
    expect(history).toEqual([]);
  });

  test('the share action asks first, where nothing but a link or history comes along', async () => {
    const { taskId, ticketId, projectId: project } = await each.make('task', hidden);
    await aTicketTask(company.database, { ...(await each.desk.ticket()), id: ticketId }, { id: taskId });
    const submit = () =>
      marta.submit(`/staff/projects/${project}/tasks?/share`, { kind: 'task', id: taskId, ...shared });
    const { body } = await submit();
    expect(body).toContain('Links the client will see');
    expect(body).toContain('will show its link to');
    expect(body).not.toContain('Previously shared content that reappears');
    expect(await company.idOf('select shared::text as id from app.task where id = $1', [taskId])).toBe(
      'false',
    );
    await company.database.admin.query('delete from app.ticket_task where task_id = $1', [taskId]);
    for (const visibility of ['client_visible', 'internal_only']) await set('task', taskId, visibility);
    await company.database.admin.query(
      `insert into app.task_status_change (tenant_id, client_id, project_id, task_id, task_visible, project_shared, was_shared, to_status)
       select tenant_id, client_id, project_id, id, visible, project_shared, true, 'done' from app.task where id = $1`,
      [taskId],
    );
    const { body: again } = await submit();
    expect(again).toContain('Previously shared content that reappears');
    expect(again).toContain('1 entry of its status history reappears');
  });
});

describe('V4 the preview of each kind is what the portal then answers more than before', () => {
  type Progress = { done: number; total: number };
  type Group = { title?: string; name?: string; progress: Progress; stories?: Group[] };
  type Opened = Group & {
    epics: Group[];
    storiesWithoutEpic: Group[];
    sprint: Group | null;
    milestones: Group[];
  };

  /** All that the portal tells the client's admin of a record's project, task and ticket: ids, progress by name, and what the task belongs to. */
  async function portalNow({ projectId: project, taskId, ticketId }: Made) {
    const answers = await Promise.all([
      dana.query('portal', 'projects.list'),
      dana.query('portal', 'projects.open', { projectId: project }),
      dana.query('portal', 'projects.tasks', { projectId: project }),
      dana.query('portal', 'projects.task', { projectId: project, taskId }),
      dana.query('portal', 'tickets.list', { status: 'all' }),
      dana.query('portal', 'tickets.open', { ticketId }),
    ]);
    const ids = new Set(
      answers.flatMap(({ body }) => [...body.matchAll(/"id":"([0-9a-f-]{36})"/g)].map(([, id]) => id)),
    );
    const progress = new Map<string, Progress>();
    if (answers[1].status === 200) {
      const opened = dataOf(answers[1]) as Opened;
      const groups = [
        opened,
        ...opened.epics,
        ...opened.epics.flatMap(({ stories = [] }) => stories),
        ...opened.storiesWithoutEpic,
        ...opened.milestones,
      ];
      for (const { title, name, progress: at } of opened.sprint ? [...groups, opened.sprint] : groups)
        progress.set(title ?? name ?? '', { done: at.done, total: at.total });
    }
    const task = answers[3].status === 200 ? (dataOf(answers[3]) as Record<string, string | null>) : {};
    return { ids, progress, belongsTo: [task.story, task.sprint, task.milestone].filter((title) => title) };
  }

  /** Gives a record something to bring along: a task that belongs to it, or a file that hangs on it, and as much that stays internal. */
  async function enrich({ kind, id, projectId: project, taskId, ticketId }: Made) {
    const { admin } = company.database;
    const story = async (values: string) =>
      company.idOf(
        `insert into app.story (project_id, title, epic_id, visibility) values ($1, 'A story', ${values}, 'client_visible') returning id`,
        [project],
      );
    const belongs = (column: string, to: string) =>
      admin.query(`update app.task set ${column} = $1 where id = $2`, [to, taskId]);
    const file = (visibility: string, to = id) =>
      admin.query(
        `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, author_name, visibility)
         select tenant_id, gen_random_uuid(), $1, 'file.txt', 4, 'Marta', $2 from app.project where id = $3`,
        [to, visibility, project],
      );
    if (kind === 'epic') await belongs('story_id', await story(`'${id}'`));
    if (['story', 'sprint', 'milestone'].includes(kind)) await belongs(`${kind}_id`, id);
    for (const visibility of ['client_visible', 'internal_only'])
      if (['task', 'comment', 'ticket', 'message'].includes(kind)) await file(visibility);
    if (kind === 'project')
      await company.idOf(
        `insert into app.task (project_id, title, visibility) values ($1, 'In it', 'client_visible') returning id`,
        [project],
      );
    return ticketId;
  }

  test.each(kinds)('%s', async (name) => {
    const made = await each.make(name, {
      visibility: 'internal_only',
      ...(name === 'sprint' && { status: 'active' }),
    });
    await enrich(made);
    const change = { kind: made.kind, ids: [made.id] };
    const previewed = async (visibility: string) =>
      dataOf(await previewOf({ ...change, visibility })) as ViewChange;
    const moved = (from: Map<string, Progress>, to: Map<string, Progress>) =>
      [...new Set([...from.keys(), ...to.keys()])]
        .map((of) => ({ of, from: from.get(of) ?? null, to: to.get(of) ?? null }))
        .filter(({ from: was, to: is }) => was?.done !== is?.done || was?.total !== is?.total);
    const rollups = ({ rollups: all }: ViewChange) =>
      all.map(({ of, from, to }) => ({
        of,
        from: from && { done: from.done, total: from.total },
        to: to && { done: to.done, total: to.total },
      }));
    const sorted = (list: { of: string }[]) => [...list].sort((a, b) => a.of.localeCompare(b.of));
    const idsOf = (records: ViewChange['gains']) => records.map(({ id }) => id).sort();
    const without = (these: Set<string | undefined>, those: Set<string | undefined>) =>
      [...these].filter((id) => !those.has(id)).sort();

    const before = await portalNow(made);
    const promise = await previewed('client_visible');
    expect((await portalNow(made)).ids).toEqual(before.ids);
    await marta.mutate('staff', 'visibility.set', { ...change, visibility: 'client_visible' });
    const after = await portalNow(made);
    expect(idsOf(promise.gains)).toEqual(without(after.ids, before.ids));
    expect(promise.gains.map(({ kind }) => kind)).toContain(made.kind);
    expect(promise.losses).toEqual([]);
    expect(sorted(rollups(promise))).toEqual(sorted(moved(before.progress, after.progress)));
    const told = promise.references.filter((sentence) => sentence.includes('will show under'));
    expect(told).toHaveLength(
      kindsThatGroup.includes(name) ? after.belongsTo.length - before.belongsTo.length : 0,
    );

    const threat = await previewed('internal_only');
    await marta.mutate('staff', 'visibility.set', { ...change, visibility: 'internal_only' });
    expect(idsOf(threat.losses)).toEqual(without(after.ids, (await portalNow(made)).ids));
    expect(threat.gains).toEqual([]);
  });
});

describe('the share action', () => {
  const page = () => `/staff/projects/${projectId}/tasks?/share`;

  test('shares one record that brings nothing with it by one click', async () => {
    const id = await company.idOf(
      `insert into app.task (project_id, title, visibility) values ($1, 'Alone', 'internal_only') returning id`,
      [projectId],
    );
    await marta.submit(page(), { kind: 'task', id, visibility: 'client_visible' });
    expect(await company.idOf('select shared::text as id from app.task where id = $1', [id])).toBe('true');
  });

  test('shows what else comes along first, without JavaScript too, and shares once that is confirmed', async () => {
    const id = await aHiddenTask('With company');
    const shown = await marta.submit(page(), { kind: 'task', id, visibility: 'client_visible' });
    expect(shown.body).toContain('The client will see 2 more items');
    expect(shown.body).toContain('Marta: For the client');
    expect(shown.body).not.toContain('Marta: For us</li>');
    expect(await company.idOf('select shared::text as id from app.task where id = $1', [id])).toBe('false');
    await marta.submit(page(), { kind: 'task', id, visibility: 'client_visible', confirmed: '1' });
    expect(await company.idOf('select shared::text as id from app.task where id = $1', [id])).toBe('true');
  });
});

describe('the share action for many', () => {
  const page = () => `/staff/projects/${projectId}/tasks?/share`;
  const submit = (fields: [string, string][]) =>
    marta.fetch(page(), {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams(fields),
    });
  const fields = (ids: string[], more: [string, string][] = []): [string, string][] => [
    ['kind', 'task'],
    ['visibility', 'client_visible'],
    ...ids.map((id): [string, string] => ['id', id]),
    ...more,
  ];
  const aTask = (title: string, visibility: string) =>
    company.idOf('insert into app.task (project_id, title, visibility) values ($1, $2, $3) returning id', [
      projectId,
      title,
      visibility,
    ]);
  const shared = async (ids: string[]) =>
    Number(
      await company.idOf('select count(*)::text as id from app.task where shared and id = any ($1)', [ids]),
    );
  /** What the form that confirms would send of a name. */
  const sends = (body: string, name: string) =>
    [...body.matchAll(new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`, 'g'))].map(
      ([, value]) => value,
    );

  test('V4 V6 shows what the client gains by all of them, and shares all of them once that is confirmed', async () => {
    const ids = [await aHiddenTask('Bulk one'), await aTask('Bulk two', 'internal_only')];
    const shown = await submit(fields(ids));
    expect(shown.body).toContain('The client will see 3 more items');
    for (const word of ['Bulk one', 'Bulk two', 'Marta: For the client']) expect(shown.body).toContain(word);
    expect(await shared(ids)).toBe(0);
    expect(sends(shown.body, 'confirmed')).toEqual(['1']);
    expect(sends(shown.body, 'id')).toEqual(expect.arrayContaining(ids) as unknown[]);
    await submit(fields(ids, [['confirmed', '1']]));
    expect(await shared(ids)).toBe(2);
  });

  test('is shown it too where all but one of them are shared already, so that it gains one record', async () => {
    const ids = [await aTask('Shared before', 'client_visible'), await aTask('Not yet', 'internal_only')];
    const shown = await submit(fields(ids));
    expect(shown.body).toContain('The client will see 1 more item');
    expect(await shared(ids)).toBe(1);
    await submit(fields(ids, [['confirmed', '1']]));
    expect(await shared(ids)).toBe(2);
  });
});

describe('V9 V13 who can see it, and who has', () => {
  type Open = {
    who: { sentence: string; client: { name: string }[]; notClient: { name: string; because: string }[] };
    receipts: { name: string; times: number | null }[];
    log: { to: string; seen: { name: string; times: number | null }[] | null }[];
  };
  const openOf = async (id: string) =>
    dataOf(await marta.query('staff', 'visibility.open', { kind: 'task', id })) as Open;

  test('names the people of the client and the rule, as the portal then answers them', async () => {
    const id = await company.idOf(
      `select id from app.task where shared and project_id = $1 order by number limit 1`,
      [projectId],
    );
    const { who } = await openOf(id);
    const { rows } = await company.database.admin.query<{ name: string; email: string; active: boolean }>(
      `select u.name, u.email, u.active from app.client_user u join app.project p on p.client_id = u.client_id where p.id = $1`,
      [projectId],
    );
    for (const { name, email, active } of rows) {
      if (!active) {
        expect(who.notClient.find((one) => one.name === name)?.because).toMatch(/deactivated/);
        continue;
      }
      const visitor = await company.asPerson(email);
      const sees = (await visitor.query('portal', 'projects.task', { projectId, taskId: id })).status === 200;
      expect({ name, sees: who.client.some((one) => one.name === name) }).toEqual({ name, sees });
    }
    expect(who.client.length).toBeGreaterThan(0);
    expect(who.notClient.length).toBeGreaterThan(0);
  });

  test.each([...kinds, kindNeverShown])(
    '%s: nobody of the client where it or what it hangs on is Internal Only, each time with the reason',
    async (name) => {
      const { kind, id, hiddenBy } = await each.make(name, { visibility: 'client_visible' });
      const flag = (record: { kind: string; id: string }, to: string) =>
        company.database.admin.query(`update app.record set visibility = $1 where id = $2`, [to, record.id]);
      type Whole = Open & { shared: boolean; hiddenBy: string | null; label: string; back: { href: string } };
      const now = async () => dataOf(await marta.query('staff', 'visibility.open', { kind, id })) as Whole;
      const nobody = async (because: string, by: string | null) => {
        const { who, shared, hiddenBy: said } = await now();
        expect({ shared, said, sentence: who.sentence, client: who.client }).toEqual({
          shared: false,
          said: by,
          sentence: `No one at Nexus Corp can see this: ${because}.`,
          client: [],
        });
        const { because: reason } = who.notClient.find((one) => one.name === 'Dana Whitfield') ?? {};
        expect(reason).toBe(because);
      };

      if (name === kindNeverShown) await nobody("it's hidden because its note isn't shared", 'its note');
      else {
        const { who, shared, hiddenBy: said } = await now();
        expect({ shared, said }).toEqual({ shared: true, said: null });
        expect(who.client.map((one) => one.name)).toContain('Dana Whitfield');
        for (const [words, parent] of Object.entries(hiddenBy)) {
          await flag(parent, 'internal_only');
          await nobody(`it's hidden because ${words} isn't shared`, words);
          await flag(parent, 'client_visible');
        }
        expect((await now()).who.client).toEqual(who.client);
      }
      await flag({ kind, id }, 'internal_only');
      await nobody("it's Internal Only", null);
      const absent = await marta.query('staff', 'visibility.open', { kind, id: company.unknownId });
      const foreigner = await (
        await company.asPerson('sofie@')
      ).query('staff', 'visibility.open', { kind, id });
      expect([absent.status, foreigner.body]).toEqual([404, absent.body]);
    },
  );

  test('withdrawing writes down who had opened it', async () => {
    const id = await company.idOf(
      `select id from app.task where shared and project_id = $1 order by number desc limit 1`,
      [projectId],
    );
    await company.database.admin.query(
      `insert into app.read_receipt (tenant_id, client_id, client_user_id, project_id, record_kind, record_id)
       select u.tenant_id, u.client_id, u.id, $1, 'task', $2 from app.client_user u where u.email like 'dana.%'`,
      [projectId, id],
    );
    expect((await openOf(id)).receipts).toMatchObject([
      { name: expect.stringMatching(/^Dana/) as unknown, times: 1 },
    ]);
    await marta.mutate('staff', 'visibility.set', { kind: 'task', ids: [id], visibility: 'internal_only' });
    const { who, log } = await openOf(id);
    expect(who.client).toEqual([]);
    expect(log[0]).toMatchObject({
      to: 'internal_only',
      seen: [{ name: expect.stringMatching(/^Dana/) as unknown }],
    });
  });

  test.each(kinds)(
    '%s: the page and the log name the same people, of who opened what shows it',
    async (name) => {
      const { kind, id, page } = await each.make(name, { visibility: 'internal_only' });
      const isWithin = kindsShownWithin.includes(name);
      const set = (visibility: string) =>
        marta.mutate('staff', 'visibility.set', { kind, ids: [id], visibility });
      const now = async () => dataOf(await marta.query('staff', 'visibility.open', { kind, id })) as Open;
      const html = async () =>
        (await marta.fetch(`/staff/visibility/${kind}/${id}`)).body
          .replaceAll(/<!--.*?-->/g, '')
          .replaceAll(/\s+/g, ' ');
      const open = async () =>
        expect(
          (await dana.mutate('portal', 'receipts.record', { kind: page.kind, recordId: page.id })).status,
        ).toBe(200);

      // An hour before it is shared: the page that shows it, where it has none of its own.
      if (page.kind !== 'attachment') await open();
      await company.database.admin.query(
        `update app.read_receipt set first_at = first_at - interval '1 hour', last_at = last_at - interval '1 hour' where record_id = $1`,
        [page.id],
      );
      await set('client_visible');
      expect((await now()).receipts).toEqual([]);
      expect(await html()).toMatch(
        /No one at Nexus Corp has opened (it|its (task|ticket|project) since it was shared)\. It disappears/,
      );
      if (kind === 'attachment')
        await company.database.admin.query(
          `insert into app.read_receipt (tenant_id, client_id, client_user_id, project_id, contract_id, record_kind, record_id)
         select u.tenant_id, u.client_id, u.id, a.project_id, a.contract_id, 'attachment', a.id
           from app.client_user u, app.attachment a where u.email like 'dana.%' and a.id = $1`,
          [id],
        );
      else await open();

      const { receipts } = await now();
      expect(receipts).toMatchObject([{ name: 'Dana Whitfield', times: isWithin ? null : 1 }]);
      expect(await html()).toMatch(
        /1 person at Nexus Corp has opened (it|its (task|ticket|project) since it was shared); their names will be kept in the log\./,
      );
      await set('internal_only');
      const after = await now();
      expect(after.log[0]?.seen).toMatchObject(receipts.map(({ name, times }) => ({ name, times })));
      expect(after.receipts.length).toBe(isWithin ? 0 : 1);
      if (isWithin) expect(await html()).toContain('No one at Nexus Corp can open it now.');
    },
  );
});
