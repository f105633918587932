/** The import of a project's work from CSV: what a dry run shows, and that it is made whole or not at all. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let projectId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
});
afterAll(() => company.stop());

type Preview = {
  checked: string;
  choices: { columns: Record<string, number | null>; dates: string; estimates: string };
  words: Record<string, { word: string; means: string }[]>;
  errors: { count: number; list: { row: number; sentence: string }[] };
  warnings: { list: { row: number; sentence: string }[] };
  made: Record<string, number>;
  epics: Record<string, unknown>[];
  tasks: Record<string, unknown>[];
};

const preview = (visitor: Visitor, text: string, choices: object | null = null) =>
  visitor.mutate('staff', 'imports.preview', { projectId, text, choices });
const choicesIn = ({ choices, words }: Preview) => ({ ...choices, meanings: words });
const look = async (text: string) => dataOf(await preview(marta, text)) as Preview;
const run = async (text: string, change: (choices: ReturnType<typeof choicesIn>) => void = () => {}) => {
  const choices = choicesIn(await look(text));
  change(choices);
  const { checked } = dataOf(await preview(marta, text, choices)) as Preview;
  return marta.mutate('staff', 'imports.run', { projectId, text, choices, checked });
};
const errorOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { message: string; data: { fields?: Record<string, string> } } }).error;
const rows = async <Row>(text: string) => {
  const { rows: found } = await company.database.admin.query(text, [projectId]);
  return found as Row[];
};
const everything = () =>
  company.idOf(
    `select md5(string_agg(row, e'\n' order by row)) as id from (
       select to_jsonb(t)::text as row from app.task t
       union all select to_jsonb(e)::text from app.epic e
       union all select to_jsonb(s)::text from app.story s
       union all select to_jsonb(c)::text from app.number_counter c
       union all select to_jsonb(l)::text from app.visibility_log l
       union all select to_jsonb(h)::text from app.task_status_change h) as rows`,
  );

const file = [
  'Title,Epic,Story,Status,Priority,Due,Estimate,Assignee,Visibility,Private',
  'First of file,Portal,Sign-in,In progress,High,2026-03-31,"1,5",jonas weber,Client Visible,',
  '"Second, of file",Portal,,Done,Low,,,priya@haldenpike.example,Client Visible,Yes',
  'Third of file,,,,,,,Nobody,Internal Only,',
  '',
].join('\n');

/** A new project of the client in the sample company, shared or not, with a default for its tasks. */
async function aProject(taskDefault: 'client_visible' | 'internal_only') {
  const clientId = await company.idOf(`select id from app.client where name = 'Nexus Corp'`);
  const made = await marta.mutate('staff', 'projects.create', { clientId, name: 'Import into this' });
  projectId = (dataOf(made) as { id: string }).id;
  await marta.mutate('staff', 'visibility.set', {
    kind: 'project',
    ids: [projectId],
    visibility: 'client_visible',
  });
  await marta.mutate('staff', 'projects.setDefault', { projectId, kind: 'task', visibility: taskDefault });
}
beforeEach(() => aProject('client_visible'));

test('a dry run shows what would be made, and writes nothing', async () => {
  const before = await everything();
  const seen = await look(file);
  expect(seen.made).toEqual({
    ...{ epics: 1, stories: 2, tasks: 3, clientVisible: 1 },
    ...{ markedPrivate: 1, fileSilent: 1, projectDefault: 0 },
  });
  expect(seen.errors.count).toBe(0);
  expect(seen.warnings.list).toEqual([
    { row: 4, sentence: 'No active team member is called “Nobody”. Left unassigned.' },
  ]);
  expect(await everything()).toBe(before);
});

test('an import places, numbers and logs what it makes', async () => {
  const answer = await run(file);
  expect(dataOf(answer)).toEqual({ epics: 1, stories: 2, tasks: 3 });
  const made = await rows<Record<string, unknown>>(
    `select t.title, e.title as epic, s.title as story, t.status, t.priority, t.due_on::text as due, t.shared,
            t.estimate_minutes as minutes, m.name as assignee, t.number % 10 >= 5 as shared_number
       from app.task t left join app.story s on s.id = t.story_id left join app.epic e on e.id = s.epic_id
       left join app.staff_member m on m.id = t.assignee_staff_id where t.project_id = $1 order by t.position`,
  );
  const jonas = await company.idOf(`select name as id from app.staff_member where email like 'jonas@%'`);
  expect(made).toEqual([
    expect.objectContaining({
      ...{
        title: 'First of file',
        epic: 'Portal',
        story: 'Sign-in',
        status: 'in_progress',
        priority: 'high',
      },
      ...{ due: '2026-03-31', minutes: 90, assignee: jonas, shared: true, shared_number: true },
    }),
    expect.objectContaining({ title: 'Second, of file', epic: 'Portal', story: 'Portal', shared: false }),
    expect.objectContaining({
      ...{ title: 'Third of file', epic: null, status: 'to_do', priority: 'medium', assignee: null },
      ...{ shared: false, shared_number: false },
    }),
  ]);
  const log = await rows<{ kind: string; reason: string }>(
    `select record_kind as kind, reason from app.visibility_log where project_id = $1 and record_kind <> 'project'`,
  );
  expect(log.map(({ kind }) => kind).sort()).toEqual(['epic', 'story', 'story', 'task', 'task', 'task']);
  expect(new Set(log.map(({ reason }) => reason))).toEqual(new Set(['Imported from a file']));
});

describe('an export of Redmine', () => {
  const redmine = readFileSync(join(import.meta.dirname, '../domain/import/redmine.csv'), 'utf8');
  /** Left out what was rejected; shared what the file calls private and what it does not. */
  const choose: Parameters<typeof run>[1] = ({ columns, meanings }) => {
    columns.visibility = redmine.slice(0, redmine.indexOf('\n')).split(',').indexOf('Private');
    meanings.status = (meanings.status ?? []).map(({ word, means }) => ({
      word,
      means: word === 'Rejected' ? 'leave_out' : means,
    }));
    meanings.visibility = ['No', 'Yes'].map((word) => ({ word, means: 'client_visible' }));
  };

  test('is shown by a dry run, and shares nothing unless it is asked to', async () => {
    const before = await everything();
    const guessed = await look(redmine);
    expect(guessed.made).toMatchObject({ tasks: 3, clientVisible: 0, markedPrivate: 1, fileSilent: 2 });
    expect(guessed.errors.list).toEqual([
      { row: 5, sentence: "We don't recognise the status “Rejected”. Match it above." },
    ]);
    const choices = choicesIn(guessed);
    choose(choices);
    const seen = dataOf(await preview(marta, redmine, choices)) as Preview;
    expect(seen.made).toMatchObject({
      ...{ epics: 0, stories: 1, tasks: 3, clientVisible: 2, markedPrivate: 1, fileSilent: 0 },
    });
    expect(seen.errors.list).toEqual([]);
    const sentence = 'No single sprint matches “1.2”. Left in the backlog.';
    expect(seen.warnings.list).toEqual([2, 3, 4].map((row) => ({ row, sentence })));
    expect(await everything()).toBe(before);
  });

  test('is written row by row, and the client sees no word of the private one', async () => {
    expect(dataOf(await run(redmine, choose))).toEqual({ epics: 0, stories: 1, tasks: 3 });
    const jonas = await company.idOf(`select name as id from app.staff_member where email like 'jonas@%'`);
    const made = await rows(
      `select t.title, s.title as story, t.description, t.status, t.priority, t.starts_on::text as starts, t.due_on::text as due,
              t.estimate_minutes as minutes, t.labels, m.name as assignee, t.shared
         from app.task t left join app.story s on s.id = t.story_id
         left join app.staff_member m on m.id = t.assignee_staff_id where t.project_id = $1 order by t.position`,
    );
    expect(made).toEqual([
      {
        ...{ title: 'Nightly export', story: 'Nightly export', status: 'in_progress', priority: 'medium' },
        description: "Every night at two.\nThe file goes to the client's share.",
        ...{ starts: '2026-03-02', due: '2026-03-31', minutes: 750, labels: ['Backend'] },
        ...{ assignee: jonas, shared: true },
      },
      {
        ...{ title: 'Write the file', story: 'Nightly export', status: 'done', priority: 'high' },
        description: '',
        ...{ starts: '2026-03-02', due: null, minutes: 240, labels: ['Backend'] },
        ...{ assignee: jonas, shared: true },
      },
      {
        ...{ title: 'Agree on the price of storage', story: 'Nightly export' },
        ...{ status: 'to_do', priority: 'urgent' },
        description: "Margin is thin: not for the client's eyes",
        ...{ starts: null, due: null, minutes: null, labels: [], assignee: null, shared: false },
      },
    ]);
    const dana = await company.asPerson('dana.');
    const list = (await dana.query('portal', 'projects.tasks', { projectId })).body;
    const told = [list, (await dana.fetch(`/portal/projects/${projectId}/tasks`)).body];
    for (const title of ['Nightly export', 'Write the file'])
      for (const one of told) expect(one).toContain(title);
    told.push((await dana.query('portal', 'projects.open', { projectId })).body);
    const ids = await rows<{ id: string; title: string }>(
      'select id, title from app.task where project_id = $1',
    );
    const open = async (title: string) => {
      const taskId = ids.find((one) => one.title === title)?.id;
      const answer = await dana.query('portal', 'projects.task', { projectId, taskId });
      told.push(answer.body);
      return answer.status;
    };
    expect([await open('Write the file'), await open('Agree on the price of storage')]).toEqual([200, 404]);
    for (const one of told) expect(one).not.toMatch(/price of storage|Margin is thin|Backend/);
  });
});

describe('labels and starts', () => {
  const planned = [
    'Title,Labels,Start date,Due date,Labels,Visibility',
    'First of file,"late, ""NULL"" {x}",2026-03-02,2026-03-31,early,Client Visible',
    'Second of file,,2026-03-02,,,',
    'Third of file,,,,,',
    '',
  ].join('\n');

  test('are shown by a dry run and written, and no client reads the labels', async () => {
    const shown = (await look(planned)).tasks.map(({ labels, startsOn, dueOn }) => ({
      labels,
      startsOn,
      dueOn,
    }));
    expect(shown).toEqual([
      { labels: ['late', '"NULL" {x}', 'early'], startsOn: '2026-03-02', dueOn: '2026-03-31' },
      { labels: [], startsOn: '2026-03-02', dueOn: null },
      { labels: [], startsOn: null, dueOn: null },
    ]);
    expect((await run(planned)).status).toBe(200);
    const written = await rows(
      `select labels, starts_on::text as "startsOn", due_on::text as "dueOn"
         from app.task where project_id = $1 order by position`,
    );
    expect(written).toEqual(shown);
    const dana = await company.asPerson('dana.');
    const portal = (await dana.query('portal', 'projects.tasks', { projectId })).body;
    expect(portal).toContain('First of file');
    expect(portal).not.toMatch(/late|early|2026-03-02/);
  });

  test('are not written where their columns are taken away', async () => {
    const answer = await run(planned, ({ columns }) => {
      columns.labels = null;
      columns.startsOn = null;
    });
    expect(answer.status).toBe(200);
    expect(
      await rows(
        'select from app.task where project_id = $1 and (labels <> $${}$$ or starts_on is not null)',
      ),
    ).toEqual([]);
  });

  test('keep a file out while a row has too many, or is due before it starts', async () => {
    const many = Array.from({ length: 21 }, (_, nth) => `l${nth}`).join(' ; ');
    const text = `${planned}Fourth of file,${many},2026-03-02,2026-03-01,,\n`;
    expect((await look(text)).errors.list).toEqual([
      { row: 5, sentence: 'Due date “2026-03-01” is before start date “2026-03-02”.' },
      { row: 5, sentence: '21 labels. A task can have up to 20.' },
    ]);
    const before = await everything();
    const answer = await run(text);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toBe('Nothing was imported. Fix 2 errors first.');
    expect(await everything()).toBe(before);
  });

  test('are in the page: columns to choose, and what each task would get', async () => {
    const body = new FormData();
    for (const [name, value] of Object.entries({
      text: planned,
      'column.title': '0',
      'column.labels': '1',
      'column.startsOn': '2',
      'column.dueOn': '3',
    }))
      body.set(name, value);
    const page = await marta.fetch(`/staff/projects/${projectId}/import?/check`, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body,
    });
    expect(page.body).toContain('All 2 columns with this name are combined.');
    expect(page.body).toMatch(/name="column.startsOn"/);
    expect(page.body).toMatch(/<span[^>]*>late<\/span>.*<span[^>]*>early<\/span>/s);
    expect(page.body).toMatch(/from\s.*<time datetime="2026-03-02">.*due\s.*<time datetime="2026-03-31">/s);
  });
});

describe('rows that are epics and stories', () => {
  const groups = [
    'Title,Type,Epic,Description,Starts,Due,Priority,Labels,Private',
    'Portal,Epic,,All of it,2026-03-02,2026-03-31,,,',
    'Margins,Epic,,,2026-03-09,,High,late,Yes',
    'Sign-in,Story,Portal,By mail,,2026-03-31,,,',
    'Rates,Story,Margins,,,,,,Yes',
    'A task,Task,,,2026-03-02,,,,',
    '',
  ].join('\n');
  const asStories: Parameters<typeof run>[1] = ({ meanings }) => {
    meanings.kind = (meanings.kind ?? []).map(({ word, means }) => ({
      word,
      means: word === 'Story' ? 'story' : means,
    }));
  };

  test('are written with their dates, and what the file calls private stays Internal Only', async () => {
    for (const kind of ['epic', 'story'])
      await marta.mutate('staff', 'projects.setDefault', { projectId, kind, visibility: 'client_visible' });
    expect(dataOf(await run(groups, asStories))).toEqual({ epics: 2, stories: 2, tasks: 1 });
    expect(
      await rows(
        `select title, summary, starts_on::text as starts, due_on::text as due, visibility
           from app.epic where project_id = $1 order by position`,
      ),
    ).toEqual([
      {
        ...{ title: 'Portal', summary: 'All of it', starts: '2026-03-02', due: '2026-03-31' },
        visibility: 'client_visible',
      },
      { title: 'Margins', summary: '', starts: '2026-03-09', due: null, visibility: 'internal_only' },
    ]);
    expect(
      await rows(`select title, summary, visibility from app.story where project_id = $1 order by position`),
    ).toEqual([
      { title: 'Sign-in', summary: 'By mail', visibility: 'client_visible' },
      { title: 'Rates', summary: '', visibility: 'internal_only' },
    ]);
    const dana = await company.asPerson('dana.');
    const portal = (await dana.query('portal', 'projects.open', { projectId })).body;
    expect(portal).toContain('Portal');
    expect(portal).not.toMatch(/Margins|Rates|2026-03-02/);
  });

  test('are shown by a dry run with their dates, and warned of row by row, page included', async () => {
    const choices = choicesIn(await look(groups));
    asStories(choices);
    const seen = dataOf(await preview(marta, groups, choices)) as Preview;
    expect(seen.epics).toEqual([
      { title: 'Portal', startsOn: '2026-03-02', dueOn: '2026-03-31' },
      { title: 'Margins', startsOn: '2026-03-09', dueOn: null },
    ]);
    const sentence = (group: string, lost: string) => `${group} don't have ${lost}, so they're ignored.`;
    expect(seen.warnings.list).toEqual([
      { row: 3, sentence: sentence('Epics', 'a priority or labels') },
      { row: 4, sentence: sentence('Stories', 'dates') },
    ]);

    const body = new FormData();
    const columns = ['title', 'kind', 'epic', 'description', 'startsOn', 'dueOn', 'priority', 'labels'];
    for (const [nth, name] of columns.entries()) body.set(`column.${name}`, String(nth));
    body.set('text', groups);
    const page = await marta.fetch(`/staff/projects/${projectId}/import?/check`, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body,
    });
    expect(page.body).toMatch(/Row 3:<\/strong>\s*Epics don't have a priority or labels/);
    expect(page.body).toMatch(
      /Portal\s[\s\S]*from\s.*<time datetime="2026-03-02">.*due\s.*<time datetime="2026-03-31">/,
    );
  });

  test('keep a file out where an epic is due before it starts', async () => {
    const before = await everything();
    const answer = await run(`${groups}Late,Epic,,,2026-03-02,2026-03-01,,,\n`, asStories);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toBe('Nothing was imported. Fix 1 error first.');
    expect(await everything()).toBe(before);
  });
});

describe('an imported task takes the stricter flag', () => {
  const visible = async () => {
    expect((await run(file)).status).toBe(200);
    const shared = await rows<{ title: string }>(
      `select title from app.task where project_id = $1 and visibility = 'client_visible' order by position`,
    );
    return shared.map(({ title }) => title);
  };
  const shownTo = async (realm: 'client') => {
    expect(realm).toBe('client');
    const dana = await company.asPerson('dana.');
    return (await dana.query('portal', 'projects.tasks', { projectId })).body;
  };

  test('of what the file says and the project’s default, and a private row stays internal', async () => {
    expect(await visible()).toEqual(['First of file']);
    const portal = await shownTo('client');
    expect(portal).toContain('First of file');
    expect(portal).not.toMatch(/Second|Third/);
  });

  test('an import into a project whose default is Internal Only shares nothing', async () => {
    await aProject('internal_only');
    expect(await visible()).toEqual([]);
    expect(await shownTo('client')).not.toContain('of file');
  });
});

describe('all or nothing', () => {
  test('an error in the last row imports no row', async () => {
    const text = `${file}Last of file,,,Dnoe,,,,,,\n`;
    const before = await everything();
    const answer = await run(text);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toBe('Nothing was imported. Fix 1 error first.');
    expect(await everything()).toBe(before);
    const { errors } = await look(text);
    expect(errors.list).toEqual([
      { row: 5, sentence: "We don't recognise the status “Dnoe”. Match it above." },
    ]);
    const mended = await run(text, ({ meanings }) => {
      meanings.status = [...(meanings.status ?? []), { word: 'dnoe', means: 'done' }].filter(
        ({ means }) => means,
      );
    });
    expect(dataOf(mended)).toMatchObject({ tasks: 4 });
  });

  test('a database that refuses the last row undoes the rest', async () => {
    const { admin } = company.database;
    await admin.query(
      `alter table app.task add constraint no_last check (title <> 'Last of file') not valid`,
    );
    try {
      const before = await everything();
      expect((await run(`${file}Last of file,New epic,,,,,,,,\n`)).status).toBe(400);
      expect(await everything()).toBe(before);
    } finally {
      await admin.query('alter table app.task drop constraint no_last');
    }
  });

  test('an import that was not previewed, or was run already, is refused', async () => {
    const seen = await look(file);
    const choices = choicesIn(seen);
    const input = { projectId, text: file, choices, checked: seen.checked };
    expect((await marta.mutate('staff', 'imports.run', { ...input, text: `${file}One more\n` })).status).toBe(
      409,
    );
    await marta.mutate('staff', 'projects.setDefault', {
      projectId,
      kind: 'task',
      visibility: 'internal_only',
    });
    expect((await marta.mutate('staff', 'imports.run', input)).status).toBe(409);
    await marta.mutate('staff', 'projects.setDefault', {
      projectId,
      kind: 'task',
      visibility: 'client_visible',
    });
    expect((await marta.mutate('staff', 'imports.run', input)).status).toBe(200);
    expect((await marta.mutate('staff', 'imports.run', input)).status).toBe(409);
    expect(await rows('select from app.task where project_id = $1')).toHaveLength(3);
  });
});

test('2,000 rows are made; one more is refused, and so is a file beyond 900 kB', async () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, nth) => `Task ${nth},Epic ${nth % 7},,Client Visible,Row ${nth}`);
  const text = (count: number) => `Title,Epic,Story,Visibility,Description\n${lines(count).join('\n')}\n`;
  const shown = await preview(marta, text(2000));
  expect((dataOf(shown) as Preview).tasks).toHaveLength(50);
  expect(shown.body.length).toBeLessThan(50_000);
  expect(dataOf(await run(text(2000)))).toEqual({ epics: 7, stories: 7, tasks: 2000 });

  const sentence = 'This file is too big. The limit is 900 kB and 2,000 rows; split it into several files.';
  for (const tooMuch of [text(2001), `Title\n${'x'.repeat(900_000)}\n`]) {
    const answer = await preview(marta, tooMuch);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).data.fields?.text).toBe(sentence);
  }
});

test.each([
  ['', 'Choose a file or paste CSV.'],
  ['Title,Text\nOne,"open', 'A quotation mark opened on line 2 is never closed.'],
])('a file that is none is refused at its field: %j', async (text, sentence) => {
  const answer = await preview(marta, text);
  expect(answer.status).toBe(400);
  expect(errorOf(answer).data.fields?.text).toBe(sentence);
});

test('nobody imports but who may share', async () => {
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  const seen = await look(file);
  const before = await everything();
  const outcomes: Record<string, number[]> = {};
  for (const person of ['priya@', 'jonas@', 'luis@', 'sofie@', 'elena@', 'dana.']) {
    const visitor = await company.asPerson(person);
    const dry = await preview(visitor, file);
    const input = {
      projectId,
      text: file,
      choices: choicesIn(seen),
      checked: person === 'priya@' ? '' : seen.checked,
    };
    outcomes[person] = [dry.status, (await visitor.mutate('staff', 'imports.run', input)).status];
  }
  // A project manager, but without having looked; a Contributor; a Reviewer; on no project; another tenant; a client.
  expect(outcomes).toEqual({
    ...{ 'priya@': [200, 409], 'jonas@': [403, 403], 'luis@': [403, 403] },
    ...{ 'sofie@': [404, 404], 'elena@': [404, 404], 'dana.': [401, 401] },
  });
  expect(await everything()).toBe(before);
});

describe('the page', () => {
  const send = (action: string, fields: Record<string, string | Blob>) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return marta.fetch(`/staff/projects/${projectId}/import?/${action}`, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body,
    });
  };

  test('reads a file in Latin 1, and says so', async () => {
    const latin = new Blob([Buffer.from('Titel;Status\nPrüfung;Erledigt\n', 'latin1')]);
    const { status, body } = await send('read', { file: latin });
    expect(status).toBe(200);
    expect(body).toContain('Prüfung');
    expect(body).toContain('so we read it as Latin-1');
  });

  test.each([
    ['UTF-16, low byte first', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, high byte first', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', (text: string) => Buffer.from(text, 'utf16le').swap16()],
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
  ])('reads a file in %s', async (_, encode) => {
    const { status, body } = await send('read', {
      file: new Blob([encode('Titel;Status\rPrüfung 件;Erledigt\r')]),
    });
    expect(status).toBe(200);
    expect(body).toMatch(/Titel[\s\S]*Prüfung 件/);
    expect(body).not.toContain('so we read it as Latin-1');
  });

  test('finds the headings below other rows, takes others, and imports by none that nobody looked at', async () => {
    const text = 'Tasks of March,\n,\nTitle,Status\nTitre,Statut\nUn,Done\n';
    const found = await send('read', { text });
    expect(found.body).toMatch(/<option value="3" selected[^>]*>Row 3: Title · Status/);
    expect(found.body).toContain('The row above is ignored.');
    expect(found.body).toContain('2 rows found');

    const choices = { text, 'column.title': '0', 'headings.was': '3' };
    const other = await send('check', { ...choices, headings: '4' });
    expect(other.body).toMatch(/<option value="4" selected/);
    expect(other.body).toContain('Step 2 of 3');
    expect(other.body).not.toContain('Step 3 of 3');
    expect(other.body).toContain('1 row found');

    const none = await send('read', { ...choices, headings: '0' });
    expect(none.body).toContain('Column 1');
    expect(none.body).toMatch(/4 rows found\./);

    const run = await send('run', { ...choices, headings: '4', checked: 'any' });
    expect(run.status).toBe(409);
    expect(run.body).toContain('You changed the row with the column names');
    expect(run.body).toMatch(/name="headings" value="3"/);

    const last = await send('read', { ...choices, headings: '5' });
    expect(last.status).toBe(400);
    expect(last.body).toContain('The file has column names but no rows.');
    expect(await rows('select from app.task where project_id = $1')).toHaveLength(0);
  });

  test('says of each row what of it is left out', async () => {
    const text = 'Title,Parent id\nOne,10233\nTwo,\n';
    const { body } = await send('check', { text, 'column.title': '0', 'column.epic': '1' });
    expect(body).toMatch(/Row 2:<\/strong>\s*“10233” in “Parent id” is ignored/);
    expect(body).toMatch(/New epics<\/th><td[^>]*>0/);
  });

  test('refuses a file that is too large in a sentence, also beyond what a body may have', async () => {
    for (const size of [900_001, 1_500_000]) {
      const { body } = await send('read', { file: new Blob(['x'.repeat(size)]) });
      expect(body).toContain('The limit is 900 kB and 2,000 rows');
    }
  });

  test('keeps what was pasted and chosen through a refusal', async () => {
    const refused = await send('read', { text: 'Title,Text\nKept,"open' });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatch(/Title,Text\s+Kept,(&quot;|")open/);

    const stale = await send('run', {
      text: file,
      'column.title': '0',
      'column.epic': '1',
      checked: 'not this',
    });
    expect(stale.status).toBe(409);
    expect(stale.body).toContain('preview it again');
    expect(stale.body).toMatch(/name="column.epic" value="1"/);
    expect(stale.body).toContain('First of file');
  });
});
