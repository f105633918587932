/** Somebody writes while the record changes under them: a field that holds something stays, says why it cannot be sent, and what can be done. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { signIn } from './support/sign-in.ts';
import { raiseTicket } from './support/tickets.ts';

let company: SampleCompany;
let chromium: TestBrowser;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

const at = (path: string) => company.server.origin + path;
const sql = (text: string, values: unknown[]) => company.database.admin.query(text, values);

/** A page on which words were typed into a field. */
async function typed(who: string, path: string, field: RegExp, words: string): Promise<Page> {
  const page = await chromium.newPage();
  await signIn(page, company, who);
  await page.goto(at(path));
  await page.getByRole('textbox', { name: field }).fill(words);
  return page;
}
const merge = async (ticketId: string, intoId: string) => {
  const marta = await company.asPerson('marta@');
  expect((await marta.mutate('staff', 'tickets.merge', { ticketId, intoId })).status).toBe(200);
};
const aPair = async (what: string) =>
  [await raiseTicket(company, `${what}, twice`), await raiseTicket(company, `${what}, first`)] as const;

describe.each([
  ['a client replies', 'portal', 'dana.', /^Your reply/, 'Send reply'],
  ['the team replies', 'staff', 'jonas@', /^Reply to/, 'Reply'],
] as const)('%s', (what, realm, who, field, send) => {
  test('to a ticket that is merged meanwhile: what was written goes along', async () => {
    const [from, into] = await aPair(what);
    const words = `Half of what ${what}`;
    const page = await typed(who, `/${realm}/tickets/${from}`, field, words);
    await page.keyboard.press('End');
    await merge(from, into);
    await page.getByText(/This ticket was merged into .*We kept your text/).waitFor();
    const box = page.getByRole('textbox', { name: field });
    expect(await box.inputValue()).toBe(words);
    expect(await box.isVisible()).toBe(true);
    // Nobody is taken out of what they write.
    await page.keyboard.type(', and more');
    expect(await box.inputValue()).toBe(`${words}, and more`);
    expect(await page.getByRole('button', { name: send, exact: true }).isDisabled()).toBe(true);

    await page.getByRole('link', { name: /^Move it to TKT-/ }).click();
    await page.waitForURL(at(`/${realm}/tickets/${into}`));
    await expect.poll(() => box.inputValue()).toBe(`${words}, and more`);
    await page.getByRole('button', { name: send, exact: true }).click();
    await page.locator('#thread').getByText(`${words}, and more`).first().waitFor();
    await page.goto(at(`/${realm}/tickets/${from}`));
    await page.waitForTimeout(600);
    expect(await page.textContent('main')).not.toContain('unsent text');
    await page.context().close();
  });
});

test('a draft survives a reload of a ticket that was merged, and follows its writer to the other ticket', async () => {
  const [from, into] = await aPair('Reloaded');
  const page = await typed('dana.', `/portal/tickets/${from}`, /^Your reply/, 'Not gone');
  await merge(from, into);
  await page.getByText('We kept your text.').waitFor();
  await page.reload();
  const kept = page.getByRole('region', { name: 'Not sent yet' });
  await kept.waitFor();
  expect(await kept.getByRole('textbox', { name: 'Your reply' }).inputValue()).toBe('Not gone');
  await page.getByRole('link', { name: /Reloaded, first/ }).click();
  await page.waitForURL(at(`/portal/tickets/${into}`));
  await expect.poll(() => page.getByRole('textbox', { name: /^Your reply/ }).inputValue()).toBe('Not gone');
  await page.context().close();
});

test('of several that are ticked, the one that is gone is named, and nothing was done', async () => {
  const [gone, stays] = [await raiseTicket(company, 'Soon gone'), await raiseTicket(company, 'Stays here')];
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  const reference = async (id: string) =>
    company.idOf(`select 'TKT-' || lpad(number::text, 4, '0') as id from app.ticket where id = $1`, [id]);
  const names = [await reference(gone), await reference(stays)];
  await page.goto(at('/staff/tickets'));
  for (const name of names) await page.getByLabel(`Select ${name}`, { exact: true }).check();
  await page.locator('summary', { hasText: 'Edit selected' }).click();
  await page.getByLabel('Priority').last().selectOption('low');
  // The page does not hear in time that one is gone, in whatever batch it asks.
  await page.route(/\/api\/trpc\/(?!live)/, (route) => route.abort());
  await sql('delete from app.ticket where id = $1', [gone]);
  await page.getByRole('button', { name: 'Apply to selected' }).click();
  await page
    .getByText(`${names[0]} no longer exists, or you don't have access to it. Nothing was changed.`)
    .first()
    .waitFor({ timeout: 90_000 });
  expect(await company.idOf('select priority::text as id from app.ticket where id = $1', [stays])).toBe(
    'critical',
  );
  await page.context().close();
});

test('saving what somebody may open, and deciding on time, say that they worked', async () => {
  const dana = await chromium.newPage();
  await signIn(dana, company, 'dana.');
  await dana.goto(at('/portal/team'));
  const ravi = dana.locator('tr', { hasText: 'Ravi Menon' });
  await ravi.getByLabel('Ravi Menon: access to tickets').check();
  await ravi.getByRole('button', { name: 'Save' }).click();
  await ravi.getByText('Saved.').waitFor();
  await dana.context().close();

  const marta = await chromium.newPage();
  await signIn(marta, company, 'marta@');
  await marta.goto(at('/staff/time'));
  await marta
    .locator('details', { has: marta.locator('input[name=entryId]') })
    .evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
  await marta.locator('input[name=entryId][type=checkbox]:visible').first().check();
  await marta.getByRole('button', { name: 'Approve selected' }).click();
  await marta.getByText('1 entry approved.').waitFor();
  await marta.context().close();
});

test('a new project is offered the contracts of its client alone', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  await page.goto(at('/staff/projects/new'));
  const offered = () => page.getByLabel('Contract').locator('option').allTextContents();
  // Until a client is chosen, and where no script can follow the choice, those of all are offered.
  expect((await offered()).length).toBeGreaterThan(3);
  for (const client of ['Nexus Corp', 'Orbis Health']) {
    await page.getByLabel('Client', { exact: true }).selectOption({ label: client });
    const { rows } = await company.database.admin.query<{ words: string }>(
      `select k.contract_number || ' ' || k.contract_name as words from app.contract_client k
         join app.client c on c.id = k.client_id where c.name = $1 order by k.contract_number`,
      [client],
    );
    await expect
      .poll(async () => (await offered()).map((text) => text.trim()))
      .toEqual(['No contract yet', ...rows.map(({ words }) => words)]);
  }
  await page.context().close();
});

test('a field without a word in it goes, as it should', async () => {
  const [from, into] = await aPair('Empty');
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  await page.goto(at(`/portal/tickets/${from}`));
  await page.getByRole('textbox', { name: /^Your reply/ }).waitFor();
  await merge(from, into);
  await page.getByText(/This ticket was merged into/).waitFor();
  await page.getByRole('textbox', { name: /^Your reply/ }).waitFor({ state: 'detached' });
  await page.context().close();
});

test('a draft is discarded by its writer alone', async () => {
  const [from, into] = await aPair('Thrown away');
  const page = await typed('dana.', `/portal/tickets/${from}`, /^Your reply/, 'Not needed');
  await merge(from, into);
  await page.getByText('We kept your text.').waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('textbox', { name: /^Your reply/ }).waitFor({ state: 'detached' });
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('draft '))),
  ).toEqual([]);
  await page.context().close();
});

describe('a comment', () => {
  const task = () =>
    company.idOf(
      `select format('/projects/%s/tasks/%s', project_id, id) as id from app.task where title = 'API performance work'`,
    );

  test('of a client, where the project takes no more comments', async () => {
    const page = await typed('dana.', `/portal${await task()}`, /^Your comment/, 'Half a comment');
    await sql(`update app.project set client_may_comment = false where name = 'Platform Rewrite Q1'`, []);
    await page
      .getByText("Comments are closed on this task, so you can't post this. We kept your text.")
      .waitFor();
    expect(await page.getByRole('textbox', { name: /^Your comment/ }).inputValue()).toBe('Half a comment');
    expect(await page.getByRole('button', { name: 'Post comment', exact: true }).isDisabled()).toBe(true);
    await sql(`update app.project set client_may_comment = true where name = 'Platform Rewrite Q1'`, []);
    await page.getByText('We kept your text.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Post comment', exact: true }).click();
    await page.locator('#comments').getByText('Half a comment').waitFor();
    await page.context().close();
  });

  test('of a client, where the task is not shared any more', async () => {
    const page = await typed('dana.', `/portal${await task()}`, /^Your comment/, 'Half a comment');
    const share = (visibility: string) =>
      sql(
        `update app.record set visibility = $1 where id = (select id from app.task where title = 'API performance work')`,
        [visibility],
      );
    await share('internal_only');
    await page.getByText('This may be out of date').waitFor();
    expect(await page.getByRole('textbox', { name: /^Your comment/ }).inputValue()).toBe('Half a comment');
    await share('client_visible');
    await page.context().close();
  });

  test('that is being corrected, and is deleted meanwhile', async () => {
    const page = await chromium.newPage();
    await signIn(page, company, 'jonas@');
    const path = `/staff${await task()}`;
    await page.goto(at(path));
    await page.getByRole('textbox', { name: /^Internal note/ }).fill('To be corrected');
    await page.getByRole('button', { name: 'Add note' }).click();
    const mine = page.locator('#thread article', { hasText: 'To be corrected' });
    await mine.locator('summary', { hasText: 'Edit' }).click();
    await mine.getByRole('textbox', { name: /^Your note/ }).fill('Corrected at length');
    await sql(`delete from app.text where body = 'To be corrected'`, []);
    const kept = page.getByRole('region', { name: 'Not sent yet' });
    await kept.waitFor();
    expect(await kept.getByRole('textbox', { name: 'Your note' }).inputValue()).toBe('Corrected at length');
    await kept.getByRole('button', { name: 'Discard' }).click();
    await kept.waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('of the team, whose role there ends', async () => {
    const page = await typed('luis@', `/staff${await task()}`, /^Refinement note/, 'Half a note');
    const member = `from app.staff_member s where s.id = m.staff_member_id and s.email like 'luis@%'`;
    await sql(`update app.project_member m set role = 'observer' ${member}`, []);
    // Of a role nobody is told; of the task the page hears, and asks for all of it again.
    await sql(`update app.task set description = 'Said anew' where title = 'API performance work'`, []);
    await page.getByText("You can no longer write in this project, so this can't be sent.").first().waitFor();
    expect(await page.getByRole('textbox', { name: /^Refinement note/ }).inputValue()).toBe('Half a note');
    await page.context().close();
  });
});
