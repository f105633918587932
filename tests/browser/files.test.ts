/** Files in a browser: on their way, broken off, gone on with, attached, looked at, seen on both sides. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Download, Page, Request, Route } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { someBytes } from '../files/support/bytes.ts';
import { seriousFlaws } from '../support/axe.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { hears } from './support/live.ts';
import { signIn } from './support/sign-in.ts';

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

const contentOf = async (download: Download) => buffer(await download.createReadStream());
const staff = () => company.account('Halden & Pike Delivery', 'Manager');

/** The raise form, alive. */
async function raiseForm(page: Page, title = 'With files') {
  await page.goto(at('/portal/tickets/new'));
  await page.waitForSelector('label:has-text("Attach files"):visible');
  await page.selectOption('[name=jobTypeId]', { label: 'Incident' });
  await page.fill('[name=title]', title);
}
const choose = (page: Page, ...paths: string[]) =>
  page.locator('input[type=file][multiple]').setInputFiles(paths);
const items = (page: Page) => page.locator('ul[aria-label="Files to upload"] > li');
const isThere = (page: Page, name: string) =>
  page.waitForSelector(`ul[aria-label="Files to upload"] > li:has-text("${name}"):has(input[name=upload])`, {
    state: 'attached',
  });
async function raise(page: Page): Promise<string> {
  await page.click('button:has-text("Submit ticket")');
  await page.waitForURL(/\/portal\/tickets\/[0-9a-f-]{36}$/);
  return page.url().split('/').at(-1)!;
}

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
    await signIn(page, company, 'dana.');
    await raiseForm(page);
    const line = await holdSecondPiece(page);
    await choose(page, ownFile('large.bin', someBytes(7_000_000)));
    await line.isHeld;
    await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) >= 70);
    await page.waitForSelector('text=of 7.0 MB');
    expect(await seriousFlaws(page)).toEqual([]);
    await page.click('button:has-text("Submit ticket")');
    await page.waitForSelector('text=Wait for all uploads to finish, or remove the unfinished ones.');
    expect(page.url()).toMatch(/\/new$/);
    await page.fill('[name=description]', 'See the file');
    await page.click('button:has-text("Preview")');
    await page.waitForSelector('section[aria-label="Preview of the description"] >> text=See the file');
    await line.pass();
    await isThere(page, 'large.bin');
    expect(await page.locator('text=Wait for all uploads').count()).toBe(0);
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
    await signIn(page, company, 'dana.');
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
    await signIn(page, company, 'dana.');
    await raiseForm(page, '');
    await choose(page, ownFile('kept.txt', 'kept'));
    await isThere(page, 'kept.txt');
    await page.click('button:has-text("Submit ticket")');
    await page.waitForSelector('text=Enter a title.');
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
    await page.waitForSelector('text=Reply sent.');
    expect(await items(page).count()).toBe(0);
    await page.waitForSelector('#thread >> a:has-text("reply.txt")');
  });

  test('a file that is too large is refused with a sentence, and holds the form until it is removed', async () => {
    await sql('update app.tenant set upload_limit_bytes = 1000');
    try {
      const page = await chromium.newPage();
      await signIn(page, company, 'dana.');
      await raiseForm(page);
      await choose(page, ownFile('huge.bin', someBytes(1_001)));
      await page.waitForSelector('li:has-text("huge.bin") >> text=/too large/');
      expect(await seriousFlaws(page)).toEqual([]);
      await page.click('button:has-text("Submit ticket")');
      await page.waitForSelector('text=Wait for all uploads to finish, or remove the unfinished ones.');
      await page.click('button:has-text("Remove huge.bin")');
      await raise(page);
    } finally {
      await sql('update app.tenant set upload_limit_bytes = default');
    }
  });
});

describe('what is chosen', () => {
  /** A trusted paste: what is on the clipboard, by the keyboard. */
  async function paste(page: Page, bytes: Buffer) {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(async (base64) => {
      const picture = new Blob([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))], {
        type: 'image/png',
      });
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    }, bytes.toString('base64'));
    await page.focus('[name=description]');
    await page.keyboard.press('Control+v');
  }
  /** A trusted drag of files from outside of the browser. */
  async function drag(page: Page, paths: string[], to: string, type: 'dragOver' | 'drop' = 'drop') {
    const line = await page.context().newCDPSession(page);
    const { x, y, width, height } = (await page.locator(to).boundingBox())!;
    const at = { x: x + width / 2, y: y + height / 2 };
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const step of ['dragEnter', 'dragOver', ...(type === 'drop' ? (['drop'] as const) : [])] as const)
      await line.send('Input.dispatchDragEvent', { type: step, ...at, data });
  }

  test('a picture from the clipboard and files dragged from a folder, by hand and not by script', async () => {
    const page = await chromium.newPage();
    await signIn(page, company, 'dana.');
    await raiseForm(page);
    await paste(page, png);
    await isThere(page, 'image.png');
    expect(await page.inputValue('[name=description]')).toBe('');
    const paths = [ownFile('dragged.txt', 'dragged'), ownFile('along.txt', 'along')];
    await page.locator('[name=title]').scrollIntoViewIfNeeded();
    await drag(page, paths, '[name=title]', 'dragOver');
    const zone = page.locator('form[action="?/raise"] .border-dashed');
    await expect.poll(() => zone.getAttribute('class')).toContain('border-accent');
    await drag(page, paths, '[name=title]');
    for (const name of ['dragged.txt', 'along.txt']) await isThere(page, name);
    expect(await zone.getAttribute('class')).not.toContain('border-accent ');
    const id = await raise(page);
    await page.waitForSelector('a:has-text("dragged.txt")');
    const { rows } = await sql(
      'select name, size_bytes::int as size from app.attachment where ticket_id = $1 order by name',
      [id],
    );
    expect(rows).toEqual([
      { name: 'along.txt', size: 5 },
      { name: 'dragged.txt', size: 7 },
      { name: 'image.png', size: expect.any(Number) as number },
    ]);
  });

  test('a photo is taken on a phone, where the camera is offered, and not beside a mouse', async () => {
    const page = await chromium.newPage({ width: 390, touch: true, colorScheme: 'dark' });
    await signIn(page, company, 'dana.');
    await raiseForm(page);
    const camera = page.locator('label:has-text("Take a photo")');
    expect(await camera.isVisible()).toBe(true);
    expect((await camera.boundingBox())!.height).toBeGreaterThanOrEqual(32);
    const input = page.locator('input[type=file][capture]');
    expect(await input.getAttribute('capture')).toBe('environment');
    expect(await input.getAttribute('accept')).toBe('image/*');
    expect(await input.evaluate((one: HTMLInputElement) => one.multiple)).toBe(false);
    const chooser = page.waitForEvent('filechooser');
    await camera.tap();
    await (await chooser).setFiles(ownFile('IMG_0001.png', png));
    await isThere(page, 'IMG_0001.png');
    // The next photo has the same name on many phones.
    await input.setInputFiles(ownFile('IMG_0001.png', Buffer.concat([png, Buffer.from('.')])));
    await expect.poll(() => page.locator('input[name=upload]').count()).toBe(2);
    expect(await overflowOf(page)).toBe(0);
    expect(await seriousFlaws(page)).toEqual([]);
    await picture(page, 'photo-390-dark');
    const id = await raise(page);
    const small = page.locator('img[alt="IMG_0001.png"]');
    await expect.poll(() => small.count()).toBe(2);
    expect((await sql('select from app.attachment where ticket_id = $1', [id])).rowCount).toBe(2);

    const desk = await chromium.newPage({ width: 390 });
    await signIn(desk, company, 'dana.');
    await raiseForm(desk);
    expect(await desk.locator('label:has-text("Take a photo")').isVisible()).toBe(false);
  });

  test.each([
    [1440, 'light'],
    [1440, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)(
    'an empty file, a long name, one that turns its direction, two of one name: %d pixels, %s',
    async (width, colorScheme) => {
      const page = await chromium.newPage({ width, colorScheme });
      await signIn(page, company, 'dana.');
      await raiseForm(page, `Odd files at ${width}, ${colorScheme}`);
      const long = `${'report-of-the-quarter-'.repeat(14)}.txt`;
      const given = [
        ['empty.txt', ''],
        [long, 'long'],
        ['holiday\u202Egpj.exe', 'turned'],
        ['same.txt', 'one'],
        ['same.txt', 'two'],
      ] as const;
      await page
        .locator('input[type=file][multiple]')
        .setInputFiles(
          given.map(([name, text]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })),
        );
      await expect.poll(() => page.locator('input[name=upload]').count()).toBe(5);
      const line = await holdSecondPiece(page);
      await page
        .locator('input[type=file][multiple]')
        .setInputFiles(ownFile('recording.bin', someBytes(7_000_000)));
      await line.isHeld;
      await page.click('button:has-text("Pause recording.bin")');
      const shown = await items(page).locator('> div > span:first-child').allTextContents();
      expect(shown[2]).toBe('holidaygpj.exe');
      expect(shown[1]).toMatch(/^report-of-the-quarter-.*\.txt$/);
      expect(new TextEncoder().encode(shown[1]).length).toBeLessThanOrEqual(200);
      expect(await overflowOf(page)).toBe(0);
      expect(await seriousFlaws(page)).toEqual([]);
      await picture(page, `odd-${width}-${colorScheme}`);
      await page.click('button:has-text("Remove recording.bin")');
      await line.breakOff();
      const id = await raise(page);
      await page.waitForSelector('a:has-text("holidaygpj.exe")');
      const { rows } = await sql(
        'select name, size_bytes::int as size from app.attachment where ticket_id = $1',
        [id],
      );
      expect((rows as { name: string }[]).map(({ name }) => name).sort()).toEqual(
        [...shown.slice(0, 5)].sort(),
      );
      expect(rows).toContainEqual({ name: 'empty.txt', size: 0 });
      await expect.poll(() => page.locator('text=Scanning for viruses…').count()).toBe(0);
      const texts = await Promise.all(
        (await page.locator('a:has-text("same.txt")').all()).map(async (link) => {
          const href = (await link.getAttribute('href'))!;
          return page.evaluate(async (path) => (await fetch(path)).text(), href);
        }),
      );
      expect(texts.sort()).toEqual(['one', 'two']);
      expect(await overflowOf(page)).toBe(0);
      expect(await seriousFlaws(page)).toEqual([]);
      await picture(page, `odd-ticket-${width}-${colorScheme}`);
    },
  );

  test('a file over the limit is refused before it is sent, and where the limit is not known, by the server', async () => {
    await sql('update app.tenant set upload_limit_bytes = 1000');
    try {
      const page = await chromium.newPage({ width: 390 });
      await signIn(page, company, 'dana.');
      await raiseForm(page);
      const sent: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/portal/uploads')) sent.push(request.method());
      });
      await choose(page, ownFile('over.bin', someBytes(1_001)), ownFile('within.bin', someBytes(1_000)));
      await page.waitForSelector(
        'li:has-text("over.bin") >> text=This file is too large. Files can be up to 1.0 KB.',
      );
      await page.waitForSelector('[role=status] >> text=over.bin: This file is too large.', {
        state: 'attached',
      });
      await isThere(page, 'within.bin');
      expect(sent).toEqual(['OPTIONS', 'POST', 'PATCH']);
      expect(await page.locator('button:has-text("Try again")').count()).toBe(0);
      expect(await page.locator('li:has-text("over.bin") progress').count()).toBe(0);
      await picture(page, 'over-390-light');

      await sql('update app.tenant set upload_limit_bytes = 500');
      await choose(page, ownFile('lately.bin', someBytes(900)));
      await page.waitForSelector('li:has-text("lately.bin") >> text=This file is too large.');
      expect(sent.slice(3)).toEqual(['POST']);
      expect(await page.locator('button:has-text("Try again")').count()).toBe(0);
      expect(await waiting()).toEqual(['within.bin']);
    } finally {
      await sql('update app.tenant set upload_limit_bytes = default');
    }
  });

  test('a form that is sent in the moment of the choice waits for the file', async () => {
    const page = await chromium.newPage();
    await signIn(page, company, 'dana.');
    await raiseForm(page);
    let go = () => {};
    const later = new Promise<void>((resolve) => (go = resolve));
    await page.route('**/portal/uploads', async (route) => {
      if (route.request().method() === 'OPTIONS') await later;
      await route.continue();
    });
    await choose(page, ownFile('just-now.txt', 'just now'));
    await page.click('button:has-text("Submit ticket")');
    await page.waitForSelector('text=Wait for all uploads to finish, or remove the unfinished ones.');
    go();
    await isThere(page, 'just-now.txt');
    const id = await raise(page);
    expect((await sql('select name from app.attachment where ticket_id = $1', [id])).rows).toEqual([
      { name: 'just-now.txt' },
    ]);
  });
});

describe('broken off', () => {
  test('paused, it goes on where it was', async () => {
    const page = await chromium.newPage();
    await signIn(page, company, 'dana.');
    await raiseForm(page);
    const offsets = offsetsOf(page);
    const line = await holdSecondPiece(page);
    await choose(page, ownFile('paused.bin', someBytes(6_000_000)));
    await line.isHeld;
    await page.focus('button:has-text("Pause paused.bin")');
    await page.keyboard.press('Enter');
    await page.waitForSelector('button:has-text("Resume paused.bin"):focus');
    await page.waitForSelector('[role=status] >> text=paused.bin paused.', { state: 'attached' });
    await page.click('button:has-text("Submit ticket")');
    await page.waitForSelector('text=Wait for all uploads');
    await line.breakOff();
    await page.click('button:has-text("Resume paused.bin")');
    await isThere(page, 'paused.bin');
    expect(offsets).toEqual([0, piece_bytes, piece_bytes]);
  });

  test('the connection breaks, and "Try again" goes on where it was', async () => {
    const page = await chromium.newPage();
    await signIn(page, company, 'dana.');
    await raiseForm(page);
    const offsets = offsetsOf(page);
    const line = await holdSecondPiece(page);
    await choose(page, ownFile('broken.bin', someBytes(6_000_000)));
    await line.isHeld;
    await page.context().setOffline(true);
    await line.breakOff();
    await page.waitForSelector('text=Connection lost. Your upload will resume where it stopped.');
    expect(await seriousFlaws(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.click('button:has-text("Try again broken.bin")');
    await isThere(page, 'broken.bin');
    expect(offsets).toEqual([0, piece_bytes, piece_bytes]);
  });

  test('after a reload the same file, chosen again, goes on where it was; after a sign-out nothing of it is left', async () => {
    const page = await chromium.newPage();
    await signIn(page, company, 'dana.');
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
      await signIn(page, company, 'dana.');
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
      await sql(`alter table app.attachment disable trigger write_outbox_of_unchecked`);
      const id = await raise(page);
      await sql(`alter table app.attachment enable trigger write_outbox_of_unchecked`);
      expect(await page.locator('text=Scanning for viruses…').count()).toBe(3);
      expect(await page.locator('a:has-text("log.txt")').count()).toBe(0);
      expect(await seriousFlaws(page)).toEqual([]);
      await sql(
        `insert into app.outbox (tenant_id, kind, record_id) select tenant_id, 'check_file', id from app.attachment where ticket_id = $1`,
        [id],
      );
      await page.waitForSelector('a:has-text("log.txt")');
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
      expect(await contentOf(await saved)).toEqual(readFileSync(join(own, 'data.bin')));

      const agent = await chromium.newPage({ width, colorScheme });
      await signIn(agent, company, staff());
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
      await signIn(agent, company, staff());
      await agent.goto(at(`/staff/projects/${project}/tasks/${task}`));
      const ofTask = agent.locator('form[action="?/attach"]');
      await ofTask.locator('label:has-text("Attach files")').waitFor();
      await ofTask
        .locator('input[type=file][multiple]')
        .setInputFiles(ownFile(`plan-${width}.txt`, 'the plan'));
      await isThere(agent, `plan-${width}.txt`);
      await ofTask.locator('button:has-text("Attach")').click();
      const plan = agent.locator(`li:has(a:has-text("plan-${width}.txt"))`);
      await plan.waitFor();
      expect(await ofTask.locator('button:has-text("Attach")').count()).toBe(0);
      expect(await plan.textContent()).toContain('Internal Only');

      const page = await chromium.newPage({ width, colorScheme });
      await signIn(page, company, 'dana.');
      await hears(page, () => page.goto(at(`/portal/projects/${project}/tasks/${task}`)));
      await page.waitForSelector('label:has-text("Attach files"):visible');
      expect(await page.locator(`text=plan-${width}.txt`).count()).toBe(0);
      await plan.locator('form[action="?/share"] button, button:has-text("Internal Only")').first().click();
      await page.waitForSelector(`a:has-text("plan-${width}.txt")`);

      await page.fill('[name=body]', `What I see at ${width}`);
      await choose(page, ownFile(`seen-${width}.png`, png));
      await isThere(page, `seen-${width}.png`);
      expect(await overflowOf(page)).toBe(0);
      expect(await seriousFlaws(page)).toEqual([]);
      await page.click('button:text-is("Post comment")');
      await page.waitForSelector('text=Comment posted.');
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

  /** The least of a PDF that is one: a page with nothing on it. */
  const pdf =
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

  test.each([
    [1440, 'light'],
    [390, 'dark'],
  ] as const)(
    'a PDF and a text are looked at in the page, on demand: %d pixels, %s',
    async (width, colorScheme) => {
      const page = await chromium.newPage({ width, colorScheme });
      await signIn(page, company, 'dana.');
      await raiseForm(page, `Looked at at ${width}`);
      await choose(
        page,
        ownFile('offer.pdf', pdf),
        ownFile('log.txt', 'if (a < b) top.document.title = "ran"'),
      );
      for (const name of ['offer.pdf', 'log.txt']) await isThere(page, name);
      const id = await raise(page);
      await page.waitForSelector('a:has-text("offer.pdf")');
      await page.waitForSelector('a:has-text("log.txt")');
      const fileId = await company.idOf(
        `select id from app.attachment where ticket_id = $1 and name = 'offer.pdf'`,
        [id],
      );
      const fetched: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/files/')) fetched.push(request.url());
      });
      await page.reload();
      await page.waitForSelector('label:has-text("Attach files"):visible');
      expect(fetched).toEqual([]);

      await page.locator('summary:has-text("Preview of offer.pdf")').press('Enter');
      // Where there is a viewer it is given this.
      const headers = (await page.request.get(at(`/portal/files/${fileId}`))).headers();
      expect(headers['content-type']).toBe('application/pdf');
      expect(headers['content-disposition']).toMatch(/^inline; filename="offer.pdf"/);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'self'/);
      expect(headers['content-security-policy']).not.toContain('sandbox');
      expect(headers['x-content-type-options']).toBe('nosniff');
      // This browser has no viewer: what stands in its place leads to the file.
      await page.waitForSelector("text=This browser can't preview PDFs.");
      const saved = page.waitForEvent('download');
      const preview = page.locator('details:has(summary:has-text("Preview of offer.pdf"))');
      await preview.locator('a:has-text("download")').click();
      expect((await saved).suggestedFilename()).toBe('offer.pdf');
      expect(String(await contentOf(await saved))).toBe(pdf);

      // Before the text is framed: the audit waits for ever for a frame in which no script runs.
      expect(await seriousFlaws(page)).toEqual([]);
      await page.locator('summary:has-text("Preview of log.txt")').click();
      const frame = page.frameLocator('iframe[title="log.txt"]');
      await expect.poll(() => frame.locator('body').innerText()).toContain('if (a < b)');
      expect(await page.title()).not.toBe('ran');
      expect(await page.locator('iframe[title="log.txt"]').getAttribute('sandbox')).toBe('');
      expect(await overflowOf(page)).toBe(0);
      await picture(page, `preview-${width}-${colorScheme}`);

      const agent = await chromium.newPage({ width, colorScheme });
      await signIn(agent, company, staff());
      await agent.goto(at(`/staff/tickets/${id}`));
      await agent.waitForSelector('label:has-text("Attach files"):visible');
      await agent.locator('summary:has-text("Preview of log.txt")').click();
      await expect
        .poll(() => agent.frameLocator('iframe[title="log.txt"]').locator('body').innerText())
        .toContain('if (a < b)');
      await agent.locator('summary:has-text("Preview of offer.pdf")').click();
      await agent.waitForSelector("text=This browser can't preview PDFs.");
      // One that has a viewer frames the file.
      await agent.addInitScript(() => Object.defineProperty(navigator, 'pdfViewerEnabled', { value: true }));
      await agent.reload();
      await agent.locator('summary:has-text("Preview of offer.pdf")').click();
      const framed = agent.locator('iframe[title="offer.pdf"]');
      expect(await framed.getAttribute('src')).toBe(`/staff/files/${fileId}`);
      expect(await framed.getAttribute('sandbox')).toBeNull();
      expect(await overflowOf(agent)).toBe(0);
      await picture(agent, `staff-preview-${width}-${colorScheme}`);

      const plain = await chromium.newPage({ width, colorScheme, javaScriptEnabled: false });
      await plain.context().addCookies(await page.context().cookies());
      await plain.goto(at(`/portal/tickets/${id}`));
      await plain.locator('summary:has-text("Preview of offer.pdf")').click();
      const kept = plain.waitForEvent('download');
      await plain.locator('details:has(summary:has-text("offer.pdf")) a:has-text("download")').click();
      expect((await kept).suggestedFilename()).toBe('offer.pdf');
    },
  );

  test('by the keyboard alone', async () => {
    const page = await chromium.newPage();
    await signIn(page, company, 'dana.');
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
