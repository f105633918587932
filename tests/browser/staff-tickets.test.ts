/** An agent works the queue through: finds, replies, notes, is warned, merges; at both widths, and without JavaScript. */
import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { flawsOf, openDetails } from './support/flaws.ts';
import { raiseTicket } from './support/tickets.ts';
import { hears } from './support/live.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

const shoot = async (page: Page, name: string) => {
  const folder = process.env.SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

const aTicket = (title: string, visibility?: string) => raiseTicket(company, title, visibility);

describe.each([
  [1440, 'light'],
  [390, 'dark'],
] as const)('at %i px, %s', (width, colorScheme) => {
  test('a ticket is found, replied to, noted on, and merged', { timeout: 120_000 }, async () => {
    const title = `Label printer prints blanks ${width}`;
    await aTicket(title);
    const into = await aTicket(`Label printer, the other report ${width}`);
    const page = await chromium.newPage({ width, colorScheme });
    await signIn(page, company, 'marta@');
    await page.goto(`${company.server.origin}/staff/tickets`);
    await page.locator('tbody tr').first().waitFor();
    await shoot(page, `queue-${width}`);
    expect(await flawsOf(page)).toEqual([]);
    await page.getByRole('searchbox').fill(`blanks ${width}`);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL('**/tickets?search=*');
    await page.getByRole('link', { name: title }).click();
    await page.locator('h1', { hasText: title }).waitFor();

    const write = page.getByRole('region', { name: 'New message' });
    await write.getByRole('link', { name: 'Internal note' }).click();
    const note = write.getByRole('textbox', { name: 'Internal note (team only)' });
    await note.fill('The new driver was never tested with this model, please keep that to us');
    await write.getByRole('button', { name: 'Add note' }).click();
    const kept = page.locator('article', { hasText: 'never tested' });
    await kept.getByText('Internal note').waitFor();
    await kept.getByText('Internal Only').waitFor();

    await write.getByRole('link', { name: /Reply to/ }).click();
    const reply = write.getByRole('textbox', { name: /Reply to/ });
    await reply.fill('Half a thought');
    await page.reload();
    await expect.poll(() => reply.inputValue()).toBe('Half a thought');
    await write.getByLabel('Macro').selectOption({ label: 'Fixed, please check' });
    await write.getByRole('button', { name: 'Insert macro' }).click();
    expect(await reply.inputValue()).toContain(`**${title}** is fixed`);
    await reply.fill('It seems the new driver was never tested with this model. Hello {{client.first}}');
    await write.getByText("We couldn't fill in {{client.first}}").waitFor();
    await write.getByRole('button', { name: 'Reply and set to waiting' }).click();
    await write.getByText('Not sent yet. Check this first').waitFor();
    expect(await reply.inputValue()).toContain('{{client.first}}');
    await shoot(page, `warned-${width}`);
    expect(await flawsOf(page)).toEqual([]);
    await reply.fill('We look into the driver. You hear from us today.');
    await write.getByRole('button', { name: 'Reply and set to waiting' }).click();
    const sent = page.locator('article', { hasText: 'You hear from us today' });
    await sent.getByText('Client Visible').waitFor();
    await expect.poll(() => reply.inputValue()).toBe('');
    await page.locator('main').getByText('Waiting on client').first().waitFor();
    expect(await page.locator('article', { hasText: '{{client.first}}' }).count()).toBe(0);

    await sent.getByText('Edit', { exact: true }).click();
    await sent.getByLabel('Your message').fill('We look into the driver. You hear from us tomorrow.');
    await sent.getByRole('button', { name: 'Save message' }).click();
    await page.locator('article', { hasText: 'tomorrow' }).getByText('Edit history').waitFor();

    await openDetails(page);
    await shoot(page, `ticket-open-${width}`);
    expect(await flawsOf(page)).toEqual([]);
    await page.getByLabel(/Another .* ticket/).fill(`other report ${width}`);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('Will move: 1 message, 1 note.').waitFor();
    await page.getByRole('button', { name: /^Merge into TKT-/ }).click();
    await page.waitForURL(`**/tickets/${into}`);
    await page.locator('article', { hasText: 'tomorrow' }).getByText('from another ticket').waitFor();
    await page.locator('article', { hasText: 'never tested' }).getByText('Internal note').waitFor();
    await shoot(page, `merged-${width}`);
  });

  test(
    'time is put on a ticket by a timer and by hand, and shows in the week',
    { timeout: 120_000 },
    async () => {
      const title = `Scanner reads every code twice ${width}`;
      const ticketId = await aTicket(title);
      const page = await chromium.newPage({ width, colorScheme });
      await signIn(page, company, width === 390 ? 'jonas@' : 'priya@');
      await page.goto(`${company.server.origin}/staff/tickets/${ticketId}`);
      const time = page.locator('section', {
        has: page.getByRole('heading', { name: 'Time', exact: true, level: 2 }),
      });
      await time.getByRole('button', { name: 'Start timer' }).click();
      const running = page.getByRole('region', { name: 'Running timer' });
      await running.getByRole('link', { name: title }).waitFor();
      await time.locator('summary', { hasText: 'Log time' }).click();
      await time.getByLabel('Duration').fill('1h 15m');
      await time.getByLabel('Description').fill('Read the scanner’s protocol');
      await time.getByLabel('After hours').check();
      await time.getByRole('button', { name: 'Log time' }).click();
      await time.getByText(/1\sh\s15\smin, after hours/).waitFor();
      await time.locator('p', { hasText: /1\sh\s15\smin after hours/ }).waitFor();
      await shoot(page, `ticket-time-${width}`);
      expect(await flawsOf(page)).toEqual([]);
      await time.getByRole('button', { name: 'Stop timer' }).click();
      await running.waitFor({ state: 'detached' });
      await time.getByText(/^1\sh\s16\smin$/).waitFor();

      await page.goto(`${company.server.origin}/staff/time`);
      await page.getByText('Read the scanner’s protocol').waitFor();
      await page.getByRole('link', { name: title }).first().waitFor();
      await shoot(page, `my-time-${width}`);
      expect(await flawsOf(page)).toEqual([]);
      if (width === 1440) {
        const manager = await chromium.newPage({ width, colorScheme });
        await signIn(manager, company, 'marta@');
        await manager.goto(`${company.server.origin}/staff/time`);
        await manager.getByText('CON-2024-018').first().waitFor();
        await shoot(manager, 'decide-time');
        expect(await flawsOf(manager)).toEqual([]);
      }
    },
  );

  test('every other state of it has no serious flaw for axe and fits', { timeout: 120_000 }, async () => {
    const page = await chromium.newPage({ width: width === 390 ? 360 : width, colorScheme });
    await signIn(page, company, 'marta@');
    const busy = await company.idOf(
      `select id from app.ticket where title = 'Orders from Kestrel Supplies arrive twice since Tuesday'`,
    );
    const terms = await company.idOf(
      `select contract_id || ' ' || client_id as id from app.ticket where id = '${busy}'`,
    );
    for (const [name, path] of [
      ['busy', `/staff/tickets/${busy}`],
      ['edit', `/staff/tickets/${busy}?edit`],
      ['note', `/staff/tickets/${busy}?write=note`],
      ['none', '/staff/tickets?search=nothing-has-this'],
      ['all', '/staff/tickets?status=resolved&status=closed&status=new&visibility=client_visible'],
      ['new', `/staff/tickets/new?terms=${encodeURIComponent(terms)}`],
      ['seen', `/staff/visibility/ticket/${busy}`],
    ] as const) {
      await page.goto(company.server.origin + path);
      await shoot(page, `${name}-${width}`);
      await openDetails(page);
      expect({ path, flaws: await flawsOf(page) }).toEqual({ path, flaws: [] });
    }
  });
});

test('a colleague’s reply comes onto the open page, and what is half typed stays', async () => {
  const id = await aTicket('Two of us at once');
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  await hears(page, () => page.goto(`${company.server.origin}/staff/tickets/${id}`));
  const reply = page.getByRole('textbox', { name: /Reply to/ });
  await reply.fill('Mine, half typed');
  await page.locator('[data-reply] summary', { hasText: 'Resolution note' }).click();
  await page.getByText('Merge into another ticket').click();
  const jonas = await company.asPerson('jonas@');
  await jonas.mutate('staff', 'tickets.reply', { ticketId: id, body: 'His, sent', requestId: randomUUID() });
  await page.locator('article', { hasText: 'His, sent' }).waitFor();
  expect(await reply.inputValue()).toBe('Mine, half typed');
  expect(await page.locator('[data-reply]').getByLabel('Resolution note').isVisible()).toBe(true);
  expect(await page.getByLabel(/Another .* ticket/).isVisible()).toBe(true);
});

test('data that could not be refreshed stays with a notice, and is refreshed on retry', async () => {
  const id = await aTicket('Read while the line is down');
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  // The line that is cut has to stand: a page that never began to listen would not ask again.
  await hears(page, () => page.goto(`${company.server.origin}/staff/tickets/${id}`));
  const reply = page.getByRole('textbox', { name: /Reply to/ });
  await reply.fill('Half typed');
  const old = page.getByText("This may be out of date. We couldn't refresh it.");
  expect(await old.count()).toBe(0);
  await page.route('**/api/trpc/**', (route) => route.abort('connectionreset'));
  const jonas = await company.asPerson('jonas@');
  await expect
    .poll(
      async () => {
        await jonas.mutate('staff', 'tickets.reply', {
          ...{ ticketId: id, body: 'Sent while it was down', requestId: randomUUID() },
        });
        return old.count();
      },
      { timeout: 20_000, interval: 3_000 },
    )
    .toBeGreaterThan(0);
  expect(await page.locator('h1').textContent()).toBe('Read while the line is down');
  expect(await reply.inputValue()).toBe('Half typed');
  expect(await page.locator('article', { hasText: 'Sent while it was down' }).count()).toBe(0);
  expect(await flawsOf(page)).toEqual([]);
  await shoot(page, 'may-be-old');
  await page.unroute('**/api/trpc/**');
  // All at once: what one of them brings back may be what another waits for.
  await page
    .getByRole('button', { name: 'Try again' })
    .evaluateAll((all) => all.forEach((one) => (one as HTMLButtonElement).click()));
  await old.first().waitFor({ state: 'detached' });
  await page.locator('article', { hasText: 'Sent while it was down' }).first().waitFor();
  expect(await reply.inputValue()).toBe('Half typed');
});

test('several tickets are changed at once, and a view is kept', async () => {
  await aTicket('Bulk one');
  await aTicket('Bulk two');
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}/staff/tickets?search=bulk`);
  await page.getByLabel('View name').fill('Bulky');
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('list', { name: 'Saved views' }).getByText('Bulky').waitFor();
  await page.getByLabel('Select all on this page').check();
  await page.getByText('Edit selected').click();
  await page.getByLabel('Assign to').selectOption({ label: 'Jonas Weber' });
  await page.getByRole('button', { name: 'Apply to selected' }).click();
  await expect.poll(() => page.locator('tbody td', { hasText: 'Jonas Weber' }).count()).toBe(2);
});

test('T6 a kept view opens the queue as it was, from any other', async () => {
  await aTicket('Seldom seen dispenser one', 'internal_only');
  await aTicket('Seldom seen dispenser two');
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}/staff/tickets?search=dispenser&visibility=internal_only`);
  await page.getByLabel('View name').fill('Hidden dispensers');
  await page.getByRole('button', { name: 'Save view' }).click();
  const view = page
    .getByRole('list', { name: 'Saved views' })
    .getByRole('link', { name: 'Hidden dispensers' });
  await view.waitFor();
  await page.goto(`${company.server.origin}/staff/tickets?priority=low`);
  expect(await view.getAttribute('aria-current')).toBeNull();
  await view.click();
  await page.waitForURL('**/tickets?search=dispenser&visibility=internal_only');
  // What stood there before stays until the view is there.
  await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
  await page.getByRole('link', { name: 'Seldom seen dispenser one' }).waitFor();
  expect(await page.getByRole('searchbox').inputValue()).toBe('dispenser');
  expect(await view.getAttribute('aria-current')).toBe('true');
  const chips = page.getByRole('list', { name: 'Filtered by' });
  expect(await chips.getByRole('link').allTextContents()).toEqual([
    expect.stringContaining('“dispenser”'),
    expect.stringContaining('Internal Only'),
    'Clear',
  ]);
  // It is the person's own, and there for them elsewhere, too.
  const elsewhere = await chromium.newPage();
  await signIn(elsewhere, company, 'marta@');
  await elsewhere.goto(`${company.server.origin}/staff/tickets`);
  await elsewhere.getByRole('link', { name: 'Hidden dispensers' }).click();
  await expect.poll(() => elsewhere.locator('tbody tr').count()).toBe(1);
  await elsewhere.getByRole('link', { name: 'Seldom seen dispenser one' }).waitFor();
});

test.each([
  [1440, 'light'],
  [390, 'dark'],
] as const)('V4 a ticket is shared from the queue by one click at %i px', async (width, colorScheme) => {
  const word = width === 390 ? 'turnstile' : 'elevator';
  const title = `The ${word} stands still`;
  const id = await aTicket(title, 'internal_only');
  const priya = await company.asPerson('priya@');
  await priya.mutate('staff', 'tickets.reply', {
    ...{ ticketId: id, body: 'We send somebody', requestId: randomUUID() },
  });
  const page = await chromium.newPage({ width, colorScheme, touch: width === 390 });
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}/staff/tickets?search=${word}`);
  const row = page.locator('tbody tr', { hasText: title });
  const share = row.getByRole('switch', { name: /^Share ticket TKT-\d{4} with the client$/ });
  expect(await share.getAttribute('aria-checked')).toBe('false');
  await shoot(page, `queue-switch-${width}`);
  expect(await flawsOf(page)).toEqual([]);
  const standing = () => company.idOf('select visibility::text as id from app.ticket where id = $1', [id]);
  await share.click();
  // More than the ticket goes along, so what that is comes first.
  const dialog = page.getByRole('dialog');
  await dialog.getByText('The client will see 2 more items').waitFor();
  expect(await standing()).toBe('internal_only');
  await dialog.getByRole('button', { name: 'Share with the client' }).click();
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => share.getAttribute('aria-checked')).toBe('true');
  expect(await standing()).toBe('client_visible');
  await row.getByText('Client Visible').waitFor();
  expect(page.url()).toContain(`search=${word}`);
  await share.click();
  await expect.poll(standing).toBe('internal_only');
  expect(await row.getByRole('link', { name: /^Who can see ticket TKT-/ }).getAttribute('href')).toBe(
    `/staff/visibility/ticket/${id}`,
  );

  const contributor = await chromium.newPage({ width, colorScheme });
  await signIn(contributor, company, 'jonas@');
  await contributor.goto(`${company.server.origin}/staff/tickets?search=${word}`);
  await contributor.locator('tbody tr', { hasText: title }).getByText('Internal Only').waitFor();
  expect(await contributor.getByRole('switch').count()).toBe(0);
});

test('T6 what was escalated to oneself is marked in the queue, found by a filter, and kept as a view', async () => {
  const title = 'Conveyor runs backwards';
  const ticketId = await aTicket(title);
  await aTicket('Conveyor runs forwards');
  const jonas = await company.asPerson('jonas@');
  const toStaffId = await company.idOf(`select id from app.staff_member where email like 'marta@%'`);
  await jonas.mutate('staff', 'tickets.escalate', { ticketId, toStaffId, reason: 'It hurts somebody' });
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}/staff/tickets?search=conveyor`);
  const rows = page.locator('tbody tr');
  await expect.poll(() => rows.count()).toBe(2);
  await rows.filter({ hasText: title }).getByText('Escalated', { exact: true }).waitFor();
  expect(await rows.getByText('Escalated', { exact: true }).count()).toBe(1);
  await page.getByText('Filters', { exact: true }).click();
  await page.getByLabel('Escalated').selectOption({ label: 'Escalated to me (1)' });
  await page.waitForURL('**escalated=me**');
  await expect.poll(() => rows.count()).toBe(1);
  await page.getByRole('list', { name: 'Filtered by' }).getByText('Escalated to me').waitFor();
  await page.getByLabel('View name').fill('Mine to save');
  await page.getByRole('button', { name: 'Save view' }).click();
  const view = page.getByRole('list', { name: 'Saved views' }).getByRole('link', { name: 'Mine to save' });
  await view.waitFor();
  expect(await view.getAttribute('href')).toContain('escalated=me');
});

test.each([
  [1440, 'light'],
  [390, 'dark'],
] as const)('several tickets are shared and withdrawn at once at %i px', async (width, colorScheme) => {
  const word = width === 390 ? 'embosser' : 'plotter';
  for (const nth of ['one', 'two']) await aTicket(`Share the ${word} ${nth}`, 'internal_only');
  const page = await chromium.newPage({ width, colorScheme });
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}/staff/tickets?search=${encodeURIComponent(word)}`);
  const standing = (mark: string) => page.locator('tbody tr', { hasText: word }).filter({ hasText: mark });
  await expect.poll(() => standing('Internal Only').count()).toBe(2);
  await page
    .getByRole('checkbox', { name: /^Select TKT-/ })
    .nth(0)
    .check();
  await page
    .getByRole('checkbox', { name: /^Select TKT-/ })
    .nth(1)
    .check();
  await page
    .getByRole('textbox', { name: 'Reason (optional, saved in the visibility log)' })
    .fill('Both were agreed');
  await shoot(page, `bulk-${width}`);
  expect(await flawsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Share with the client' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('The client will see 2 more items').waitFor();
  expect(await dialog.getByRole('listitem').count()).toBe(2);
  await shoot(page, `bulk-preview-${width}`);
  expect(await flawsOf(page)).toEqual([]);
  expect(await standing('Internal Only').count()).toBe(2);
  expect(await dialog.getByRole('textbox', { name: /Reason/ }).inputValue()).toBe('Both were agreed');
  await dialog.getByRole('button', { name: 'Share with the client' }).click();
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => standing('Client Visible').count()).toBe(2);
  await page.getByRole('button', { name: 'Make internal' }).click();
  await expect.poll(() => standing('Internal Only').count()).toBe(2);
});

test('tickets of two clients are not shared together, and a Contributor is offered no sharing', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}/staff/tickets`);
  await page.getByLabel('Select all on this page').check();
  await page.getByRole('button', { name: 'Share with the client' }).click();
  await page.getByRole('alert').getByText('Select tickets from one client.').waitFor();

  const contributor = await chromium.newPage();
  await signIn(contributor, company, 'jonas@');
  await contributor.goto(`${company.server.origin}/staff/tickets`);
  await contributor
    .getByRole('checkbox', { name: /^Select TKT/ })
    .first()
    .check();
  await contributor.getByText('Edit selected').waitFor();
  expect(await contributor.getByRole('button', { name: 'Share with the client' }).count()).toBe(0);
});

test.each(['/staff/tickets', 'tasks'])(
  'the bar of bulk changes on %s is there from the first selected row on, and without scripts from the start',
  async (place) => {
    const path =
      place === 'tasks'
        ? await company.idOf(
            `select format('/staff/projects/%s/tasks', id) as id from app.project where name = 'Platform Rewrite Q1'`,
          )
        : place;
    const [page, plain] = [await chromium.newPage(), await chromium.newPage({ javaScriptEnabled: false })];
    for (const one of [page, plain]) {
      await signIn(one, company, 'marta@');
      await one.goto(company.server.origin + path);
    }
    expect(await plain.getByText('With selected:').isVisible()).toBe(true);
    const boxes = page.getByRole('checkbox', { name: /^Select T/ });
    const edit = page.getByText('Edit selected');
    expect(await edit.isVisible()).toBe(false);
    await boxes.first().check();
    await page.getByText('1 selected:').waitFor();
    expect(await edit.isVisible()).toBe(true);
    await page.getByLabel('Select all on this page').check();
    await page.getByText(`${await boxes.count()} selected:`).waitFor();
    await page.getByLabel('Select all on this page').uncheck();
    await edit.waitFor({ state: 'hidden' });
  },
);

test('a ticket is one row of 36 pixels in the queue on a desktop, however long its title', async () => {
  await aTicket(`${'A title that does not end where the column does '.repeat(4)}at all`);
  const page = await chromium.newPage({ width: 1440 });
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}/staff/tickets`);
  const heights = await page
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => Math.round(row.getBoundingClientRect().height)));
  expect([...new Set(heights)].filter((height) => height > 37)).toEqual([]);
});

test('a colleague’s time on a ticket comes onto the open page of time', async () => {
  const ticketId = await aTicket('Timed by a colleague');
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  await hears(page, () => page.goto(`${company.server.origin}/staff/time`));
  await page.getByText('CON-2024-018').first().waitFor();
  const jonas = await company.asPerson('jonas@');
  await jonas.mutate('staff', 'time.record', {
    ...{ ticketId, spentOn: '2026-11-02', minutes: '25m', description: 'Read the log with a colleague' },
  });
  // Each person's entries are folded away.
  await page.getByText('Read the log with a colleague').waitFor({ state: 'attached' });
});

test('a report’s tables stack on a phone, where each number says what it is', async () => {
  const page = await chromium.newPage({ width: 390 });
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}/staff/reports`);
  const tables = page.getByRole('region', { name: /^By / });
  await tables.first().waitFor();
  expect(await tables.evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth))).toEqual([
    ...[0, 0, 0, 0],
  ]);
  const told = await tables
    .first()
    .locator('td')
    .evaluateAll((cells) => cells.slice(0, 6).map((cell) => getComputedStyle(cell, '::before').content));
  expect(told).toEqual(
    ['Created', 'Resolved', 'First response', 'Resolution', 'Missed', 'Rating'].map((word) => `"${word} "`),
  );
});

test('on paper a ticket is what was said and done, without what paper cannot press', async () => {
  const id = await aTicket('Printed for a meeting');
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}/staff/tickets/${id}`);
  const pressed = page.locator(
    'button:not([role=switch]), header:has(nav), summary:has-text("Escalate"), textarea',
  );
  await page.getByRole('button', { name: 'Reply', exact: true }).waitFor();
  expect(await pressed.filter({ visible: true }).count()).toBeGreaterThan(5);
  await page.emulateMedia({ media: 'print' });
  expect(
    await pressed.filter({ visible: true }).evaluateAll((all) => all.map((one) => one.outerHTML)),
  ).toEqual([]);
  for (const kept of ['Printed for a meeting', 'Messages and notes', 'Client Visible', 'History'])
    expect(await page.getByText(kept).filter({ visible: true }).count()).toBeGreaterThan(0);
});

test('without JavaScript a ticket is read, replied to, warned of and noted on', async () => {
  const id = await aTicket('Read without a script');
  const page = await chromium.newPage({ javaScriptEnabled: false });
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}/staff/tickets/${id}?write=note`);
  await page
    .locator('form[action="?/note"] textarea')
    .fill('The budget for this is already used up entirely');
  await page.click('text=Add note');
  await page.goto(`${company.server.origin}/staff/tickets/${id}`);
  const reply = page.locator('form[action="?/reply"] textarea[name=body]');
  await reply.fill('Sadly the budget for this is already used up entirely');
  await page.click('button:text-is("Reply")');
  expect(await page.textContent('main')).toContain('Not sent yet');
  expect(await reply.inputValue()).toContain('Sadly the budget');
  await page.check('[name=confirmed]');
  await page.click('button:text-is("Reply")');
  expect(await page.locator('article', { hasText: 'Sadly the budget' }).count()).toBe(1);
});
