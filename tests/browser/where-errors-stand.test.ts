/** Where a page tells of what it was refused: at the field, in the form, or above the page where the form is gone. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
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

async function newTicket(page: Page) {
  await signIn(page, company, 'dana.');
  await page.goto(`${company.server.origin}/portal/tickets/new`);
  await page.getByRole('button', { name: 'Submit ticket' }).click();
  await page.locator('[name=title][aria-invalid=true]').waitFor();
}
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.tagName);

test.each([true, false])(
  'a field tells its own error, and the first one is gone to; with scripts: %s',
  async (isLive) => {
    const page = await chromium.newPage(isLive ? {} : { javaScriptEnabled: false });
    await newTicket(page);
    const invalid = page.locator('[aria-invalid=true]');
    expect(await invalid.count()).toBeGreaterThan(1);
    expect(await focused(page)).toBe(await invalid.first().getAttribute('name'));
    for (const field of await invalid.all()) {
      const error = page.locator(
        `#${((await field.getAttribute('aria-describedby')) ?? '').split(' ').at(-1)}`,
      );
      expect(await error.textContent()).toMatch(/\w+/);
    }
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  },
);

test('a refusal whose form is no longer there is told above the page', async () => {
  const marta = await company.asPerson('marta@');
  const ticket = await company.idOf(`select '/staff/tickets/' || id as id from app.ticket limit 1`);
  const id = randomUUID();
  const { status, body } = await marta.submit(`${ticket}?/editNote`, {
    ...{ form: `?/editNote ${id}`, id, version: '1', body: 'Nobody reads this' },
  });
  expect(status).toBe(404);
  expect(body.match(/role="alert"/g)).toHaveLength(1);
  expect(body).toMatch(
    /order-first[^>]*>(?:<!--.*?-->)*<div[^>]*autofocus[^>]*>(?:<!--.*?-->)*<div role="alert"/s,
  );
});
