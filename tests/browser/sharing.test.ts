/** What the delivery team sees before it shares, who can see a record, and the portal through a client's eyes. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFlaws } from '../support/axe.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { hears } from './support/live.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let staff: Page;
let projectId: string;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  staff = await chromium.newPage();
  await signIn(staff, company, company.account('Halden & Pike Delivery', 'Manager'));
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

async function aHiddenTask(title: string): Promise<string> {
  const id = await company.idOf(
    `insert into app.task (project_id, title, visibility) values ($1, $2, 'internal_only') returning id`,
    [projectId, title],
  );
  await company.database.admin.query(
    `insert into app.text (kind, record_id, body, author_name, visibility) values ('comment', $1, 'Said already', 'Marta', 'client_visible')`,
    [id],
  );
  return id;
}

test('sharing what brings something with it shows that first; Escape keeps it internal, Enter shares it', async () => {
  const id = await aHiddenTask('Brings a comment');
  await staff.goto(`${company.server.origin}/staff/projects/${projectId}/tasks/${id}`);
  const toggle = staff.getByRole('switch', { name: /Share task/ });
  await toggle.click();
  const dialog = staff.getByRole('dialog');
  await dialog.waitFor();
  expect(await dialog.innerText()).toContain('The client will see 2 more items');
  expect(await seriousFlaws(staff)).toEqual([]);
  await staff.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await toggle.getAttribute('aria-checked')).toBe('false');

  await toggle.click();
  await dialog.getByRole('textbox', { name: /Reason/ }).fill('Agreed on the call');
  await staff.keyboard.press('Enter');
  await staff.waitForSelector('[role=switch][aria-checked=true][aria-label*="Share task"]');
  await dialog.waitFor({ state: 'detached' });
});

test('every record leads to who can see it, at desktop and phone width', async () => {
  const id = await aHiddenTask('Who sees me');
  await staff.goto(`${company.server.origin}/staff/projects/${projectId}/tasks/${id}`);
  await staff.getByRole('link', { name: /Who can see task/ }).click();
  await staff.waitForURL(`**/staff/visibility/task/${id}`);
  await staff.waitForSelector("text=it's Internal Only");
  for (const width of [1440, 390]) {
    await staff.setViewportSize({ width, height: 900 });
    expect(await seriousFlaws(staff)).toEqual([]);
    expect(await staff.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await staff.setViewportSize({ width: 1280, height: 800 });
  await staff.getByRole('button', { name: 'Preview sharing' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: 'Share with the client' }).click();
  await staff.waitForSelector('text=Make internal');
});

test('a Manager looks at the portal as a client user, sees changes live, and ends it by one click', async () => {
  const clientId = await company.idOf('select client_id as id from app.project where id = $1', [projectId]);
  await staff.goto(`${company.server.origin}/staff/clients/${clientId}`);
  await staff.getByRole('button', { name: /View as Dana/ }).click();
  await staff.waitForURL('**/portal');
  await staff.waitForSelector('text=Viewing as Dana');
  expect(await seriousFlaws(staff)).toEqual([]);
  expect(await staff.getByRole('button', { name: 'Sign out' }).count()).toBe(0);

  await hears(staff, () => staff.goto(`${company.server.origin}/portal/projects/${projectId}/tasks`));
  await staff.waitForSelector('text=Viewing as Dana');
  const task = await company.idOf(
    `select id from app.task where project_id = $1 and shared order by number limit 1`,
    [projectId],
  );
  await company.database.admin.query(`update app.task set title = 'Renamed meanwhile' where id = $1`, [task]);
  await staff.waitForSelector('text=Renamed meanwhile');

  await staff.getByRole('button', { name: 'Exit' }).click();
  await staff.waitForURL('**/staff/clients');
  await staff.goto(`${company.server.origin}/portal`);
  await staff.waitForURL('**/portal/sign-in**');
});

test('a change that takes long says what it does, and that all of it changes at once', async () => {
  const { admin } = company.database;
  await admin.query(`
    create function app.take_long() returns trigger language plpgsql as $$ begin perform pg_sleep(4); return null; end $$;
    grant execute on function app.take_long() to public;
    grant execute on function pg_catalog.pg_sleep(double precision) to public;
    create trigger take_long after update on app.project for each statement execute function app.take_long()`);
  try {
    await staff.goto(`${company.server.origin}/staff/projects/${projectId}/tasks`);
    const toggle = staff.getByRole('switch', { name: /Share project/ });
    await toggle.click();
    await staff.getByRole('progressbar', { name: /Hiding project Platform Rewrite Q1/ }).waitFor();
    expect(await seriousFlaws(staff)).toEqual([]);
    await staff.getByRole('progressbar').waitFor({ state: 'detached' });
    expect(await toggle.getAttribute('aria-checked')).toBe('false');
  } finally {
    await admin.query('drop trigger take_long on app.project; drop function app.take_long()');
    await admin.query('revoke execute on function pg_catalog.pg_sleep(double precision) from public');
  }
});
