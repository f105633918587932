/**
 * How other portals leaked, by number, as far as no test beside the thing itself shows it: each denial with its positive
 * control. `grep -rn 'L[0-9][0-9]' tests` finds the others.
 *
 * Rows without a subject, since the portal has no such thing yet: mail out and in (L2, L4, L6, L7, L9, L10, L11, L14),
 * invoices (L22, L23), texts that a machine writes (L39), project templates (L67), PDF files (L75), messages to other
 * services (L82).
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { procedureTypes } from '../staff/procedures.ts';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { expectOneRealm } from './stream-opening.ts';

let company: SampleCompany;
let dana: Visitor;
let marta: Visitor;
let sofie: Visitor;
let projectId: string;
let taskId: string;
let milestoneId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  dana = await company.asPerson('dana.');
  marta = await company.asPerson('marta@');
  sofie = await company.asPerson('sofie@');
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  taskId = await company.idOf(`select id from app.task where title = 'API performance work'`);
  milestoneId = await company.idOf(
    'select id from app.milestone where project_id = $1 and shared order by agreed_on limit 1',
    [projectId],
  );
});
afterAll(() => company.stop());

const share = (kind: string, id: string, visibility: string) =>
  marta.mutate('staff', 'visibility.set', { kind, ids: [id], visibility });
const create = async (procedure: string, input: object) =>
  (dataOf(await marta.mutate('staff', procedure, { projectId, ...input })) as { id: string }).id;

describe('L32 no call says what else to load', () => {
  test.each([
    ['projects.open', () => ({ projectId })],
    ['projects.board', () => ({ projectId })],
    ['projects.tasks', () => ({ projectId })],
    ['projects.task', () => ({ projectId, taskId })],
    ['projects.stories', () => ({ projectId, epicId: 'none' })],
    ['projects.milestone', () => ({ projectId, milestoneId })],
  ])('%s refuses a key that it does not know', async (name, input) => {
    expect((await dana.query('portal', name, input())).status).toBe(200);
    for (const key of ['with', 'include', 'visibility', 'tenantId'])
      expect((await dana.query('portal', name, { ...input(), [key]: 'notes' })).status).toBe(400);
  });

  test('procedures without input, and a page, answer as without', async () => {
    const extra = { with: 'notes', include: 'notes', visibility: 'internal_only' };
    const plain = await dana.query('portal', 'projects.list');
    expect((await dana.query('portal', 'projects.list', extra)).body).toBe(plain.body);
    const path = `/portal/projects/${projectId}/tasks/${taskId}`;
    // But for the time, and the request that a form is given anew each time.
    const anew = /\b1\d{12}\b|(?<=requestId(:|" value=)")[0-9a-f-]{36}/g;
    const page = async (query: string) => (await dana.fetch(path + query)).body.replaceAll(anew, '');
    expect(await page(`?${new URLSearchParams(extra).toString()}`)).toBe(await page(''));
  });
});

/** Everything that a browser loads for these pages: what their headers name, and what that imports. */
async function bundleOf(visitor: Visitor, pages: string[]): Promise<string> {
  const files = new Map<string, string>();
  const load = async (path: string): Promise<void> => {
    if (files.has(path)) return;
    files.set(path, '');
    const { status, body } = await visitor.fetch(path);
    expect({ path, status }).toEqual({ path, status: 200 });
    files.set(path, body);
    for (const [, imported = ''] of body.matchAll(/(?:from|import) ?"(\.[^"]+\.js)"/g))
      await load(new URL(imported, company.server.origin + path).pathname);
  };
  for (const page of pages) {
    const { headers } = await visitor.fetch(page);
    for (const [, file = ''] of (headers.get('link') ?? '').matchAll(/<([^>]+\.js)>/g))
      await load(new URL(file, company.server.origin + page).pathname);
  }
  return [...files.values()].join('\n');
}

test('L34 what a browser loads for the portal names no procedure of the delivery team', async () => {
  const ticketId = await company.idOf(
    'select id from app.ticket where client_id = (select client_id from app.project where id = $1) and shared limit 1',
    [projectId],
  );
  const project = `/projects/${projectId}`;
  const portal = await bundleOf(dana, [
    ...['/portal', '/portal/team', `/portal${project}`, `/portal${project}/board`],
    ...[`/portal${project}/tasks`, `/portal${project}/tasks/${taskId}`, `/portal${project}/stories`],
    `/portal${project}/milestones/${milestoneId}`,
    ...['/portal/tickets', '/portal/tickets/new', `/portal/tickets/${ticketId}`],
  ]);
  const staff = await bundleOf(marta, [
    ...['/staff', '/staff/clients', '/staff/projects', '/staff/visibility-log'],
    ...[`/staff${project}`, `/staff${project}/tasks`, `/staff${project}/tasks/${taskId}`],
    ...['/staff/tickets', `/staff/tickets/${ticketId}`],
  ]);
  const called = (bundle: string, name: string) => bundle.includes(`.${name}.`);
  const shared = [
    ...['account.me', 'live.projects', 'live.tickets', 'projects.list', 'projects.open'],
    ...['tickets.move', 'tickets.open', 'tickets.raise', 'tickets.reply'],
  ];
  const internal = Object.keys(await procedureTypes()).filter((name) => !shared.includes(name));
  expect(internal.filter((name) => called(portal, name))).toEqual([]);
  for (const name of ['projects.task', 'tickets.list']) expect(called(portal, name)).toBe(true);
  for (const name of ['visibility.log', 'tickets.queue'])
    expect(internal.filter((one) => called(staff, one))).toContain(name);
});

test('L34 what a browser loads for the portal’s tickets holds none of the words that the team has for them', async () => {
  const { body } = await dana.query('portal', 'tickets.list', { status: 'all' });
  const [ticketId] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(body) ?? [];
  const pages = (realm: string) => ['', '/new', `/${ticketId}`].map((rest) => `/${realm}/tickets${rest}`);
  const [portal, staff] = [await bundleOf(dana, pages('portal')), await bundleOf(marta, pages('staff'))];
  const words = ['Waiting on client', 'due in', 'SLA not running', 'Merge into', 'Internal note'];
  expect(words.filter((word) => portal.includes(word))).toEqual([]);
  expect(words.filter((word) => staff.includes(word))).toEqual(words);
  expect(portal).toContain('Waiting for your reply');
});

test('L44 L45 L53 a filter offers what is in reach, and nothing by its existence', async () => {
  const offered = async (visitor: Visitor) =>
    (await Promise.all(['/staff/visibility-log', '/staff/projects'].map((path) => visitor.fetch(path))))
      .map(({ status, body }) => {
        expect(status).toBe(200);
        return body;
      })
      .join();
  const [everything, little] = [await offered(marta), await offered(sofie)];
  for (const name of ['Platform Rewrite Q1', 'Renewal pitch 2027']) {
    expect(everything).toContain(name);
    expect(little).not.toContain(name);
  }
  for (const page of [everything, little]) expect(page).not.toMatch(/Branch network|Cobalt/);
});

test('L49 L50 L52 L53 a hidden task, sprint and milestone move no total, percentage, page or tab', async () => {
  const pages = ['', '/board', '/tasks', '/tasks?page=2'].map(
    (rest) => `/portal/projects/${projectId}${rest}`,
  );
  const everything = async () => {
    const answers = await Promise.all([
      dana.query('portal', 'projects.list'),
      dana.query('portal', 'projects.open', { projectId }),
      dana.query('portal', 'projects.tasks', { projectId }),
      ...pages.map((page) => dana.fetch(page)),
    ]);
    return answers.map(({ body }) => body.replaceAll(/\b1\d{12}\b|[0-9a-f-]{36}:\d+/g, ''));
  };
  const before = await everything();
  const ids: [string, string][] = [
    ['task', await create('tasks.create', { title: 'Counted by nobody' })],
    [
      'sprint',
      await create('sprints.create', { name: 'Sprint X', startsOn: '2027-03-01', endsOn: '2027-03-12' }),
    ],
    ['milestone', await create('milestones.create', { title: 'Passed by nobody', agreedOn: '2026-01-01' })],
  ];
  for (const [kind, id] of ids) await share(kind, id, 'internal_only');
  expect(await everything()).toEqual(before);
  await share('task', ids[0]![1], 'client_visible');
  expect(await everything()).not.toEqual(before);
});

test('L57 what hangs on a shared milestone or sprint and is hidden itself is not told by it', async () => {
  const title = 'Hangs on what is shared';
  const sprintId = await company.idOf(
    `select id from app.sprint where project_id = $1 and status = 'active' and shared`,
    [projectId],
  );
  const milestoneId = await company.idOf(
    'select id from app.milestone where project_id = $1 and shared limit 1',
    [projectId],
  );
  const hidden = await create('tasks.create', { title });
  await share('task', hidden, 'internal_only');
  const { version } = dataOf(await marta.query('staff', 'tasks.open', { projectId, taskId: hidden })) as {
    version: number;
  };
  const saved = await marta.mutate('staff', 'tasks.update', {
    ...{ projectId, taskId: hidden, version, title, status: 'to_do', priority: 'low' },
    ...{ sprintId, milestoneId },
  });
  expect(saved.status).toBe(200);
  const board = () => dana.query('portal', 'projects.board', { projectId });
  const open = () => dana.query('portal', 'projects.open', { projectId });
  for (const { body } of [await board(), await open()])
    expect(body).not.toMatch(new RegExp(`${title}|${hidden}`));
  await share('task', hidden, 'client_visible');
  expect((await board()).body).toContain(title);
  await share('task', hidden, 'internal_only');
});

test('L60 references, names and our own addresses in a text are shown as they were typed, and lead nowhere', async () => {
  const hidden = await company.idOf(
    `select id from app.task where project_id = $1 and not shared order by id limit 1`,
    [projectId],
  );
  const body =
    `See #TSK-0142, TSK-0142, @marta, @Marta Lind, /staff/projects/${projectId}/tasks/${hidden}, ` +
    `https://example.com/x, [this](https://example.com/y), <a href="/staff">there</a>, <img src=x>`;
  const input = { projectId, taskId, body, visibility: 'client_visible', requestId: randomUUID() };
  expect((await marta.mutate('staff', 'comments.create', input)).status).toBe(200);
  const page = (await dana.fetch(`/portal/projects/${projectId}/tasks/${taskId}`)).body;
  const [text = ''] = /See #TSK-0142.*?<\/p>/s.exec(page) ?? [];
  const link = (href: string, word: string) =>
    `<a href="${href}" rel="nofollow noopener noreferrer">${word}</a>`;
  expect(text.replace('</p>', '').replaceAll(/<!--.*?-->/g, '')).toBe(
    body
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace('[this](https://example.com/y)', link('https://example.com/y', 'this'))
      .replace('https://example.com/x', link('https://example.com/x', 'https://example.com/x')),
  );
});

test.each([
  ['comment', 'comments.create', 'comments.update', 'commentId'],
  ['note', 'comments.createNote', 'comments.updateNote', 'noteId'],
] as const)(
  'L61 what a %s said before it was edited, or while it was hidden, is never shown',
  async (kind, write, update, key) => {
    const canary = `numbat-${kind}`;
    const id = await create(write, { taskId, body: `First ${canary} draft`, requestId: randomUUID() });
    let version = 1;
    const edit = async (body: string) => {
      const saved = await marta.mutate('staff', update, { projectId, [key]: id, version, body });
      expect(saved.status).toBe(200);
      version += 1;
    };
    const flag = async (visibility: string) => {
      expect((await share(kind, id, visibility)).status).toBe(200);
      version += 1;
    };
    const open = () => dana.query('portal', 'projects.task', { projectId, taskId });
    const page = async () => (await dana.fetch(`/portal/projects/${projectId}/tasks/${taskId}`)).body;
    const told = async () => (await open()).body + (await page());
    const one = async () =>
      (
        dataOf(await open()) as { comments: { id: string; body: string; editedAt: string | null }[] }
      ).comments.find((text) => text.id === id);
    await edit(`Second ${canary} draft`);
    await edit('Fit to be read');
    expect(await told()).not.toMatch(/Fit to be read/);
    await flag('client_visible');
    expect(await told()).toContain('Fit to be read');
    expect(await told()).not.toContain(canary);
    // Edited while nobody outside could read it: to them it never was.
    expect(await one()).toMatchObject({ body: '<p>Fit to be read</p>\n', editedAt: null });
    await edit('Better still');
    expect(await one()).toMatchObject({
      body: '<p>Better still</p>\n',
      editedAt: expect.any(String) as string,
    });
    expect(await page()).toMatch(/\(edited /);
    expect(await told()).not.toContain('Fit to be read');
    const { rows } = await company.database.admin.query<{ id: string }>(
      'select id from app.text_revision where record_id = $1',
      [id],
    );
    expect(rows).toHaveLength(3);
    for (const revision of rows) expect(await told()).not.toContain(revision.id);
    // What was hidden in between is shared anew, as it stands, as if it had never been edited.
    await flag('internal_only');
    await edit(`Third ${canary} draft`);
    await edit('As it stands');
    await flag('client_visible');
    expect(await one()).toMatchObject({ body: '<p>As it stands</p>\n', editedAt: null });
    expect(await told()).not.toContain(canary);
  },
);

describe('L64 a save over an older version leaves a record as hidden as it has become', () => {
  const task = { status: 'to_do', priority: 'low' };
  const written = () => ({ taskId, requestId: randomUUID() });
  test.each([
    ['task', 'tasks.create', 'tasks.update', 'taskId', 'title', () => ({}), task],
    ['epic', 'epics.create', 'epics.update', 'epicId', 'title', () => ({}), {}],
    ['story', 'epics.createStory', 'epics.updateStory', 'storyId', 'title', () => ({}), {}],
    [
      ...(['milestone', 'milestones.create', 'milestones.update', 'milestoneId', 'title'] as const),
      () => ({ agreedOn: '2026-12-01' }),
      { agreedOn: '2026-12-01' },
    ],
    ['comment', 'comments.create', 'comments.update', 'commentId', 'body', written, {}],
    ['note', 'comments.createNote', 'comments.updateNote', 'noteId', 'body', written, {}],
  ] as const)('%s', async (kind, write, update, key, text, given, kept) => {
    const canary = `quoll-${kind}`;
    const id = await create(write, { [text]: `${canary} withdrawn`, ...given() });
    await share(kind, id, 'client_visible');
    const open = async () => {
      const { rows } = await company.database.admin.query<{ version: number; visibility: string }>(
        `select version, visibility from app.${kind === 'comment' || kind === 'note' ? 'text' : kind} where id = $1`,
        [id],
      );
      return rows[0] ?? { version: 0, visibility: '' };
    };
    const save = (version: number) =>
      marta.mutate('staff', update, { projectId, [key]: id, version, [text]: `${canary} edited`, ...kept });
    const told = async () => {
      const calls: [string, object][] = [
        ['projects.open', { projectId }],
        ['projects.tasks', { projectId, search: canary }],
        ['projects.task', { projectId, taskId }],
      ];
      if (kind === 'task') calls.push(['projects.task', { projectId, taskId: id }]);
      const answers = await Promise.all(calls.map(([name, input]) => dana.query('portal', name, input)));
      return answers.map(({ body }) => body).join('\n');
    };
    const { version } = await open();
    expect((await save(version)).status).toBe(200);
    expect(await told()).toContain(`${canary} edited`);

    const stale = (await open()).version;
    expect((await save(stale)).status).toBe(200);
    await share(kind, id, 'internal_only');
    expect((await save(stale)).status).toBe(409);
    expect(await told()).not.toContain(canary);
    // Nor does a save that is not stale bring it back.
    expect((await save((await open()).version)).status).toBe(200);
    expect((await open()).visibility).toBe('internal_only');
    expect(await told()).not.toContain(canary);
    if (kind === 'task')
      expect((await dana.query('portal', 'projects.task', { projectId, taskId: id })).status).toBe(404);
  });
});

test('L73 the exported log is what the page lists, for whoever asks', async () => {
  for (const visitor of [marta, sofie, await company.asPerson('jonas@')]) {
    const { total } = dataOf(await visitor.query('staff', 'visibility.log', {})) as { total: number };
    const { body } = await visitor.fetch('/staff/visibility-log/export');
    expect(body.trimEnd().split('\r\n')).toHaveLength(total + 1);
    expect(body).not.toContain('Branch network');
  }
});

describe('L76 no cache keeps an answer, and no other site hears of an address', () => {
  test.each([
    '/portal',
    '/portal/sign-in',
    '/portal/team/__data.json',
    '/portal/projects/00000000-0000-4000-8000-000000000000',
    '/portal/api/trpc/projects.list',
    '/portal/api/trpc/projects.nothing',
    '/staff',
    '/staff/sign-in',
    '/staff/visibility-log/export',
    '/staff/api/trpc/visibility.log?input=%7B%7D',
  ])('%s', async (path) => {
    const { headers } = await (path.startsWith('/portal') ? dana : marta).fetch(path);
    expect(headers.get('cache-control')).toBe('private, no-store');
    // Not "no-referrer", under which browsers send forms with "Origin: null": those could not be told from another site's.
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

test('L81 a stream is opened by those alone whom the procedures of its realm answer', async () => {
  await expectOneRealm(company, 'projects', { client: dana, staff: marta });
});

test('L71 L83 a token in an address opens nothing: a session is a cookie, and there is no feed', async () => {
  const [token = ''] = dana.cookies.values();
  const names = ['token', 'key', 'session', 'portal_session', 'auth'];
  const query = new URLSearchParams(names.map((name) => [name, token])).toString();
  expect((await dana.query('portal', 'projects.list')).status).toBe(200);
  const bare = company.visitor();
  expect((await bare.fetch(`/portal/api/trpc/projects.list?${query}`)).status).toBe(401);
  expect((await bare.fetch(`/portal?${query}`)).status).toBe(303);
  const bearer = { headers: { authorization: `Bearer ${token}` } };
  expect((await bare.fetch('/portal/api/trpc/projects.list', bearer)).status).toBe(401);
  for (const feed of ['feed', 'feed.xml', 'rss', 'atom.xml', 'calendar.ics', 'projects.rss', 'projects.json'])
    expect((await dana.fetch(`/portal/${feed}`)).status).toBe(404);
});
