import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aMessage, anAttachment, type Ticket } from '../support/ticket-builders.ts';
import { seriousFlaws } from '../support/axe.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { hears } from './support/live.ts';
import { signIn } from './support/sign-in.ts';
import { aDesk, type Desk } from '../portal/ticket-desk.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let desk: Desk;
let old: Ticket;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  desk = await aDesk(company);
  old = await desk.ticket({ title: 'Printer prints nothing', description: 'It **stopped** in the morning.' });
  await aMessage(company.database, old, { body: 'Which printer is it?', visibility: 'client_visible' });
  await anAttachment(company.database, old, {
    record_id: old.id,
    name: 'photo.jpg',
    visibility: 'client_visible',
  });
  await sql(
    `update app.ticket set status = 'waiting_on_client', sla_status = 'at_risk', sla_due_at = now() + interval '95 minutes' where id = $1`,
    [old.id],
  );
  for (let nth = 1; nth <= 30; nth += 1) {
    const { id } = await desk.ticket({ title: `Earlier request ${nth}`, priority: nth % 2 ? 'low' : 'high' });
    if (nth % 3 === 0)
      await sql(`update app.ticket set status = 'resolved', resolution = 'Done' where id = $1`, [id]);
  }
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);
const at = (path: string) => `${company.server.origin}/portal/tickets${path}`;

const overflowOf = (page: Page) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));

test.each([
  ['a desktop in the light', 1440, 'light'],
  ['a phone in the dark', 390, 'dark'],
] as const)('T1 T3 T4 a client raises, answers, resolves and rates: %s', async (_, width, colorScheme) => {
  const page = await chromium.newPage({ width, colorScheme });
  await signIn(page, company, 'dana.');
  await hears(page, () => page.goto(`${company.server.origin}/portal`), 'tickets');
  await page.click('nav[aria-label=Main] >> text=Tickets');
  await page.click('text=Create ticket');
  await page.waitForURL('**/tickets/new');
  await page.selectOption('[name=jobTypeId]', { label: 'Incident' });
  await page.selectOption('[name=projectId]', { label: 'Platform Rewrite Q1, CON-2026-901' });
  await page.check('input[name=priority][value=high]');
  await page.fill('[name=title]', `Orders vanish on ${width} pixels`);
  await page.fill('[name=description]', 'They are **gone**.');
  await page.click('button:has-text("Preview")');
  await page.waitForSelector('section[aria-label="Preview of the description"] strong:has-text("gone")');
  await page.waitForSelector('text=Formatted: “gone” in bold.');
  expect(await page.inputValue('[name=title]')).toBe(`Orders vanish on ${width} pixels`);
  expect(await overflowOf(page)).toBe(0);
  expect(await seriousFlaws(page)).toEqual([]);
  await page.click('button:has-text("Submit ticket")');
  await page.waitForURL(/\/portal\/tickets\/[0-9a-f-]{36}$/);
  await page.waitForSelector('text=Received. Your delivery team will look at it.');
  const id = page.url().split('/').at(-1)!;
  const { rows } = await sql('select title, priority, status from app.ticket where id = $1', [id]);
  expect(rows).toEqual([{ title: `Orders vanish on ${width} pixels`, priority: 'high', status: 'new' }]);

  await page.fill('[name=body]', 'Since the release');
  await page.click('button:has-text("Send reply")');
  await page.waitForSelector('#thread >> text=Since the release');
  expect(await page.textContent('#thread > li')).toContain('You');
  await page.waitForSelector('text=Reply sent.');
  expect(await page.inputValue('[name=body]')).toBe('');

  await page.fill('[name=body]', 'Half a th');
  await page.focus('[name=body]');
  const scrolled = await page.evaluate(() => window.scrollY);
  await aMessage(company.database, { tenant_id: desk.nexus.tenant_id, id } as Ticket, {
    body: 'We found them',
    author_name: 'Priya',
    visibility: 'client_visible',
  });
  await page.waitForSelector('#thread >> text=We found them');
  await page.keyboard.press('End');
  await page.keyboard.type('ought');
  expect(await page.inputValue('[name=body]')).toBe('Half a thought');
  expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);

  await page.click('button:has-text("Mark as resolved")');
  await page.waitForSelector('text=How satisfied are you');
  await page.waitForSelector('text=You can reopen it until');
  await page.check('input[name=rating][value="4"]');
  await page.fill('[name=comment]', 'Quick');
  await page.click('button:has-text("Send rating")');
  await page.waitForSelector("text=Thank you. We've passed this on to your delivery team.");
  expect((await sql('select rating, rating_comment from app.ticket where id = $1', [id])).rows).toEqual([
    { rating: 4, rating_comment: 'Quick' },
  ]);
  expect(await page.inputValue('[name=body]')).toBe('Half a thought');
  expect(await overflowOf(page)).toBe(0);
  expect(await seriousFlaws(page)).toEqual([]);
  await page.click('button:has-text("Reopen ticket")');
  await page.waitForSelector('text=Reopened by you or a colleague');
});

test('T2 the queue is searched, narrowed, ordered and paged in the address', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  await page.goto(at(''));
  await page.waitForSelector('text=1 waiting for your reply');
  await page.fill('[name=search]', 'stopping');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tickets?**search=stopping**');
  await page.waitForSelector('mark:has-text("stopped")');
  await page.click('text=Clear');
  await page.waitForURL(at(''));
  await page.click('summary:has-text("Filters")');
  await page.selectOption('[name=priority]', 'high');
  await page.waitForURL('**priority=high**');
  await page.click('nav[aria-label=Status] >> text=Resolved (5)');
  await page.waitForURL('**status=resolved**');
  expect(await page.locator('tbody tr').count()).toBe(5);
  await page.goto(at('?status=all&sort=number'));
  await page.click('text=Next');
  await page.waitForURL('**page=2**');
  await page.reload();
  await page.waitForSelector('text=Page 2 of 2');
  const download = page.waitForEvent('download');
  await page.click('text=Export as CSV');
  expect((await download).suggestedFilename()).toBe('tickets.csv');
  await page.goto(at('?search=nothing+at+all+like+it'));
  await page.waitForSelector('text=No matching tickets');
});

test('T2 a day begins at the client’s midnight, wherever the server and the reader are', async () => {
  const zones = (
    await sql(
      `select current_setting('TimeZone') as server, time_zone as client from app.client where name = 'Nexus Corp'`,
    )
  ).rows[0] as { server: string; client: string };
  const before = zones.client;
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  // Behind the server, where its day ends later, and ahead of it, where the day has begun before.
  for (const [zone, local, elsewhere] of [
    ['America/New_York', '2026-03-10 23:30', '2026-03-11'],
    ['Pacific/Auckland', '2026-03-10 00:30', '2026-03-09'],
  ] as const) {
    await sql(`update app.client set time_zone = $1 where name = 'Nexus Corp'`, [zone]);
    const { id } = await desk.ticket({ title: `Raised at ${local} in ${zone}` });
    const { rows } = await sql(
      `update app.ticket set shared_at = $2::timestamp at time zone $3 where id = $1
       returning (shared_at at time zone $4)::date::text as day`,
      [id, local, zone, zones.server],
    );
    expect(rows).toEqual([{ day: elsewhere }]);
    const found = async (day: string) => {
      await page.goto(at(''));
      await page.click('summary:has-text("Filters")');
      await page.fill('[name=from]', day);
      await page.waitForURL(`**from=${day}**`);
      await page.fill('[name=to]', day);
      await page.waitForURL(`**to=${day}**`);
      await page.waitForLoadState('networkidle');
      return page.getByText(`Raised at ${local} in ${zone}`).count();
    };
    expect([zone, await found('2026-03-10'), await found(elsewhere)]).toEqual([zone, 1, 0]);
    // What the filter leaves is what the row says, in the same zone.
    await page.goto(at('?from=2026-03-10&to=2026-03-10'));
    expect(await page.locator('tbody tr').count()).toBe(1);
    await sql('delete from app.ticket where id = $1', [id]);
  }
  await sql(`update app.client set time_zone = $1 where name = 'Nexus Corp'`, [before]);
});

test('T3 a draft outlives a reload and an error, and is gone once it is sent', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  await page.goto(at('/new'));
  await page.fill('[name=title]', 'Half a ticket');
  await page.check('input[name=priority][value=critical]');
  await page.fill('[name=description]', 'Half a thought');
  await page.reload();
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('[name=title]')?.value === 'Half a ticket',
  );
  expect(await page.inputValue('[name=description]')).toBe('Half a thought');
  expect(await page.isChecked('input[name=priority][value=critical]')).toBe(true);
  await page.fill('[name=title]', '');
  await page.click('button:has-text("Submit ticket")');
  await page.waitForSelector('text=Enter a title.');
  expect(await page.inputValue('[name=description]')).toBe('Half a thought');
  expect(await page.isChecked('input[name=priority][value=critical]')).toBe(true);
  await page.fill('[name=title]', 'A whole ticket');
  await page.selectOption('[name=jobTypeId]', { label: 'Incident' });
  await page.click('button:has-text("Submit ticket")');
  await page.waitForURL(/\/portal\/tickets\/[0-9a-f-]{36}$/);
  await page.goto(at('/new'));
  expect(await page.inputValue('[name=title]')).toBe('');
  expect(await page.inputValue('[name=description]')).toBe('');
});

test('T5 the countdown is told beside its moment, and ticks', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  await page.goto(at(`/${old.id}`));
  await page.waitForSelector('text=At risk');
  await page.waitForSelector('text=/1 h 3\\d min left/');
});

test('T3 without JavaScript a ticket is raised, read, answered, resolved and rated', async () => {
  const page = await chromium.newPage({ javaScriptEnabled: false });
  await signIn(page, company, company.account('Nexus Corp', 'Client Employee (no projects section)'));
  await page.goto(at('/new'));
  await page.fill('[name=title]', '');
  await page.fill('[name=description]', 'Kept');
  await page.click('button:has-text("Submit ticket")');
  expect(await page.textContent('main')).toContain('Enter a title.');
  expect(await page.inputValue('[name=description]')).toBe('Kept');
  await page.fill('[name=title]', 'By hand');
  await page.click('button:has-text("Submit ticket")');
  expect(await page.textContent('h1')).toBe('By hand');
  await page.fill('[name=body]', 'Some **more**');
  await page.click('button:has-text("Preview")');
  expect(await page.innerHTML('section[aria-label="Preview of your reply"]')).toContain(
    '<strong>more</strong>',
  );
  expect(await page.textContent('main')).toContain('Formatted: “more” in bold.');
  await page.click('button:has-text("Send reply")');
  expect(await page.innerHTML('#thread')).toContain('<strong>more</strong>');
  await page.reload();
  expect(await page.locator('#thread > li').count()).toBe(1);
  await page.click('button:has-text("Mark as resolved")');
  await page.check('input[name=rating][value="5"]');
  await page.click('button:has-text("Send rating")');
  expect(await page.isChecked('input[name=rating][value="5"]')).toBe(true);
  await page.goto(at(`/${old.id}`));
  expect(await page.textContent('main')).toMatch(/Due \w+ \d+ \w+, \d\d:\d\d/);
});

test.each([
  [1440, 'light'],
  [1440, 'dark'],
  [390, 'light'],
  [390, 'dark'],
  [360, 'light'],
] as const)('every page’s other state fits and is clean at %d pixels, %s', async (width, colorScheme) => {
  const page = await chromium.newPage({ width, colorScheme });
  await signIn(page, company, 'dana.');
  const [resolved] = (await sql(`select id from app.ticket where status = 'resolved' limit 1`)).rows as {
    id: string;
  }[];
  const pages = {
    searched: at('?search=stopped&status=all&priority=medium'),
    nothing: at('?search=xyzzy'),
    ticket: at(`/${old.id}`),
    resolved: at(`/${resolved!.id}`),
  };
  for (const [name, url] of Object.entries(pages)) {
    await page.goto(url);
    await page.waitForTimeout(300);
    if (process.env.SHOTS)
      await page.screenshot({
        path: `${process.env.SHOTS}/${name}-${width}-${colorScheme}.png`,
        fullPage: true,
      });
    expect({ name, overflow: await overflowOf(page) }).toEqual({ name, overflow: 0 });
    expect({ name, flaws: await seriousFlaws(page) }).toEqual({ name, flaws: [] });
  }
});
