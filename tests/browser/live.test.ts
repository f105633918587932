/**
 * What the team changes is on each page that a client has open: without a reload, and without taking from the reader the place,
 * the focus, what is half typed or what is opened. How long it took is told with the result; `npm run bench` measures it.
 */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { momentOf, undisturbed, watchForFlashes } from './support/flashes.ts';
import { signIn } from './support/sign-in.ts';
import { raiseTicket } from './support/tickets.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let marta: Visitor;
let projectId: string;
let own: string[];
let hidden: string[];
let ticketId: string;

const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);

beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  marta = await company.asPerson('marta@');
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  const { rows } = await sql(
    `insert into app.task (project_id, sprint_id, title, status, due_on, visibility)
     select $1, s.id, 'Follow ' || n, 'to_do', current_date + n, case when n in (4, 5) then 'internal_only' else 'client_visible' end::app.visibility
       from app.sprint s, generate_series(1, 18) n where s.project_id = $1 and s.status = 'active' returning id, visibility`,
    [projectId],
  );
  const made = rows as { id: string; visibility: string }[];
  own = made.filter(({ visibility }) => visibility === 'client_visible').map(({ id }) => id);
  hidden = made.filter(({ visibility }) => visibility === 'internal_only').map(({ id }) => id);
  // All of that is known to the client, and one task is new to it: what is finished is told before that.
  await sql('update app.client_visit set previous_seen_at = now(), last_seen_at = now()');
  await sql(`insert into app.task (project_id, title, visibility) values ($1, 'New', 'client_visible')`, [
    projectId,
  ]);
  for (let nth = 1; nth <= 12; nth += 1) ticketId = await raise(`Followed ${nth}`);
}, 120_000);
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

/** What the team does over HTTP, and what the client then reads. */
type Change = {
  what: string;
  act: () => Promise<unknown>;
  shows?: () => string | Promise<string>;
  hides?: string;
};

async function mutate(name: string, input: object): Promise<unknown> {
  const answer = await marta.mutate('staff', name, input);
  expect(answer).toMatchObject({ status: 200 });
  return dataOf(answer);
}

const raise = (title: string) => raiseTicket(company, title);

const versionOf = async (table: string, id: string) =>
  Number(await company.idOf(`select version::text as id from app.${table} where id = $1`, [id]));
const rename = (nth: number, title: string): Change => ({
  what: 'a task is called otherwise',
  act: async () => {
    const taskId = own[nth] ?? '';
    const version = await versionOf('task', taskId);
    const { rows } = await sql('select due_on::text as "dueOn" from app.task where id = $1', [taskId]);
    return mutate('tasks.update', {
      ...{ projectId, taskId, version, title, status: 'to_do', priority: 'high' },
      ...(rows[0] as object),
    });
  },
  shows: () => title,
});
const share = (nth: number): Change => ({
  what: 'a task is shared',
  act: () => mutate('visibility.set', { kind: 'task', ids: [hidden[nth]], visibility: 'client_visible' }),
  shows: () => `Follow ${nth + 4}`,
});
const hide = (nth: number): Change => ({
  what: 'a task is withdrawn',
  act: () => mutate('visibility.set', { kind: 'task', ids: [own[nth]], visibility: 'internal_only' }),
  hides: `Follow ${nth + 1}`,
});
/** The words of the project's progress once one more of its visible tasks is done. */
const progress = (more: number) =>
  company.idOf(
    `select count(*) filter (where status = 'done') + $2 || ' of ' || count(*) || ' tasks' as id from app.task where project_id = $1 and shared`,
    [projectId, more],
  );
const finish = (nth: number): Change => ({
  what: 'a task is finished',
  act: () => mutate('tasks.updateMany', { projectId, ids: [own[nth]], status: 'done' }),
  shows: () => progress(1),
});

const pages: { name: string; path: () => string; field: string; typed?: string; changes: Change[] }[] = [
  {
    name: 'the dashboard',
    path: () => '/portal',
    field: 'article a',
    changes: [
      finish(10),
      {
        what: 'a milestone is called otherwise',
        act: async () => {
          const milestoneId = await company.idOf(
            `select id from app.milestone where project_id = $1 and shared and met_on is null order by agreed_on, id limit 1`,
            [projectId],
          );
          const { rows } = await sql(
            'select version, agreed_on::text as "agreedOn", forecast_on::text as "forecastOn" from app.milestone where id = $1',
            [milestoneId],
          );
          return mutate('milestones.update', {
            projectId,
            milestoneId,
            ...(rows[0] as object),
            title: 'Heard of at once',
          });
        },
        shows: () => 'Heard of at once',
      },
    ],
  },
  {
    name: 'a project',
    path: () => `/portal/projects/${projectId}`,
    field: 'nav[aria-label=Project] a',
    changes: [finish(11), finish(12)],
  },
  {
    name: 'its board',
    path: () => `/portal/projects/${projectId}/board`,
    field: 'select[name=sprint]',
    changes: [rename(7, 'Called otherwise'), share(0), hide(1)],
  },
  {
    name: 'its tasks',
    path: () => `/portal/projects/${projectId}/tasks?search=follow&sort=due`,
    field: 'input[name=search]',
    typed: ' and mo',
    changes: [rename(6, 'Follow, called otherwise'), share(1)],
  },
  {
    name: 'a task',
    path: () => `/portal/projects/${projectId}/tasks/${own[8]}`,
    field: 'textarea[name=body]',
    typed: 'Half typ',
    changes: [
      {
        what: 'it goes on',
        act: () => mutate('tasks.updateMany', { projectId, ids: [own[8]], status: 'in_review' }),
        shows: () => 'In review',
      },
      {
        what: 'a comment is made',
        act: () =>
          mutate('comments.create', {
            ...{ projectId, taskId: own[8], body: 'Said meanwhile', requestId: randomUUID() },
            visibility: 'client_visible',
          }),
        shows: () => 'Said meanwhile',
      },
    ],
  },
  {
    name: 'the tickets',
    path: () => '/portal/tickets',
    field: 'input[name=search]',
    typed: 'half typ',
    changes: [
      {
        what: 'a ticket is called otherwise',
        act: async () =>
          mutate('tickets.update', {
            ticketId,
            version: await versionOf('ticket', ticketId),
            title: 'Heard of anew',
          }),
        shows: () => 'Heard of anew',
      },
      {
        what: 'one is raised',
        act: () => raise('Raised meanwhile'),
        shows: () => 'Raised meanwhile',
      },
    ],
  },
  {
    name: 'a ticket',
    path: () => `/portal/tickets/${ticketId}`,
    field: 'textarea[name=body]',
    typed: 'Half typ',
    changes: [
      {
        what: 'it is answered',
        act: () =>
          mutate('tickets.reply', {
            ticketId,
            body: 'Answered meanwhile',
            requestId: randomUUID(),
            visibility: 'client_visible',
          }),
        shows: () => 'Answered meanwhile',
      },
    ],
  },
];

/** The page as somebody reads it: scrolled down, with everything opened that can be, the cursor in a field, and half a word typed. */
async function settleIn(page: Page, { path, field, typed }: (typeof pages)[number]) {
  // The stream is open once it answers.
  const listens = page.waitForResponse(/\/portal\/api\/trpc\/live\./);
  await page.goto(company.server.origin + path());
  await listens;
  await page.waitForTimeout(500);
  await page.locator('main details').evaluateAll((all) => {
    for (const details of all) (details as HTMLDetailsElement).open = true;
  });
  const at = page.locator(`main ${field}`).first();
  await at.focus();
  if (typed) await page.keyboard.press('End');
  if (typed) await page.keyboard.type(typed);
  await page.evaluate(() => window.scrollTo(0, 150));
  return at;
}

describe.each(pages)('$name', (one) => {
  test.each(one.changes.map((change) => [change.what, change] as const))(
    'follows, and leaves the reader be, when %s',
    async (what, { act, shows, hides }) => {
      const page = await chromium.newPage();
      await page.setViewportSize({ width: 1280, height: 420 });
      await signIn(page, company, 'dana.');
      const at = await settleIn(page, one);
      const typed = one.typed && (await at.inputValue());
      const scrolled = await page.evaluate(() => window.scrollY);
      expect(scrolled).toBeGreaterThan(0);
      const words = hides ?? (await shows?.()) ?? '';
      expect((await page.textContent('main'))?.includes(words)).toBe(hides !== undefined);
      const loads: string[] = [];
      page.on('framenavigated', (frame) => loads.push(frame.url()));
      const disturbance = await watchForFlashes(page);

      const shown = momentOf(page, words, hides === undefined);
      shown.catch(() => {});
      await act();
      const answered = performance.timeOrigin + performance.now();
      const latency_ms = (await shown) - answered;
      console.info(`live  ${one.name}, ${what}: shown ${latency_ms.toFixed(0)} ms after the answer`);
      // What else the page asks again for comes by then.
      await page.waitForTimeout(700);

      expect(await disturbance()).toEqual(undisturbed);
      expect(loads).toEqual([]);
      expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);
      if (typed) {
        await page.keyboard.type('ed');
        expect(await at.inputValue()).toBe(`${typed}ed`);
      }
      await page.context().close();
    },
  );
});
