/** A person works a task through: reads, plans, times, writes, approves; at both widths, and without JavaScript. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { flawsOf, openDetails } from './support/flaws.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let projectId: string;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

const pathOf = (title: string) =>
  company.idOf(
    `select '/staff/projects/' || project_id || '/tasks/' || id as id from app.task where title = $1`,
    [title],
  );

async function openTask(page: Page, title: string) {
  await page.goto(company.server.origin + (await pathOf(title)));
}

/** A card of the page, by its heading. */
const card = (page: Page, heading: string) =>
  page.locator('section', { has: page.getByRole('heading', { name: heading, exact: true, level: 2 }) });

describe.each([
  [1440, 'light', 'Batch look-ups in the order endpoint'],
  [390, 'dark', 'Bulk export as a background job'],
] as const)('at %i px, %s', (width, colorScheme, title) => {
  test('a task is edited, timed, made to wait, talked about and copied', async () => {
    const page = await chromium.newPage({ width, colorScheme });
    await signIn(page, company, 'marta@');
    await openTask(page, title);

    await page.getByRole('link', { name: 'Edit task' }).click();
    await card(page, 'Edit task').getByLabel('Description').fill('Now **in bold**\n\n- one\n- two');
    await page.getByRole('button', { name: 'Preview of the description' }).click();
    await page.locator('[aria-label="Preview of the description"] strong').waitFor();
    await page.getByRole('textbox', { name: 'Estimate' }).fill('4h 30m');
    await page.getByLabel('Labels').fill(`journey-${width}, api`);
    await page.getByRole('button', { name: 'Save task' }).click();
    await page.waitForURL((url) => !url.search.includes('edit'));
    await card(page, 'Description').locator('strong', { hasText: 'in bold' }).waitFor();
    expect(await page.locator('dl').textContent()).toMatch(/4 h 30 min/);
    await page.getByRole('link', { name: `journey-${width}` }).waitFor();

    await card(page, 'Time').getByRole('button', { name: 'Start timer' }).click();
    const running = page.getByRole('region', { name: 'Running timer' });
    await running.getByText(title).waitFor();
    expect(await flawsOf(page)).toEqual([]);
    await running.getByRole('button', { name: /Stop/ }).click();
    await running.waitFor({ state: 'detached' });
    await card(page, 'Time').locator('summary', { hasText: 'Log time' }).click();
    const form = card(page, 'Time').locator('form[action="?/recordTime"]');
    await form.getByLabel('Duration').fill('a while');
    await form.getByRole('button', { name: 'Log time' }).click();
    await form.getByText('Enter a duration like 4h 30m.').waitFor();
    expect(await form.getByLabel('Duration').inputValue()).toBe('a while');
    await form.getByLabel('Duration').fill('1:45');
    await form.getByLabel('Description').fill(`Worked it through at ${width}`);
    await form.getByRole('button', { name: 'Log time' }).click();
    await card(page, 'Time').getByText(`Worked it through at ${width}`).waitFor();

    const dependencies = card(page, 'Dependencies');
    await dependencies.getByLabel('Add a dependency').fill('138');
    await dependencies.getByRole('button', { name: 'Add' }).click();
    await dependencies.getByRole('link', { name: 'TSK-0138 API performance work' }).waitFor();

    const thread = card(page, 'Comments and notes');
    await thread.getByLabel('Internal note (team only)').fill('Between us');
    await thread.getByRole('button', { name: 'Add note' }).click();
    const note = thread.locator('article', { hasText: 'Between us' });
    await note.getByText('Internal Only').waitFor();
    await note.getByText('Edit').click();
    await note.getByLabel('Your note').fill('Between us, still');
    await note.getByRole('button', { name: 'Save note' }).click();
    await thread.getByText('Between us, still').first().waitFor();
    await card(page, 'Refinement notes')
      .getByLabel(/Refinement note/)
      .fill('Cut it in two');
    await page.getByRole('button', { name: 'Add refinement note' }).click();
    await card(page, 'Refinement notes').locator('article', { hasText: 'Cut it in two' }).waitFor();

    await page.getByLabel('Change status').selectOption('blocked');
    await card(page, 'History')
      .getByText('Marta Lind changed the status from In review to Blocked')
      .waitFor();
    expect(await flawsOf(page)).toEqual([]);

    await page.getByRole('button', { name: 'Duplicate task' }).click();
    await page.locator('h1', { hasText: `Copy of ${title}` }).waitFor();
    await page.getByText('Delete task').click();
    await page.getByRole('button', { name: 'Delete permanently' }).click();
    await page.waitForURL('**/tasks');
  });

  test('every other state of it has no serious flaw for axe and fits', { timeout: 120_000 }, async () => {
    const page = await chromium.newPage({ width: width === 390 ? 360 : width, colorScheme });
    await signIn(page, company, 'marta@');
    const project = `/staff/projects/${projectId}`;
    for (const path of [
      await pathOf('API performance work'),
      `${await pathOf('API performance work')}?edit`,
      `${project}/tasks?status=in_progress&status=blocked&sort=-priority`,
      `${project}/tasks?search=nothing-has-this`,
      '/staff/time?week=2020-01-01',
    ]) {
      await page.goto(company.server.origin + path);
      await openDetails(page);
      expect({ path, flaws: await flawsOf(page) }).toEqual({ path, flaws: [] });
    }
  });
});

test('another window’s save is told, and what was typed stays', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}${await pathOf('API reference for partners')}?edit`);
  await card(page, 'Edit task').getByLabel('Description').fill('Typed meanwhile');
  await page.getByRole('button', { name: 'Preview of the description' }).click();
  await page.locator('[aria-label="Preview of the description"]').waitFor();
  await company.database.admin.query(
    `update app.task set description = 'Theirs', version = version + 1 where title = 'API reference for partners'`,
  );
  await page.getByRole('button', { name: 'Save task' }).click();
  await page.getByText('Someone else changed this while you were editing').waitFor();
  expect(await card(page, 'Edit task').getByLabel('Description').inputValue()).toBe('Typed meanwhile');
  await page.getByRole('button', { name: 'Save task' }).click();
  await card(page, 'Description').getByText('Typed meanwhile').waitFor();
});

describe('facts that a colleague changes while they are chosen', () => {
  type Facts = {
    title: string;
    version: number;
    status: string;
    priority: string;
    estimateMinutes: number | null;
  };
  /** A task of its own, and what Jonas does to it meanwhile. */
  async function aTask(title: string) {
    const id = await company.idOf(
      `insert into app.task (project_id, title, priority, estimate_minutes, labels) values ($1, $2, 'low', 60, '{here}') returning id`,
      [projectId, title],
    );
    const now = async () => {
      const { rows } = await company.database.admin.query<
        Facts & { assignee: string | null; dueOn: string | null; labels: string }
      >(
        `select t.title, t.version, t.status, t.priority, t.estimate_minutes as "estimateMinutes", s.name as assignee,
                t.due_on::text as "dueOn", array_to_string(t.labels, ', ') as labels
           from app.task t left join app.staff_member s on s.id = t.assignee_staff_id where t.id = $1`,
        [id],
      );
      return rows[0]!;
    };
    const jonas = await company.asPerson('jonas@');
    const save = async (changes: Partial<Facts> & { labels?: string }) => {
      const { assignee: _, dueOn: __, ...facts } = await now();
      const answer = await jonas.mutate('staff', 'tasks.update', {
        projectId,
        taskId: id,
        ...facts,
        ...changes,
      });
      expect(answer.status).toBe(200);
    };
    const page = await chromium.newPage();
    await signIn(page, company, 'marta@');
    const open = (search = '') =>
      page.goto(`${company.server.origin}/staff/projects/${projectId}/tasks/${id}${search}`);
    return { id, now, jonas, save, page, open };
  }
  const fields = (page: Page) => ({
    priority: page.getByLabel('Priority'),
    assignee: page.getByLabel('Assignee'),
    estimate: page.getByRole('textbox', { name: 'Estimate' }),
    due: page.getByLabel('Due', { exact: true }),
    title: page.getByLabel('Title'),
    labels: page.getByLabel('Labels'),
  });
  const chosenIn = async (page: Page) => {
    const { priority, assignee, estimate, due } = fields(page);
    return [
      await priority.inputValue(),
      await assignee.locator('option:checked').textContent(),
      await estimate.inputValue(),
      await due.inputValue(),
    ];
  };
  const chosen = ['urgent', 'Priya Nair', '4h 30m', '2027-05-04'];
  async function choose(page: Page) {
    const { priority, assignee, estimate, due } = fields(page);
    await priority.selectOption('urgent');
    await assignee.selectOption({ label: 'Priya Nair' });
    await estimate.fill('4h 30m');
    await due.fill('2027-05-04');
  }
  const save = (page: Page) => page.getByRole('button', { name: 'Save task' }).click();

  test.each([true, false])(
    'are told, what was chosen stays, what was not shows theirs, and saved again it holds both (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const { now, save: saveTheirs, open, ...task } = await aTask(`Chosen by two, ${javaScriptEnabled}`);
      const page = javaScriptEnabled ? task.page : await chromium.newPage({ javaScriptEnabled });
      if (!javaScriptEnabled) {
        await signIn(page, company, 'marta@');
        await page.goto(`${company.server.origin}/staff/projects/${projectId}/tasks/${task.id}?edit`);
      } else await open('?edit');
      await choose(page);
      await saveTheirs({ priority: 'medium', title: 'Theirs', labels: 'there' });
      // Their change comes to the page, or does not: what is being chosen stays as it is.
      await page.waitForTimeout(500);
      expect(await chosenIn(page)).toEqual(chosen);

      await save(page);
      await page.getByText('Someone else changed this while you were editing').waitFor();
      expect(await now()).toMatchObject({ priority: 'medium', title: 'Theirs', version: 2, assignee: null });
      const { title, labels } = fields(page);
      await expect.poll(() => title.inputValue()).toBe('Theirs');
      expect(await labels.inputValue()).toBe('there');
      expect(await chosenIn(page)).toEqual(chosen);

      await save(page);
      await page.waitForURL((url) => !url.search.includes('edit') && !url.search.includes('update'));
      expect(await now()).toMatchObject({
        ...{ title: 'Theirs', labels: 'there', version: 3, dueOn: '2027-05-04' },
        ...{ priority: 'urgent', assignee: 'Priya Nair', estimateMinutes: 270 },
      });
    },
  );

  test('are told even where a field had a mistake first', async () => {
    const { now, save: saveTheirs, page, open } = await aTask('Mistaken, then changed');
    await open('?edit');
    const { priority, estimate, title } = fields(page);
    await priority.selectOption('urgent');
    await estimate.fill('a while');
    await save(page);
    await page.getByText('Enter a duration like 4h 30m.').waitFor();
    await saveTheirs({ priority: 'medium', title: 'Theirs' });
    await page.waitForTimeout(500);
    await estimate.fill('2h');
    await save(page);
    await page.getByText('Someone else changed this while you were editing').waitFor();
    expect(await now()).toMatchObject({ priority: 'medium', title: 'Theirs', version: 2 });
    await expect.poll(() => title.inputValue()).toBe('Theirs');
    expect([await priority.inputValue(), await estimate.inputValue(), await title.inputValue()]).toEqual([
      'urgent',
      '2h',
      'Theirs',
    ]);
    await save(page);
    await page.waitForURL((url) => !url.search.includes('edit'));
    expect(await now()).toMatchObject({
      priority: 'urgent',
      title: 'Theirs',
      estimateMinutes: 120,
      version: 3,
    });
  });

  test('are the status: who moved it is told, it shows where it is, and chosen again it goes', async () => {
    const { id, now, jonas, page, open } = await aTask('Status of two');
    const listens = page.waitForResponse(/\/live\./);
    await open();
    await listens;
    const status = page.getByLabel('Change status');
    await status.focus();
    await page.keyboard.press('Shift');
    const move = { projectId, taskId: id, version: 1, status: 'blocked' };
    expect((await jonas.mutate('staff', 'tasks.move', move)).status).toBe(200);
    await card(page, 'History').getByText('Jonas Weber changed the status from To do to Blocked').waitFor();

    await status.selectOption('done');
    await page.getByText(/Jonas Weber just moved TSK-\d+ to Blocked/).waitFor();
    expect(await now()).toMatchObject({ status: 'blocked', version: 2 });
    await expect.poll(() => status.inputValue()).toBe('blocked');
    await status.selectOption('done');
    await card(page, 'History').getByText('Marta Lind changed the status from Blocked to Done').waitFor();
    expect(await now()).toMatchObject({ status: 'done', version: 3 });
  });
});

test('without JavaScript a task is read, saved, timed and commented on', async () => {
  const page = await chromium.newPage({ javaScriptEnabled: false });
  await signIn(page, company, 'marta@');
  await openTask(page, 'Partner onboarding guide');
  expect(await page.locator('h1').textContent()).toBe('Partner onboarding guide');
  await page.click('text=Edit task');
  await page.fill('[name=description]', 'Kept *without* a script');
  await page.fill('[name=estimateMinutes]', 'long');
  await page.click('text=Save task');
  expect(await page.textContent('main')).toContain('Enter a duration like 4h 30m.');
  expect(await page.inputValue('[name=description]')).toBe('Kept *without* a script');
  await page.click('text=Preview of the description');
  expect(await page.locator('[aria-label="Preview of the description"] em').textContent()).toBe('without');
  expect(await page.inputValue('[name=estimateMinutes]')).toBe('long');
  await page.fill('[name=estimateMinutes]', '3h');
  await page.click('text=Save task');
  expect(await page.locator('em', { hasText: 'without' }).count()).toBe(1);

  await page.click('text=Start timer');
  await page.locator('[aria-label="Running timer"] button').click();
  expect(page.url()).toContain('/staff/time');
  expect(await page.textContent('main')).toContain('Partner onboarding guide');
  await openTask(page, 'Partner onboarding guide');
  await page.fill('form[action="?/note"] >> nth=0 >> textarea', 'Noted without a script');
  await page.click('text=Add note');
  expect(await page.locator('article', { hasText: 'Noted without a script' }).count()).toBe(1);
});

test('a manager approves a person’s week and rejects an entry with its reason', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'priya@');
  await page.goto(`${company.server.origin}/staff/time`);
  const group = page.getByRole('region', { name: 'Jonas Weber, Platform Rewrite Q1' });
  const entries = group.locator('input[name=entryId]');
  const before = await entries.count();
  await group.locator('summary').click();
  await entries.first().check();
  // Enter must not choose for anybody.
  await page.getByLabel('Reason').press('Enter');
  await page.getByRole('button', { name: 'Reject selected' }).click();
  await page.getByText('Give a reason so it can be corrected.').waitFor();
  expect(await entries.first().isChecked()).toBe(true);
  await page.getByLabel('Reason').fill('On the wrong task');
  await page.getByRole('button', { name: 'Reject selected' }).click();
  await expect.poll(() => entries.count()).toBe(before - 1);
  await group.getByLabel('Select all by Jonas Weber').check();
  await page.getByRole('button', { name: 'Approve selected' }).click();
  await group.waitFor({ state: 'detached' });
  expect(
    await company.idOf(
      `select string_agg(distinct e.status::text || e.decision_reason, ' ') as id from app.time_entry e
         join app.staff_member s on s.id = e.decided_by where s.email like 'priya@%'`,
    ),
  ).toBe('approved rejectedOn the wrong task');
});

test('tasks are filtered by chips, the filter is kept, and what is left is changed at once', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  await page.goto(`${company.server.origin}/staff/projects/${projectId}/tasks`);
  await page.locator('summary', { hasText: 'Filters' }).click();
  await page.getByRole('checkbox', { name: /To do/ }).check();
  await page.waitForURL('**/tasks?*status=to_do*');
  await page.getByRole('checkbox', { name: /Low/ }).check();
  await page.waitForURL('**/tasks?*priority=low*');
  await page.getByLabel('Filter name').fill('Small things');
  await page.getByRole('button', { name: 'Save filter' }).click();
  await page.getByRole('list', { name: 'Saved filters' }).getByText('Small things').waitFor();

  const rows = page.locator('tbody tr');
  const all = await rows.count();
  await page.getByLabel('Select all on this page').check();
  await page.getByText('Edit selected').click();
  await page.getByLabel('Add labels').fill('swept');
  await page.getByLabel('Add labels').press('Enter');
  await page.getByRole('button', { name: 'Apply to selected' }).click();
  await expect.poll(() => rows.getByRole('link', { name: 'swept' }).count()).toBe(all);
  await page
    .getByRole('list', { name: 'Filtered by' })
    .getByRole('link', { name: /Low priority/ })
    .click();
  await page.waitForURL((url) => !url.search.includes('priority'));
  await page.getByRole('link', { name: 'Small things', exact: true }).click();
  await expect.poll(() => rows.count()).toBe(all);
});
