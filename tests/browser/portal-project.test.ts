import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdScripts, launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { flawsOf, openDetails } from './support/flaws.ts';
import { undisturbed, watchForFlashes } from './support/flashes.ts';
import { hears } from './support/live.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let project: string;
let task: string;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  project = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  task = await company.idOf(`select id from app.task where title = 'API performance work'`);
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);
const home = () => `${company.server.origin}/portal`;
const taskPage = () => `${company.server.origin}/portal/projects/${project}/tasks/${task}`;

const overflowOf = (page: Page) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));

test.each([
  ['a desktop', 1440],
  ['a phone', 390],
])('a client finds a task, reads it and comments: %s', async (_, width) => {
  const page = await chromium.newPage({ width });
  await signIn(page, company, company.account('Nexus Corp', 'Client Employee'));
  await page.goto(home());
  await expect(page.textContent('header + p, h1 + p, main header p')).resolves.toMatch(/milestone late/);
  await page.click('text=Platform Rewrite Q1');
  await page.waitForSelector('text=21 of 50 tasks');
  await page.waitForSelector('svg >> text=Shared and completed tasks', { state: 'attached' });
  await page.click('nav[aria-label=Project] >> text=Tasks');
  await page.fill('[name=search]', 'performance');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tasks?**search=performance**');
  await page.click('text=API performance work');
  await page.waitForSelector('text=Fix deployed to staging');
  const words = `Read on ${width} pixels`;
  await page.fill('textarea[name=body]', words);
  await page.click('button:has-text("Comment")');
  const mine = page.locator('#comments > li', { hasText: words });
  await mine.waitFor();
  expect(await mine.textContent()).toContain('You');
  await page.waitForSelector('text=Comment posted.');
  expect(await page.inputValue('textarea[name=body]')).toBe('');
  expect(await overflowOf(page)).toBe(0);
});

/** Until a draft of these words is kept. */
const kept = (page: Page, words: string) =>
  page.waitForFunction((text) => Object.values(localStorage).join().includes(`"${text}"`), words);
/** Until these words stand in the comment's field. */
const stands = (page: Page, words: string) =>
  page.waitForFunction(
    (text) => document.querySelector<HTMLTextAreaElement>('textarea[name=body]')?.value === text,
    words,
  );

test('a draft survives a reload and an error, and is gone once it is sent', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  await page.goto(taskPage());
  await page.fill('textarea[name=body]', 'Half');
  await kept(page, 'Half');
  // By now the page is alive, so that this is kept as it is typed.
  await page.fill('textarea[name=body]', 'Half a thought');
  await kept(page, 'Half a thought');
  await page.reload();
  await stands(page, 'Half a thought');
  await page.fill('textarea[name=body]', 'z'.repeat(20_001));
  await page.click('button:has-text("Comment")');
  await page.waitForSelector('text=Comments can be up to 20,000 characters.');
  expect((await page.inputValue('textarea[name=body]')).length).toBe(20_001);
  await page.fill('textarea[name=body]', 'The whole thought');
  await page.click('button:has-text("Comment")');
  await page.waitForSelector('#comments >> text=The whole thought');
  await page.reload();
  await page.waitForSelector('#comments >> text=The whole thought');
  await page.waitForTimeout(500);
  expect(await page.inputValue('textarea[name=body]')).toBe('');
});

test('a text typed before hydration survives a reload, too', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  const release = await holdScripts(page);
  await page.goto(taskPage(), { waitUntil: 'commit' });
  await page.fill('textarea[name=body]', 'Typed early');
  expect(await page.evaluate(() => Object.values<string>(localStorage).join())).not.toContain('Typed early');
  release();
  await kept(page, 'Typed early');
  expect(await page.inputValue('textarea[name=body]')).toBe('Typed early');
  await page.reload();
  await stands(page, 'Typed early');
});

test('P2 what staff change comes onto the open page; nothing of it is drawn anew, and scroll, focus and what is half typed stay', async () => {
  const page = await chromium.newPage();
  await page.setViewportSize({ width: 1280, height: 420 });
  await signIn(page, company, 'dana.');
  await hears(page, () => page.goto(taskPage()));
  await page.focus('textarea[name=body]');
  await page.keyboard.type('Half typ');
  const scrolled = await page.evaluate(() => window.scrollY);
  expect(scrolled).toBeGreaterThan(0);
  const asked: string[] = [];
  page.on('framenavigated', (frame) => asked.push(frame.url()));
  const kept = await watchForFlashes(page);

  await sql(`update app.task set status = 'in_review' where id = $1`, [task]);
  await page.waitForSelector('header >> text=In review');
  await sql(
    `insert into app.text (kind, record_id, body, author_name, visibility) values ('comment', $1, 'Measured again', 'Priya', 'client_visible')`,
    [task],
  );
  await page.waitForSelector('#comments >> text=Measured again');
  // The comment stands above the field, and pushes it down in the window.
  const pushed = { ...undisturbed, moved_px: expect.any(Number) as number };
  expect(await kept()).toEqual(pushed);
  await page.keyboard.type('ed words');
  expect(await page.inputValue('textarea[name=body]')).toBe('Half typed words');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('body');
  expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);
  expect(asked).toEqual([]);
  expect(await kept()).toEqual(pushed);
  await sql(`update app.task set status = 'in_progress' where id = $1`, [task]);
});

test('P2 an earlier part of a long thread is read in place while the task changes, and leads back to where one writes', async () => {
  const long = await company.idOf(
    `insert into app.task (project_id, title, visibility) values ($1, 'Long talked about', 'client_visible') returning id`,
    [project],
  );
  await sql(
    `insert into app.text (kind, record_id, body, author_name, visibility, created_at, shared_at)
     select 'comment', $1, 'Said ' || n, 'Priya', 'client_visible', now() - n * interval '1 hour', now() - n * interval '1 hour'
       from generate_series(1, 130) n`,
    [long],
  );
  const page = await chromium.newPage();
  await page.setViewportSize({ width: 1280, height: 420 });
  await signIn(page, company, 'dana.');
  await hears(page, () => page.goto(`${company.server.origin}/portal/projects/${project}/tasks/${long}`));
  const texts = page.locator('#comments > li');
  expect(await texts.count()).toBe(100);
  // By the client's own navigation, which asks for no page.
  await page.getByRole('link', { name: 'Earlier (30)' }).click();
  await page.waitForSelector('#comments >> text=Said 130');
  expect(new URL(page.url()).search).toMatch(/^\?earlier=after~/);
  expect(await texts.count()).toBe(30);
  await page.locator('#comments > li').nth(15).scrollIntoViewIfNeeded();
  const scrolled = await page.evaluate(() => window.scrollY);
  expect(scrolled).toBeGreaterThan(0);
  const kept = await watchForFlashes(page);
  await sql(`update app.task set status = 'in_review' where id = $1`, [long]);
  await page.waitForSelector('header >> text=In review');
  expect(await kept()).toEqual(undisturbed);
  expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);
  expect(await texts.count()).toBe(30);
  expect(await page.locator('textarea[name=body]').count()).toBe(0);
  await page.getByRole('link', { name: 'Go to the latest comments' }).click();
  await page.waitForSelector('textarea[name=body]');
  expect(await texts.count()).toBe(100);
  await sql(`delete from app.task where id = $1`, [long]);
});

test('P2 the summary follows a finished task, number and picture', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  await hears(page, () => page.goto(`${company.server.origin}/portal/projects/${project}`));
  await page.evaluate(() => window.scrollTo(0, 300));
  await sql(
    `update app.task set status = 'done' where title = 'Webhook when an order is shipped' or title = 'Progress of a bulk export'`,
  );
  await page.waitForSelector('text=44% done (22 of 50 tasks)');
  await page.waitForSelector('figure >> text=Done: 22');
  expect(await page.evaluate(() => window.scrollY)).toBe(300);
  await sql(`update app.task set status = 'to_do' where title = 'Progress of a bulk export'`);
});

test('P4 an earlier sprint is chosen from the board and stays in the address', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  await page.goto(`${company.server.origin}/portal/projects/${project}/board`);
  await page.waitForSelector('text=Sprint 9: ');
  await page.selectOption('select[name=sprint]', { label: 'Sprint 7, completed' });
  await page.waitForURL('**/board?sprint=**');
  await page.waitForSelector('text=Finance export matches the old one');
  await page.goBack();
  await page.waitForSelector('text=Sprint 9: ');
});

test('V13 a page leaves a receipt when it is looked at, and none when it is only pointed at', async () => {
  await sql('delete from app.read_receipt');
  const kinds = async () => {
    const { rows } = await company.database.admin.query<{ record_kind: string; record_id: string }>(
      'select record_kind, record_id from app.read_receipt order by record_kind',
    );
    return rows;
  };
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  await page.goto(home());
  await page.hover('text=Platform Rewrite Q1');
  await page.waitForTimeout(500);
  expect(await kinds()).toEqual([]);
  await page.click('text=Platform Rewrite Q1');
  await page.waitForSelector('text=Progress over time');
  await expect.poll(kinds).toEqual([{ record_kind: 'project', record_id: project }]);
  await page.goto(taskPage());
  await expect.poll(kinds).toEqual([
    { record_kind: 'project', record_id: project },
    { record_kind: 'task', record_id: task },
  ]);
});

test.each([
  ['runs no scripts, by a picture', false],
  ['runs scripts, by them alone', true],
])('V13 a receipt is left once by a browser that %s', async (_, javaScriptEnabled) => {
  const page = await chromium.newPage({ javaScriptEnabled });
  const pictures: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/portal/api/opened/')) pictures.push(request.url());
  });
  await signIn(page, company, 'dana.');
  await sql('delete from app.read_receipt');
  await page.goto(taskPage());
  const receipts = async () => {
    const { rows } = await company.database.admin.query<{
      record_kind: string;
      record_id: string;
      times: number;
    }>('select record_kind, record_id, times from app.read_receipt');
    return rows;
  };
  await expect.poll(receipts).toEqual([{ record_kind: 'task', record_id: task, times: 1 }]);
  expect(pictures).toHaveLength(javaScriptEnabled ? 0 : 1);
});

describe('a visit is noted', () => {
  const person = `(select id from app.client_user where name = 'Dana Whitfield')`;
  const lastSeen = (minutes: number) =>
    sql(
      `update app.client_visit set last_seen_at = now() - $1 * interval '1 minute' where client_user_id = ${person}`,
      [minutes],
    );
  const minutesSince = async () => {
    const { rows } = await company.database.admin.query<{ minutes: number }>(
      `select floor(extract(epoch from now() - last_seen_at) / 60)::int as minutes from app.client_visit where client_user_id = ${person}`,
    );
    return rows[0]?.minutes;
  };
  const turn = (page: Page, state: 'hidden' | 'visible') =>
    page.evaluate((visibilityState) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibilityState });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  /** A page that has noted the visit; then `minutes` have gone by. */
  async function openSince(minutes: number) {
    const page = await chromium.newPage();
    await page.clock.install();
    const noted = page.waitForResponse(/visits\.record/);
    await signIn(page, company, 'dana.');
    await page.goto(home());
    await noted;
    await lastSeen(minutes);
    await page.clock.setSystemTime(Date.now() + minutes * 60_000);
    return page;
  }

  test('by going on to another page, by leaving the tab and by coming back', async () => {
    const page = await openSince(12);
    await page.click('nav >> text=Team');
    await page.waitForURL('**/portal/team');
    await expect.poll(minutesSince).toBe(0);
    for (const [nth, state] of (['hidden', 'visible'] as const).entries()) {
      await lastSeen(12);
      await page.clock.setSystemTime(Date.now() + (nth + 2) * 12 * 60_000);
      await turn(page, state);
      await expect.poll(minutesSince).toBe(0);
    }
  });

  test('by leaving the page for good', async () => {
    const page = await openSince(12);
    await page.goto('about:blank');
    await expect.poll(minutesSince).toBe(0);
  });

  test('once in three minutes at most, and by no tab that nobody looks at', async () => {
    const page = await openSince(2);
    await page.click('nav >> text=Team');
    await page.waitForURL('**/portal/team');
    for (const state of ['hidden', 'visible', 'hidden'] as const) await turn(page, state);
    await page.waitForTimeout(500);
    expect(await minutesSince()).toBe(2);
    await page.clock.setSystemTime(Date.now() + 12 * 60_000);
    // Hidden all the while.
    await page.evaluate(() => document.querySelector<HTMLElement>('nav a[href="/portal"]')?.click());
    await page.waitForURL('**/portal');
    await page.waitForTimeout(500);
    expect(await minutesSince()).toBe(2);
    await turn(page, 'visible');
    await expect.poll(minutesSince).toBe(0);
  });

  test.each([
    ['runs no scripts, by a picture', false],
    ['runs scripts, by them alone', true],
  ])('by a browser that %s; what is new is told from the next visit on', async (_, javaScriptEnabled) => {
    const page = await chromium.newPage({ javaScriptEnabled });
    const pictures: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/portal/api/visited')) pictures.push(request.url());
    });
    await sql(`delete from app.client_visit where client_user_id = ${person}`);
    await signIn(page, company, 'dana.');
    await page.goto(home());
    await page.waitForSelector('text=From your next visit,');
    await expect.poll(minutesSince).toBe(0);
    expect(pictures.length > 0).toBe(!javaScriptEnabled);
    await lastSeen(60);
    await page.goto(home());
    await page.waitForSelector('text=Since your last visit');
    expect(await page.textContent('main')).not.toContain('From your next visit,');
  });
});

describe('what stands on the pages of a project', () => {
  const paths = async () => {
    const sprint = await company.idOf(
      `select id from app.sprint where name = 'Sprint 7' and project_id = $1`,
      [project],
    );
    const record = (table: string) =>
      company.idOf(`select id from app.${table} where project_id = $1 and shared order by id limit 1`, [
        project,
      ]);
    const base = `/portal/projects/${project}`;
    return [
      `${base}/board?sprint=${sprint}`,
      `${base}/tasks?search=export&status=to_do&sort=due`,
      `${base}/tasks?search=nothing-of-the-kind`,
      `${base}/tasks/${task}`,
      `${base}/stories?epic=${await record('epic')}`,
    ];
  };

  test.each([
    { width: 1440, colorScheme: 'light' },
    { width: 360, colorScheme: 'dark' },
  ] as const)('has no serious flaw for axe and fits: $width, $colorScheme', async (options) => {
    const page = await chromium.newPage(options);
    await signIn(page, company, 'dana.');
    for (const path of await paths()) {
      await page.goto(company.server.origin + path);
      await page.waitForLoadState('networkidle');
      await openDetails(page);
      expect({ path, flaws: await flawsOf(page) }).toEqual({ path, flaws: [] });
    }
  });

  test('is read and commented without JavaScript', async () => {
    const page = await chromium.newPage({ javaScriptEnabled: false });
    await signIn(page, company, 'dana.');
    for (const path of await paths()) {
      await page.goto(company.server.origin + path);
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.textContent('main')).not.toContain('Loading');
    }
    await page.goto(`${company.server.origin}/portal/projects/${project}/board`);
    await page.selectOption('select[name=sprint]', { label: 'Sprint 7, completed' });
    await page.click('button:has-text("Show")');
    await page.waitForSelector('text=Finance export matches the old one');
    await page.goto(taskPage());
    await page.fill('textarea[name=body]', 'Plain as a letter');
    await page.click('button:has-text("Comment")');
    await page.waitForSelector('#comments >> text=Plain as a letter');
    await page.reload();
    expect(await page.locator('#comments >> text=Plain as a letter').count()).toBe(1);
  });

  test('is printed without its controls', async () => {
    const page = await chromium.newPage();
    await signIn(page, company, 'dana.');
    await page.goto(`${company.server.origin}/portal/projects/${project}`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav[aria-label=Project]').isVisible()).toBe(false);
    expect(
      await page
        .getByRole('button', { name: 'Sign out', exact: true, includeHidden: true })
        .first()
        .isVisible(),
    ).toBe(false);
    expect(await page.locator('text=API answers within 200 ms').first().isVisible()).toBe(true);
  });
});

test('P1 forty projects are looked through, those that need an eye first', async () => {
  await sql(
    `insert into app.project (tenant_id, client_id, name, status, visibility)
     select tenant_id, id, 'Line ' || n, 'active', 'client_visible' from app.client, generate_series(1, 40) n
      where name = 'Brightwater Foods'`,
  );
  await sql(
    `insert into app.milestone (tenant_id, project_id, title, agreed_on, visibility)
     select tenant_id, id, 'In use', current_date - 3, 'client_visible' from app.project where name = 'Line 23'`,
  );
  for (const width of [1440, 360]) {
    const page = await chromium.newPage({ width });
    await signIn(page, company, company.account('Brightwater Foods', 'Client Admin'));
    await page.goto(home());
    const rows = page.locator('section li:has(h3)');
    expect(await rows.count()).toBe(41);
    expect(await rows.first().textContent()).toContain('Line 23');
    expect(await page.textContent('main')).toMatch(/40 on track: 1 milestone late/);
    expect(await flawsOf(page)).toEqual([]);
  }
});
