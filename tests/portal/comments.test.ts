import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let dana: Visitor;
let ids: Record<
  'project' | 'task' | 'hiddenTask' | 'taskOfHiddenProject' | 'foreignTask' | 'quietTask',
  string
>;

beforeAll(async () => {
  company = await startSampleCompany();
  dana = await company.as('Nexus Corp', 'Client Admin');
  const task = (title: string) => company.idOf('select id from app.task where title = $1', [title]);
  ids = {
    project: await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`),
    task: await task('API performance work'),
    hiddenTask: await task('OAuth provider fix'),
    taskOfHiddenProject: await task('Compare prices of three rivals'),
    foreignTask: await task('Calendar by clinic'),
    quietTask: await task('Contrast of the order table'),
  };
  await company.database.admin.query(
    `update app.project set client_may_comment = (name <> 'Accessibility review')`,
  );
});
afterAll(() => company.stop());

const count = async () => {
  const { rows } = await company.database.admin.query<{ count: string }>(
    `select count(*) from app.text where kind = 'comment'`,
  );
  return Number(rows[0]?.count);
};
let before = 0;
beforeEach(async () => {
  before = await count();
});

const say = (who: Visitor, taskId: string, body: unknown = 'A word', requestId = randomUUID()) =>
  who.mutate('portal', 'projects.comment', { taskId, body, requestId });

type Said = { id: string; kind: string; author: string; at: string; body: string; isOwn: boolean };
type Task = { mayComment: boolean; comments: Said[] };
const open = async (who: Visitor, taskId = ids.task) =>
  dataOf(await who.query('portal', 'projects.task', { projectId: ids.project, taskId })) as Task;

describe('projects.comment', () => {
  test('puts a comment on a task under the person’s own name, Client Visible, for colleagues and staff', async () => {
    const ravi = await company.as('Nexus Corp', 'Client Employee');
    expect((await say(ravi, ids.task, '  Seen by **all** of us\r\n\r\nand twice  ')).status).toBe(200);
    const last = (task: Task) => task.comments.at(-1);
    expect(last(await open(ravi))).toMatchObject({
      author: 'Ravi Menon',
      isOwn: true,
      body: '<p>Seen by <strong>all</strong> of us</p>\n<p>and twice</p>\n',
    });
    expect(last(await open(dana))).toMatchObject({ author: 'Ravi Menon', isOwn: false });
    const { rows } = await company.database.admin.query(
      `select c.visibility, c.shared, c.body, u.name from app.text c
         join app.client_user u on u.tenant_id = c.tenant_id and u.id = c.author_client_user_id
        where c.record_id = $1 order by c.created_at desc limit 1`,
      [ids.task],
    );
    expect(rows).toEqual([
      {
        visibility: 'client_visible',
        shared: true,
        body: 'Seen by **all** of us\n\nand twice',
        name: 'Ravi Menon',
      },
    ]);
    const marta = await company.as('Halden & Pike Delivery', 'Manager');
    expect((await marta.fetch(`/staff/projects/${ids.project}/tasks/${ids.task}`)).body).toContain(
      'Ravi Menon',
    );
  });

  test('is one’s own by the account that wrote it: a namesake of the client or of the team is somebody else', async () => {
    const { admin } = company.database;
    const ravi = await company.as('Nexus Corp', 'Client Employee');
    const rename = (from: string, to: string) =>
      admin.query(
        `update app.client_user set name = $2 where id = (
           select id from app.client_user where name = $1 order by email like 'ravi%' limit 1)`,
        [from, to],
      );
    await rename('Dana Whitfield', 'Ravi Menon');
    try {
      await say(ravi, ids.task, 'Said by Ravi');
      await say(dana, ids.task, 'Said by his namesake');
      await admin.query(
        `insert into app.text (kind, tenant_id, record_id, body, author_name, visibility)
         select 'comment', tenant_id, id, 'Said by one of the team', 'Ravi Menon', 'client_visible' from app.task where id = $1`,
        [ids.task],
      );
      const lastThree = async (who: Visitor) =>
        (await open(who)).comments.slice(-3).map(({ author, isOwn }) => [author, isOwn]);
      const by = (own: boolean) => ['Ravi Menon', own];
      expect(await lastThree(ravi)).toEqual([by(true), by(false), by(false)]);
      expect(await lastThree(dana)).toEqual([by(false), by(true), by(false)]);
    } finally {
      await rename('Ravi Menon', 'Dana Whitfield');
    }
  });

  test('L36 L38 cannot be used on what one cannot see: hidden, foreign and unknown answer alike, and nothing is written', async () => {
    const unknown = await say(dana, company.unknownId);
    expect(unknown.status).toBe(404);
    expect(unknown.body).toContain("We can't find this page, or you don't have access to it.");
    for (const taskId of [ids.hiddenTask, ids.taskOfHiddenProject, ids.foreignTask]) {
      const { status, body } = await say(dana, taskId);
      expect([status, body]).toEqual([404, unknown.body]);
    }
    expect(await count()).toBe(before);
  });

  test('L53 answers the same where the project takes no comments, and the page has no form', async () => {
    const { status, body } = await say(dana, ids.quietTask);
    expect([status, body]).toEqual([404, (await say(dana, company.unknownId)).body]);
    const project = await company.idOf(`select id from app.project where name = 'Accessibility review'`);
    const path = (rest: string) => `/portal/projects/${rest}`;
    expect((await dana.fetch(path(`${project}/tasks/${ids.quietTask}`))).body).not.toContain('<textarea');
    expect((await dana.fetch(path(`${ids.project}/tasks/${ids.task}`))).body).toContain('<textarea');
    expect(await count()).toBe(before);
  });

  test('L38 cannot be used by anybody else', async () => {
    const [helen, claire, ravi] = [
      await company.as('Orbis Health', 'Client Admin'),
      await company.as('Nexus Corp', 'Client Employee (no projects section)'),
      await company.as('Nexus Corp', 'Client Employee'),
    ];
    const unknown = await say(dana, company.unknownId);
    for (const who of [helen, claire]) {
      const { status, body } = await say(who, ids.task);
      expect([status, body]).toEqual([404, unknown.body]);
    }
    expect((await say(company.visitor(), ids.task)).status).toBe(401);

    const marta = await company.as('Halden & Pike Delivery', 'Manager');
    const staffCookie = [...marta.cookies.values()][0]!;
    marta.cookies.set([...dana.cookies.keys()][0]!, staffCookie);
    expect((await say(marta, ids.task)).status).toBe(401);

    const active = (is: boolean) =>
      company.database.admin.query(`update app.client_user set active = $1 where name = 'Ravi Menon'`, [is]);
    await active(false);
    expect((await say(ravi, ids.task)).status).toBe(401);
    await active(true);
    expect(await count()).toBe(before);
  });

  test('L38 takes no author, token or guess of a value from the call, right or wrong, whoever sends it', async () => {
    const helen = await company.as('Orbis Health', 'Client Admin');
    const danaId = await company.idOf(
      `select id from app.client_user where name = 'Dana Whitfield' and email like 'dana%'`,
    );
    const send = (who: Visitor, taskId: string, guess: object) =>
      who.mutate('portal', 'projects.comment', { taskId, body: 'A word', requestId: randomUUID(), ...guess });
    const guesses: [string, unknown, unknown][] = [
      ['authorName', 'Dana Whitfield', 'Nobody'],
      ['authorClientUserId', danaId, company.unknownId],
      ['token', [...dana.cookies.values()][0], 'x'],
      ['title', 'OAuth provider fix', 'x'],
      ['visibility', 'client_visible', 'internal_only'],
    ];
    for (const [key, right, wrong] of guesses) {
      const refused = await send(dana, ids.task, { [key]: wrong });
      expect({ key, status: refused.status }).toEqual({ key, status: 400 });
      for (const who of [dana, helen])
        for (const taskId of [ids.task, ids.hiddenTask, ids.foreignTask, company.unknownId]) {
          const { status, body } = await send(who, taskId, { [key]: right });
          expect({ key, status, body }).toEqual({ key, status: 400, body: refused.body });
        }
    }
    expect(await count()).toBe(before);
  });

  test('L32 refuses an unknown key, and a text that is empty or too long, with a sentence at the field', async () => {
    const extra = await dana.mutate('portal', 'projects.comment', {
      taskId: ids.task,
      body: 'A word',
      requestId: randomUUID(),
      visibility: 'internal_only',
    });
    expect(extra.status).toBe(400);
    const sentence = async (body: unknown) => {
      const answer = await say(dana, ids.task, body);
      const { error } = JSON.parse(answer.body) as { error: { data: { fields: Record<string, string> } } };
      return [answer.status, error.data.fields.body];
    };
    expect(await sentence(' \n ')).toEqual([400, 'Write your comment.']);
    expect(await sentence(null)).toEqual([400, 'Write your comment.']);
    expect(await sentence('x'.repeat(20_001))).toEqual([400, 'Comments can be up to 20,000 characters.']);
    expect((await say(dana, ids.task, 'no letter: \u0000')).status).toBe(400);
    expect(await count()).toBe(before);
    expect((await say(dana, ids.task, 'x'.repeat(20_000))).status).toBe(200);
    expect((await say(dana, ids.task, '👋'.repeat(10_000))).status).toBe(200);
  });

  test('the same request again, and at once, is one comment; another person’s is another', async () => {
    const ravi = await company.as('Nexus Corp', 'Client Employee');
    const requestId = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => say(dana, ids.task, 'Once', requestId)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await say(dana, ids.task, 'Once', requestId)).status).toBe(200);
    expect(await count()).toBe(before + 1);
    expect((await say(ravi, ids.task, 'Once', requestId)).status).toBe(200);
    expect(await count()).toBe(before + 2);
    for (const bad of ['x', ''])
      expect((await say(dana, ids.task, 'Nameless', bad as typeof requestId)).status).toBe(400);
    // Nor does it speak of what one cannot see.
    const unknown = await say(dana, company.unknownId);
    for (const taskId of [ids.hiddenTask, ids.foreignTask]) {
      const { status, body } = await say(dana, taskId, 'Once', requestId);
      expect([status, body]).toEqual([404, unknown.body]);
    }
    expect(await count()).toBe(before + 2);
  });

  test('a task that is made internal takes its comments with it, and its client’s right to add one', async () => {
    const flag = (to: string) =>
      company.database.admin.query('update app.record set visibility = $1 where id = $2', [to, ids.task]);
    await flag('internal_only');
    expect((await say(dana, ids.task)).status).toBe(404);
    await flag('client_visible');
    expect((await say(dana, ids.task)).status).toBe(200);
  });
});

describe('L60 what is written stays harmless', () => {
  test('numbers and names of hidden records are text, and no markup of the writer’s comes through', async () => {
    const { rows } = await company.database.admin.query<{ number: number }>(
      'select number from app.task where id = $1',
      [ids.hiddenTask],
    );
    const body = `See TSK-0${rows[0]!.number}, #TKT-1, @Jonas <img src=x onerror=alert(1)> [x](javascript:alert(1))`;
    await say(dana, ids.task, body);
    const comment = (await open(dana)).comments.at(-1)!;
    expect(comment.body).not.toMatch(/<(?!\/?p>)/);
    const page = await dana.fetch(`/portal/projects/${ids.project}/tasks/${ids.task}`);
    // The page's own pictures, by which it tells that it was opened where no script does.
    const told =
      /<noscript><img src="\/portal\/api\/(opened\/task\/[0-9a-f-]{36}|visited)" alt="" hidden=""\/><\/noscript>/g;
    expect(page.body.match(told)).toHaveLength(2);
    expect(page.body.replaceAll(told, '')).not.toMatch(/<img|href="javascript/);
  });

  test('L56 the thread is of visible comments alone, in the order in which they were made', async () => {
    const { comments } = await open(dana);
    const texts = comments.map(({ body }) => body).join('\n');
    expect(texts).toContain('Fix deployed to staging');
    expect(texts).not.toContain('Do not promise 200 ms');
  });
});

describe('notes of the team', () => {
  const path = () => `/portal/projects/${ids.project}/tasks/${ids.task}`;
  const html = async (who: Visitor) => (await who.fetch(path())).body;
  const note = (taskId: string, body: string, visibility: string, kind = 'note') =>
    company.idOf(
      `insert into app.text (record_id, body, kind, author_name, visibility, created_at)
       select id, $2, $3, 'Priya', $4, '2026-03-02' from app.task where id = $1 returning id`,
      [taskId, body, kind, visibility],
    );
  const flag = (table: string, id: string, to: string) =>
    company.database.admin.query(`update app.record set visibility = $1 where id = $2`, [to, id]);

  test('a shared one stands in the thread, marked, in order of time with the comments, as the team member named it', async () => {
    await say(dana, ids.task, 'Before the note');
    const id = await note(ids.task, 'Worth **knowing**', 'client_visible');
    await say(dana, ids.task, 'After the note');
    const said = (await open(dana)).comments.slice(-3);
    expect(said).toMatchObject([
      { kind: 'comment', body: '<p>Before the note</p>\n', isOwn: true },
      {
        id,
        kind: 'note',
        author: 'Priya',
        body: '<p>Worth <strong>knowing</strong></p>\n',
        isOwn: false,
        files: [],
      },
      { kind: 'comment', body: '<p>After the note</p>\n', isOwn: true },
    ]);
    expect(Date.now() - Date.parse(said[1]!.at)).toBeLessThan(60_000);
    const page = await html(dana);
    expect(page).toMatch(/>Note<\/span>.{0,200}Priya/s);
    expect(page.match(/>Note<\/span>/g)).toHaveLength(1);
    expect(page).toContain('Worth <strong>knowing</strong>');
    for (const to of ['internal_only', 'client_visible']) {
      await flag('note', id, to);
      expect((await html(dana)).includes('Worth <strong>knowing')).toBe(to === 'client_visible');
    }
    await company.database.admin.query('delete from app.text where id = $1', [id]);
  });

  test('L36 no other comes through: internal, of the backlog, of a hidden task or project, or of another client', async () => {
    const [before, pageBefore] = [await open(dana), await html(dana)];
    const secret = 'canary of a note';
    const made = [
      await note(ids.task, secret, 'internal_only'),
      await note(ids.task, secret, 'internal_only', 'grooming'),
      await note(ids.hiddenTask, secret, 'client_visible'),
      await note(ids.taskOfHiddenProject, secret, 'client_visible'),
      await note(ids.foreignTask, secret, 'client_visible'),
      await company.idOf(
        `insert into app.text (kind, record_id, body, author_name, visibility) values ('note', $1, $2, 'Priya', 'client_visible') returning id`,
        [ids.project, secret],
      ),
    ];
    expect(await open(dana)).toEqual(before);
    // The page without its data for scripts, which tells the time, and the name of the form's next request.
    const still = (page: string) =>
      page.replaceAll(/<script.*?<\/script>/gs, '').replaceAll(/value="[0-9a-f-]{36}"/g, '');
    expect(still(await html(dana)) === still(pageBefore)).toBe(true);
    expect(await html(dana)).not.toContain(secret);
    const unknown = await dana.query('portal', 'projects.task', {
      projectId: ids.project,
      taskId: company.unknownId,
    });
    for (const taskId of [ids.hiddenTask, ids.taskOfHiddenProject, ids.foreignTask]) {
      const { status, body } = await dana.query('portal', 'projects.task', {
        projectId: ids.project,
        taskId,
      });
      expect([status, body]).toEqual([404, unknown.body]);
    }
    await company.database.admin.query('delete from app.text where id = any ($1)', [made]);
  });

  test('nobody of another client or without the section reads it', async () => {
    const id = await note(ids.task, 'For Nexus', 'client_visible');
    for (const [organisation, role] of [
      ['Orbis Health', 'Client Admin'],
      ['Nexus Corp', 'Client Employee (no projects section)'],
    ] as const) {
      const who = await company.as(organisation, role);
      const { status, body } = await who.query('portal', 'projects.task', {
        projectId: ids.project,
        taskId: ids.task,
      });
      expect(status).toBe(404);
      expect(body).not.toContain('For Nexus');
    }
    await company.database.admin.query('delete from app.text where id = $1', [id]);
  });

  test('V10 neither a comment nor a note tells that it was hidden first: it is of the day on which it was shared, in its order', async () => {
    const task = await company.idOf(
      `insert into app.task (project_id, title, visibility) values ($1, 'Shared in May', 'internal_only') returning id`,
      [ids.project],
    );
    const words = ['one', 'two', 'three', 'four', 'five', 'six'];
    for (const [nth, body] of words.entries())
      if (nth % 2)
        await company.database.admin.query(
          `insert into app.text (kind, record_id, body, author_name, visibility, created_at) values ('note', $1, $2, 'Priya', 'client_visible', $3)`,
          [task, body, `2026-03-0${nth + 1}`],
        );
      else
        await company.database.admin.query(
          `insert into app.text (kind, record_id, body, author_name, visibility, created_at) values ('comment', $1, $2, 'Priya', 'client_visible', $3)`,
          [task, body, `2026-03-0${nth + 1}`],
        );
    await flag('task', task, 'client_visible');
    const answer = await dana.query('portal', 'projects.task', { projectId: ids.project, taskId: task });
    const { comments } = dataOf(answer) as { comments: { body: string; at: string }[] };
    expect(comments.map(({ body }) => body)).toEqual(words.map((word) => `<p>${word}</p>\n`));
    expect(answer.body).not.toContain('2026-03');
  });
});

describe('the form on the task’s page', () => {
  const path = () => `/portal/projects/${ids.project}/tasks/${ids.task}`;

  test('comments without JavaScript, and a reload does not comment again', async () => {
    const sent = await dana.submit(path(), { body: 'Without any script', requestId: randomUUID() });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path()}#comments`]);
    expect((await dana.fetch(path())).body).toContain('Without any script');
    expect(await count()).toBe(before + 1);
  });

  test('sent twice it comments once, by the request that the page gave it; the next page gives another', async () => {
    const named = (page: string) => /name="requestId" value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? '';
    const requestId = named((await dana.fetch(path())).body);
    for (const _ of [1, 2]) {
      const sent = await dana.submit(path(), { body: 'By double click', requestId });
      expect(sent.status).toBe(303);
    }
    expect(await count()).toBe(before + 1);
    const next = named((await dana.fetch(path())).body);
    expect(next).not.toBe(requestId);
    // What is refused keeps its request, to be sent again under it.
    const refused = await dana.submit(path(), { body: ' ', requestId: next });
    expect([refused.status, named(refused.body)]).toEqual([400, next]);
    expect((await dana.submit(path(), { body: 'By double click', requestId: next })).status).toBe(303);
    expect(await count()).toBe(before + 2);
  });

  test('says at the files that one of them is not there any more, and comments nothing', async () => {
    const refused = await dana.mutate('portal', 'projects.comment', {
      ...{ taskId: ids.task, body: 'With a file', uploads: [company.unknownId], requestId: randomUUID() },
    });
    expect([refused.status, refused.body]).toEqual([
      400,
      expect.stringContaining('"uploads":"One of your files has expired. Attach it again."'),
    ]);
    const none = await dana.mutate('portal', 'projects.comment', {
      ...{ taskId: ids.task, body: 'With a file', uploads: ['x'], requestId: randomUUID() },
    });
    expect(none.status).toBe(400);
    expect(await count()).toBe(before);
  });

  test('keeps what was typed when it is refused', async () => {
    const typed = `Too long ${'y'.repeat(20_000)}`;
    const { status, body } = await dana.submit(path(), { body: typed, requestId: randomUUID() });
    expect(status).toBe(400);
    expect(body).toContain('Comments can be up to 20,000 characters.');
    expect(/<textarea[^>]*>([^<]*)/.exec(body)?.[1]?.trim() === typed).toBe(true);
    expect(await count()).toBe(before);
  });

  test('L36 refuses a hidden task as one that there is not, and takes nobody’s word from another site', async () => {
    const at = (task: string) => `/portal/projects/${ids.project}/tasks/${task}`;
    const [hidden, unknown] = [
      await dana.submit(at(ids.hiddenTask), { body: 'x', requestId: randomUUID() }),
      await dana.submit(at(company.unknownId), { body: 'x', requestId: randomUUID() }),
    ];
    expect([hidden.status, unknown.status]).toEqual([404, 404]);
    const foreign = await dana.fetch(path(), {
      method: 'POST',
      headers: { origin: 'https://evil.test' },
      body: new URLSearchParams({ body: 'x' }),
    });
    expect(foreign.status).toBe(403);
    expect(await count()).toBe(before);
  });
});
