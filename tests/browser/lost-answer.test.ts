/** The line breaks after a form was taken and before anybody was told: it is sent again, and arrives once. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let ticketId: string;
let taskPage: { portal: string; staff: string };
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  ticketId = await company.idOf(
    `select t.id from app.ticket t join app.client c on c.id = t.client_id
      where c.name = 'Nexus Corp' and t.visibility = 'client_visible' and t.status = 'open' order by t.number limit 1`,
  );
  const pageIn = (realm: string) =>
    company.idOf(
      `select format('/%s/projects/%s/tasks/%s', $1::text, project_id, id) as id from app.task where title = 'API performance work'`,
      [realm],
    );
  taskPage = { portal: await pageIn('portal'), staff: await pageIn('staff') };
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

async function opened(realm: 'portal' | 'staff', path: string): Promise<Page> {
  const page = await chromium.newPage();
  await signIn(page, company, realm === 'portal' ? 'dana.' : 'marta@');
  await page.goto(company.server.origin + path);
  await page.waitForLoadState('networkidle');
  return page;
}

/** The next form that is posted arrives; what is answered does not. */
const loseNextAnswer = async (page: Page) => {
  let isLost = false;
  await page.route('**', async (route) => {
    if (isLost || route.request().method() !== 'POST' || route.request().url().includes('/api/'))
      return route.fallback();
    isLost = true;
    await route.fetch();
    await route.abort('connectionreset');
  });
};

type Table = 'ticket' | 'message' | 'ticket_note' | 'text';
const arrived = async (table: Table, words: string) =>
  Number(
    await company.idOf(
      `select count(*)::text as id from app.${table} where ${table === 'ticket' ? 'description' : 'body'} = $1`,
      [words],
    ),
  );

type Form = {
  what: string;
  realm: 'portal' | 'staff';
  path: () => string;
  table: Table;
  field: RegExp;
  send: string;
  /** What else is asked for. */
  fill?: (page: Page) => Promise<unknown>;
  /** Whether what was typed stands there again after a reload. */
  isDraft: boolean;
};

const forms: Form[] = [
  {
    what: 'a ticket that a client raises',
    realm: 'portal',
    path: () => '/portal/tickets/new',
    table: 'ticket',
    field: /^Description/,
    send: 'Submit ticket',
    fill: async (page) => {
      await page.selectOption('[name=jobTypeId]', { index: 1 });
      await page.fill('[name=title]', 'Sent into the dark');
    },
    isDraft: true,
  },
  {
    what: 'a client’s reply',
    realm: 'portal',
    path: () => `/portal/tickets/${ticketId}`,
    table: 'message',
    field: /^Your reply/,
    send: 'Send reply',
    isDraft: true,
  },
  {
    what: 'a client’s comment',
    realm: 'portal',
    path: () => taskPage.portal,
    table: 'text',
    field: /^Your comment/,
    send: 'Post comment',
    isDraft: true,
  },
  {
    what: 'a reply of the team',
    realm: 'staff',
    path: () => `/staff/tickets/${ticketId}`,
    table: 'message',
    field: /^Reply to/,
    send: 'Reply',
    isDraft: true,
  },
  {
    what: 'an internal note on a ticket',
    realm: 'staff',
    path: () => `/staff/tickets/${ticketId}?write=note`,
    table: 'ticket_note',
    field: /^Internal note/,
    send: 'Add note',
    isDraft: true,
  },
  {
    what: 'a comment of the team',
    realm: 'staff',
    path: () => taskPage.staff,
    table: 'text',
    field: /^Comment to/,
    send: 'Send to Nexus Corp',
    isDraft: false,
  },
  {
    what: 'a note on a task',
    realm: 'staff',
    path: () => taskPage.staff,
    table: 'text',
    field: /^Internal note/,
    send: 'Add note',
    isDraft: false,
  },
  {
    what: 'a ticket that staff raise',
    realm: 'staff',
    path: () => '/staff/tickets/new',
    table: 'ticket',
    field: /^Description/,
    send: 'Create ticket',
    fill: async (page) => {
      if (!new URL(page.url()).searchParams.get('terms')) {
        const terms = page.locator('select[name=terms]');
        const first = await terms.locator('option', { hasText: 'Nexus' }).first().getAttribute('value');
        await terms.selectOption(first);
      }
      await page.fill('[name=title]', 'Raised into the dark');
      await page.check('input[name=visibility][value=client_visible]');
    },
    isDraft: true,
  },
];

/** What was taken leads to the new ticket, or leaves the field empty for the next. */
const taken = (page: Page, { table, field }: Form) =>
  table === 'ticket'
    ? page.waitForURL(/\/tickets\/[0-9a-f-]{36}$/)
    : expect.poll(() => page.getByRole('textbox', { name: field }).inputValue()).toBe('');

test.each(forms)('$what is sent again where it stands', { timeout: 120_000 }, async (form) => {
  const page = await opened(form.realm, form.path());
  const words = `The line broke here: ${form.what}`;
  await form.fill?.(page);
  const field = page.getByRole('textbox', { name: form.field });
  const send = page.getByRole('button', { name: form.send, exact: true });
  await field.fill(words);
  await loseNextAnswer(page);
  await send.click();
  await page
    .getByRole('alert')
    .getByText(/^We lost the connection and can't tell whether this was saved\. Your text is still here\./)
    .waitFor();
  await page.getByText("Send it again; it won't be duplicated.").waitFor();
  expect(await field.inputValue()).toBe(words);
  expect(await arrived(form.table, words)).toBe(1);
  await send.click();
  await page.getByText('We lost the connection').waitFor({ state: 'detached' });
  await taken(page, form);
  expect(await arrived(form.table, words)).toBe(1);
});

test.each(forms)('$what is sent again after a reload', { timeout: 120_000 }, async (form) => {
  const page = await opened(form.realm, form.path());
  const words = `The tab was loaded anew: ${form.what}`;
  await form.fill?.(page);
  const field = page.getByRole('textbox', { name: form.field });
  const send = page.getByRole('button', { name: form.send, exact: true });
  await field.fill(words);
  await loseNextAnswer(page);
  await send.click();
  await page.getByText('We lost the connection').waitFor();
  await page.reload();
  await page.waitForLoadState('networkidle');
  if (form.isDraft) expect(await field.inputValue()).toBe(words);
  else await field.fill(words);
  if (form.realm === 'staff') await form.fill?.(page);
  await send.click();
  await taken(page, form);
  expect(await arrived(form.table, words)).toBe(1);
});

test('a changed text after a lost answer, and the same text after an answer, are new requests', async () => {
  const page = await opened('portal', `/portal/tickets/${ticketId}`);
  const field = page.getByRole('textbox', { name: /^Your reply/ });
  const say = async (words: string) => {
    await field.fill(words);
    await page.getByRole('button', { name: 'Send reply' }).click();
  };
  await loseNextAnswer(page);
  await say('It prints agian');
  await page.getByText('We lost the connection').waitFor();
  await say('It prints again');
  await expect.poll(() => field.inputValue()).toBe('');
  expect([await arrived('message', 'It prints agian'), await arrived('message', 'It prints again')]).toEqual([
    1, 1,
  ]);
  await say('It prints again');
  await expect.poll(() => arrived('message', 'It prints again')).toBe(2);
});

test('a page whose data does not come does not claim that nothing was changed', async () => {
  const page = await opened('staff', '/staff/tickets');
  await page.route('**/*', (route) =>
    route.request().method() === 'POST' ? route.abort('connectionreset') : route.fallback(),
  );
  const ticked = page.getByRole('switch').first();
  await ticked.click();
  await page.getByRole('heading', { name: /^We couldn't reach the server\./ }).waitFor();
});
