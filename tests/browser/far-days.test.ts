/** A mistyped year is refused or asked back where it was typed, and nothing that was typed is lost; with a script and without. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let project: string;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  // The days of these tests are counted in UTC.
  await company.database.admin.query(`update app.tenant set time_zone = 'UTC'`);
  project = await company.idOf(
    `select '/staff/projects/' || id as id from app.project where name = 'Platform Rewrite Q1'`,
  );
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

test.each([
  ['with a script', true, 1440],
  ['without', false, 390],
] as const)('a sprint is planned for a year that was mistyped, %s', async (_, javaScriptEnabled, width) => {
  const name = `Sprint at ${width}`;
  const page = await chromium.newPage({ width, javaScriptEnabled });
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}${project}/sprints`);
  const field = (label: string) => page.getByLabel(label, { exact: true });
  await field('Name').fill(name);
  await field('Goal').fill('Kept all along');
  // As the field holds it after 12/01/26 and Tab.
  await field('Starts').fill('0026-12-01');
  await field('Ends').fill('2069-12-14');
  await page.getByRole('button', { name: 'Plan sprint' }).click();
  await page.getByText('Enter the year in full, like 2026.').waitFor();
  expect(await field('Starts').inputValue()).toBe('0026-12-01');
  expect(await field('Goal').inputValue()).toBe('Kept all along');

  await field('Starts').fill('2069-12-01');
  await page.getByRole('button', { name: 'Plan sprint' }).click();
  const yes = page.getByRole('button', { name: 'Yes, save these dates' });
  await yes.waitFor();
  await page
    .getByText(/is 4\d years after every other date in the project/)
    .first()
    .waitFor();
  expect(await field('Name').inputValue()).toBe(name);
  await yes.click();
  await page.getByRole('link', { name, exact: true }).waitFor();
  await expect.poll(() => field('Name').inputValue()).toBe('');
  await company.database.admin.query('delete from app.sprint where name = $1', [name]);
});

test.each([
  ['with a script', true],
  ['without', false],
] as const)('a timer that was forgotten is answered for from any page, %s', async (_, javaScriptEnabled) => {
  await company.database.admin.query('delete from app.time_entry where minutes is null');
  const page = await chromium.newPage({ javaScriptEnabled });
  await signIn(page, company, 'jonas@');
  const entry = await company.idOf(
    `insert into app.time_entry (tenant_id, record_id, staff_member_id, spent_on, started_at)
     select t.tenant_id, t.id, s.id, (date_trunc('day', now(), 'UTC') - interval '2 days 15 minutes')::date,
            date_trunc('day', now(), 'UTC') - interval '2 days 15 minutes'
       from app.task t join app.staff_member s using (tenant_id)
      where s.email like 'jonas@%' and '/staff/projects/' || t.project_id = $1 order by t.id limit 1 returning id`,
    [project],
  );
  await page.goto(`${company.server.origin}/staff/clients`);
  const timer = page.getByRole('region', { name: 'Running timer' });
  await timer.getByText('How long did the work take?').waitFor();
  await timer.getByRole('textbox', { name: 'Or' }).fill('30h');
  await timer.getByRole('button', { name: 'Stop with this time' }).click();
  await page.getByText("You can't log more than 24 hours in a day.").first().waitFor();
  expect(await timer.getByRole('textbox', { name: 'Or' }).inputValue()).toBe('30h');
  await page.goto(`${company.server.origin}/staff/clients`);
  await timer.getByRole('button', { name: '15 min, until midnight' }).click();
  await timer.waitFor({ state: 'detached' });
  const { rows } = await company.database.admin.query('select minutes from app.time_entry where id = $1', [
    entry,
  ]);
  expect(rows).toEqual([{ minutes: 15 }]);
  await company.database.admin.query('delete from app.time_entry where id = $1', [entry]);
});
