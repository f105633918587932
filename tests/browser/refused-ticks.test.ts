/** What a form was refused with is in it still where it had been ticked or given several times, without a script as with one. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { holdScripts, launchBrowser, type TestBrowser } from '../support/browser.ts';
import { signIn } from './support/sign-in.ts';
import { raiseTicket } from './support/tickets.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let marta: Visitor;
let project: string;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  marta = await company.asPerson('marta@');
  project = await company.idOf(
    `select '/staff/projects/' || id as id from app.project where name = 'Platform Rewrite Q1'`,
  );
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

/** A page of this person's, without JavaScript. */
async function plainPage(path: string, address = 'marta@') {
  const page = await chromium.newPage({ javaScriptEnabled: false });
  await signIn(page, company, address);
  await page.goto(company.server.origin + path);
  return page;
}

/** A page of Marta's with JavaScript. */
async function livePage(path: string) {
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  await page.goto(company.server.origin + path);
  return page;
}

/** The values of the boxes of a name that are ticked. */
const tickedIn = (page: Page, name: string, within = 'main') =>
  page
    .locator(`${within} input[type=checkbox][name="${name}"]`)
    .evaluateAll((boxes) =>
      (boxes as HTMLInputElement[]).filter(({ checked }) => checked).map(({ value }) => value),
    );
/** Ticks these boxes of a name, by their places; resolves to their values. */
async function tick(page: Page, name: string, places: number[], within = 'main') {
  const boxes = page.locator(`${within} input[type=checkbox][name="${name}"]`);
  for (const nth of places) await boxes.nth(nth).check();
  return Promise.all(places.map((nth) => boxes.nth(nth).inputValue()));
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const open = (page: Page, words: string) => page.locator('summary', { hasText: words }).first().click();

const aTicket = (title: string) => raiseTicket(company, title);
const reply = (ticketId: string, body: string) =>
  marta.mutate('staff', 'tickets.reply', { ticketId, body, requestId: randomUUID(), confirmed: [] });

describe('without JavaScript', () => {
  test('tickets that were to be changed stay ticked, and none after they were', async () => {
    for (const nth of [1, 2, 3]) await aTicket(`Tick me ${nth}`);
    const page = await plainPage('/staff/tickets?search=tick');
    const ids = await tick(page, 'id', [0, 2]);
    await open(page, 'Edit selected');
    await page.fill('[name=resolution]', 'By turning it off and on');
    await press(page, 'Apply to selected');
    expect(await page.getByText('Choose what to change').count()).toBe(1);
    expect(await tickedIn(page, 'id')).toEqual(ids);
    expect(await page.inputValue('[name=resolution]')).toBe('By turning it off and on');
    expect(new URL(page.url()).searchParams.get('search')).toBe('tick');
    await page.getByLabel('Priority').last().selectOption('low');
    await press(page, 'Apply to selected');
    expect(await page.locator('tbody tr', { hasText: 'Low' }).count()).toBe(2);
    expect(await tickedIn(page, 'id')).toEqual([]);
  });

  test('another form that is refused over one of them ticks nothing of the list', async () => {
    for (const path of ['/staff/tickets?search=tick', `${project}/tasks`]) {
      const page = await plainPage(path);
      const share = page.locator('tbody form', { has: page.getByRole('switch') }).first();
      await share.locator('[name=visibility]').evaluate((field) => field.setAttribute('value', 'nobody'));
      await share.getByRole('switch').click();
      expect(await page.getByRole('alert').count()).toBe(1);
      expect(await tickedIn(page, 'id')).toEqual([]);
    }
  });

  test('tasks that were to be changed stay ticked, and none after they were', async () => {
    const page = await plainPage(`${project}/tasks`);
    const ids = await tick(page, 'id', [1, 3]);
    await page.getByLabel('Reason (optional, saved in the visibility log)').fill('Because');
    await open(page, 'Edit selected');
    await press(page, 'Apply to selected');
    expect(await page.getByText('Choose what to change').count()).toBe(1);
    expect(await tickedIn(page, 'id')).toEqual(ids);
    expect(await page.getByLabel('Reason (optional, saved in the visibility log)').inputValue()).toBe(
      'Because',
    );
    await page.getByLabel('Add labels').fill('ticked-at-once');
    await press(page, 'Apply to selected');
    expect(await page.getByRole('link', { name: 'ticked-at-once' }).count()).toBeGreaterThanOrEqual(2);
    expect(await tickedIn(page, 'id')).toEqual([]);
  });

  test('time that was to be decided on stays ticked, and so does what was to be taken back', async () => {
    const page = await plainPage('/staff/time', 'priya@');
    const group = '[aria-label="Jonas Weber, Platform Rewrite Q1"]';
    const isCollapsed = !(await page.locator(`${group} [name=entryId]`).first().isVisible());
    if (isCollapsed) await page.locator(`${group} summary`).click();
    const ids = await tick(page, 'entryId', [0, 2], group);
    await press(page, 'Reject selected');
    expect(await page.getByText('Give a reason so it can be corrected.').count()).toBe(1);
    expect(await tickedIn(page, 'entryId')).toEqual(ids);
    expect(await page.locator(`[name=entryId][value="${ids[1]}"]`).isVisible()).toBe(true);
    await page.getByLabel('Reason').fill('On the wrong task');
    await press(page, 'Reject selected');
    expect(await tickedIn(page, 'entryId')).toEqual([]);

    const back = 'form[action="?/takeBack"]';
    for (const id of ids) await page.locator(`${back} [name=entryId][value="${id}"]`).check();
    // A colleague takes one of them back meanwhile, which then waits above.
    expect((await marta.mutate('staff', 'time.takeBack', { entryIds: [ids[0]] })).status).toBe(200);
    await press(page, 'Undo selected');
    expect(await page.getByText('is already awaiting approval').count()).toBe(1);
    expect(await page.locator(`form[action="?/decide"] [name=entryId][value="${ids[0]}"]`).count()).toBe(1);
    expect(await tickedIn(page, 'entryId')).toEqual([ids[1]]);
    await press(page, 'Undo selected');
    expect(await page.locator(`${back} [name=entryId][value="${ids[1]}"]`).count()).toBe(0);
    expect(await tickedIn(page, 'entryId')).toEqual([]);
  });

  test('tasks that were to be planned stay ticked, as they are now, and so does their sprint', async () => {
    const page = await plainPage(`${project}/backlog`);
    const backlog = '[data-list=backlog]';
    const chosen = await tick(page, 'chosen', [0, 1], backlog);
    const ids = chosen.map((value) => value.split(' ')[0]);
    const sprints = page.locator('select[name=sprintId]');
    await sprints.selectOption({ index: 1 });
    const sprint = await sprints.inputValue();
    await company.database.admin.query('update app.task set version = version + 1 where id = $1', [ids[0]]);
    await press(page, 'Move');
    expect(await page.getByText('Nothing was moved').count()).toBeGreaterThan(0);
    const now = await tickedIn(page, 'chosen');
    expect(now.map((value) => value.split(' ')[0])).toEqual(ids);
    expect(now[0]).not.toBe(chosen[0]);
    expect(now[1]).toBe(chosen[1]);
    expect(await sprints.inputValue()).toBe(sprint);
    // It needs a script, as a form goes back to what it came with.
    expect(await page.getByText('Clear selection').isVisible()).toBe(false);
    await press(page, 'Move');
    expect(await page.locator(`[data-list="${sprint}"] [data-card="${ids[0]}"]`).count()).toBe(1);
    expect(await tickedIn(page, 'chosen')).toEqual([]);
  });

  test('a card that was to be moved stays chosen, as it is now, and so does its column', async () => {
    const page = await plainPage(project);
    const card = page.locator('[data-list=to_do] [data-card]').first();
    const id = (await card.getAttribute('data-card')) ?? '';
    await card.getByRole('radio').check();
    await page.selectOption('#move [name=status]', 'blocked');
    await company.database.admin.query('update app.task set version = version + 1 where id = $1', [id]);
    await press(page, 'Move');
    expect(await page.getByRole('alert').count()).toBe(1);
    expect(await page.locator(`[data-card="${id}"] [type=radio]`).isChecked()).toBe(true);
    expect(await page.inputValue('#move [name=status]')).toBe('blocked');
    await press(page, 'Move');
    expect(await page.locator(`[data-list=blocked] [data-card="${id}"]`).count()).toBe(1);
    expect(await page.locator('[type=radio]:checked').count()).toBe(0);
  });

  test('hours by person stay with each of them, and with somebody else', async () => {
    const sprint = await company.idOf(
      `select s.id from app.sprint s join app.project p on p.id = s.project_id
        where p.name = 'Platform Rewrite Q1' and s.status = 'active'`,
    );
    const page = await plainPage(`${project}/sprints/${sprint}`);
    const hours = (name: string) => page.getByRole('textbox', { name });
    await open(page, 'Set capacity');
    await hours('Jonas Weber').fill('lots');
    await hours('Priya').fill('7');
    const others = page.getByLabel('Add a person', { exact: true });
    await others.selectOption({ index: 1 });
    const other = await others.inputValue();
    const name = (await others.locator('option:checked').textContent()) ?? '';
    await hours('Their hours').fill('many');
    await press(page, 'Save capacity');
    expect(await page.locator('form p', { hasText: 'Enter hours, like 32 or 7.5.' }).count()).toBe(2);
    expect(await hours('Jonas Weber').inputValue()).toBe('lots');
    expect(await hours('Priya').inputValue()).toBe('7');
    expect(await others.inputValue()).toBe(other);
    expect(await hours('Their hours').inputValue()).toBe('many');
    await hours('Jonas Weber').fill('12');
    await hours('Their hours').fill('5');
    await press(page, 'Save capacity');
    await open(page, 'Set capacity');
    expect(await hours(name).inputValue()).toBe('5');
    expect(await hours('Jonas Weber').inputValue()).toBe('12');
    expect(await hours('Their hours').inputValue()).toBe('');

    // Where the rest of the sprint goes is chosen anew by nobody.
    await page.getByLabel('Backlog').check();
    await company.database.admin.query('update app.sprint set version = version + 1 where id = $1', [sprint]);
    await press(page, 'Complete sprint');
    expect(await page.getByText('Someone else changed this').count()).toBe(1);
    expect(await page.getByLabel('Backlog').isChecked()).toBe(true);
  });

  test('messages that were to be split off stay ticked', async () => {
    const ticket = await aTicket('Two things at once');
    for (const body of ['The first thing', 'The second thing', 'The third']) await reply(ticket, body);
    const page = await plainPage(`/staff/tickets/${ticket}`);
    const ids = await tick(page, 'messageId', [0, 2]);
    await open(page, 'Split messages into');
    await press(page, 'Split ticket');
    expect(await page.getByText('Enter a title').count()).toBe(1);
    expect(await tickedIn(page, 'messageId')).toEqual(ids);
    await page.getByLabel('Title of the new ticket').fill('The odd ones');
    await press(page, 'Split ticket');
    expect(await page.locator('h1').textContent()).toBe('The odd ones');
    expect(await page.locator('article').count()).toBe(2);
    expect(await tickedIn(page, 'messageId')).toEqual([]);
  });

  const leak = 'the budget for this is already used up entirely';
  const body = `Sadly ${leak}, {{client.nick}}`;
  /** A ticket with a note, whose words may not go out unseen. */
  async function aTicketWithNote(title: string) {
    const ticket = await aTicket(title);
    const { status } = await marta.mutate('staff', 'tickets.createNote', {
      ...{ ticketId: ticket, body: leak, requestId: randomUUID() },
    });
    expect(status).toBe(200);
    return ticket;
  }
  const isOfNote = /^note /;
  const isOfPlaceholder = /^placeholder /;

  test('of the warnings of a reply, those that were confirmed stay so, also in a preview', async () => {
    const page = await plainPage(`/staff/tickets/${await aTicketWithNote('Warned of twice')}`);
    const form = 'form[action="?/reply"]';
    const confirmed = () => tickedIn(page, 'confirmed', form);
    const send = () => page.click(`${form} button:text-is("Reply")`);
    await page.fill(`${form} [name=body]`, body);
    await send();
    expect(await page.locator(`${form} [name=confirmed]`).count()).toBe(2);
    expect(await confirmed()).toEqual([]);
    await tick(page, 'confirmed', [0], form);
    await send();
    expect(await page.locator(`${form} [name=confirmed]`).count()).toBe(2);
    expect(await confirmed()).toEqual([expect.stringMatching(isOfNote)]);
    await tick(page, 'confirmed', [1], form);
    await page.click(`${form} button[formaction="?/preview"]`);
    expect(await page.locator('[aria-label="Preview of the reply"]').textContent()).toContain(leak);
    expect(await confirmed()).toEqual([
      expect.stringMatching(isOfNote),
      expect.stringMatching(isOfPlaceholder),
    ]);
    expect(await page.locator(`${form} fieldset q`).textContent()).toBe(leak);
    expect(await page.locator(`${form} fieldset code`).textContent()).toBe('{{client.nick}}');
    // What is no longer confirmed is warned of again.
    await page.locator(`${form} [name=confirmed]`).first().uncheck();
    await send();
    expect(await confirmed()).toEqual([expect.stringMatching(isOfPlaceholder)]);
    await tick(page, 'confirmed', [0], form);
    await send();
    expect(await page.locator('article', { hasText: 'Sadly the budget' }).count()).toBe(1);
    expect(await page.locator('[name=confirmed]').count()).toBe(0);
  });

  test('of the warnings of a resolution and of an edit, those that were confirmed stay so, each in its form', async () => {
    const ticket = await aTicketWithNote('Warned of in two forms');
    await reply(ticket, 'To be edited');
    const page = await plainPage(`/staff/tickets/${ticket}`);
    const fieldIn = { '?/move': 'resolution', '?/editMessage': 'body' } as const;
    for (const [action, field] of Object.entries(fieldIn)) {
      const form = `form[action="${action}"]`;
      const send = () => page.locator(`${form} button[type=submit]`).last().click();
      const part =
        action === '?/move' ? page.locator(form) : page.locator('article', { has: page.locator(form) });
      await part.locator('summary').click();
      if (action === '?/move') await page.locator(`${form} select`).selectOption('resolved');
      await page.fill(`${form} [name=${field}]`, body);
      await send();
      await tick(page, 'confirmed', [1], form);
      await send();
      expect(await page.locator('[name=confirmed]').count()).toBe(2);
      expect(await tickedIn(page, 'confirmed', form)).toEqual([expect.stringMatching(isOfPlaceholder)]);
      await tick(page, 'confirmed', [0], form);
      await send();
      expect(await page.locator('[name=confirmed]').count()).toBe(0);
      expect(await page.getByText('Sadly the budget').count()).toBeGreaterThan(0);
    }
  });

  test('there is nothing to tick all by', async () => {
    const pages = ['/staff/tickets', `${project}/tasks`, '/staff/time'];
    const page = await plainPage('/staff');
    for (const path of pages) {
      await page.goto(company.server.origin + path);
      expect(await page.locator('[aria-label^="Select all"]').count(), path).toBeGreaterThan(0);
      expect(await page.locator('[aria-label^="Select all"]:visible').count(), path).toBe(0);
      expect(await page.getByRole('checkbox', { name: /^Select all/ }).count(), path).toBe(0);
    }
  });
});

describe('with JavaScript', () => {
  test('tickets stay ticked after a refusal, and none after they were changed, whatever the queue is filtered by', async () => {
    for (const nth of [1, 2, 3]) await aTicket(`Live one ${nth}`);
    const page = await livePage('/staff/tickets?search=live+one');
    const all = page.getByRole('checkbox', { name: 'Select all on this page' });
    await all.check();
    const ids = await tickedIn(page, 'id');
    expect(ids).toHaveLength(3);
    await page
      .getByLabel(/^Select TKT/)
      .first()
      .uncheck();
    await open(page, 'Edit selected');
    await press(page, 'Apply to selected');
    await page.getByText('Choose what to change').waitFor();
    expect(await tickedIn(page, 'id')).toEqual(ids.slice(1));
    await page.getByLabel('Priority').last().selectOption('low');
    await press(page, 'Apply to selected');
    await expect.poll(() => page.locator('tbody tr', { hasText: 'Low' }).count()).toBe(2);
    expect(await tickedIn(page, 'id')).toEqual([]);
    expect(await all.isChecked()).toBe(false);
    expect(await page.getByLabel('Priority').last().inputValue()).toBe('');
  });

  test('tasks stay ticked after a refusal, and none after they were changed', async () => {
    const page = await livePage(`${project}/tasks`);
    const all = page.getByRole('checkbox', { name: 'Select all on this page' });
    await all.check();
    expect(await tickedIn(page, 'id')).toHaveLength(await page.locator('tbody tr').count());
    await all.uncheck();
    expect(await tickedIn(page, 'id')).toEqual([]);
    const ids = await tick(page, 'id', [1, 3]);
    await open(page, 'Edit selected');
    await press(page, 'Apply to selected');
    await page.getByText('Choose what to change').waitFor();
    expect(await tickedIn(page, 'id')).toEqual(ids);
    await page.getByLabel('Add labels').fill('ticked-live');
    await press(page, 'Apply to selected');
    await expect.poll(() => page.getByRole('link', { name: 'ticked-live' }).count()).toBe(2);
    expect(await tickedIn(page, 'id')).toEqual([]);
  });

  test('the hours of somebody who was added are not offered to the next', async () => {
    const sprint = await company.idOf(
      `select s.id from app.sprint s join app.project p on p.id = s.project_id
        where p.name = 'Platform Rewrite Q1' and s.status = 'planned' order by s.starts_on limit 1`,
    );
    const page = await livePage(`${project}/sprints/${sprint}`);
    await open(page, 'Set capacity');
    const others = page.getByLabel('Add a person', { exact: true });
    const name = (await others.locator('option').first().textContent()) ?? '';
    const hours = page.getByLabel('Their hours');
    await hours.fill('many');
    await press(page, 'Save capacity');
    await page.locator('form p', { hasText: 'Enter hours, like 32 or 7.5.' }).waitFor();
    expect(await hours.inputValue()).toBe('many');
    await hours.fill('8');
    await press(page, 'Save capacity');
    await expect.poll(() => page.getByLabel(name, { exact: true }).count()).toBe(1);
    await expect.poll(() => page.getByLabel(name, { exact: true }).inputValue()).toBe('8');
    expect(await hours.inputValue()).toBe('');
    expect(await others.inputValue()).not.toBe('');
  });
});

describe('before the script has come', () => {
  /** A page whose scripts have not come; resolves to what lets them. */
  async function heldPage(path: string) {
    const page = await chromium.newPage();
    await signIn(page, company, 'marta@');
    const release = await holdScripts(page);
    await page.goto(company.server.origin + path, { waitUntil: 'commit' });
    const hydrate = async () => {
      release();
      await page.waitForSelector('html[data-alive]', { state: 'attached' });
      await page.waitForTimeout(500);
    };
    return { page, hydrate };
  }

  test('a refusal keeps the ticks, which stay as somebody leaves them when it comes', async () => {
    const { page, hydrate } = await heldPage(`${project}/tasks`);
    await tick(page, 'id', [0, 1]);
    await open(page, 'Edit selected');
    await Promise.all([page.waitForEvent('framenavigated'), press(page, 'Apply to selected')]);
    await page.getByText('Choose what to change').waitFor();
    const all = page.getByRole('checkbox', { name: 'Select all on this page' });
    expect(await all.count()).toBe(0);
    expect(await tickedIn(page, 'id')).toHaveLength(2);
    await page.locator('[name=id][type=checkbox]').first().uncheck();
    const [left] = await tickedIn(page, 'id');
    await hydrate();
    expect(await tickedIn(page, 'id')).toEqual([left]);
    expect(await all.isVisible()).toBe(true);
  });

  test('the form of a new ticket keeps the chosen visibility when it is refused', async () => {
    const terms = await company.idOf(
      `select t.contract_id || '+' || t.client_id as id from app.ticket t join app.contract k on k.id = t.contract_id
        where k.number = 'CON-2024-018' limit 1`,
    );
    const { page, hydrate } = await heldPage(`/staff/tickets/new?terms=${terms}`);
    await page.getByLabel(/Internal Only: only your team/).check();
    await hydrate();
    expect(await page.getByLabel(/Internal Only: only your team/).isChecked()).toBe(true);
  });

  test('planning keeps the ticks, which stay as somebody leaves them when it comes, and can all be taken away', async () => {
    const { page, hydrate } = await heldPage(`${project}/backlog`);
    const chosen = await tick(page, 'chosen', [0, 1], '[data-list=backlog]');
    const [id] = (chosen[0] ?? '').split(' ');
    await company.database.admin.query('update app.task set version = version + 1 where id = $1', [id]);
    await Promise.all([page.waitForEvent('framenavigated'), press(page, 'Move')]);
    await page.getByText('Nothing was moved').first().waitFor();
    expect(await tickedIn(page, 'chosen')).toHaveLength(2);
    await page.locator(`[data-card="${id}"] [name=chosen]`).uncheck();
    await hydrate();
    expect(await tickedIn(page, 'chosen')).toEqual([chosen[1]]);
    await page.getByText('1 selected').waitFor();
    await press(page, 'Clear selection');
    expect(await tickedIn(page, 'chosen')).toEqual([]);
  });
});
