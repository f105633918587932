/** Whatever people write, no page gets wider than its window, and no direction of a text reaches the words around it. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { openDetails } from './support/flaws.ts';
import { idsOf, isForAnybody, pathOf, readRoutesOf, realms, type Realm } from './support/pages.ts';
import { signIn } from './support/sign-in.ts';
import { writeEverywhere, type Wordings } from './support/written.ts';

const word = 'Donaudampfschifffahrtsgesellschaft'.repeat(6).slice(0, 195);
const cells = (text: string) => `|${` ${text} |`.repeat(14)}`;
const wide: Wordings = {
  line: word,
  prose: [
    word,
    `# ${word}`,
    `- ${word}\n> ${word}`,
    `https://example.com/${'path/'.repeat(20)}${word}?${'q=1&'.repeat(30)}`,
    `\`${word}\``,
    `\`\`\`\n${word}${word}\n\`\`\``,
    [cells('Column'), cells('---'), cells('value'), `| ${word} |`].join('\n'),
  ].join('\n\n'),
};
/** A right-to-left override, after which "drow" reads as "word" and so would the rest of the line. */
const mark = '\u202e';
const turned: Wordings = { line: `name ${mark}drow`, prose: `Text ${mark}drow` };

let company: SampleCompany;
let chromium: TestBrowser;
let paths: Record<Realm, string[]>;
const pages = new Map<string, Page>();
const widths = [1440, 390];

beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  const ids = await idsOf(company);
  const pathsOf = (realm: Realm) =>
    readRoutesOf(realm)
      .filter((route) => !isForAnybody(route))
      .map((route) => pathOf(route, ids[realm]));
  paths = { staff: pathsOf('staff'), portal: pathsOf('portal') };
  // What the server sends is what is looked at: no page needs a script to be read.
  for (const { realm, address } of realms) {
    const page = await chromium.newPage({ javaScriptEnabled: false });
    await signIn(page, company, address);
    pages.set(realm, page);
  }
}, 120_000);
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

describe('a word of 200 letters, a long address, a wide table in every text', () => {
  beforeAll(async () => {
    const written = await writeEverywhere(company.database, wide);
    expect(written).toEqual(
      expect.arrayContaining([
        'app.task.title',
        'app.client.name',
        'app.attachment.name',
        'app.message.body',
      ]),
    );
    expect(written.length).toBeGreaterThan(35);
  });

  test.each(realms)(
    'fit each page of the $realm',
    async ({ realm }) => {
      const page = pages.get(realm)!;
      const tooWide: Record<string, string> = {};
      for (const path of paths[realm]) {
        await page.goto(company.server.origin + path);
        await openDetails(page);
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          const by = await page.evaluate(widest);
          if (by) tooWide[`${path} ${width}`] = by;
        }
      }
      expect(tooWide).toEqual({});
    },
    240_000,
  );
});

test.each(realms)(
  'a text that turns its direction turns no other word on the pages of the $realm',
  async ({ realm, address }) => {
    await writeEverywhere(company.database, turned);
    const visitor = await company.asPerson(address);
    const reached: string[] = [];
    let seen = 0;
    for (const path of paths[realm]) {
      const { body } = await visitor.fetch(path, { headers: { accept: 'text/html' } });
      for (const { index } of body.matchAll(new RegExp(mark, 'g'))) {
        seen += 1;
        // Ended before the text is, or before a file's ending is.
        if (!/^.drow(\.txt)?\u202c/.test(body.slice(index, index + 20)))
          reached.push(`${path}: ${body.slice(index - 60, index + 60)}`);
      }
    }
    expect(reached).toEqual([]);
    expect(seen).toBeGreaterThan(100);
  },
  240_000,
);

test.each(realms)(
  'right-to-left text stands right to left on the pages of the $realm',
  async ({ realm }) => {
    await writeEverywhere(company.database, { line: ' שלום עולם', prose: ' שלום עולם' });
    const page = pages.get(realm)!;
    const counts = { title: 0, prose: 0, field: 0 };
    for (const path of paths[realm]) {
      await page.goto(company.server.origin + path);
      const directions = await page.evaluate(() =>
        Object.entries({ title: 'h1', prose: '.prose', field: 'input:not([type=hidden]), textarea' }).flatMap(
          ([kind, selector]) =>
            [...document.querySelectorAll<HTMLInputElement>(selector)]
              .filter((one) => /^[\d\s]*שלום/.test(kind === 'field' ? one.value : one.textContent))
              .map((one) => [kind, getComputedStyle(one).direction] as const),
        ),
      );
      for (const [kind, direction] of directions) {
        expect({ path, kind, direction }).toEqual({ path, kind, direction: 'rtl' });
        counts[kind as keyof typeof counts] += 1;
      }
    }
    expect(counts.title).toBeGreaterThan(2);
    expect(counts.prose).toBeGreaterThan(1);
    if (realm === 'staff') expect(counts.field).toBeGreaterThan(5);
  },
  240_000,
);

/** Runs in the page: how much wider than the window it is, and what makes it so; '' where it fits. */
function widest(): string {
  const over = document.documentElement.scrollWidth - window.innerWidth;
  if (over <= 0) return '';
  const isClipped = (element: Element): boolean => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== 'visible') return true;
    return false;
  };
  const beside = [...document.body.querySelectorAll('*')].filter(
    (one) => one.getBoundingClientRect().right > window.innerWidth + 1 && !isClipped(one),
  );
  const right = (one: Element) => one.getBoundingClientRect().right;
  const [first] = beside
    .filter((one) => !beside.some((other) => other !== one && one.contains(other)))
    .toSorted((a, b) => right(b) - right(a));
  return `${over} px: ${first?.outerHTML.slice(0, 200)} in ${first?.parentElement?.outerHTML.slice(0, 200)}`;
}
