/** A task's page: what it waits for, copies, deletion, texts and history; many tasks at once. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

let company: SampleCompany;
let people: Record<'marta' | 'priya' | 'jonas' | 'luis' | 'dana', Visitor>;
let projectId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  people = {
    marta: await company.asPerson('marta@'),
    priya: await company.asPerson('priya@'),
    jonas: await company.asPerson('jonas@'),
    luis: await company.asPerson('luis@'),
    dana: await company.asPerson('dana.'),
  };
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
});
afterAll(() => company.stop());

type Task = {
  id: string;
  number: number;
  title: string;
  description: string;
  descriptionHtml: string;
  status: string;
  priority: string;
  labels: string[];
  estimateMinutes: number | null;
  sprintId: string | null;
  visibility: string;
  version: number;
  comments: {
    id: string;
    html: string;
    version: number;
    author: string;
    isFromClient: boolean;
    isMine: boolean;
    body: string;
    revisions: { body: string }[];
  }[];
  notes: {
    id: string;
    kind: string;
    visibility: string;
    version: number;
    revisions: { body: string }[];
  }[];
  time: unknown[];
  waitsFor: { id: string }[];
  holdsUp: { id: string }[];
  sprintMoves: { from: string | null; to: string | null; actor: string | null }[];
  visibilityChanges: { kind: string; to: string; reason: string | null }[];
};

const idIn = (answer: Answer) => (dataOf(answer) as { id: string }).id;
const errorOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { message: string; data: { fields?: Record<string, string> } } }).error;
const open = async (taskId: string, visitor = people.marta) =>
  dataOf(await visitor.query('staff', 'tasks.open', { projectId, taskId })) as Task;
const create = async (title: string) =>
  idIn(await people.marta.mutate('staff', 'tasks.create', { projectId, title }));
const save = (visitor: Visitor, { id, title, status, priority, version }: Task, changes: object) =>
  visitor.mutate('staff', 'tasks.update', {
    ...{ projectId, taskId: id, title, status, priority, version },
    ...changes,
  });
const wait = (taskId: string, which: string, visitor = people.jonas) =>
  visitor.mutate('staff', 'tasks.addDependency', { projectId, taskId, which });

describe('the fields of a task', () => {
  test('take durations and labels as people type them; Markdown comes back safe', async () => {
    const task = await open(await create('Typed by hand'));
    const answer = await save(people.jonas, task, {
      estimateMinutes: '4h 30m',
      labels: ' api, speed ,api,, ',
      description: '**Bold** <script>alert(1)</script>',
    });
    expect(answer.status).toBe(200);
    const saved = await open(task.id);
    expect(saved).toMatchObject({ estimateMinutes: 270, labels: ['api', 'speed'] });
    expect(saved.descriptionHtml).toContain('<strong>Bold</strong>');
    expect(saved.descriptionHtml).not.toContain('<script');
  });

  test('keep labels where a save does not speak of them, and refuse a due date before the start', async () => {
    const task = await open(await create('Dated'));
    await save(people.marta, task, { labels: ['keep'] });
    const next = await open(task.id);
    await save(people.marta, next, { priority: 'high' });
    const kept = await open(task.id);
    expect(kept).toMatchObject({ labels: ['keep'], priority: 'high' });
    const answer = await save(people.marta, kept, { startsOn: '2026-12-10', dueOn: '2026-12-01' });
    expect(answer.status).toBe(400);
    expect(errorOf(answer).data.fields).toEqual({ dueOn: 'The due date is before the start date.' });
  });

  test('and a stale save are refused, whoever saves', async () => {
    const task = await open(await create('Raced'));
    expect((await save(people.jonas, task, { labels: 'first' })).status).toBe(200);
    expect((await save(people.marta, task, { labels: 'second' })).status).toBe(409);
    expect((await open(task.id)).labels).toEqual(['first']);
  });
});

describe('a move over a version that is no longer there', () => {
  const move = (visitor: Visitor, { id, version }: Task, status: string) =>
    visitor.mutate('staff', 'tasks.move', { projectId, taskId: id, version, status });
  const sentenceOf = ({ number }: Task) =>
    `Jonas Weber just moved TSK-${String(number).padStart(4, '0')} to Blocked. We've refreshed its position.`;

  test('is refused with who moved it, and theirs stays; over the new one it goes', async () => {
    const task = await open(await create('Moved by two'));
    expect((await move(people.jonas, task, 'blocked')).status).toBe(200);
    const refused = await move(people.marta, task, 'done');
    expect([refused.status, errorOf(refused).message]).toEqual([409, sentenceOf(task)]);
    const now = await open(task.id);
    expect(now).toMatchObject({ status: 'blocked', version: task.version + 1 });
    expect((await move(people.marta, now, 'done')).status).toBe(200);
    expect((await open(task.id)).status).toBe('done');
  });

  test('is refused where it was saved meanwhile, not moved', async () => {
    const task = await open(await create('Saved while moved'));
    expect((await save(people.jonas, task, { priority: 'urgent' })).status).toBe(200);
    const refused = await move(people.marta, task, 'done');
    expect(refused.status).toBe(409);
    expect(errorOf(refused).message).toContain("We've refreshed it");
    expect(await open(task.id)).toMatchObject({ status: 'to_do', priority: 'urgent' });
  });

  test('of two at the same time takes one', async () => {
    const task = await open(await create('Moved at once'));
    const answers = await Promise.all([
      move(people.jonas, task, 'blocked'),
      move(people.marta, task, 'done'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [byJonas] = answers;
    expect((await open(task.id)).status).toBe(byJonas.status === 200 ? 'blocked' : 'done');
  });

  test('is refused to the forms of the board and of its page, which carry the version', async () => {
    const task = await open(await create('Moved by a form'));
    const board = `/staff/projects/${projectId}`;
    const page = `${board}/tasks/${task.id}`;
    expect((await people.marta.fetch(page)).body).toContain(`name="version" value="${task.version}"`);
    expect((await move(people.jonas, task, 'blocked')).status).toBe(200);
    for (const [path, fields] of [
      [page, { version: String(task.version) }],
      [board, { chosen: `${task.id} ${task.version}` }],
    ] as const) {
      const answer = await people.marta.submit(`${path}?/move`, { ...fields, status: 'done' });
      expect([path, answer.status]).toEqual([path, 409]);
      expect(answer.body).toContain(sentenceOf(task));
    }
    expect((await open(task.id)).status).toBe('blocked');
  });
});

describe('dependencies', () => {
  test('are added by number or by title, and shown from both ends', async () => {
    const [first, second] = [await create('Lay the pipes'), await create('Fill the pipes')];
    const { number } = await open(first);
    expect((await wait(second, `TSK-0${number} Lay the pipes`)).status).toBe(200);
    expect((await wait(second, 'lay the PIPES')).status).toBe(200);
    expect((await open(second)).waitsFor.map(({ id }) => id)).toEqual([first]);
    expect((await open(first)).holdsUp.map(({ id }) => id)).toEqual([second]);
    const gone = await people.jonas.mutate('staff', 'tasks.removeDependency', {
      ...{ projectId, taskId: second, dependsOnId: first },
    });
    expect(gone.status).toBe(200);
    expect((await open(second)).waitsFor).toEqual([]);
  });

  test('never make a circle, however long, and say so', async () => {
    const [a, b, c] = [await create('Circle A'), await create('Circle B'), await create('Circle C')];
    await wait(b, 'Circle A');
    await wait(c, 'Circle B');
    const answer = await wait(a, 'Circle C');
    expect(answer.status).toBe(400);
    expect(errorOf(answer).data.fields?.which).toMatch(/create a circular dependency/);
    expect((await open(a)).waitsFor).toEqual([]);
    expect(errorOf(await wait(a, 'Circle A')).data.fields?.which).toBe("A task can't depend on itself.");
  });

  test('ask for a number where several titles match, and find nothing of another project', async () => {
    const task = await create('Waits for something');
    await create('Twin north');
    await create('Twin south');
    expect(errorOf(await wait(task, 'twin')).message).toMatch(/Several tasks match.*Twin north.*Twin south/);
    const elsewhere = await company.idOf(
      `select t.title as id from app.task t where t.project_id <> $1 and not exists (
         select from app.task o where o.project_id = $1 and position(lower(t.title) in lower(o.title)) > 0) limit 1`,
      [projectId],
    );
    expect(errorOf(await wait(task, elsewhere)).message).toMatch(/^No task in this project/);
    const found = await people.luis.query('staff', 'tasks.find', { projectId, search: 'twin' });
    expect((dataOf(found) as unknown[]).length).toBe(2);
  });
});

describe('a copy', () => {
  test.each([
    ['client_visible', 'client_visible', 'client_visible'],
    ['client_visible', 'internal_only', 'internal_only'],
    ['internal_only', 'client_visible', 'internal_only'],
  ])('of a task that is %s, where tasks start %s, is %s', async (own, usual, expected) => {
    const taskId = await create('Done every month');
    const set = (visibility: string) =>
      people.marta.mutate('staff', 'projects.setDefault', { projectId, kind: 'task', visibility });
    await people.marta.mutate('staff', 'visibility.set', { kind: 'task', ids: [taskId], visibility: own });
    await people.marta.mutate('staff', 'comments.createNote', {
      ...{ projectId, taskId, body: 'Left behind', requestId: randomUUID() },
    });
    await people.marta.mutate('staff', 'time.record', {
      ...{ projectId, taskId, spentOn: '2026-11-02', minutes: 30 },
    });
    await set(usual);
    const copy = await people.jonas.mutate('staff', 'tasks.copy', { projectId, taskId });
    await set('internal_only');
    expect(await open(idIn(copy))).toMatchObject({
      ...{ title: 'Copy of Done every month', visibility: expected, status: 'to_do' },
      ...{ comments: [], notes: [], time: [] },
    });
  });
});

test('L65 a task out of reach is not copied: unknown, of another project and of another company answer alike', async () => {
  // In no story, sprint or milestone, whose own project would keep its copy there.
  const elsewhere = idIn(
    await people.marta.mutate('staff', 'tasks.create', {
      title: 'Of another project',
      projectId: await company.idOf(`select id from app.project where name = 'Accessibility review'`),
    }),
  );
  const [theirs, theirProject] = await Promise.all(
    ['t.id', 'p.id'].map((id) =>
      company.idOf(
        `select ${id} as id from app.task t join app.project p on p.id = t.project_id where p.name = 'Branch network' order by t.id limit 1`,
      ),
    ),
  );
  const own = await create('To be copied');
  const count = () => company.idOf('select count(*)::text as id from app.task');
  const before = await count();
  const copy = (taskId = '', inProject = projectId) =>
    people.marta.mutate('staff', 'tasks.copy', { projectId: inProject, taskId });
  const unknown = await copy(company.unknownId);
  expect(unknown.status).toBe(404);
  for (const answer of [
    await copy(elsewhere),
    await copy(theirs),
    await copy(theirs, theirProject),
    await copy(own, theirProject),
    await copy(own, company.unknownId),
  ])
    expect([answer.status, answer.body]).toEqual([404, unknown.body]);
  expect(await count()).toBe(before);
  expect((await copy(own)).status).toBe(200);
  expect(await count()).not.toBe(before);
});

describe('deleting a task', () => {
  const remove = (visitor: Visitor, taskId: string) =>
    visitor.mutate('staff', 'tasks.remove', { projectId, taskId });

  test('is for managers', async () => {
    const taskId = await create('Not needed');
    expect((await remove(people.jonas, taskId)).status).toBe(403);
    expect((await remove(people.priya, taskId)).status).toBe(200);
    expect((await people.marta.query('staff', 'tasks.open', { projectId, taskId })).status).toBe(404);
  });

  test('is refused in words while time is on it', async () => {
    const taskId = await create('Worked on');
    await people.jonas.mutate('staff', 'time.record', {
      ...{ projectId, taskId, spentOn: '2026-11-02', minutes: '15m' },
    });
    const answer = await remove(people.marta, taskId);
    expect(answer.status).toBe(409);
    expect(errorOf(answer).message).toMatch(/has logged time, so it can't be deleted/);
    expect(answer.body).not.toMatch(/foreign key|constraint/);
    expect((await open(taskId)).title).toBe('Worked on');
  });
});

describe('comments and notes', () => {
  test('are edited by whoever wrote them alone, over the version that was read', async () => {
    const taskId = await create('Talked about');
    const commentId = idIn(
      await people.luis.mutate('staff', 'comments.create', {
        ...{ projectId, taskId, body: 'First word', requestId: randomUUID() },
      }),
    );
    const edit = (visitor: Visitor, version: number, body: string) =>
      visitor.mutate('staff', 'comments.update', { projectId, commentId, version, body });
    expect((await edit(people.marta, 1, 'Put into his mouth')).status).toBe(403);
    expect((await edit(people.luis, 1, 'Second *word*')).status).toBe(200);
    expect((await edit(people.luis, 1, 'Too late')).status).toBe(409);
    const { comments } = await open(taskId, people.luis);
    expect(comments).toMatchObject([{ isMine: true, isFromClient: false, version: 2 }]);
    expect(comments[0]?.html).toContain('<em>word</em>');
  });

  test.each([
    ['comment', 'comments.create', 'comments.update', 'commentId'],
    ['note', 'comments.createNote', 'comments.updateNote', 'noteId'],
  ] as const)(
    'of a %s that was edited the team reads what it said before, the latest first, also on its page',
    async (kind, create_, update, key) => {
      const taskId = await create('Reworded');
      const id = idIn(
        await people.luis.mutate('staff', create_, {
          ...{ projectId, taskId, body: 'First quokka', requestId: randomUUID() },
        }),
      );
      const told = async (visitor: Visitor) => {
        const { comments, notes } = await open(taskId, visitor);
        return [...comments, ...notes].map(({ revisions }) => revisions.map(({ body }) => body));
      };
      const page = async () =>
        (await people.marta.fetch(`/staff/projects/${projectId}/tasks/${taskId}`)).body;
      // A change of its flag counts its version up, and is no edit.
      for (const visibility of ['client_visible', 'internal_only'])
        await people.marta.mutate('staff', 'visibility.set', { kind, ids: [id], visibility });
      expect(await told(people.marta)).toEqual([[]]);
      expect(await page()).not.toMatch(/\(edited|Edit history/);
      for (const [version, body] of [
        [3, 'Second quokka'],
        [4, 'Said at last'],
      ] as const)
        expect(
          (await people.luis.mutate('staff', update, { projectId, [key]: id, version, body })).status,
        ).toBe(200);
      expect(await told(people.marta)).toEqual([['Second quokka', 'First quokka']]);
      expect(await page()).toMatch(/\(edited\)[^]*Edit history \(2\)[^]*First quokka/);
    },
  );

  test('line breaks are kept as one character each, however a form sends them', async () => {
    const taskId = await create('In lines');
    await people.luis.mutate('staff', 'comments.create', {
      ...{ projectId, taskId, body: `${'x\r\n'.repeat(7_000)}end`, requestId: randomUUID() },
    });
    expect((await open(taskId)).comments[0]?.body).toBe(`${'x\n'.repeat(7_000)}end`);
  });

  test('a grooming note is Internal Only for good', async () => {
    const taskId = await create('Groomed');
    const noteId = idIn(
      await people.luis.mutate('staff', 'comments.createNote', {
        ...{ projectId, taskId, body: 'Too large', kind: 'grooming', requestId: randomUUID() },
      }),
    );
    const shared = await people.marta.mutate('staff', 'visibility.set', {
      ...{ kind: 'note', ids: [noteId], visibility: 'client_visible' },
    });
    expect(shared.status).toBe(400);
    expect((await open(taskId)).notes).toMatchObject([{ kind: 'grooming', visibility: 'internal_only' }]);
    const edited = await people.luis.mutate('staff', 'comments.updateNote', {
      ...{ projectId, noteId, version: 1, body: 'Far too large' },
    });
    expect(edited.status).toBe(200);
  });

  test.each([
    ['comments.create', {}],
    ['comments.createNote', {}],
    ['comments.createNote', { kind: 'grooming' }],
  ])(
    '%s %o: the same request again, and at once, arrives once; a colleague’s is another',
    async (name, more) => {
      const taskId = await create('Said once');
      const input = { projectId, taskId, body: 'Once', requestId: randomUUID(), ...more };
      const send = async (visitor: Visitor) => idIn(await visitor.mutate('staff', name, input));
      const ids = await Promise.all([1, 2, 3].map(() => send(people.luis)));
      expect(new Set(ids).size).toBe(1);
      expect(await send(people.luis)).toBe(ids[0]);
      expect(await send(people.marta)).not.toBe(ids[0]);
      const { comments, notes } = await open(taskId);
      expect([...comments, ...notes]).toHaveLength(2);
      const nameless = await people.luis.mutate('staff', name, { ...input, requestId: undefined });
      expect(nameless.status).toBe(400);
    },
  );

  test.each([
    ['?/comment', { visibility: 'client_visible' }],
    ['?/note', {}],
    ['?/note grooming', { kind: 'grooming' }],
  ])('the form %s, sent twice, arrives once', async (form, fields) => {
    const taskId = await create('Written once');
    const path = `/staff/projects/${projectId}/tasks/${taskId}`;
    const page = (await people.marta.fetch(path)).body;
    const html = page.slice(page.indexOf(`name="form" value="${form}"`));
    const requestId = /name="requestId" value="([0-9a-f-]{36})"/.exec(html)?.[1] ?? '';
    for (const _ of [1, 2]) {
      const sent = await people.marta.submit(`${path}${form.split(' ')[0]}`, {
        body: 'Once',
        form,
        requestId,
        ...fields,
      });
      expect(sent.status).toBeLessThan(400);
    }
    const { comments, notes } = await open(taskId);
    expect([...comments, ...notes]).toHaveLength(1);
  });

  test('by a client user is marked as theirs', async () => {
    const taskId = await company.idOf(`select id from app.task where title = 'API performance work'`);
    const { comments } = await open(taskId);
    expect(comments.filter(({ isFromClient }) => isFromClient).map(({ author }) => author)).toEqual([
      'Ravi Menon',
      'Dana Whitfield',
    ]);
  });
});

test('the history has sprint moves and visibility changes with their reasons', async () => {
  const taskId = await create('Has a past');
  const [one, other] = await Promise.all(
    ['Sprint 9', 'Sprint 10'].map((name) =>
      company.idOf('select id from app.sprint where project_id = $1 and name = $2', [projectId, name]),
    ),
  );
  for (const sprintId of [one, other]) await save(people.marta, await open(taskId), { sprintId });
  await people.marta.mutate('staff', 'visibility.set', {
    ...{ kind: 'task', ids: [taskId], visibility: 'client_visible', reason: 'Agreed in the call' },
  });
  const { sprintMoves, visibilityChanges } = await open(taskId);
  expect(sprintMoves).toMatchObject([
    { from: null, to: 'Sprint 9', actor: 'Marta Lind' },
    { from: 'Sprint 9', to: 'Sprint 10' },
  ]);
  expect(visibilityChanges.at(-1)).toMatchObject({ to: 'client_visible', reason: 'Agreed in the call' });
});

describe('many tasks at once', () => {
  const change = (ids: string[], changes: object, visitor = people.jonas) =>
    visitor.mutate('staff', 'tasks.updateMany', { projectId, ids, ...changes });

  test('get status, sprint and labels; what is left out stays', async () => {
    const ids = [await create('Batch one'), await create('Batch two')];
    await change(ids, { addLabels: 'old, both' });
    const sprintId = await company.idOf(
      `select id from app.sprint where project_id = $1 and name = 'Sprint 10'`,
      [projectId],
    );
    const changes = {
      ...{ status: 'in_progress', priority: '', sprintId, addLabels: 'new, both', removeLabels: 'old' },
    };
    const answer = await change(ids, changes, people.marta);
    expect(answer.status).toBe(200);
    for (const id of ids)
      expect(await open(id)).toMatchObject({
        ...{ status: 'in_progress', priority: 'medium', sprintId, labels: ['both', 'new'] },
      });
    await change(ids, { sprintId: 'none' }, people.marta);
    expect((await open(ids[0] ?? '')).sprintId).toBeNull();
  });

  test.each([
    [
      'unknown, of another project, or of another company',
      async () => [
        company.unknownId,
        await company.idOf('select id from app.task where project_id <> $1 limit 1', [projectId]),
        await company.idOf(
          `select t.id from app.task t join app.project p on p.id = t.project_id where p.name = 'Branch network' limit 1`,
        ),
      ],
    ],
  ])('L65 are all left as they are where one is %s', async (_, others) => {
    const id = await create('Left alone');
    const answers = [];
    for (const other of await others())
      answers.push(await change([id, other], { status: 'done' }, people.marta));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
    expect((await open(id)).status).toBe('to_do');
  });

  test('are all left as they are where a label is one too many, or a sprint of another project', async () => {
    const full = await create('Full of labels');
    const empty = await create('Without labels');
    await change([full], { addLabels: Array.from({ length: 20 }, (_, nth) => `label ${nth}`).join() });
    const answer = await change([empty, full], { addLabels: 'one more' });
    expect(errorOf(answer).data.fields).toEqual({ addLabels: 'A task can have up to 20 labels.' });
    const sprintId = await company.idOf('select id from app.sprint where project_id <> $1 limit 1', [
      projectId,
    ]);
    expect((await change([empty], { sprintId }, people.marta)).status).toBe(404);
    expect((await open(empty)).labels).toEqual([]);
  });

  test('are not changed by a Reviewer, nor by nothing', async () => {
    const id = await create('Only looked at');
    expect((await change([id], { status: 'done' }, people.luis)).status).toBe(403);
    expect((await change([id], {})).status).toBe(400);
    expect((await open(id)).version).toBe(1);
  });
});

test('a client gets nothing of labels, starts, dependencies, time or grooming', async () => {
  const taskId = await create('Shared with care');
  await create('Named in a dependency');
  await save(people.marta, await open(taskId), { labels: 'secret-label', startsOn: '2026-12-24' });
  await wait(taskId, 'Named in a dependency');
  await people.marta.mutate('staff', 'comments.createNote', {
    ...{ projectId, taskId, body: 'Groomed in secret', kind: 'grooming', requestId: randomUUID() },
  });
  await people.marta.mutate('staff', 'visibility.set', {
    ...{ kind: 'task', ids: [taskId], visibility: 'client_visible' },
  });
  const { status, body } = await people.dana.query('portal', 'projects.task', { projectId, taskId });
  expect(status).toBe(200);
  expect(body).toContain('Shared with care');
  expect(body).not.toMatch(/secret|2026-12-24|Named in a dependency/);
});
