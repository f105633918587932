/** Somebody has half typed something when their session ends: it is there again when they have signed in, and for nobody else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { signIn, signInHere } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let folder: string;
let ids: { project: string; task: string; ticket: string };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drafts-'));
  [company, chromium] = await Promise.all([
    startSampleCompany({ FILES_DIRECTORY: join(folder, 'store') }),
    launchBrowser(),
  ]);
  const ofTask = (column: string) =>
    company.idOf(`select ${column} as id from app.task where title = 'API performance work'`);
  const ticket = await company.idOf(
    `select id from app.ticket where title = 'Orders from Kestrel Supplies arrive twice since Tuesday'`,
  );
  ids = { project: await ofTask('project_id'), task: await ofTask('id'), ticket };
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Realm = 'portal' | 'staff';
const people = { portal: 'dana.', staff: 'marta@' };
const others = { portal: 'claire.', staff: 'jonas@' };
const at = (path: string) => company.server.origin + path;
const keysOf = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('draft ')));
const storedIn = (page: Page) => page.evaluate(() => Object.entries(localStorage).flat().join());
const endSessions = (realm: Realm) =>
  company.database.admin.query(`delete from identity.${realm === 'portal' ? 'client' : 'staff'}_session`);
/** Has a page hear nothing more, as where a line is down for a moment: it does not learn that its session has ended. */
const deafen = (page: Page) => page.route(/\/live\./, (route) => route.abort());

type Form = {
  what: string;
  realm: Realm;
  path: () => string;
  /** The label of the field in which is typed, and the button that sends it. */
  field: RegExp;
  send: RegExp;
};
const task = () => `/projects/${ids.project}/tasks/${ids.task}`;
const forms: Form[] = [
  {
    what: 'a reply of a client',
    realm: 'portal',
    path: () => `/portal/tickets/${ids.ticket}`,
    field: /^Your reply/,
    send: /^Send reply/,
  },
  {
    what: 'a reply of the team',
    realm: 'staff',
    path: () => `/staff/tickets/${ids.ticket}`,
    field: /^Reply to/,
    send: /^Reply$/,
  },
];

async function typeInto(page: Page, { field }: Form, words: string) {
  const box = page.getByRole('textbox', { name: field }).last();
  await box.fill(words);
  expect(await box.inputValue()).toBe(words);
}
const standsIn = (page: Page, { field }: Form) =>
  page.getByRole('textbox', { name: field }).last().inputValue();

test.each(forms)('$what is there again where it was sent after the session had ended', async (form) => {
  const { realm, path } = form;
  const page = await chromium.newPage();
  await signIn(page, company, people[realm]);
  await deafen(page);
  await page.goto(at(path()));
  const words = `All of ${form.what}`;
  await typeInto(page, form, words);
  await endSessions(realm);
  await page.getByRole('button', { name: form.send }).last().click();
  await page.waitForURL(`**/${realm}/sign-in?next=*`);
  expect(new URL(page.url()).searchParams.get('next')).toBe(path());
  await signInHere(page, company, people[realm]);
  await page.waitForURL(at(path()));
  await expect.poll(() => standsIn(page, form)).toBe(words);
  expect(await page.getByRole('textbox', { name: form.field }).last().isVisible()).toBe(true);
  await page.context().close();
});

const reply = forms[0]!;
/** Never sent but by the test that says so. */
const wordsOf = ({ what }: Form, use = '') => `Not for the next person at this desk${use}: ${what}`;

async function halfTyped(page: Page, form = reply, words = wordsOf(form)) {
  await signIn(page, company, people[form.realm]);
  await page.goto(at(form.path()));
  await typeInto(page, form, words);
  await expect.poll(() => keysOf(page)).toHaveLength(1);
  await page.evaluate(() => sessionStorage.setItem('kept', 'on'));
  return page;
}

describe.each([reply, forms[1]!])('$what', (form) => {
  const { realm, path } = form;
  const words = wordsOf(form);

  test('is there again after a session that ended while it was written', async () => {
    const page = await halfTyped(await chromium.newPage(), form);
    await endSessions(realm);
    // The page's stream ends with it, and leads there.
    await page.waitForURL(`**/${realm}/sign-in?next=*`);
    await signInHere(page, company, people[realm]);
    await page.waitForURL(at(path()));
    await expect.poll(() => standsIn(page, form)).toBe(words);
    await page.context().close();
  });

  test('is not there for another person who signs in at the same browser, and still is for its own', async () => {
    const page = await halfTyped(await chromium.newPage(), form);
    await endSessions(realm);
    await page.waitForURL(`**/${realm}/sign-in?next=*`);
    await signInHere(page, company, others[realm]);
    await page.waitForURL(new RegExp(`/${realm}/(?!sign-in)`));
    for (const visited of [path(), `/${realm}`]) {
      await page.goto(at(visited));
      await page.waitForTimeout(600);
      const fields = await page
        .locator('textarea')
        .evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value));
      expect([visited, fields.filter((text) => text.includes(words))]).toEqual([visited, []]);
      expect(await page.textContent('body')).not.toContain(words);
    }
    // Their own signing out asks nothing, and takes nothing of anybody else.
    await page.goto(at(`/${realm}`));
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`**/${realm}/sign-in`);
    await signIn(page, company, people[realm]);
    await page.goto(at(path()));
    await expect.poll(() => standsIn(page, form)).toBe(words);
    await page.close();
  });

  test('is asked about by signing out, and dropped by it', async () => {
    const page = await halfTyped(await chromium.newPage(), form);
    await page.getByRole('button', { name: 'Sign out' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(words).waitFor();
    await dialog.getByRole('button', { name: 'Stay signed in' }).click();
    expect(await standsIn(page, form)).toBe(words);
    await page.reload();
    await expect.poll(() => standsIn(page, form)).toBe(words);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await dialog.getByRole('button', { name: 'Sign out and discard' }).click();
    await page.waitForURL(`**/${realm}/sign-in`);
    await expect.poll(() => keysOf(page)).toEqual([]);
    expect(await storedIn(page)).not.toContain(words);
    expect(await page.evaluate(() => sessionStorage.getItem('kept'))).toBe('on');
    await signIn(page, company, people[realm]);
    await page.goto(at(path()));
    await page.waitForTimeout(600);
    expect(await standsIn(page, form)).toBe('');
    await page.close();
  });

  test('outlives its tab, and is gone everywhere once it is sent', async () => {
    const words = wordsOf(form, ', sent');
    const page = await halfTyped(await chromium.newPage(), form, words);
    const later = await page.context().newPage();
    await page.close();
    await later.goto(at(path()));
    await expect.poll(() => standsIn(later, form)).toBe(words);
    await later.getByRole('button', { name: form.send }).last().click();
    await later.locator('main').getByText(words).first().waitFor();
    await expect.poll(() => keysOf(later)).toEqual([]);
    await later.reload();
    await later.waitForTimeout(600);
    expect(await standsIn(later, form)).toBe('');
    await later.close();
  });
});

test('a session that ends for signing out elsewhere in the browser leaves no draft that was agreed to lose', async () => {
  const words = wordsOf(reply);
  const page = await halfTyped(await chromium.newPage());
  const second = await page.context().newPage();
  await second.goto(at('/portal'));
  await second.getByRole('button', { name: 'Sign out' }).click();
  await second.getByRole('button', { name: 'Sign out and discard' }).click();
  await page.waitForURL('**/portal/sign-in?next=*');
  await expect.poll(() => storedIn(page)).not.toContain(words);
  await page.context().close();
});

test('what was changed in a record stays a change of the version that it was begun from', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, people.staff);
  await page.goto(at(`/staff${task()}?edit`));
  await page.getByLabel('Labels').fill('mine, too');
  await expect.poll(() => keysOf(page)).toHaveLength(1);
  await page.goto(at('/staff'));
  await company.database.admin.query(
    `update app.task set labels = array['theirs'], version = version + 1 where id = $1`,
    [ids.task],
  );
  await page.goto(at(`/staff${task()}?edit`));
  await expect.poll(() => page.getByLabel('Labels').inputValue()).toBe('mine, too');
  await page.getByRole('button', { name: 'Save task' }).click();
  await page.getByText('Someone else changed this while you were editing.').first().waitFor();
  const labels = () =>
    company.idOf(`select array_to_string(labels, ',') as id from app.task where id = $1`, [ids.task]);
  expect(await labels()).toBe('theirs');
  await page.getByRole('button', { name: 'Save task' }).click();
  await expect.poll(labels).toBe('mine,too');
  await page.context().close();
});

test('a file that had arrived stays with what was written; one that is gone is said to be', async () => {
  const words = wordsOf(reply, ', with a file');
  const page = await halfTyped(await chromium.newPage(), reply, words);
  for (const name of ['kept.txt', 'gone.txt']) {
    writeFileSync(join(folder, name), `the words of ${name}`);
    await page.getByLabel('Attach files').setInputFiles(join(folder, name));
  }
  await expect.poll(() => page.locator('input[name=upload]').count()).toBe(2);
  await endSessions('portal');
  await page.waitForURL('**/portal/sign-in?next=*');
  await company.database.admin.query(`delete from app.upload where name = 'gone.txt'`);
  await signInHere(page, company, people.portal);
  await page.waitForURL(at(reply.path()));
  const files = page.getByRole('list', { name: 'Files to upload' });
  await files.getByText('This file has expired. Attach it again.').waitFor();
  await page.getByRole('button', { name: 'Remove gone.txt' }).click();
  expect(await files.getByRole('listitem').count()).toBe(1);
  await page.getByRole('button', { name: 'Send reply' }).click();
  const sent = page.locator('#thread > li', { hasText: 'kept.txt' });
  await sent.waitFor();
  expect(await sent.textContent()).toContain(words);
  await expect.poll(() => keysOf(page)).toEqual([]);
  await page.context().close();
});

describe('without JavaScript', () => {
  const plain = () => chromium.newPage({ javaScriptEnabled: false });
  const arrived = (said: string) =>
    company.idOf('select count(*)::text as id from app.message where body = $1', [said]);

  test.each([reply, forms[1]!])(
    '$what is carried along to the sign-in page, and sent from there',
    async (form) => {
      const { realm, path } = form;
      const page = await plain();
      const said = `Sent too late: ${form.what}\n\n<b>& more`;
      await signIn(page, company, people[realm]);
      await page.goto(at(`${path()}?earlier=0`));
      await page.getByRole('textbox', { name: form.field }).fill(said);
      await endSessions(realm);
      await page.getByRole('button', { name: form.send }).click();
      expect(new URL(page.url()).pathname).toBe(`/${realm}/sign-in`);
      expect(page.url()).not.toContain('late');
      await page.getByText("Your session has ended, so this wasn't sent.").waitFor();
      expect(await page.textContent('main')).not.toContain('Sent too late');

      await page.fill(
        '[name=email]',
        company.accounts.find(({ email }) => email.startsWith(people[realm]))!.email,
      );
      await page.fill('[name=password]', 'not this one');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await signInHere(page, company, people[realm]);
      expect(await page.getByRole('textbox', { name: 'Text' }).inputValue()).toBe(said);
      expect(await arrived(said)).toBe('0');
      await page.getByRole('button', { name: 'Send now' }).click();
      expect(new URL(page.url()).pathname).toBe(path());
      expect(Number(await arrived(said.replaceAll('\n', '\r\n'))) + Number(await arrived(said))).toBe(1);
      await page.close();
    },
  );

  test('another person is shown nothing of it', async () => {
    const words = wordsOf(reply, ', by the page alone');
    const page = await plain();
    await signIn(page, company, people.portal);
    await page.goto(at(reply.path()));
    await page.getByRole('textbox', { name: reply.field }).fill(words);
    await endSessions('portal');
    await page.getByRole('button', { name: reply.send }).click();
    await signInHere(page, company, others.portal);
    expect(await page.content()).not.toContain(words);
    expect(new URL(page.url()).pathname).not.toContain('sign-in');
    await page.close();
  });
});
