/** Files in a browser: on their way, broken off, gone on with, attached, looked at, seen on both sides. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page, Request, Route } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { someBytes } from '../files/support/bytes.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';

const piece_bytes = 5 * 1024 * 1024;
/** The smallest of pictures. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let company: SampleCompany;
let chromium: TestBrowser;
let store: string;
let own: string;

beforeAll(async () => {
  store = mkdtempSync(join(tmpdir(), 'portal-files-'));
  own = mkdtempSync(join(tmpdir(), 'own-files-'));
  [company, chromium] = await Promise.all([
    startSampleCompany({
      REALMS: 'client,staff,worker',
      FILES_DIRECTORY: store,
      BODY_SIZE_LIMIT: '6M',
    }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
  for (const directory of [store, own]) rmSync(directory, { recursive: true, force: true });
});

const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);
const at = (path: string) => company.server.origin + path;
/** A file of one's own on disk, so that it is the same one when it is chosen again. */
function ownFile(name: string, bytes: Buffer | string): string {
  mkdirSync(own, { recursive: true });
  const path = join(own, name);
  writeFileSync(path, bytes);
  return path;
}
const waiting = async () =>
  (
    await company.database.admin.query<{ name: string }>('select name from app.upload order by name')
  ).rows.map(({ name }) => name);
beforeEach(() => sql('delete from app.upload'));

async function signIn(page: Page, realm: 'portal' | 'staff' = 'portal', organisation = 'Nexus Corp') {
  const role = realm === 'portal' ? 'Client Admin' : 'Manager';
  const { email, password } = company.account(organisation, role);
  await page.goto(at(`/${realm}/sign-in`));
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', password);
  await page.click('button[type=submit]');
  await page.waitForURL((url) => !url.pathname.endsWith('sign-in'));
}
const staff = 'Halden & Pike Delivery';

/** The raise form, alive. */
async function raiseForm(page: Page, title = 'With files') {
  await page.goto(at('/portal/tickets/new'));
  await page.waitForSelector('label:has-text("Attach files"):visible');
  await page.selectOption('[name=jobTypeId]', { label: 'Incident' });
  await page.fill('[name=title]', title);
}
const choose = (page: Page, ...paths: string[]) =>
  page.locator('input[type=file][multiple]').setInputFiles(paths);
const items = (page: Page) => page.locator('ul[aria-label="Files to send"] > li');
const isThere = (page: Page, name: string) =>
  page.waitForSelector(`ul[aria-label="Files to send"] > li:has-text("${name}"):has(input[name=upload])`, {
    state: 'attached',
  });
async function raise(page: Page): Promise<string> {
  await page.click('button:has-text("Raise the ticket")');
  await page.waitForURL(/\/portal\/tickets\/[0-9a-f-]{36}$/);
  return page.url().split('/').at(-1)!;
}

const seriousFlaws = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
};
const overflowOf = (page: Page) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));

/** Holds pieces from the second on until `go` is called; then they pass, or break off as the line would. */
async function holdSecondPiece(page: Page) {
  const held: Route[] = [];
  let mode: 'hold' | 'pass' = 'hold';
  let arrived = () => {};
  const isHeld = new Promise<void>((resolve) => (arrived = resolve));
  await page.route('**/uploads/*', async (route) => {
    const offset = Number(route.request().headers()['upload-offset'] ?? 0);
    if (mode === 'pass' || route.request().method() !== 'PATCH' || offset === 0) return route.continue();
    held.push(route);
    arrived();
  });
  return {
    isHeld,
    async breakOff() {
      mode = 'pass';
      for (const route of held.splice(0)) await route.abort('internetdisconnected').catch(() => {});
    },
    async pass() {
      mode = 'pass';
      for (const route of held.splice(0)) await route.continue().catch(() => {});
    },
  };
}
/** At which bytes the pieces of an upload begin, as they are sent. */
function offsetsOf(page: Page): number[] {
  const offsets: number[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'PATCH' && request.url().includes('/uploads/'))
      offsets.push(Number(request.headers()['upload-offset']));
  });
  return offsets;
}

describe('on the way', () => {
  test('a file is chosen, its progress told, and the form is held until it is there', async () => {
    const page = await chromium.newPage();
    await signIn(page);
    await raiseForm(page);
    const line = await holdSecondPiece(page);
    await choose(page, ownFile('large.bin', someBytes(7_000_000)));
    await line.isHeld;
    await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) >= 70);
    await page.waitForSelector('text=of 7.0 MB');
    expect(await seriousFlaws(page)).toEqual([]);
    await page.click('button:has-text("Raise the ticket")');
    await page.waitForSelector('text=Wait until every file is there, or remove those that are not.');
    expect(page.url()).toMatch(/\/new$/);
    await page.fill('[name=description]', 'See the file');
    await page.click('button:has-text("Preview")');
    await page.waitForSelector('section[aria-label="Preview of the description"] >> text=See the file');
    await line.pass();
    await isThere(page, 'large.bin');
    expect(await page.locator('text=Wait until every file').count()).toBe(0);
    const id = await raise(page);
    await page.waitForSelector('text=large.bin');
    const { rows } = await sql(
      'select name, size_bytes::int as size from app.attachment where ticket_id = $1',
      [id],
    );
    expect(rows).toEqual([{ name: 'large.bin', size: 7_000_000 }]);
  });

  test('files are dropped and pasted on the form, and one is removed, also from the server', async () => {
    const page = await chromium.newPage();
    await signIn(page);
    await raiseForm(page);
    const transfer = (name: string, type: string, content: string) =>
      page.evaluateHandle(
        ([name, type, content]) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name, { type }));
          return data;
        },
        [name, type, content] as const,
      );
    const dropped = await transfer('dropped.txt', 'text/plain', btoa('dropped'));
    const form = page.locator('form[action="?/raise"]');
    const zone = page.locator('form[action="?/raise"] .border-dashed');
    await form.dispatchEvent('dragover', { dataTransfer: dropped });
    expect(await zone.getAttribute('class')).toContain('border-accent');
    await page.locator('[name=title]').dispatchEvent('dragleave', { dataTransfer: dropped });
    expect(await zone.getAttribute('class')).not.toContain('border-accent ');
    await form.dispatchEvent('dragover', { dataTransfer: dropped });
    await page.locator('[name=title]').dispatchEvent('drop', { dataTransfer: dropped });
    expect(await zone.getAttribute('class')).not.toContain('border-accent ');
    await isThere(page, 'dropped.txt');

    const pasted = await transfer('image.png', 'image/png', png.toString('base64'));
    await page.evaluate((clipboardData) => {
      document
        .querySelector('[name=description]')!
        .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, pasted);
    await isThere(page, 'image.png');
    expect(await waiting()).toEqual(['dropped.txt', 'image.png']);

    await page.click('button:has-text("Remove dropped.txt")');
    await expect.poll(waiting).toEqual(['image.png']);
    expect(await items(page).count()).toBe(1);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('file');
  });

  test('a form that is refused keeps its files; they are sent with what is mended', async () => {
    const page = await chromium.newPage();
    await signIn(page);
    await raiseForm(page, '');
    await choose(page, ownFile('kept.txt', 'kept'));
    await isThere(page, 'kept.txt');
    await page.click('button:has-text("Raise the ticket")');
    await page.waitForSelector('text=Say in one line what it is about.');
    await isThere(page, 'kept.txt');
    await page.fill('[name=title]', 'Mended');
    await page.selectOption('[name=jobTypeId]', { label: 'Incident' });
    const id = await raise(page);
    expect((await sql('select name from app.attachment where ticket_id = $1', [id])).rows).toEqual([
      { name: 'kept.txt' },
    ]);
    await page.fill('[name=body]', ' ');
    await choose(page, ownFile('reply.txt', 'reply'));
    await isThere(page, 'reply.txt');
    await page.click('button:has-text("Send reply")');
    await page.waitForSelector('[id$=error]');
    await isThere(page, 'reply.txt');
    await page.fill('[name=body]', 'Here it is');
    await page.click('button:has-text("Send reply")');
    await page.waitForSelector('text=Your reply is sent.');
    expect(await items(page).count()).toBe(0);
    await page.waitForSelector('#thread >> a:has-text("reply.txt")');
  });

  test('a file that is too large is refused with a sentence, and holds the form until it is removed', async () => {
    await sql('update app.tenant set upload_limit_bytes = 1000');
    try {
      const page = await chromium.newPage();
      await signIn(page);
      await raiseForm(page);
      await choose(page, ownFile('huge.bin', someBytes(1_001)));
      await page.waitForSelector('li:has-text("huge.bin") >> text=/too large/');
      expect(await seriousFlaws(page)).toEqual([]);
      await page.click('button:has-text("Raise the ticket")');
      await page.waitForSelector('text=Wait until every file is there, or remove those that are not.');
      await page.click('button:has-text("Remove huge.bin")');
      await raise(page);
    } finally {
      await sql('update app.tenant set upload_limit_bytes = default');
    }
  });
});

describe('broken off', () => {
  test('paused, it goes on where it was', async () => {
    const page = await chromium.newPage();
    await signIn(page);
    await raiseForm(page);
    const offsets = offsetsOf(page);
    const line = await holdSecondPiece(page);
    await choose(page, ownFile('paused.bin', someBytes(6_000_000)));
    await line.isHeld;
    await page.focus('button:has-text("Pause paused.bin")');
    await page.keyboard.press('Enter');
    await page.waitForSelector('button:has-text("Go on paused.bin"):focus');
    await page.waitForSelector('[role=status] >> text=paused.bin is paused.', { state: 'attached' });
    await page.click('button:has-text("Raise the ticket")');
    await page.waitForSelector('text=Wait until every file is there');
    await line.breakOff();
    await page.click('button:has-text("Go on paused.bin")');
    await isThere(page, 'paused.bin');
    expect(offsets).toEqual([0, piece_bytes, piece_bytes]);
  });

  test('the connection breaks, and "Try again" goes on where it was', async () => {
    const page = await chromium.newPage();
    await signIn(page);
    await raiseForm(page);
    const offsets = offsetsOf(page);
    const line = await holdSecondPiece(page);
    await choose(page, ownFile('broken.bin', someBytes(6_000_000)));
    await line.isHeld;
    await page.context().setOffline(true);
    await line.breakOff();
    await page.waitForSelector('text=The connection broke. What was sent so far is kept.');
    expect(await seriousFlaws(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.click('button:has-text("Try again broken.bin")');
    await isThere(page, 'broken.bin');
    expect(offsets).toEqual([0, piece_bytes, piece_bytes]);
  });

  test('after a reload the same file, chosen again, goes on where it was; after a sign-out nothing of it is left', async () => {
    const page = await chromium.newPage();
    await signIn(page);
    await raiseForm(page);
    const path = ownFile('again.bin', someBytes(6_000_000));
    const line = await holdSecondPiece(page);
    await choose(page, path);
    await line.isHeld;
    await page.reload();
    await line.pass();
    const offsets = offsetsOf(page);
    await page.waitForSelector('label:has-text("Attach files"):visible');
    await choose(page, path);
    await isThere(page, 'again.bin');
    expect(offsets).toEqual([piece_bytes]);
    expect(await waiting()).toEqual(['again.bin']);

    const other = await holdSecondPiece(page);
    await choose(page, ownFile('secret-plan.bin', someBytes(6_000_001)));
    await other.isHeld;
    const kept = () => page.evaluate(() => Object.entries(localStorage).flat().join());
    expect(await kept()).toContain('secret-plan');
    await page.goto(at('/portal/sign-in'));
    await page.context().clearCookies();
    await page.goto(at('/portal/tickets/new'));
    await page.waitForURL('**/sign-in**');
    await expect.poll(kept).not.toContain('secret-plan');
  });
});

describe('attached', () => {
  test.each([
    [1440, 'light'],
    [390, 'dark'],
  ] as const)(
    'what is being checked becomes a link by itself, opens, and goes both ways: %d pixels, %s',
    async (width, colorScheme) => {
      const page = await chromium.newPage({ width, colorScheme });
      await signIn(page);
      await raiseForm(page, `Pictures at ${width}`);
      await choose(
        page,
        ownFile('photo.png', png),
        ownFile('log.txt', 'line one'),
        ownFile('data.bin', someBytes(2_000)),
      );
      for (const name of ['photo.png', 'log.txt', 'data.bin']) await isThere(page, name);
      expect(await overflowOf(page)).toBe(0);
      expect(await seriousFlaws(page)).toEqual([]);
      await picture(page, `raise-${width}`);
      // Held at the check, so that it is seen.
      await sql(`alter table app.attachment alter column check_at set default now() + interval '1 hour'`);
      const id = await raise(page);
      await sql(`alter table app.attachment alter column check_at set default now()`);
      expect(await page.locator('text=Being checked').count()).toBe(3);
      expect(await page.locator('a:has-text("log.txt")').count()).toBe(0);
      expect(await seriousFlaws(page)).toEqual([]);
      await page.waitForTimeout(1_000);
      const began = Date.now();
      await sql('update app.attachment set check_at = now() where ticket_id = $1', [id]);
      await page.waitForSelector('a:has-text("log.txt")');
      expect(Date.now() - began).toBeLessThan(8_000);
      await page.waitForSelector('a:has-text("data.bin")');
      const small = page.locator('img[alt="photo.png"]');
      await small.scrollIntoViewIfNeeded();
      await expect.poll(() => small.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1);
      expect((await small.boundingBox())?.height).toBeLessThan(200);
      expect(await small.getAttribute('loading')).toBe('lazy');
      expect(await overflowOf(page)).toBe(0);
      expect(await seriousFlaws(page)).toEqual([]);
      await picture(page, `ticket-${width}`);

      const opened = page.waitForEvent('popup');
      await page.click('a:has-text("log.txt")');
      const tab = await opened;
      await tab.waitForSelector('text=line one');
      await tab.close();
      const saved = page.waitForEvent('download');
      await page.click('a:has-text("data.bin")');
      expect(readFileSync(await (await saved).path())).toEqual(readFileSync(join(own, 'data.bin')));

      const agent = await chromium.newPage({ width, colorScheme });
      await signIn(agent, 'staff', staff);
      await agent.goto(at(`/staff/tickets/${id}`));
      await agent.waitForSelector('a:has-text("log.txt")');
      await agent.waitForSelector('label:has-text("Attach files"):visible');
      const composer = agent.locator('form[action="?/reply"]');
      await composer.locator('[name=body]').fill('See the answer');
      await composer.locator('input[type=file][multiple]').setInputFiles(ownFile('answer.txt', 'the answer'));
      await isThere(agent, 'answer.txt');
      expect(await overflowOf(agent)).toBe(0);
      expect(await seriousFlaws(agent)).toEqual([]);
      await picture(agent, `staff-${width}`);
      await composer.locator('button:text-is("Reply")').click();
      await page.waitForSelector('#thread >> a:has-text("answer.txt")');
      await agent.waitForSelector('a:has-text("answer.txt")');
    },
  );

  test.each([
    [1440, 'dark'],
    [390, 'light'],
  ] as const)(
    'files on a task go both ways, and the team says which: %d pixels, %s',
    async (width, colorScheme) => {
      const { rows } = await sql(
        `update app.project set client_may_comment = true where name = 'Platform Rewrite Q1' returning id`,
      );
      const project = (rows as { id: string }[])[0]!.id;
      const task = await company.idOf(`select id from app.task where title = 'API performance work'`);
      const agent = await chromium.newPage({ width, colorScheme });
      await signIn(agent, 'staff', staff);
      await agent.goto(at(`/staff/projects/${project}/tasks/${task}`));
      const ofTask = agent.locator('form[action="?/attach"]');
      await ofTask.locator('label:has-text("Attach files")').waitFor();
      await ofTask
        .locator('input[type=file][multiple]')
        .setInputFiles(ownFile(`plan-${width}.txt`, 'the plan'));
      await isThere(agent, `plan-${width}.txt`);
      await ofTask.locator('button:has-text("Add to the task")').click();
      const plan = agent.locator(`li:has(a:has-text("plan-${width}.txt"))`);
      await plan.waitFor();
      expect(await ofTask.locator('button:has-text("Add to the task")').count()).toBe(0);
      expect(await plan.textContent()).toContain('Internal Only');

      const page = await chromium.newPage({ width, colorScheme });
      await signIn(page);
      await page.goto(at(`/portal/projects/${project}/tasks/${task}`));
      await page.waitForSelector('label:has-text("Attach files"):visible');
      await page.waitForTimeout(1_000);
      expect(await page.locator(`text=plan-${width}.txt`).count()).toBe(0);
      await plan.locator('form[action="?/share"] button, button:has-text("Internal Only")').first().click();
      await page.waitForSelector(`a:has-text("plan-${width}.txt")`);

      await page.fill('[name=body]', `What I see at ${width}`);
      await choose(page, ownFile(`seen-${width}.png`, png));
      await isThere(page, `seen-${width}.png`);
      expect(await overflowOf(page)).toBe(0);
      expect(await seriousFlaws(page)).toEqual([]);
      await page.click('button:text-is("Comment")');
      await page.waitForSelector('text=Your comment is sent.');
      await page.waitForSelector(`#comments >> img[alt="seen-${width}.png"]`);
      await agent.waitForSelector(`img[alt="seen-${width}.png"]`);
      for (const one of [page, agent]) {
        expect(await overflowOf(one)).toBe(0);
        expect(await seriousFlaws(one)).toEqual([]);
      }
      await picture(page, `task-${width}`);
      await picture(agent, `staff-task-${width}`);
    },
  );

  test('by the keyboard alone', async () => {
    const page = await chromium.newPage();
    await signIn(page);
    await raiseForm(page);
    await page.focus('[name=description]');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Preview of the description');
    await page.keyboard.press('Tab');
    const label = page.locator('label:has-text("Attach files")');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('file');
    expect(await label.evaluate((one) => getComputedStyle(one).outlineStyle)).toBe('solid');
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Space');
    await (await chooser).setFiles(ownFile('typed.txt', 'typed'));
    await isThere(page, 'typed.txt');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => items(page).count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('file');
  });
});

/** Kept for a look where PICTURES names a directory. */
async function picture(page: Page, name: string) {
  if (process.env.PICTURES)
    await page.screenshot({ path: join(process.env.PICTURES, `${name}.png`), fullPage: true });
}
