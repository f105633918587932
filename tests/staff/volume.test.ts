/** A project of 2,000 tasks: lists come in pages, and what a page holds does not grow with what has happened. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let dana: Visitor;
let projectId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  // The days of these tests are counted in UTC.
  await company.database.admin.query(`update app.tenant set time_zone = 'UTC'`);
  marta = await company.asPerson('marta@');
  dana = await company.asPerson('dana.');
  projectId = await company.idOf(
    `insert into app.project (tenant_id, client_id, name, visibility)
     select tenant_id, client_id, 'Two thousand', 'client_visible' from app.project where name = 'Platform Rewrite Q1' returning id`,
  );
  await company.database.admin.query(
    `insert into app.task (project_id, title, position, visibility)
     select $1, 'Task ' || n, n, case when n % 2 = 0 then 'client_visible' else 'internal_only' end::app.visibility
       from generate_series(1, 2000) n`,
    [projectId],
  );
});
afterAll(() => company.stop());

type List = { tasks: { id: string }[]; total: number; pages: number };

async function everyPage(of: (page: number) => Promise<List>) {
  const first = await of(1);
  const ids = first.tasks.map(({ id }) => id);
  for (let page = 2; page <= first.pages; page += 1) {
    const { tasks } = await of(page);
    expect(tasks.length).toBeLessThanOrEqual(50);
    ids.push(...tasks.map(({ id }) => id));
  }
  return { ...first, ids };
}

describe('a list of tasks', () => {
  test('of the team holds each of them once, 50 a page', async () => {
    const { ids, total, pages } = await everyPage(
      async (page) => dataOf(await marta.query('staff', 'tasks.list', { projectId, page })) as List,
    );
    expect({ total, pages }).toEqual({ total: 2000, pages: 40 });
    expect(new Set(ids).size).toBe(2000);
  });

  test('of the client holds each visible one once, and counts no other', async () => {
    const { ids, total, pages } = await everyPage(
      async (page) => dataOf(await dana.query('portal', 'projects.tasks', { projectId, page })) as List,
    );
    expect({ total, pages }).toEqual({ total: 1000, pages: 20 });
    expect(new Set(ids).size).toBe(1000);
  });
});

test('a page past the end of the team’s list says so, and leads back to the first', async () => {
  const page = (query: string) => marta.fetch(`/staff/projects/${projectId}/tasks?${query}`);
  const past = await page('page=41');
  expect(past.body).toContain("There's nothing on this page");
  expect(past.body).toContain(`<a href="/staff/projects/${projectId}/tasks"`);
  expect(past.body).not.toContain('No tasks yet');
  const filtered = await page('status=to_do&page=41');
  expect(filtered.body).toContain('tasks?status=to_do"');
  expect(filtered.body).not.toContain('No matching tasks');
  const none = await page('status=blocked&page=2');
  expect(none.body).toContain('No matching tasks');
  expect(none.body).not.toContain("There's nothing on this page");
});

test('a project’s page is as long after a year of changes as before', async () => {
  const length = async () => (await dana.query('portal', 'projects.open', { projectId })).body.length;
  const before = await length();
  for (const status of ['in_progress', 'to_do', 'in_progress', 'to_do'])
    await company.database.admin.query('update app.task set status = $1 where project_id = $2', [
      status,
      projectId,
    ]);
  expect(Math.abs((await length()) - before)).toBeLessThan(200);
});

test('the picture of work over time has at most 180 points', async () => {
  await company.database.admin.query(`update app.project set starts_on = '2020-01-01' where id = $1`, [
    projectId,
  ]);
  const answer = await dana.query('portal', 'projects.burnUp', { projectId });
  expect(answer.status).toBe(200);
  const { days } = dataOf(answer) as { days: unknown[] };
  expect(days.length).toBeGreaterThan(1);
  expect(days.length).toBeLessThanOrEqual(180);
});

describe('a board', () => {
  const most = 200;
  const weightMax_kB = 900;
  const hrefOfMore = (html: string) =>
    /href="[^"?]*(\?[^"]*)"[^>]*>Show [\d,]+ more/.exec(html)?.[1]?.replaceAll('&amp;', '&');

  beforeAll(async () => {
    await company.database.admin.query(
      `update app.task set status = 'done', labels = '{late}' where project_id = $1 and position > 1990`,
      [projectId],
    );
  });

  /** What the links "Show more" of a page lead to, one after the other. */
  async function everyPart(visitor: Visitor, path: string, cards: RegExp) {
    const seen = new Set<string>();
    let weightMax = 0;
    for (let search: string | undefined = ''; search !== undefined;) {
      const { status, body } = await visitor.fetch(path + search);
      expect(status).toBe(200);
      const shown = [...body.matchAll(cards)].map(([, id = '']) => id);
      expect(new Set(shown).size).toBe(shown.length);
      expect(shown.length).toBeLessThanOrEqual(most + 10);
      for (const id of shown) seen.add(id);
      weightMax = Math.max(weightMax, body.length / 1000);
      search = hrefOfMore(body);
    }
    return { seen, weightMax };
  }

  test('of the team holds 50 cards of a column, and counts all of them', async () => {
    const path = `/staff/projects/${projectId}`;
    const { body } = await marta.fetch(path);
    expect([...body.matchAll(/data-card="/g)].length).toBe(60);
    expect(body.length / 1000).toBeLessThan(250);
    expect(body).toMatch(/To do <span[^>]*>1,990</);
    expect(body).toMatch(/Done <span[^>]*>10</);
    const filtered = await marta.fetch(`${path}?label=late`);
    expect([...filtered.body.matchAll(/data-card="/g)].length).toBe(10);
    expect(filtered.body).toMatch(/To do <span[^>]*>0 of 1,990</);
    const answer = await marta.query('staff', 'tasks.board', { projectId });
    expect((dataOf(answer) as List).tasks.length).toBe(60);
    expect(answer.body.length / 1000).toBeLessThan(40);
  });

  test('of the team leads to every card by "more", and never grows heavy', { timeout: 60_000 }, async () => {
    const { seen, weightMax } = await everyPart(
      marta,
      `/staff/projects/${projectId}`,
      /data-card="([^"]+)"/g,
    );
    expect(seen.size).toBe(2000);
    expect(weightMax).toBeLessThan(weightMax_kB);
  });

  test('of the client does the same with what the client sees', { timeout: 60_000 }, async () => {
    await company.database.admin.query(
      `with s as (
         insert into app.sprint (tenant_id, client_id, project_id, name, status, starts_on, ends_on, visibility)
         select tenant_id, client_id, id, 'All of it', 'active', '2026-11-02', '2026-11-13', 'client_visible' from app.project where id = $1
         returning id)
       update app.task set sprint_id = s.id from s where project_id = $1`,
      [projectId],
    );
    const path = `/portal/projects/${projectId}/board`;
    const cards = new RegExp(`href="/portal/projects/${projectId}/tasks/([0-9a-f-]{36})"`, 'g');
    const { body } = await dana.fetch(path);
    expect([...body.matchAll(cards)].length).toBe(55);
    expect(body).toMatch(/To do <span[^>]*>995</);
    const { seen, weightMax } = await everyPart(dana, path, cards);
    expect(seen.size).toBe(1000);
    expect(weightMax).toBeLessThan(400);
  });
});

test('the page of a sprint of 2,000 tasks counts all of them, names 50 of each status, and says so', async () => {
  const sprintId = await company.idOf('select id from app.sprint where project_id = $1', [projectId]);
  const answer = await marta.query('staff', 'sprints.open', { projectId, sprintId });
  const { tasks, work } = dataOf(answer) as { tasks: unknown[]; work: { status: string; tasks: number }[] };
  expect(tasks.length).toBe(60);
  expect(work).toEqual([
    expect.objectContaining({ status: 'to_do', tasks: 1990, estimateMinutes: null }),
    expect.objectContaining({ status: 'done', tasks: 10, estimateMinutes: null }),
  ]);
  const { body } = await marta.fetch(`/staff/projects/${projectId}/sprints/${sprintId}`);
  expect(body.replaceAll(/<!--.*?-->/g, '')).toMatch(/1,?990 tasks\s+aren't done/);
  expect(body).toContain('Showing the first 50.');
  expect(body).toContain('See all 1,990');
});

describe('a ticket of 1,000 messages', () => {
  const part = 100;
  let ticketId: string;
  const kinds = ['Message', 'Whisper', 'Note'] as const;

  beforeAll(async () => {
    const sql = (text: string) => company.database.admin.query(text, [ticketId]);
    ticketId = await company.idOf(
      `insert into app.ticket (tenant_id, client_id, contract_id, job_type_id, title, raised_by_name, visibility, created_at, shared_at)
       select k.tenant_id, c.id, k.id, j.id, 'Long thread', 'Somebody', 'client_visible', '2026-01-01', '2026-01-01'
         from app.contract k join app.job_type j on j.contract_id = k.id join app.contract_client m on m.contract_id = k.id
         join app.client c on c.id = m.client_id
        where k.number = 'CON-2024-018' and j.name = 'Incident' and c.name = 'Nexus Corp' returning id`,
    );
    // Among 1,000 messages that the client reads 200 that they do not, and 200 notes; what was said later was not written down later.
    const said = (word: string, every: number, flag: string) =>
      sql(
        `insert into app.message (tenant_id, ticket_id, body, author_name, visibility, created_at, shared_at)
         select tenant_id, id, '${word} ' || to_char(n, 'FM0000'), 'Somebody', '${flag}', '2026-01-01'::timestamptz + n * interval '1 minute',
                '2026-01-01'::timestamptz + n * interval '1 minute'
           from app.ticket, generate_series(1, 1000) n where id = $1 and n % ${every} = 0 order by n * 7 % 1009`,
      );
    await said('Message', 1, 'client_visible');
    await said('Whisper', 5, 'internal_only');
    await sql(
      `insert into app.ticket_note (tenant_id, ticket_id, body, author_name, author_staff_id, created_at)
       select t.tenant_id, t.id, 'Note ' || to_char(n, 'FM0000'), s.name, s.id, '2026-01-01'::timestamptz + n * interval '1 minute' + interval '20 seconds'
         from app.ticket t join app.staff_member s on s.tenant_id = t.tenant_id and s.email like 'marta@%', generate_series(5, 1000, 5) n
        where t.id = $1`,
    );
    // A file and an earlier wording of one message at each end.
    await sql(
      `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, author_name, visibility)
       select tenant_id, gen_random_uuid(), id, 'file of ' || body, 4, 'Somebody', 'client_visible' from app.message
        where ticket_id = $1 and body in ('Message 0050', 'Message 0990')`,
    );
    await sql(
      `update app.message set body = 'Zyzzyva ' || body where ticket_id = $1 and body in ('Message 0050', 'Message 0990')`,
    );
  });

  /** What a page shows of the thread, in its order. */
  const shownIn = (html: string) =>
    [...html.matchAll(/<p>(?:Zyzzyva )?(Message|Whisper|Note) (\d{4})<\/p>/g)].map(([, word, nth]) => ({
      ...{ word, nth: Number(nth) },
    }));
  /** Where a link leads: followed as without scripts. */
  const leadingTo = (html: string, words: RegExp) =>
    [...html.matchAll(/<a href="(\?[^"#]*)#thread"[^>]*>(.*?)<\/a>/gs)].find(([, , text]) =>
      words.test(text?.replaceAll(/<!--.*?-->/g, '') ?? ''),
    )?.[1];

  /** Every part of a thread, the latest first, by the links between them. */
  async function everyPart(visitor: Visitor, path: string, texts: number, weightMax_kB: number) {
    const parts: ReturnType<typeof shownIn>[] = [];
    for (let search: string | undefined = ''; search !== undefined;) {
      const { status, body } = await visitor.fetch(path + search);
      expect(status).toBe(200);
      expect(body.length / 1000).toBeLessThan(weightMax_kB);
      parts.push(shownIn(body));
      const before = texts - parts.length * part;
      search = leadingTo(
        body,
        before > 0 ? new RegExp(`^Earlier \\(${before.toLocaleString('en')}\\)$`) : /^Earlier/,
      );
      expect({ parts: parts.length, isMore: search !== undefined }).toEqual({
        ...{ parts: parts.length, isMore: before > 0 },
      });
      const later = leadingTo(body, /^Later$/) ?? 'none';
      const back = visitor === dana ? /^\?earlier=before~/ : new RegExp(`^\\?earlier=${parts.length - 2}$`);
      expect(later).toMatch([/^none$/, /^\?$/][parts.length - 1] ?? back);
    }
    return parts;
  }

  test('is read by the client a hundred at a time, in order, and nothing of what is hidden', async () => {
    const path = `/portal/tickets/${ticketId}`;
    const parts = await everyPart(dana, path, 1000, 130);
    expect(parts.map(({ length }) => length)).toEqual(Array.from({ length: 10 }, () => part));
    expect(parts.toReversed().flat()).toEqual(
      Array.from({ length: 1000 }, (_, nth) => ({ word: 'Message', nth: nth + 1 })),
    );
    for (const search of ['', '?earlier=4', '?earlier=9']) {
      const { body } = await dana.fetch(path + search);
      expect(body).not.toMatch(/Whisper|Note 0/);
      expect([...body.matchAll(/>\s*file of (Message \d{4})/g)].map(([, file]) => file)).toEqual(
        { '': ['Message 0990'], '?earlier=4': [], '?earlier=9': ['Message 0050'] }[search],
      );
    }
    expect(shownIn((await dana.fetch(`${path}?earlier=10`)).body)).toEqual([]);
    // What an address cannot mean is the end of the thread.
    for (const wrong of ['-1', 'x', '1.5', '10001'])
      expect(shownIn((await dana.fetch(`${path}?earlier=${wrong}`)).body).at(-1)?.nth).toBe(1000);
  });

  test('is read by the team a hundred messages and notes at a time, in order', async () => {
    const path = `/staff/tickets/${ticketId}`;
    const parts = await everyPart(marta, path, 1400, 700);
    expect(parts.map(({ length }) => length)).toEqual(Array.from({ length: 14 }, () => part));
    const all = parts.toReversed().flat();
    expect(all.map(({ nth }) => nth)).toEqual(all.map(({ nth }) => nth).sort((a, b) => a - b));
    for (const word of kinds)
      expect(all.filter((text) => text.word === word).map(({ nth }) => nth)).toEqual(
        Array.from({ length: 1000 }, (_, nth) => nth + 1).filter(
          (nth) => word === 'Message' || nth % 5 === 0,
        ),
      );
    const opened = async (earlier: number) =>
      dataOf(await marta.query('staff', 'tickets.open', { ticketId, earlier })) as {
        before: { earlier: number };
        messages: { body: string; files: { name: string }[]; revisions: { body: string }[] }[];
        notes: unknown[];
      };
    const hangingOn = async (earlier: number) => {
      const { messages, notes, before } = await opened(earlier);
      expect([messages.length + notes.length, before.earlier]).toEqual([part, 1400 - (earlier + 1) * part]);
      return messages.flatMap(({ files, revisions }) => [
        ...files.map(({ name }) => name),
        ...revisions.map(({ body }) => body),
      ]);
    };
    expect(await hangingOn(0)).toEqual(['file of Message 0990', 'Message 0990']);
    expect(await hangingOn(7)).toEqual([]);
    expect(await hangingOn(13)).toEqual(['file of Message 0050', 'Message 0050']);
  });

  test('and so is its history, by each side to what they see of it', async () => {
    await company.database.admin.query(
      `insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, from_priority, to_priority, from_level, to_level, happened_at)
       select tenant_id, client_id, contract_id, id, shared, n % 2 = 0, case when n % 4 < 2 then 'priority' else 'level' end::app.ticket_event_kind,
              'low', 'high', 'l1', 'l2', '2026-02-01'::timestamptz + n * interval '1 minute'
         from app.ticket, generate_series(1, 1000) n where id = $1`,
      [ticketId],
    );
    const { rows } = await company.database.admin.query<{ id: string; shared: boolean; at: Date }>(
      'select id, shared, happened_at as at from app.ticket_event where ticket_id = $1 order by happened_at, id',
      [ticketId],
    );
    const shared = rows.filter((row) => row.shared);
    expect(shared.length).toBeGreaterThan(250);
    type Team = { events: { id: string }[]; before: { history: number } };
    type Client = { history: { at: string }[]; before: { history: number } };
    const walked: string[] = [];
    for (let history = 0, before = 1; before > 0; history += 1) {
      const read = dataOf(await marta.query('staff', 'tickets.open', { ticketId, history })) as Team;
      before = read.before.history;
      expect(before).toBe(Math.max(0, rows.length - (history + 1) * part));
      expect(read.events.length).toBeLessThanOrEqual(part);
      walked.unshift(...read.events.map(({ id }) => id));
    }
    expect(walked).toEqual(rows.map(({ id }) => id));
    const seen: string[] = [];
    for (let history = 0, before = 1; before > 0; history += 1) {
      const read = dataOf(await dana.query('portal', 'tickets.open', { ticketId, history })) as Client;
      before = read.before.history;
      expect(before).toBe(Math.max(0, shared.length - (history + 1) * part));
      expect(read.history.length).toBeLessThanOrEqual(part);
      seen.unshift(...read.history.map(({ at }) => new Date(at).toISOString()));
    }
    expect(seen).toEqual(shared.map(({ at }) => at.toISOString()));
    for (const [visitor, path] of [
      [marta, `/staff/tickets/${ticketId}`],
      [dana, `/portal/tickets/${ticketId}`],
    ] as const) {
      const link = /<a href="([^"#]*)#history"[^>]*rel="prev"/.exec((await visitor.fetch(path)).body)?.[1];
      const earlier = visitor === dana ? `?history=upto~${shared.length - part}` : '?history=1';
      expect(link).toBe(earlier);
      expect((await visitor.fetch(`${path}?history=2`)).body).toMatch(
        new RegExp(`href="${earlier.replace('?', '[?]')}#history"[^>]*rel="next"`),
      );
    }
  });

  test('and of a text that was edited again and again the latest twenty wordings are read, and all are counted', async () => {
    await company.database.admin.query(
      `insert into app.text_revision (tenant_id, client_id, contract_id, record_id, body, edited_at)
       select tenant_id, client_id, contract_id, id, 'Wording ' || to_char(n, 'FM000'), '2026-03-01'::timestamptz + n * interval '1 minute'
         from app.message, generate_series(1, 300) n where ticket_id = $1 and body = 'Message 0980'`,
      [ticketId],
    );
    const { messages } = dataOf(await marta.query('staff', 'tickets.open', { ticketId })) as {
      messages: { body: string; edits: number; revisions: { body: string }[] }[];
    };
    const edited = messages.find(({ body }) => body === 'Message 0980');
    expect(edited?.edits).toBe(300);
    expect(edited?.revisions.map(({ body }) => body)).toEqual(
      Array.from({ length: 20 }, (_, nth) => `Wording ${300 - nth}`),
    );
    expect(messages.find(({ body }) => body === 'Message 0979')).toMatchObject({ edits: 0, revisions: [] });
    const { body: html } = await marta.fetch(`/staff/tickets/${ticketId}`);
    expect(html.replaceAll(/<!--.*?-->/g, '')).toMatch(
      /Edit history \(300\)[^]*Showing the latest 20 versions/,
    );
  });

  test('is searched whole, and what the client would lose of it is counted whole', async () => {
    const { tickets } = dataOf(await dana.query('portal', 'tickets.list', { search: 'zyzzyva 0050' })) as {
      tickets: { id: string; hit: { snippet: { text: string }[] } }[];
    };
    expect(tickets.map(({ id }) => id)).toEqual([ticketId]);
    expect(tickets[0]?.hit.snippet.map(({ text }) => text).join('')).toContain('Zyzzyva Message 0050');
    const preview = { kind: 'ticket', ids: [ticketId], visibility: 'internal_only' };
    const { losses } = dataOf(await marta.query('staff', 'visibility.preview', preview)) as {
      losses: { kind: string; label: string }[];
    };
    expect(losses.filter(({ kind }) => kind === 'message')).toHaveLength(1000);
    expect(losses.filter(({ kind }) => kind === 'attachment')).toHaveLength(2);
  });
});

test('the form of a new ticket brings the people of the client that was chosen, and of no other', async () => {
  const clientOf = (name: string) => company.idOf('select id from app.client where name = $1', [name]);
  const peopleOf = async (visitor: Visitor, input: object) =>
    (
      dataOf(await visitor.query('staff', 'tickets.form', input)) as {
        people: { name: string; clientId: string }[];
      }
    ).people;
  const nexus = await clientOf('Nexus Corp');
  expect(await peopleOf(marta, {})).toEqual([]);
  const people = await peopleOf(marta, { clientId: nexus });
  expect(people.length).toBeGreaterThan(1);
  expect(new Set(people.map(({ clientId }) => clientId))).toEqual(new Set([nexus]));
  expect(await peopleOf(await company.asPerson('sofie@'), { clientId: nexus })).toEqual([]);
  const contract = await company.idOf(`select id from app.contract where number = 'CON-2024-018'`);
  const { body } = await marta.fetch(`/staff/tickets/new?terms=${contract}%20${nexus}`);
  for (const { name } of people) expect(body).toContain(`>${name}</option>`);
});

describe('a list of projects', () => {
  type Counts = { done: number; total: number };
  type Project = {
    id: string;
    name: string;
    status: string;
    progress: Counts;
    clientSees: Counts;
    sprint: { name: string } | null;
    worries: { title: string }[];
  };
  type Projects = { projects: Project[]; total: number; worried: number; page: number; pages: number };
  let jonas: Visitor;

  beforeAll(async () => {
    jonas = await company.asPerson('jonas@');
    const sql = (text: string) => company.database.admin.query(text);
    // Of one name as well, so that nothing but the id keeps them apart.
    await sql(
      `insert into app.project (tenant_id, client_id, name, status, visibility)
       select p.tenant_id, p.client_id, 'Line ' || n % 150, case when n % 3 = 0 then 'planned' else 'active' end::app.project_status,
              case when n % 2 = 0 then 'client_visible' else 'internal_only' end::app.visibility
         from app.project p, generate_series(1, 300) n where p.name = 'Platform Rewrite Q1'`,
    );
    await sql(
      `insert into app.task (project_id, title, status, visibility)
       select p.id, 'Task', case when n % 2 = 0 then 'done' else 'to_do' end::app.task_status,
              case when n % 3 = 0 then 'client_visible' else 'internal_only' end::app.visibility
         from app.project p, generate_series(1, 12) n where p.name like 'Line %' and n <= 1 + length(p.name) * 2 - 10`,
    );
    await sql(
      `insert into app.sprint (project_id, name, status, starts_on, ends_on, visibility)
       select id, 'Sprint of ' || name, 'active', current_date, current_date + 7, 'internal_only' from app.project where name like 'Line 1%'`,
    );
    await sql(
      `insert into app.milestone (tenant_id, project_id, title, agreed_on, forecast_on, met_on, visibility)
       select p.tenant_id, p.id, m.title, current_date + m.agreed, current_date + m.forecast, current_date + m.met, 'internal_only'
         from app.project p, (values ('Late', -3, null, null), ('At risk', 9, 20, null), ('On track', 9, 9, null), ('Met late', -3, null, -1)) m (title, agreed, forecast, met)
        where p.name like 'Line%' and (m.title in ('On track', 'Met late') or (m.title = 'Late' and p.name like '%7') or (m.title = 'At risk' and p.name like '%17'))`,
    );
    await sql(
      `insert into app.project_member (tenant_id, project_id, staff_member_id, role)
       select p.tenant_id, p.id, s.id, 'observer' from app.project p join app.staff_member s using (tenant_id)
        where p.name like 'Line 1%' and s.email like 'jonas@%'`,
    );
  });

  async function everyProject(visitor: Visitor, filter: object = {}) {
    const of = async (page: number) =>
      dataOf(await visitor.query('staff', 'projects.list', { ...filter, page })) as Projects;
    const first = await of(1);
    const projects = [...first.projects];
    for (let page = 2; page <= first.pages; page += 1) {
      const next = await of(page);
      expect(next).toMatchObject({ page, total: first.total, worried: first.worried });
      projects.push(...next.projects);
    }
    expect(Math.ceil(projects.length / 50)).toBe(first.pages);
    return { ...first, projects };
  }

  /** The same, asked of the tables by their owner. */
  const inTables = async (condition: string) => {
    const { rows } = await company.database.admin.query<Omit<Project, 'worries'> & { worries: string[] }>(
      `select p.id, p.name, p.status,
              json_build_object('total', count(t), 'done', count(t) filter (where t.status = 'done')) as progress,
              json_build_object('total', count(t) filter (where t.shared), 'done', count(t) filter (where t.shared and t.status = 'done')) as "clientSees",
              (select s.name from app.sprint s where s.project_id = p.id and s.status = 'active') as sprint,
              array(select m.title::text from app.milestone m where m.project_id = p.id and m.met_on is null
                       and (m.agreed_on < current_date or m.forecast_on > m.agreed_on) order by m.agreed_on, m.id) as worries
         from app.project p join app.tenant n on n.tenant_id = p.tenant_id left join app.task t on t.project_id = p.id
        where n.name = 'Halden & Pike Delivery' and ${condition}
        group by p.tenant_id, p.id order by p.status, p.name, p.id`,
    );
    return rows;
  };
  const asListed = ({ id, name, status, progress, clientSees, sprint, worries }: Project) => ({
    ...{ id, name, status, sprint: sprint?.name ?? null, worries: worries.map(({ title }) => title) },
    progress: { total: progress.total, done: progress.done },
    clientSees: { total: clientSees.total, done: clientSees.done },
  });

  const jonasReaches = `exists (select from app.project_member m join app.staff_member s on s.id = m.staff_member_id
    where m.project_id = p.id and s.email like 'jonas@%')`;
  test.each([
    ['a Manager', () => marta, {}, 'true'],
    ['a Member', () => jonas, {}, jonasReaches],
    [
      'a Manager, filtered',
      () => marta,
      { status: 'active', visibility: 'internal_only', search: 'LINE' },
      `p.status = 'active' and p.visibility = 'internal_only' and p.name like 'Line%'`,
    ],
  ])('of %s holds each once, 50 a page, with what it holds itself', async (_, who, filter, condition) => {
    const expected = await inTables(condition);
    expect(expected.length).toBeGreaterThan(50);
    const { projects, total, worried } = await everyProject(who(), filter);
    expect(projects.map(asListed)).toEqual(expected);
    expect(total).toBe(expected.length);
    expect(worried).toBe(expected.filter(({ worries }) => worries.length > 0).length);
    expect(worried).toBeGreaterThan(0);
  });

  /** The hrefs of a page that lead to the pages beside it. */
  const pagerOf = (body: string) => {
    const link = (rel: 'prev' | 'next') => new RegExp(`<a [^>]*rel="${rel}"[^>]*>`).exec(body)?.[0] ?? '';
    const to = (rel: 'prev' | 'next') => /href="([^"]*)"/.exec(link(rel))?.[1]?.replaceAll('&amp;', '&');
    return { prev: to('prev'), next: to('next') };
  };

  test.each([
    ['/staff/projects', /href="\/staff\/projects\/([0-9a-f-]{36})" class="font-medium/g, 'true'],
    [
      '/staff/projects?search=line&status=active',
      /href="\/staff\/projects\/([0-9a-f-]{36})" class="font-medium/g,
      `p.status = 'active' and p.name like 'Line%'`,
    ],
    ['/staff', /href="\/staff\/projects\/([0-9a-f-]{36})" class="hover/g, `p.status = 'active'`],
  ])('%s is walked by its links alone, forwards and back', async (path, rows, condition) => {
    const expected = await inTables(condition);
    const seen: string[] = [];
    let back: string | undefined;
    let last = '';
    for (let href: string | undefined = path; href !== undefined;) {
      const { status, body } = await marta.fetch(href);
      expect(status).toBe(200);
      const which = path === '/staff' ? 'active ' : path.includes('?') ? 'matching ' : '';
      expect(body).toContain(`${expected.length} ${which}projects`);
      seen.push(...[...body.matchAll(rows)].map(([, id = '']) => id));
      const pager = pagerOf(body);
      back = pager.prev;
      last = href;
      href = pager.next;
    }
    expect(seen).toEqual(expected.map(({ id }) => id));
    const before = await marta.fetch(back ?? 'missing');
    expect(pagerOf(before.body).next).toBe(last);
  });

  test('has a page past its end that leads back to the first', async () => {
    for (const path of ['/staff/projects?search=line&page=99', '/staff?page=99']) {
      const { body } = await marta.fetch(path);
      expect(body).toContain("There's nothing on this page");
      expect(body).not.toContain('No project');
      expect(body).not.toContain('on any active projects');
    }
    expect((await marta.fetch('/staff/projects?search=nothing+of+it&page=3')).body).toContain(
      'No matching projects',
    );
    expect((await marta.query('staff', 'projects.list', { page: 0 })).status).toBe(400);
  });
});
