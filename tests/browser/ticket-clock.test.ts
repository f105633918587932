/** Somebody opens "Clock history" on a ticket. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { aPausedTicket, aSlowTicket, aTimedContract } from '../staff/ticket-timeline.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  // The page shows moments in UTC.
  await company.database.admin.query(`update app.tenant set time_zone = 'UTC'`);
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

test('the page tells every pause of a clock, and leads through a long past', async () => {
  const contract = await aTimedContract(company);
  const paused = await aPausedTicket(company, contract);
  const slow = await aSlowTicket(company, contract);
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');

  const whyOf = async (ticketId: string, nth: number) => {
    await page.goto(`${company.server.origin}/staff/tickets/${ticketId}`);
    const why = page.locator('details', { hasText: 'Clock history' }).nth(nth);
    expect(await why.getByRole('listitem').filter({ visible: true }).count()).toBe(0);
    await why.getByText('Clock history').click();
    await why.getByRole('listitem').filter({ visible: true }).first().waitFor();
    return why;
  };
  const first = await whyOf(paused.id, 0);
  expect(
    (await first.getByRole('listitem').allInnerTexts()).map((text) => text.split(/\s*\n\s*/).join(' | ')),
  ).toEqual([
    'Running | Tue 9 Mar 2021, 08:00 to Tue 9 Mar 2021, 08:30',
    'Outside business hours | Mon 8 Mar 2021, 23:00 to Tue 9 Mar 2021, 08:00',
    'Holiday: Women’s Day | Sun 7 Mar 2021, 23:00 to Mon 8 Mar 2021, 23:00',
    'Outside business hours | Fri 5 Mar 2021, 16:00 to Sun 7 Mar 2021, 23:00',
    'Running | Fri 5 Mar 2021, 15:00 to Fri 5 Mar 2021, 16:00',
  ]);
  expect(await first.getByRole('link').count()).toBe(0);
  const second = await whyOf(paused.id, 1);
  const words = (await second.getByRole('listitem').allInnerTexts()).map((text) => text.split(/\s*\n/)[0]);
  expect(words.slice(0, 6)).toEqual([
    ...['Stopped: closed', 'Stopped: resolved', 'Running', 'Paused: on hold', 'Running'],
    'Paused: waiting on the client',
  ]);
  const long = await whyOf(slow.id, 0);
  expect(await long.getByRole('listitem').count()).toBe(60);
  await long.getByRole('link', { name: 'Earlier (9)' }).click();
  const atItsBegin = page.locator('details', { hasText: 'Mon 3 May 2021, 07:00' }).first();
  await atItsBegin.getByRole('listitem').filter({ visible: true }).first().waitFor();
  expect(await atItsBegin.getByRole('listitem').count()).toBe(9);
  await atItsBegin.getByRole('link', { name: 'Later' }).click();
  await long.getByRole('link', { name: 'Earlier (9)' }).waitFor();
  expect(await long.getByRole('listitem').filter({ visible: true }).count()).toBe(60);
});
