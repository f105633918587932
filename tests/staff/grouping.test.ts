/** Epics, stories, sprints and milestones as they group work: edited, put in order, counted and deleted, on both sides. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { projectRoles } from '../../src/lib/domain/roles.ts';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

type Story = { id: string; title: string; progress: { total: number } };
type Seen = {
  epics: { id: string; title: string; stories: Story[] }[];
  storiesWithoutEpic: Story[];
  milestones: { id: string; title: string; progress: { done: number; total: number; percent: number } }[];
};
type Whole = {
  epics: { id: string; title: string; version: number }[];
  stories: { id: string; title: string; epicId: string | null; version: number }[];
};
type Flag = 'client_visible' | 'internal_only';

let company: SampleCompany;
let marta: Visitor;
let jonas: Visitor;
let dana: Visitor;
let projectId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  jonas = await company.asPerson('jonas@');
  dana = await company.asPerson('dana.');
});
afterAll(() => company.stop());
beforeEach(async () => {
  projectId = await company.idOf(
    `insert into app.project (tenant_id, client_id, name, visibility)
     select tenant_id, client_id, 'Grouped', 'client_visible' from app.project where name = 'Platform Rewrite Q1' returning id`,
  );
});

const admin = (sql: string, values: unknown[] = []) => company.database.admin.query(sql, values);
const insert = (table: string, values: Record<string, unknown>) => {
  const all = { project_id: projectId, ...values };
  const names = Object.keys(all);
  return company.idOf(
    `insert into app.${table} (${names.join(', ')}) values (${names.map((_, nth) => `$${nth + 1}`).join(', ')}) returning id`,
    Object.values(all),
  );
};
let nth = 0;
const anEpic = (title: string, visibility: Flag = 'client_visible') =>
  insert('epic', { title, visibility, position: (nth += 1) });
const aStory = (title: string, epicId: string | null, visibility: Flag = 'client_visible') =>
  insert('story', { title, visibility, epic_id: epicId, position: (nth += 1) });
const aTask = (values: Record<string, unknown>) =>
  insert('task', { title: 'Work', visibility: 'client_visible', ...values });
const aMilestone = (title: string, visibility: Flag = 'client_visible') =>
  insert('milestone', { title, visibility, agreed_on: '2027-05-01' });
const aSprint = (status: string, visibility: Flag = 'client_visible') =>
  insert('sprint', { name: 'Sprint', status, visibility, starts_on: '2027-05-01', ends_on: '2027-05-10' });

const seen = async () => dataOf(await dana.query('portal', 'projects.open', { projectId })) as Seen;
/** Everything that the client is answered of the project, and its page. */
const clientSide = async () => {
  const answers = await Promise.all([
    dana.query('portal', 'projects.list'),
    dana.query('portal', 'projects.open', { projectId }),
    dana.query('portal', 'projects.tasks', { projectId }),
    dana.query('portal', 'projects.board', { projectId }),
    dana.fetch(`/portal/projects/${projectId}`),
  ]);
  return answers.map(({ body }) => body.replaceAll(/\b1\d{12}\b|[0-9a-f-]{36}:\d+/g, ''));
};
const whole = async () => dataOf(await marta.query('staff', 'epics.list', { projectId })) as Whole;
const does = (name: string, input: object, who = marta) => who.mutate('staff', name, { projectId, ...input });
const done = async (name: string, input: object, who = marta) => {
  const answer = await does(name, input, who);
  expect({ name, status: answer.status, body: answer.status === 200 ? '' : answer.body }).toEqual({
    ...{ name, status: 200, body: '' },
  });
};
const titles = (rows: { title: string }[]) => rows.map(({ title }) => title);
const messageOf = ({ body }: { body: string }) =>
  (JSON.parse(body) as { error: { message: string } }).error.message;

describe('a story', () => {
  test('is renamed and summarised over the version that was read, and a stale save is told so', async () => {
    const epicId = await anEpic('Billing');
    const storyId = await aStory('Invoices', epicId);
    const save = (version: number, title: string) =>
      does('epics.updateStory', { storyId, epicId, version, title, summary: 'As PDF' });
    expect((await save(1, 'Invoices by mail')).status).toBe(200);
    const refused = await save(1, 'Lost');
    expect(refused.status).toBe(409);
    expect(refused.body).toContain('while you were editing');
    expect((await whole()).stories).toMatchObject([
      { title: 'Invoices by mail', summary: 'As PDF', epicId, version: 2 },
    ]);
    expect((await seen()).epics[0]?.stories).toMatchObject([
      { title: 'Invoices by mail', summary: 'As PDF' },
    ]);

    const wrong = await does('epics.updateStory', { storyId, version: 2, title: ' ' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toContain('Enter a title.');
  });

  test('moved between epics of different visibility stays as visible as it is, and names the shared one alone', async () => {
    const [shown, hidden] = [await anEpic('Shown'), await anEpic('Hidden', 'internal_only')];
    const storyId = await aStory('Travels', shown);
    const secret = await aStory('Secret', hidden, 'internal_only');
    await aTask({ story_id: storyId });
    const moveTo = async (id: string, epicId: string | null) => {
      const { title, version } = (await whole()).stories.find((story) => story.id === id)!;
      await done('epics.updateStory', { storyId: id, epicId, version, title });
    };
    const where = async () => {
      const { epics, storiesWithoutEpic } = await seen();
      return {
        shown: titles(epics.find(({ id }) => id === shown)?.stories ?? []),
        alone: titles(storiesWithoutEpic),
        tasks: [...epics.flatMap(({ stories }) => stories), ...storiesWithoutEpic].map(
          ({ progress }) => progress.total,
        ),
      };
    };
    expect(await where()).toEqual({ shown: ['Travels'], alone: [], tasks: [1] });
    await moveTo(storyId, hidden);
    expect(await where()).toEqual({ shown: [], alone: ['Travels'], tasks: [1] });
    const before = await clientSide();
    expect(before.join()).not.toMatch(/Hidden|Secret/);
    // Between what the client does not see and nothing at all, nothing changes for them.
    await moveTo(storyId, null);
    await moveTo(storyId, hidden);
    expect(await clientSide()).toEqual(before);
    await moveTo(storyId, shown);
    expect(await where()).toEqual({ shown: ['Travels'], alone: [], tasks: [1] });
    const settled = await clientSide();
    await moveTo(secret, shown);
    expect(await clientSide()).toEqual(settled);
  });

  test('goes into no epic of another project, another company or of nowhere', async () => {
    const storyId = await aStory('Stays', null);
    const others = await Promise.all(
      ['Platform Rewrite Q1', 'Branch network'].map((name) =>
        company.idOf(
          'select e.id from app.epic e join app.project p on p.id = e.project_id where p.name = $1 limit 1',
          [name],
        ),
      ),
    );
    for (const epicId of [...others, company.unknownId])
      expect((await does('epics.updateStory', { storyId, epicId, version: 1, title: 'Stays' })).status).toBe(
        404,
      );
    expect((await whole()).stories).toMatchObject([{ epicId: null, version: 1 }]);
  });
});

describe('the order of epics and stories', () => {
  const move = (epicId: string, direction: 'up' | 'down') => done('epics.reorder', { epicId, direction });

  test('is kept, is what the client reads, and ends at both ends', async () => {
    const [a, b, c] = [await anEpic('A'), await anEpic('B'), await anEpic('C')];
    expect(titles((await seen()).epics)).toEqual(['A', 'B', 'C']);
    await move(c, 'up');
    await move(a, 'up');
    expect(titles((await whole()).epics)).toEqual(['A', 'C', 'B']);
    expect(titles((await seen()).epics)).toEqual(['A', 'C', 'B']);
    await move(a, 'down');
    await move(b, 'down');
    expect(titles((await whole()).epics)).toEqual(['C', 'A', 'B']);
    expect(titles((await seen()).epics)).toEqual(['C', 'A', 'B']);
  });

  test('of stories is kept within their epic', async () => {
    const [one, other] = [await anEpic('One'), await anEpic('Other')];
    await aStory('A', one);
    await aStory('X', other);
    const b = await aStory('B', one);
    const loose = [await aStory('L', null), await aStory('M', null)];
    await done('epics.reorderStory', { storyId: b, direction: 'up' });
    await done('epics.reorderStory', { storyId: loose[1], direction: 'up' });
    const { epics, storiesWithoutEpic } = await seen();
    expect(epics.map(({ stories }) => titles(stories))).toEqual([['B', 'A'], ['X']]);
    expect(titles(storiesWithoutEpic)).toEqual(['M', 'L']);
  });

  test('is written anew where no number is left between two', async () => {
    const ids = [await anEpic('A'), await anEpic('B'), await anEpic('C', 'internal_only'), await anEpic('D')];
    await admin('update app.epic set position = 1 where id = any($1)', [ids]);
    const before = (await whole()).epics;
    await move(before[3]!.id, 'up');
    await move(before[3]!.id, 'up');
    const [first, second, third, fourth] = before;
    expect((await whole()).epics.map(({ id }) => id)).toEqual(
      [first, fourth, second, third].map((epic) => epic?.id),
    );
  });

  test('V10 a step past what is hidden, and a step of it, change nothing for the client', async () => {
    const hiddenEpic = await anEpic('Hidden', 'internal_only');
    const shared = await anEpic('Shared');
    const last = await anEpic('Last', 'internal_only');
    const inHidden = [await aStory('First', hiddenEpic), await aStory('Between', shared)];
    const secret = await aStory('Secret', hiddenEpic, 'internal_only');
    await aStory('Alone', null);
    const before = await clientSide();
    const { rows } = await admin('select updated_at from app.epic where id = $1', [shared]);
    await move(shared, 'up');
    expect(titles((await whole()).epics)).toEqual(['Shared', 'Hidden', 'Last']);
    await move(shared, 'down');
    await move(last, 'up');
    await done('epics.reorderStory', { storyId: inHidden[0], direction: 'down' });
    await done('epics.reorderStory', { storyId: secret, direction: 'down' });
    await done('epics.remove', { epicId: last });
    await done('epics.removeStory', { storyId: secret });
    expect(await clientSide()).toEqual(before);
    expect((await admin('select updated_at from app.epic where id = $1', [shared])).rows).toEqual(rows);
  });

  test('takes moves of several people at once, one after the other', async () => {
    for (const title of ['A', 'B', 'C', 'D', 'E', 'F']) await anEpic(title);
    const before = (await whole()).epics;
    const answers = await Promise.all(
      before.flatMap(({ id }) => [
        does('epics.reorder', { epicId: id, direction: 'down' }),
        marta.mutate('staff', 'visibility.set', { kind: 'epic', ids: [id], visibility: 'client_visible' }),
      ]),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
    const now = titles((await whole()).epics);
    expect([...now].sort()).toEqual(titles(before));
    expect(titles((await seen()).epics)).toEqual(now);
  });
});

describe('V3 what is deleted', () => {
  test('as an epic or a story leaves the tasks, for the client too', async () => {
    const epicId = await anEpic('Goes');
    const storyId = await aStory('Stays first', epicId);
    const taskId = await aTask({ story_id: storyId });
    await done('epics.remove', { epicId });
    expect(await seen()).toMatchObject({
      epics: [],
      storiesWithoutEpic: [{ id: storyId, progress: { total: 1 } }],
    });
    await done('epics.removeStory', { storyId });
    expect(await seen()).toMatchObject({ epics: [], storiesWithoutEpic: [] });
    expect(dataOf(await dana.query('portal', 'projects.task', { projectId, taskId }))).toMatchObject({
      id: taskId,
    });
    for (const again of [does('epics.remove', { epicId }), does('epics.removeStory', { storyId })])
      expect((await again).status).toBe(404);
  });

  test('as a planned sprint leaves its tasks in the backlog; one that runs or is completed stays, in words', async () => {
    const planned = await aSprint('planned');
    const taskId = await aTask({ sprint_id: planned });
    await admin(
      `insert into app.sprint_capacity (tenant_id, project_id, sprint_id, staff_member_id, hours)
       select s.tenant_id, s.project_id, s.id, m.id, 8 from app.sprint s join app.staff_member m using (tenant_id) where s.id = $1 limit 1`,
      [planned],
    );
    await done('sprints.remove', { sprintId: planned });
    expect(
      await company.idOf('select coalesce(sprint_id::text, $2) as id from app.task where id = $1', [
        taskId,
        'none',
      ]),
    ).toBe('none');

    for (const [status, words] of [
      ['active', "You can't delete an active sprint."],
      ['completed', "You can't delete a completed sprint."],
    ] as const) {
      const sprintId = await aSprint(status);
      const refused = await does('sprints.remove', { sprintId });
      expect(refused.status).toBe(409);
      expect(messageOf(refused)).toContain(words);
      expect(await company.idOf('select id from app.sprint where id = $1', [sprintId])).toBe(sprintId);
    }
  });

  test('as a milestone leaves its tasks; one whose dates have moved stays, in words, with its history', async () => {
    const milestoneId = await aMilestone('Goes');
    const taskId = await aTask({ milestone_id: milestoneId });
    await done('milestones.remove', { milestoneId });
    expect((await seen()).milestones).toEqual([]);
    expect(dataOf(await dana.query('portal', 'projects.task', { projectId, taskId }))).toMatchObject({
      id: taskId,
    });

    const moved = await aMilestone('Stays');
    await done('milestones.update', {
      milestoneId: moved,
      version: 1,
      title: 'Stays',
      agreedOn: '2027-06-01',
    });
    const refused = await does('milestones.remove', { milestoneId: moved });
    expect(refused.status).toBe(409);
    expect(messageOf(refused)).toBe("This milestone can't be deleted: its date history must be kept.");
    const { rows } = await admin('select from app.milestone_change where milestone_id = $1', [moved]);
    expect(rows).toHaveLength(1);
  });

  test('as a comment or a note is gone with its files, a client’s own words included', async () => {
    const taskId = await aTask({});
    const say = (body: string, visibility: Flag) =>
      company.idOf(
        `insert into app.text (kind, record_id, body, author_name, visibility) values ('comment', $1, $2, 'Dana', $3) returning id`,
        [taskId, body, visibility],
      );
    const [open, internal] = [await say('Told', 'client_visible'), await say('Among us', 'internal_only')];
    const noteId = await insert('text', {
      record_id: taskId,
      kind: 'note',
      body: 'Noted',
      author_name: 'Marta',
    });
    await admin(
      `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, state, sha256, author_name, visibility)
       select tenant_id, gen_random_uuid(), id, 'named.txt', 0, 'ready', repeat('0', 64), 'Named', 'client_visible' from app.text where id = $1`,
      [open],
    );
    const read = async () => (await dana.query('portal', 'projects.task', { projectId, taskId })).body;
    const before = await read();
    expect(before).toMatch(/Told/);
    await done('comments.remove', { commentId: internal });
    await done('comments.removeNote', { noteId });
    expect(await read()).toBe(before);
    await done('comments.remove', { commentId: open });
    expect(await read()).not.toMatch(/Told|named\.txt/);
    const { rows } = await admin('select from app.attachment where record_id = $1', [open]);
    expect(rows).toEqual([]);
  });

  test('V10 and was hidden goes without a trace for the client', async () => {
    const [epicId, milestoneId] = [
      await anEpic('Secret', 'internal_only'),
      await aMilestone('Secret', 'internal_only'),
    ];
    const sprintId = await aSprint('planned', 'internal_only');
    const storyId = await aStory('Secret', epicId, 'internal_only');
    await aStory('Told', epicId);
    await aTask({ story_id: storyId, sprint_id: sprintId, milestone_id: milestoneId });
    const before = await clientSide();
    await done('epics.remove', { epicId });
    await done('epics.removeStory', { storyId });
    await done('sprints.remove', { sprintId });
    await done('milestones.remove', { milestoneId });
    expect(await clientSide()).toEqual(before);
  });
});

describe('who may', () => {
  test.each(projectRoles)('%s', async (role) => {
    await admin(
      `insert into app.project_member (tenant_id, project_id, staff_member_id, role)
       select tenant_id, $1, id, $2 from app.staff_member where email like 'jonas@%'`,
      [projectId, role],
    );
    const may = role === 'manager' || role === 'owner';
    const epicId = await anEpic('E');
    const storyId = await aStory('S', epicId);
    await aStory('T', epicId);
    const taskId = await aTask({});
    const commentId = await company.idOf(
      `insert into app.text (kind, record_id, body, author_name) values ('comment', $1, 'Said', 'Dana') returning id`,
      [taskId],
    );
    const noteId = await insert('text', {
      record_id: taskId,
      kind: 'note',
      body: 'Noted',
      author_name: 'Marta',
    });
    const calls: [string, object][] = [
      ['epics.updateStory', { storyId, epicId, version: 1, title: 'S' }],
      ['epics.reorder', { epicId, direction: 'up' }],
      ['epics.reorderStory', { storyId, direction: 'down' }],
      ['epics.removeStory', { storyId }],
      ['epics.remove', { epicId }],
      ['sprints.remove', { sprintId: await aSprint('planned') }],
      ['milestones.remove', { milestoneId: await aMilestone('M') }],
      ['comments.remove', { commentId }],
      ['comments.removeNote', { noteId }],
    ];
    for (const [name, input] of calls) {
      const answer = await does(name, input, jonas);
      expect({ name, status: answer.status }).toEqual({ name, status: may ? 200 : 403 });
    }
    // Not even what is refused for another reason is told to who may not.
    const running = await does('sprints.remove', { sprintId: await aSprint('active') }, jonas);
    expect(running.status).toBe(may ? 409 : 403);

    const page = (await jonas.fetch(`/staff/projects/${projectId}/epics`)).body;
    await anEpic('Shown');
    expect(page.includes('?/createEpic')).toBe(may);
    expect((await jonas.fetch(`/staff/projects/${projectId}/epics`)).body.includes('?/remove')).toBe(may);
  });
});

describe('P3 the progress of a milestone', () => {
  test('L52 counts all its tasks for staff and the visible ones for the client, whatever is hidden', async () => {
    const milestoneId = await aMilestone('Go-live');
    await aTask({ milestone_id: milestoneId, status: 'done' });
    await aTask({ milestone_id: milestoneId });
    await aTask({ status: 'done' });
    const progress = async () => (await seen()).milestones.find(({ id }) => id === milestoneId)?.progress;
    const inStaff = async () =>
      (
        dataOf(await marta.query('staff', 'projects.roadmap', { projectId })) as {
          milestones: { id: string; done: number; total: number }[];
        }
      ).milestones.find(({ id }) => id === milestoneId);
    expect(await progress()).toEqual({ done: 1, total: 2, percent: 50 });
    const before = await clientSide();

    const hidden = [
      await aTask({ milestone_id: milestoneId, status: 'done', visibility: 'internal_only' }),
      await aTask({ milestone_id: milestoneId, visibility: 'internal_only' }),
    ];
    expect(await clientSide()).toEqual(before);
    expect(await inStaff()).toMatchObject({ done: 2, total: 4 });
    await admin("update app.task set status = 'done' where id = $1", [hidden[1]]);
    await admin('delete from app.task where id = $1', [hidden[0]]);
    expect(await clientSide()).toEqual(before);
    expect(await inStaff()).toMatchObject({ done: 2, total: 3 });

    await admin("update app.record set visibility = 'client_visible' where id = $1", [hidden[1]]);
    expect(await progress()).toEqual({ done: 2, total: 3, percent: 66 });
  });

  test('stands on both sides’ pages and leads to its tasks', async () => {
    const milestoneId = await aMilestone('Go-live');
    await aTask({ milestone_id: milestoneId, status: 'done', title: 'Of the milestone' });
    await aTask({ milestone_id: milestoneId, visibility: 'internal_only', title: 'Hidden of it' });
    await aTask({ title: 'Of none' });
    for (const [who, path, words] of [
      [dana, `/portal/projects/${projectId}`, '100%, 1 of 1 task done'],
      [marta, `/staff/projects/${projectId}/milestones`, '50%, 1 of 2 tasks done'],
    ] as const) {
      const { body } = await who.fetch(path);
      expect(body.replaceAll(/<!--.*?-->/g, '')).toContain(words);
      const list = `${path.replace('/milestones', '')}/tasks?milestone=${milestoneId}`;
      expect(body).toContain(`href="${list}"`);
      const tasks = (await who.fetch(list)).body;
      expect(tasks).toContain('Of the milestone');
      expect(tasks).not.toContain('Of none');
    }
    expect((await marta.fetch(`/staff/projects/${projectId}/roadmap`)).body).toContain('1 of 2 tasks done');
  });

  test('is in the preview of what sharing changes', async () => {
    const milestoneId = await aMilestone('Go-live');
    await aTask({ milestone_id: milestoneId });
    const id = await aTask({ milestone_id: milestoneId, status: 'done', visibility: 'internal_only' });
    const { rollups } = dataOf(
      await marta.query('staff', 'visibility.preview', {
        kind: 'task',
        ids: [id],
        visibility: 'client_visible',
      }),
    ) as { rollups: { of: string; from: object; to: object }[] };
    expect(rollups.find(({ of }) => of === 'Go-live')).toEqual({
      of: 'Go-live',
      from: { done: 0, total: 1, percent: 0 },
      to: { done: 1, total: 2, percent: 50 },
    });
  });
});
