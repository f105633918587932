/** The pictures as people get them: rendered, styled, in a real browser, on a phone and a desk, by day and by night. */
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import css from '../../src/app.css?inline';
import BurnDown from '../../src/lib/components/charts/BurnDown.svelte';
import BurnUp from '../../src/lib/components/charts/BurnUp.svelte';
import CapacityBars from '../../src/lib/components/charts/CapacityBars.svelte';
import Roadmap from '../../src/lib/components/charts/Roadmap.svelte';
import MilestoneTimeline from '../../src/lib/components/projects/MilestoneTimeline.svelte';
import RoleTable from '../../src/lib/components/projects/RoleTable.svelte';
import Prose from '../../src/lib/components/ui/Prose.svelte';
import { sprintLoad } from '../../src/lib/domain/sprint-capacity';
import { renderMarkdown } from '../../src/lib/server/markdown';
import { violationsOf } from '../support/axe.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { changes, epics, load, milestones, projectDays, sprintDays, today } from './given.ts';

/** A directory for those who want to look. */
const SCREENSHOTS = process.env.SCREENSHOTS;

let chromium: TestBrowser;
beforeAll(async () => {
  expect(css).toContain('--accent-ink');
  chromium = await launchBrowser();
});
afterAll(() => chromium.close());

function shown<Props extends Record<string, unknown>>(component: Component<Props>, props: Props) {
  const { head, body } = render(component as Component, { props });
  return { head, body };
}

const roadmap = { label: 'Roadmap', epics, milestones, today };
const manyEpics = Array.from({ length: 60 }, (_, index) => ({ ...epics[index % 4]!, id: `epic ${index}` }));
const prose = renderMarkdown(
  `# Plan\n\nRead [this](https://example.com) first.\n\n- one\n- two\n\n> said\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n\`\`\`\n${'x'.repeat(200)}\n\`\`\``,
);

const pictures: [string, () => { head: string; body: string }][] = [
  ['burn-up', () => shown(BurnUp, { label: 'Tasks over time', days: projectDays })],
  ['burn-down by time', () => shown(BurnDown, { label: 'Sprint 7', days: sprintDays })],
  ['burn-down by tasks', () => shown(BurnDown, { label: 'Sprint 7', days: sprintDays, by: 'tasks' })],
  ['capacity', () => shown(CapacityBars, { load })],
  ['roadmap', () => shown(Roadmap, roadmap)],
  ['roadmap of many', () => shown(Roadmap, { ...roadmap, epics: manyEpics })],
  [
    'milestone history',
    () =>
      shown(MilestoneTimeline, {
        milestones: milestones.map((one) => ({ ...one, changes })),
        tasks: '/tasks',
      }),
  ],
  ['project roles', () => shown(RoleTable, { of: 'project' })],
  ['tenant roles', () => shown(RoleTable, { of: 'tenant' })],
  ['prose', () => shown(Prose, { html: prose })],
];

async function open(
  { head, body }: { head: string; body: string },
  width: number,
  colorScheme: 'light' | 'dark',
) {
  const page = await chromium.newPage({ width, colorScheme });
  await page.setContent(
    `<!doctype html><html lang="en"><head><title>Picture</title><style>${css}</style>${head}</head>` +
      `<body data-realm="portal"><main class="bg-surface p-4"><h1>Picture</h1><h2>Part</h2>${body}</main></body></html>`,
  );
  return page;
}

describe.each(pictures)('%s', (name, picture) => {
  test.each([
    [360, 'light'],
    [360, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const)('fits %d px and is without flaws, %s', async (width, scheme) => {
    const page = await open(picture(), width, scheme);
    const width_px = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width_px()).toBeLessThanOrEqual(width);
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await width_px()).toBeLessThanOrEqual(width);
    expect((await violationsOf(page)).map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    if (SCREENSHOTS)
      await page.screenshot({ path: `${SCREENSHOTS}/${name} ${width} ${scheme}.png`, fullPage: true });
    await page.context().close();
  });
});

test.each(pictures.slice(0, 6))(
  '%s says in words what it shows, and has its data as a table',
  async (_, picture) => {
    const page = await open(picture(), 360, 'light');
    const drawn = page.locator('svg[role=img]');
    expect(await drawn.count()).toBeGreaterThan(0);
    for (const one of await drawn.all()) {
      expect(await one.locator('> title').textContent()).toMatch(/\S/);
      expect(await one.locator('> desc').textContent()).toMatch(/\S/);
    }
    expect(await page.locator('details table tbody tr').count()).toBeGreaterThan(2);
    await page.context().close();
  },
);

test('a roadmap is walked by keyboard, row by row', async () => {
  const page = await open(shown(Roadmap, roadmap), 360, 'light');
  const met: (string | null)[] = [];
  for (let index = 0; index < 8; index += 1) {
    await page.keyboard.press('Tab');
    met.push(await page.evaluate(() => document.activeElement?.getAttribute('href') ?? null));
  }
  expect(met).toEqual([null, ...[...epics, ...milestones].map(({ href }) => href)]);
  await page.context().close();
});

test('a roadmap puts what comes later further right, and a diamond where its day is', async () => {
  const page = await open(shown(Roadmap, roadmap), 1280, 'light');
  const left = async (selector: string) =>
    page.locator(selector).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x));
  const [search = 0, payments = 0, mobile = 0] = await left('svg[role=img] rect[stroke]');
  expect(payments).toBeLessThan(search);
  expect(search).toBeLessThan(mobile);
  const [agreed = 0, met = 0] = await left('svg[role=img] path');
  expect(met).toBeGreaterThan(agreed);
  await page.context().close();
});

test('a chart states its figures in words', () => {
  const html = (picture: { body: string }) =>
    picture.body.replaceAll(/<!--.*?-->/g, '').replaceAll(/\s+/g, ' ');
  const burnUpDays = projectDays.at(-1)!;
  expect(html(shown(BurnUp, { label: 'Tasks over time', days: projectDays }))).toContain(
    `Tasks over time: ${burnUpDays.done} of ${burnUpDays.total} tasks done`,
  );
  expect(html(shown(BurnDown, { label: 'Sprint 7', days: sprintDays, by: 'tasks' }))).toContain(
    '7 tasks remaining on Tue 10 Mar, 4 tasks behind the ideal line.',
  );
  expect(html(shown(CapacityBars, { load }))).toContain('4 h 30 min over');
  expect(
    html(shown(MilestoneTimeline, { milestones: [{ ...milestones[0]!, changes }], tasks: '/tasks' })),
  ).toContain('Agreed date changed from Tue 3 Mar to Fri 13 Mar');
  expect(html(shown(MilestoneTimeline, { milestones: [milestones[0]!], tasks: '/tasks' }))).not.toContain(
    '<details',
  );
});

test('a picture without data says what will be there', () => {
  const empty = [
    shown(BurnUp, { label: 'Tasks', days: [] }),
    shown(BurnDown, { label: 'Sprint', days: [] }),
    shown(CapacityBars, { load: sprintLoad([], []) }),
    shown(Roadmap, { ...roadmap, epics: [], milestones: [] }),
  ];
  for (const { body } of empty) {
    expect(body).toMatch(/yet/);
    expect(body).not.toMatch(/NaN|Infinity|<svg/);
  }
  const oneDay = [
    shown(BurnUp, { label: 'Tasks', days: projectDays.slice(0, 1) }),
    shown(BurnDown, { label: 'Sprint', days: sprintDays.slice(-1) }),
    shown(Roadmap, { ...roadmap, epics: epics.slice(3), milestones: [] }),
  ];
  for (const { body } of oneDay) expect(body).not.toMatch(/NaN|Infinity/);
});
