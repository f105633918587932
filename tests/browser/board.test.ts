/** The delivery team's board, backlog, sprint and roadmap in a browser. */
import type { Locator, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let base: string;
let sprint: string;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  const id = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  base = `${company.server.origin}/staff/projects/${id}`;
  sprint = await company.idOf(`select id from app.sprint where project_id = $1 and status = 'active'`, [id]);
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

type Options = Parameters<TestBrowser['newPage']>[0];

/** A page of this person's, alive: what keys and pointers do is heard. */
async function pageOf(address: string, path = '', options: Options = {}): Promise<Page> {
  const page = await chromium.newPage(options);
  await signIn(page, company, address);
  await page.goto(base + path);
  if (options.javaScriptEnabled !== false) await page.waitForSelector('[data-card][tabindex="0"]');
  return page;
}

const listOf = (page: Page, title: string) =>
  page.locator('[data-list]', { has: page.getByRole('heading', { name: title, exact: false }) });
const cardOf = (page: Page, title: string) => page.locator('[data-card]', { hasText: title }).first();
const titlesIn = (list: Locator) => list.locator('[data-card] > a').allTextContents();
const statusOf = (title: string) =>
  company.idOf('select status::text as id from app.task where title = $1', [title]);
const sprintOf = (title: string) =>
  company.idOf(
    `select coalesce(s.name, 'none') as id from app.task t left join app.sprint s on s.id = t.sprint_id where t.title = $1`,
    [title],
  );
const told = (page: Page) => page.locator('p[aria-live=assertive]').textContent();

/** Does what moves a card, and waits until that is kept and the page has asked again. */
async function settled(page: Page, act: () => Promise<void>) {
  const kept = page.waitForResponse(/tasks\.reorder/);
  await act();
  await kept;
  await page.waitForResponse(/tasks\.board/);
  await page.waitForTimeout(150);
}

async function until(check: () => Promise<boolean>) {
  for (let left = 60; left > 0; left -= 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to pass');
}

async function dragTo(page: Page, card: Locator, target: Locator, at: 'above' | 'below') {
  await card.scrollIntoViewIfNeeded();
  const from = (await card.locator('> a').boundingBox())!;
  const to = (await target.boundingBox())!;
  await page.mouse.move(from.x + 5, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y + 12, { steps: 3 });
  await page.mouse.move(to.x + to.width / 2, at === 'above' ? to.y + 3 : to.y + to.height - 3, { steps: 6 });
  await page.waitForTimeout(60);
}

describe('a card', () => {
  test('is dragged by mouse to where the mark says, at once and for good, and opens nothing', async () => {
    const page = await pageOf('marta@');
    const target = cardOf(page, 'Bulk export as a background job');
    await dragTo(page, cardOf(page, 'Progress of a bulk export'), target, 'below');
    expect(await target.getAttribute('class')).toContain('mark-behind');
    await page.mouse.up();
    const review = listOf(page, 'In review');
    const titles = await titlesIn(review);
    const at = titles.indexOf('Bulk export as a background job');
    expect(titles[at + 1]).toBe('Progress of a bulk export');
    expect(page.url()).toBe(base);
    await until(async () => (await statusOf('Progress of a bulk export')) === 'in_review');
    await page.reload();
    expect(await titlesIn(review)).toEqual(titles);
  });

  test('goes back when Escape is pressed in the middle of a drag', async () => {
    const page = await pageOf('marta@');
    const before = await titlesIn(listOf(page, 'To do'));
    await dragTo(page, cardOf(page, 'No slow first calls'), cardOf(page, 'Clear message when'), 'above');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await titlesIn(listOf(page, 'To do'))).toEqual(before);
    expect(await told(page)).toContain('Move cancelled.');
    expect(page.url()).toBe(base);
  });

  test('is moved by keyboard alone, and each step is told', async () => {
    const page = await pageOf('marta@');
    const card = cardOf(page, 'Pair Jonas with Priya');
    await card.focus();
    await page.keyboard.press('Space');
    expect(await told(page)).toMatch(
      /^TSK-\d{4} Pair Jonas with Priya on reporting picked up, 2 of 2 in To do/,
    );
    await page.keyboard.press('ArrowUp');
    await until(async () => ((await told(page)) ?? '').startsWith('1 of 2 in To do'));
    await page.keyboard.press('ArrowRight');
    await until(async () => /^1 of \d+ in In progress/.test((await told(page)) ?? ''));
    expect(await statusOf('Pair Jonas with Priya on reporting')).toBe('to_do');
    await page.keyboard.press('Space');
    await until(async () => (await statusOf('Pair Jonas with Priya on reporting')) === 'in_progress');
    expect((await titlesIn(listOf(page, 'In progress')))[0]).toBe('Pair Jonas with Priya on reporting');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toContain('Pair Jonas with Priya');

    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Escape');
    expect((await titlesIn(listOf(page, 'In progress')))[0]).toBe('Pair Jonas with Priya on reporting');
    await until(async () => ((await focused()) ?? '').includes('Pair Jonas with Priya'));
    await page.keyboard.press('ArrowDown');
    await until(async () => !((await focused()) ?? '').includes('Pair Jonas with Priya'));
  });

  test('is moved by its handle without dragging', async () => {
    const page = await pageOf('marta@');
    await cardOf(page, 'Webhook signatures')
      .getByRole('button', { name: /^Move TSK/ })
      .click();
    await page.getByRole('button', { name: 'Blocked', exact: true }).click();
    expect(await titlesIn(listOf(page, 'Blocked'))).toContain('Webhook signatures');
    await until(async () => (await statusOf('Webhook signatures')) === 'blocked');
  });

  test('is moved without JavaScript, and the filter stays', async () => {
    const page = await pageOf('marta@', '?mine=0&done=1-100', { javaScriptEnabled: false });
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await page.waitForSelector('[role=alert]:text("Select a card.")');
    await cardOf(page, 'Webhook signatures').getByRole('radio').check();
    await page.selectOption('select[name=status]', { label: 'In review' });
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await listOf(page, 'In review').locator('text=Webhook signatures').waitFor();
    expect(page.url()).toContain('&mine=0&done=1-100');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('that was moved by somebody else goes back with a sentence', async () => {
    const page = await pageOf('marta@');
    const jonas = await company.asPerson('jonas@');
    const taskId = await company.idOf(`select id from app.task where title = 'OAuth provider fix'`);
    const version = await company.idOf('select version::text as id from app.task where id = $1', [taskId]);
    // Marta's page does not hear of Jonas in time.
    await page.route('**/tasks.reorder**', async (route) => {
      await jonas.mutate('staff', 'tasks.move', {
        ...{ projectId: base.split('/').at(-1), taskId, version, status: 'in_review' },
      });
      await route.continue();
    });
    await dragTo(page, cardOf(page, 'OAuth provider fix'), cardOf(page, 'Clear message when'), 'above');
    await page.mouse.up();
    expect(await titlesIn(listOf(page, 'Blocked'))).toContain('OAuth provider fix');
    await page.waitForSelector('text=/Jonas Weber just moved TSK-0142 to In review/');
    await until(async () => (await titlesIn(listOf(page, 'In review'))).includes('OAuth provider fix'));
    expect(await titlesIn(listOf(page, 'Blocked'))).not.toContain('OAuth provider fix');
  });
});

describe('a finger on a phone', () => {
  const phone = { width: 390, touch: true } as const;
  /** What a finger does on the screen, as the browser gets it from one. */
  async function fingerOn(page: Page) {
    const session = await page.context().newCDPSession(page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    let at = { x: 0, y: 0 };
    return {
      down: (x: number, y: number) => send('touchStart', [(at = { x, y })]),
      async moveTo(x: number, y: number) {
        const from = at;
        for (let step = 1; step <= 8; step += 1) {
          at = { x: from.x + ((x - from.x) * step) / 8, y: from.y + ((y - from.y) * step) / 8 };
          await send('touchMove', [at]);
          await page.waitForTimeout(16);
        }
      },
      up: async () => {
        await send('touchEnd', []);
      },
    };
  }
  async function twoCards(page: Page) {
    const list = listOf(page, 'In progress');
    await list.scrollIntoViewIfNeeded();
    const titles = await titlesIn(list);
    const middle = async (nth: number) => {
      const box = (await list.locator('[data-card]').nth(nth).boundingBox())!;
      return { x: box.x + box.width / 2, y: box.y + box.height / 2, bottom: box.y + box.height };
    };
    return { list, titles, first: await middle(0), second: await middle(1) };
  }
  const held = (page: Page) => page.locator('[data-card][class*=opacity-40]').count();

  test('drags a card after a rest, and the page stays where it is', async () => {
    const page = await pageOf('marta@', '', phone);
    const { list, titles, first, second } = await twoCards(page);
    const finger = await fingerOn(page);
    const scrolled = () => page.evaluate(() => [scrollY, document.querySelector('.board')!.scrollLeft]);
    const before = await scrolled();
    await finger.down(first.x, first.y);
    await page.waitForTimeout(400);
    await finger.moveTo(second.x, second.bottom - 4);
    expect(await held(page)).toBe(1);
    await settled(page, () => finger.up());
    const [one, two, ...rest] = titles;
    expect(await titlesIn(list)).toEqual([two, one, ...rest]);
    expect(await scrolled()).toEqual(before);
    await page.reload();
    expect(await titlesIn(list)).toEqual([two, one, ...rest]);
    expect(page.url()).toBe(base);
  });

  test('drags at once by the handle', async () => {
    const page = await pageOf('marta@', '', phone);
    const { list, titles, second } = await twoCards(page);
    const handle = (await list.locator('[data-handle]').first().boundingBox())!;
    const finger = await fingerOn(page);
    await finger.down(handle.x + handle.width / 2, handle.y + handle.height / 2);
    await finger.moveTo(second.x, second.bottom - 4);
    await finger.up();
    const [one, two, ...rest] = titles;
    expect(await titlesIn(list)).toEqual([two, one, ...rest]);
  });

  test('that moves on at once scrolls, and moves no card', async () => {
    const page = await pageOf('marta@', '', phone);
    const { list, titles, first } = await twoCards(page);
    const finger = await fingerOn(page);
    await finger.down(first.x, first.y);
    await finger.moveTo(first.x - 150, first.y);
    expect(await held(page)).toBe(0);
    await finger.up();
    expect(await titlesIn(list)).toEqual(titles);
  });
});

test('two people at once: a card moves under the other’s eyes, who loses neither focus nor what they hold', async () => {
  const [marta, jonas] = [await pageOf('marta@'), await pageOf('jonas@')];
  const held = cardOf(marta, 'Partner onboarding guide');
  await held.focus();
  await marta.keyboard.press('Space');
  await marta.keyboard.press('ArrowRight');
  await until(async () => (await titlesIn(listOf(marta, 'In review'))).includes('Partner onboarding guide'));

  const moved = 'Second month of the parallel run';
  await cardOf(jonas, moved)
    .getByRole('button', { name: /^Move TSK/ })
    .click();
  await jonas.getByRole('button', { name: 'Done', exact: true }).click();
  await until(async () => (await titlesIn(listOf(marta, 'Done'))).includes(moved));
  expect(await titlesIn(listOf(marta, 'In review'))).toContain('Partner onboarding guide');
  expect(await marta.evaluate(() => document.activeElement?.textContent)).toContain(
    'Partner onboarding guide',
  );
  await marta.keyboard.press('Space');
  await until(async () => (await titlesIn(listOf(jonas, 'In review'))).includes('Partner onboarding guide'));

  // The card that has the focus is moved by the other: the focus goes along.
  await cardOf(marta, 'API reference for partners').focus();
  await cardOf(jonas, 'API reference for partners')
    .getByRole('button', { name: /^Move TSK/ })
    .click();
  await jonas.getByRole('button', { name: 'Done', exact: true }).click();
  await until(async () => (await titlesIn(listOf(marta, 'Done'))).includes('API reference for partners'));
  await until(async () =>
    ((await marta.evaluate(() => document.activeElement?.textContent)) ?? '').includes('API reference'),
  );
});

test('two people at once: a card that the other moves while it is held is not taken from them by the drop', async () => {
  const [marta, jonas] = [await pageOf('marta@'), await pageOf('jonas@')];
  const title = 'No slow first calls after a release';
  const moveByJonas = async (card: string, column: string) => {
    await cardOf(jonas, card)
      .getByRole('button', { name: /^Move TSK/ })
      .click();
    await settled(jonas, () => jonas.getByRole('button', { name: column, exact: true }).click());
  };
  await cardOf(marta, title).focus();
  await marta.keyboard.press('Space');
  await marta.keyboard.press('ArrowRight');
  await until(async () => (await titlesIn(listOf(marta, 'In progress'))).includes(title));

  await moveByJonas(title, 'Done');
  // Marta's page has heard of the first move where it shows the second.
  const second = 'Second month of the parallel run';
  await moveByJonas(second, 'Blocked');
  await until(async () => (await titlesIn(listOf(marta, 'Blocked'))).includes(second));
  expect(await titlesIn(listOf(marta, 'In progress'))).toContain(title);

  await marta.keyboard.press('Space');
  await marta.waitForSelector('text=/Jonas Weber just moved TSK-\\d+ to Done/');
  await until(async () => (await titlesIn(listOf(marta, 'Done'))).includes(title));
  expect(await titlesIn(listOf(marta, 'In progress'))).not.toContain(title);
  expect(await statusOf(title)).toBe('done');

  // Seen where it is now, it is moved on as ever, and again before the page has heard of that.
  await cardOf(marta, title).focus();
  for (const _ of [1, 2]) for (const key of ['Space', 'ArrowLeft', 'Space']) await marta.keyboard.press(key);
  await until(async () => (await statusOf(title)) === 'in_review');
});

test('tasks are added one after the other from the foot of a column', async () => {
  const page = await pageOf('marta@');
  const field = listOf(page, 'Blocked').getByRole('textbox');
  for (const title of ['First of two', 'Second of two']) {
    await field.fill(title);
    await field.press('Enter');
    await listOf(page, 'Blocked').locator(`text=${title}`).waitFor();
    await until(async () => (await field.inputValue()) === '');
  }
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  expect((await titlesIn(listOf(page, 'Blocked'))).slice(-2)).toEqual(['First of two', 'Second of two']);
  await field.press('Enter');
  await page.waitForSelector('text=Enter a title.');
});

test('filters are in the address and say how many they hide', async () => {
  const page = await pageOf('marta@');
  await page.getByRole('navigation', { name: 'Filter' }).getByText('Jonas Weber').click();
  await page.waitForURL(/assignee=/);
  await page.waitForSelector('text=/\\d+ of \\d+/');
  const initials = await page
    .locator('[data-card] [title]:not(a)')
    .evaluateAll((all) => all.map((one) => one.getAttribute('title')));
  expect(new Set(initials)).toEqual(new Set(['Jonas Weber']));
  await page.reload();
  expect(await page.locator('[aria-current=true]').allTextContents()).toContain('Jonas Weber');
  await page.click('text=Show all');
  await page.waitForURL((url) => !url.search.includes('assignee'));
});

test('an observer has no handles, and Space picks nothing up', async () => {
  await company.database.admin.query(
    `update app.project_member set role = 'observer' where staff_member_id = (select id from app.staff_member where email like 'luis@%')`,
  );
  const page = await pageOf('luis@');
  expect(await page.getByRole('button', { name: /^Move TSK/ }).count()).toBe(0);
  expect(await page.locator('[name=title]').count()).toBe(0);
  await page.locator('[data-card]').first().focus();
  await page.keyboard.press('Space');
  expect(await told(page)).toBe('');
  await page.goto(`${base}/backlog`);
  expect(await page.locator('input[type=checkbox], [data-handle]').count()).toBe(0);
  await page.goto(`${base}/sprints/${sprint}`);
  expect(await page.locator('main form').count()).toBe(0);
});

describe('the backlog', () => {
  test('gives a task to a sprint by drag, and the sums follow', async () => {
    const page = await pageOf('marta@', '/backlog');
    // Both lists lie within the window, however many tasks were added above.
    await page.setViewportSize({ width: 1440, height: 2000 });
    const next = listOf(page, 'Sprint 10');
    const sum = await next.locator('header + div p').textContent();
    await dragTo(
      page,
      cardOf(page, 'Rate limits per partner'),
      cardOf(page, 'Acceptance cases for ordering'),
      'above',
    );
    await page.mouse.up();
    expect((await titlesIn(next))[0]).toBe('Rate limits per partner');
    expect(await next.locator('header + div p').textContent()).not.toBe(sum);
    await until(async () => (await sprintOf('Rate limits per partner')) === 'Sprint 10');
    await page.reload();
    expect((await titlesIn(next))[0]).toBe('Rate limits per partner');
  });

  test('says by person what a sprint asks of whom, as tasks are moved in and out, and to the other at once', async () => {
    await company.database.admin.query(
      `insert into app.sprint_capacity (tenant_id, project_id, sprint_id, staff_member_id, hours)
       select s.tenant_id, s.project_id, s.id, p.id, 3.5 from app.sprint s join app.staff_member p on p.tenant_id = s.tenant_id
        where s.name = 'Sprint 11' and s.project_id = (select project_id from app.sprint where id = $1) and p.email like 'jonas@%'
       on conflict (tenant_id, sprint_id, staff_member_id) do update set hours = excluded.hours`,
      [sprint],
    );
    await company.database.admin.query(
      `insert into app.task (project_id, title, position, estimate_minutes, assignee_staff_id)
       select s.project_id, w.title, -2000 + w.nth, w.minutes, p.id
         from app.sprint s, (values (1, 'Work of Jonas', 90000, 'jonas@'), (2, 'Work of Luis', 150, 'luis@'), (3, 'Work of nobody', 135, null))
              as w (nth, title, minutes, whose) left join app.staff_member p on p.email like w.whose || '%'
        where s.id = $1`,
      [sprint],
    );
    const [page, other] = [await pageOf('marta@', '/backlog'), await pageOf('priya@', '/backlog')];
    const of = (who: string, on = page) =>
      listOf(on, 'Sprint 11')
        .getByRole('list', { name: 'Hours by person' })
        .locator('> li', { hasText: who })
        .locator('p')
        .innerText();
    const flat = async (text: Promise<string>) => (await text).replaceAll(/\s+/g, ' ');
    const nobody = async () => {
      const line = listOf(page, 'Sprint 11').locator('p', { hasText: 'Unassigned' });
      return (await line.count()) ? minutesOf(await flat(line.innerText())) : 0;
    };
    const minutesOf = (text: string) => {
      const [, hours = '0'] = /(\d+) h/.exec(text) ?? [];
      const [, rest = '0'] = /(\d+) min/.exec(text) ?? [];
      return Number(hours) * 60 + Number(rest);
    };
    const before = await flat(of('Jonas Weber'));
    expect(before).toMatch(/^Jonas Weber .* of 3 h 30 min /);
    const minutesBefore = await nobody();

    // At once, before the server has answered.
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    await page.route('**/tasks.reorder**', async (route) => {
      await gate;
      await route.continue();
    });
    const move = async (title: string, to: string) => {
      await cardOf(page, title)
        .getByRole('button', { name: /^Move TSK/ })
        .click();
      await page.getByRole('button', { name: to, exact: true }).click();
    };
    for (const title of ['Work of Jonas', 'Work of Luis', 'Work of nobody']) await move(title, 'Sprint 11');
    await until(async () =>
      /^Jonas Weber 1,50\d h.* of 3 h 30 min 1,\d+ h.* over capacity$/.test(await flat(of('Jonas Weber'))),
    );
    expect(await flat(of('Luis Ortega'))).toBe('Luis Ortega 2 h 30 min No capacity set');
    expect((await nobody()) - minutesBefore).toBe(135);
    expect(await flat(of('Jonas Weber', other))).toBe(before);

    open();
    await until(async () => (await sprintOf('Work of nobody')) === 'Sprint 11');
    await until(async () => (await flat(of('Jonas Weber', other))) === (await flat(of('Jonas Weber'))));
    expect(await flat(of('Luis Ortega', other))).toBe('Luis Ortega 2 h 30 min No capacity set');
    for (const title of ['Work of Jonas', 'Work of Luis', 'Work of nobody']) await move(title, 'Backlog');
    await until(async () => (await flat(of('Jonas Weber'))) === before);
    await until(async () => (await flat(of('Jonas Weber', other))) === before);
  });

  test('gives several ticked tasks to a sprint without JavaScript', async () => {
    const page = await pageOf('marta@', '/backlog', { javaScriptEnabled: false });
    for (const title of ['Report figures by warehouse', 'Replace hand-made search index'])
      await cardOf(page, title).getByRole('checkbox').check();
    await page.selectOption('select[name=sprintId]', { label: 'Sprint 11' });
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    expect((await titlesIn(listOf(page, 'Sprint 11'))).slice(-2)).toEqual([
      'Report figures by warehouse',
      'Replace hand-made search index',
    ]);
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await page.waitForSelector('text=Select at least one task.');
  });
});

describe('the planning page of two people at once', () => {
  const plan = async (page: Page, title: string, sprintName: string) => {
    await cardOf(page, title)
      .getByRole('button', { name: /^Move TSK/ })
      .click();
    const kept = page.waitForResponse(/tasks\.reorder/);
    await page.getByRole('button', { name: sprintName, exact: true }).click();
    await kept;
  };
  /** New tasks of the backlog, and both people's planning pages. */
  async function bothPlanning(...titles: string[]) {
    await company.database.admin.query(
      `insert into app.task (project_id, title, position)
       select project_id, title, -1000 + nth from app.sprint, unnest($2::text[]) with ordinality as t (title, nth) where id = $1`,
      [sprint, titles],
    );
    return [await pageOf('marta@', '/backlog'), await pageOf('priya@', '/backlog')] as const;
  }

  test('tells a drop that the other has planned the task meanwhile, and takes it from no one', async () => {
    const [marta, priya] = await bothPlanning('Held by one, planned by the other', 'Planned afterwards');
    const title = 'Held by one, planned by the other';
    await cardOf(marta, title).focus();
    await marta.keyboard.press('Space');
    await marta.keyboard.press('ArrowRight');
    await until(async () => !(await titlesIn(listOf(marta, 'Backlog'))).includes(title));
    await plan(priya, title, 'Sprint 11');
    // Marta's page has heard of the first where it shows the second.
    await plan(priya, 'Planned afterwards', 'Sprint 11');
    await until(async () => (await titlesIn(listOf(marta, 'Sprint 11'))).includes('Planned afterwards'));
    expect(await titlesIn(listOf(marta, 'Sprint 11'))).not.toContain(title);

    await marta.keyboard.press('Space');
    await marta.waitForSelector(
      "text=/Priya Nair just moved TSK-\\d+ to Sprint 11. We've refreshed its position/",
    );
    await until(async () => (await titlesIn(listOf(marta, 'Sprint 11'))).includes(title));
    expect(await sprintOf(title)).toBe('Sprint 11');
    // Seen where it is now, it is moved on as ever.
    await plan(marta, title, 'Backlog');
    await until(async () => (await sprintOf(title)) === 'none');
    await until(async () => (await titlesIn(listOf(priya, 'Backlog'))).includes(title));
  });

  test('tells whoever moves ticked tasks of one that the other has planned meanwhile, and keeps the ticks', async () => {
    const [marta, priya] = await bothPlanning('Ticked and wanted', 'Ticked along');
    for (const title of ['Ticked and wanted', 'Ticked along'])
      await cardOf(marta, title).getByRole('checkbox').check();
    await plan(priya, 'Ticked and wanted', 'Sprint 11');
    await until(async () => (await titlesIn(listOf(marta, 'Sprint 11'))).includes('Ticked and wanted'));
    await marta.selectOption('select[name=sprintId]', { label: 'Sprint 10' });
    const move = () => marta.getByRole('button', { name: 'Move', exact: true }).click();
    await move();
    await marta.waitForSelector('text=/Priya Nair just moved TSK-\\d+ to Sprint 11. Nothing was moved/');
    expect([await sprintOf('Ticked and wanted'), await sprintOf('Ticked along')]).toEqual([
      'Sprint 11',
      'none',
    ]);
    for (const title of ['Ticked and wanted', 'Ticked along'])
      expect(await cardOf(marta, title).getByRole('checkbox').isChecked()).toBe(true);
    await move();
    await until(async () => (await sprintOf('Ticked and wanted')) === 'Sprint 10');
    expect(await sprintOf('Ticked along')).toBe('Sprint 10');
    await marta.waitForSelector('text=/Nothing was moved/', { state: 'detached' });
  });

  test('takes one’s own drag of a ticked task for no change by somebody else', async () => {
    const [marta] = await bothPlanning('Ticked, then dragged');
    const title = 'Ticked, then dragged';
    await cardOf(marta, title).getByRole('checkbox').check();
    await plan(marta, title, 'Sprint 11');
    await until(async () => (await titlesIn(listOf(marta, 'Sprint 11'))).includes(title));
    await marta.selectOption('select[name=sprintId]', { label: 'Sprint 10' });
    await marta.getByRole('button', { name: 'Move', exact: true }).click();
    await until(async () => (await sprintOf(title)) === 'Sprint 10');
  });
});

describe('two thousand cards', () => {
  const many = (page: Page) => listOf(page, 'To do');
  beforeAll(async () => {
    await company.database.admin.query(
      `insert into app.task (tenant_id, project_id, sprint_id, title, position, labels)
       select tenant_id, project_id, id, 'Many ' || n, 10000 + n, case when n % 100 = 0 then array['hundredth'] else '{}' end
         from app.sprint, generate_series(1, 2000) n where id = $1`,
      [sprint],
    );
  });
  afterAll(() => company.database.admin.query(`delete from app.task where title like 'Many %'`));

  test('are pleasant: a part of a column is there, and a move redraws little', async () => {
    const page = await pageOf('marta@');
    expect(await page.locator('[data-card]').count()).toBeLessThan(200);
    expect(await page.getByRole('heading', { name: 'To do' }).textContent()).toMatch(/2,00\d/);
    const changed = await page.evaluate(async () => {
      const cards = [...document.querySelectorAll('[data-card]')];
      let redrawn = 0;
      new MutationObserver((records) => (redrawn += records.length)).observe(
        document.querySelector('.board')!,
        { childList: true, subtree: true },
      );
      (cards[2] as HTMLElement).focus();
      for (const key of [' ', 'ArrowRight', 'ArrowDown']) {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return { redrawn };
    });
    await page.keyboard.press('Escape');
    expect(changed.redrawn).toBeLessThan(100);
  });

  test('are shown further on by a link, in place and in the address, with and without JavaScript', async () => {
    const page = await pageOf('marta@');
    const toDo = many(page);
    const scroll = toDo.locator('[data-scroll]');
    await scroll.evaluate((list) => (list.scrollTop = 900));
    const more = toDo.getByRole('link', { name: 'Show 50 more in To do' });
    await more.click();
    await until(async () => (await toDo.locator('[data-card]').count()) === 100);
    expect(await scroll.evaluate((list) => list.scrollTop)).toBe(900);
    expect(await more.evaluate((link) => link === document.activeElement)).toBe(true);
    expect(await toDo.getByRole('status').first().textContent()).toBe('Showing the first 100');
    await page.waitForURL(/\?to_do=1-100$/);
    const shown = await titlesIn(toDo);

    const plain = await pageOf('marta@', '?to_do=51-250', { javaScriptEnabled: false });
    expect((await titlesIn(many(plain))).slice(0, 50)).toEqual(shown.slice(50));
    await many(plain).getByRole('link', { name: 'Earlier' }).click();
    expect((await titlesIn(many(plain))).slice(0, 100)).toEqual(shown);
    await many(plain).getByRole('link', { name: 'more' }).click();
    await until(async () => (await titlesIn(many(plain))).at(-1)?.startsWith('Many 2') === true);
  });

  test('fit their columns, and a phone', async () => {
    for (const width of [1440, 390]) {
      const page = await pageOf('marta@', '?to_do=51-250', { width });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      const cut = await page
        .locator('[data-scroll]')
        .evaluateAll((lists) => lists.map((list) => list.scrollWidth - list.clientWidth));
      expect(cut).toEqual([0, 0, 0, 0, 0]);
    }
  });

  test('are filtered all, not just those that are shown', async () => {
    const page = await pageOf('marta@', '?to_do=1-100');
    await page.getByRole('navigation', { name: 'Filter' }).getByText('hundredth').click();
    await until(async () => (await many(page).locator('[data-card]').count()) === 20);
    expect(page.url()).not.toContain('to_do');
    expect(await page.getByRole('heading', { name: 'To do' }).textContent()).toMatch(/20 of 2,00\d/);
  });

  test('a card that is put behind the last one shown stays there, and so does one put first', async () => {
    const page = await pageOf('marta@');
    const toDo = many(page);
    const before = await titlesIn(toDo);
    const moved = (await titlesIn(listOf(page, 'In progress'))).slice(0, 2) as [string, string];
    await cardOf(page, moved[0])
      .getByRole('button', { name: /^Move TSK/ })
      .click();
    await settled(page, () => page.getByRole('button', { name: 'To do', exact: true }).click());
    expect(await titlesIn(toDo)).toEqual([...before, moved[0]]);

    await cardOf(page, moved[1]).focus();
    for (const key of ['Space', 'ArrowLeft', 'ArrowUp']) await page.keyboard.press(key);
    await settled(page, () => page.keyboard.press('Space'));
    const after = [moved[1], ...before, moved[0]];
    expect((await titlesIn(toDo)).slice(0, 52)).toEqual(after);
    expect(await told(page)).toMatch(/1 of 2,?00\d in To do/);
    await page.getByRole('link', { name: 'more in To do' }).click();
    await until(async () => (await toDo.locator('[data-card]').count()) > 90);
    expect((await titlesIn(toDo)).slice(0, 52)).toEqual(after);
  });

  test('a card that is held stays in hand when another pushes it out of what is shown', async () => {
    const page = await pageOf('marta@');
    const toDo = many(page);
    const title = (await titlesIn(toDo)).at(-1)!;
    await cardOf(page, title).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowUp');
    const jonas = await company.asPerson('jonas@');
    const { rows } = await company.database.admin.query<{ id: string; version: number }>(
      `select id, version from app.task where sprint_id = $1 and status = 'done' limit 1`,
      [sprint],
    );
    await jonas.mutate('staff', 'tasks.reorder', {
      ...{ projectId: base.split('/').at(-1), taskId: rows[0]!.id, version: rows[0]!.version },
      ...{ status: 'to_do', afterTaskId: null },
    });
    const first = await company.idOf('select title as id from app.task where id = $1', [rows[0]!.id]);
    await until(async () => (await titlesIn(toDo))[0] === first);
    expect(await titlesIn(toDo)).toContain(title);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(title);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await until(async () => (await statusOf(title)) === 'in_progress');
    expect(await titlesIn(listOf(page, 'In progress'))).toContain(title);
  });

  test('a task that is added out of sight is told of', async () => {
    const page = await pageOf('marta@');
    const field = many(page).getByRole('textbox');
    await field.fill('Many more to come');
    await field.press('Enter');
    await page.waitForSelector('text=Added “Many more to come” at the end.');
    expect(await many(page).locator('[data-card]').count()).toBe(50);
  });
});

test('where the rest of a sprint goes stays chosen when the page comes to life', async () => {
  const page = await pageOf('marta@');
  let live = () => {};
  const gate = new Promise<void>((resolve) => (live = resolve));
  await page.route('**/*.js', async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto(`${base}/sprints/${sprint}`, { waitUntil: 'commit' });
  await page.getByLabel('Backlog').check();
  live();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(500);
  expect(await page.getByLabel('Backlog').isChecked()).toBe(true);
});

test('a sprint is planned and completed in its page, and says where the rest went', async () => {
  const page = await pageOf('marta@');
  await page.goto(`${base}/sprints/${sprint}`);
  await page.click('text=Set capacity');
  await page.getByRole('textbox', { name: 'Jonas Weber' }).fill('lots');
  await page.click('text=Save capacity');
  await page.waitForSelector('text=Enter hours, like 32 or 7.5.');
  expect(await page.getByRole('textbox', { name: 'Jonas Weber' }).inputValue()).toBe('lots');
  await page.getByRole('textbox', { name: 'Jonas Weber' }).fill('12.5');
  await page.click('text=Save capacity');
  await page.waitForSelector('td:text("12 h 30 min")', { state: 'attached' });

  await page.getByLabel('Backlog').check();
  await page.getByRole('button', { name: 'Complete sprint' }).click();
  await page.waitForSelector('text=Reopen sprint');
  await page.goto(`${base}/backlog`);
  expect(await titlesIn(listOf(page, 'Backlog'))).toContain('API performance work');
});

describe('every page', () => {
  const paths = () => ['', '/backlog', '/sprints', `/sprints/${sprint}`, '/roadmap'];

  test('can be read without JavaScript, and every link reached', async () => {
    const page = await pageOf('marta@', '', { javaScriptEnabled: false });
    for (const path of paths().toReversed()) {
      await page.goto(base + path);
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.textContent('main')).not.toContain('Loading');
    }
    await page.goto(`${base}/backlog`);
    expect(await page.locator('[data-card] a').first().getAttribute('tabindex')).toBeNull();
  });
});
