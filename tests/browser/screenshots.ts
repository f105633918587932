/**
 * `npm run screenshots [-- part of a page's route]`: every page of both sides as each kind of person, on a desktop and on a phone, in
 * light and in dark, and one contact sheet a side, in `.screenshots`. The pages are found in the folders of the routes; the demo is one of its
 * own. Ends with 1 where a page broke, asked for something in vain, or is wider than its window.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import pg from 'pg';
import { findChromium, FLAGS } from '../support/chromium.ts';
import { type TemporaryDemo, withTemporaryDemo } from '../support/temporary-demo.ts';
import { openDetails } from './support/flaws.ts';
import { idsOf, isForAnybody, pathOf, readRoutesOf, realms, type Realm } from './support/pages.ts';
import { peopleOf, type Person } from './support/people.ts';

const directory = join(import.meta.dirname, '../../.screenshots');
const looks = [1440, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);
/** A page that is longer is cut: Chromium draws no taller picture. */
const tallest_px = 12_000;
const atOnce = 3;

type Shot = { realm: Realm; route: string; kind: string; look: string; file: string };
type View = Person & { route: string; path: string };

const wanted = process.argv[2] ?? '';
const shots: Shot[] = [];
const faults: string[] = [];
/** Pages that somebody got, by route. */
const opened = new Set<string>();

rmSync(directory, { recursive: true, force: true });
await withTemporaryDemo({ withFiles: true }, async (demo) => {
  const views = await findViews(demo);
  const browser = await chromium.launch({ ...(await findChromium()), args: FLAGS });
  try {
    const queue = [...Map.groupBy(views, ({ account }) => account.email).values()];
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await take(browser, demo.origin, next);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    for (const { route } of views) if (!opened.has(route)) faults.push(`${route}: nobody got this page`);
    for (const { realm } of realms) await contactSheet(browser, realm);
  } finally {
    await browser.close();
  }
});
for (const fault of [...new Set(faults)].sort()) console.log(`fault  ${fault}`);
console.log(`${shots.length} pictures in .screenshots, faults: ${new Set(faults).size}`);
process.exit(faults.length > 0 ? 1 : 0);

/** Each page as each kind of person of its side; a page for anybody as nobody. */
async function findViews({ urls, accounts }: TemporaryDemo): Promise<View[]> {
  const admin = new pg.Pool({ connectionString: urls.owner, max: 1 });
  try {
    const people = await peopleOf({ admin }, accounts);
    // The finder adds records that tests need, which the demo does not have.
    await admin.query('begin');
    const ids = await idsOf({ database: { admin } });
    await admin.query('rollback');
    return people.flatMap((person) =>
      readRoutesOf(person.realm)
        .filter((route) => route.includes(wanted) && (!isForAnybody(route) || person.kind.endsWith('dmin')))
        .map((route) => ({ ...person, route, path: pathOf(route, ids[person.realm]) })),
    );
  } finally {
    await admin.end();
  }
}

/** Takes the pictures of one person's pages. */
async function take(browser: Browser, origin: string, views: View[]) {
  const [{ realm, kind, account }] = views as [View];
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' });
  // The form as it is seen before anybody has signed in comes first.
  const inOrder = views.toSorted((a, b) => Number(isForAnybody(b.route)) - Number(isForAnybody(a.route)));
  let isSignedIn = false;
  for (const view of inOrder) {
    if (!isForAnybody(view.route) && !isSignedIn) {
      const { email, password } = account;
      const form = { email, password };
      await context.request.post(`${origin}/${realm}/sign-in`, { form, headers: { origin } });
      isSignedIn = true;
    }
    const page = await context.newPage();
    const where = `${view.route} as ${kind}`;
    watch(page, where);
    const answer = await page.goto(origin + view.path);
    await page.waitForSelector('html[data-alive]', { state: 'attached' });
    const status = answer?.status() ?? 0;
    if (status === 200) opened.add(view.route);
    else if (![403, 404].includes(status)) faults.push(`${where}: answered ${status}`);
    await openDetails(page);
    for (const look of looks) shots.push(await shoot(page, view, look, where));
    await page.close();
  }
  await context.close();
}

/** Has what goes wrong on a page written down. */
function watch(page: Page, where: string) {
  page.on('pageerror', (error) => faults.push(`${where}: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // A stream ends with its page.
    if (reason !== 'net::ERR_ABORTED') faults.push(`${where}: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== 'document')
      faults.push(`${where}: ${response.url()} answered ${response.status()}`);
  });
}

async function shoot(
  page: Page,
  { realm, kind, route }: View,
  { width, colorScheme }: (typeof looks)[number],
  where: string,
): Promise<Shot> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  // A picture taken at once may still be in the colours of the look before.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const size = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    height: document.documentElement.scrollHeight,
  }));
  if (size.width > width) faults.push(`${where}: ${size.width} px wide in a window of ${width} px`);
  const look = `${width} ${colorScheme}`;
  const name = route.slice(1).replaceAll('/', '.');
  const file = `${realm}/${kind}/${name} ${look}.png`;
  const path = join(directory, file);
  if (size.height > tallest_px)
    await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height: tallest_px } });
  else await page.screenshot({ path, fullPage: true });
  return { realm, route, kind, look, file };
}

/** All pictures of a side on one: a row a page, a column for each person and look. */
async function contactSheet(browser: Browser, realm: Realm) {
  const own = shots.filter((shot) => shot.realm === realm);
  if (own.length === 0) return;
  const cell = ({ file, kind, look }: Shot) =>
    `<a href="${encodeURI(file)}"><span><img src="${encodeURI(file)}"></span><small>${kind}, ${look}</small></a>`;
  const rows = [...Map.groupBy(own, ({ route }) => route)].sort().map(
    ([route, all]) =>
      `<h2>${route}</h2><div>${all
        .toSorted((a, b) => a.look.localeCompare(b.look) || a.kind.localeCompare(b.kind))
        .map(cell)
        .join('')}</div>`,
  );
  const style = `body{font:12px sans-serif;margin:12px;background:#888}h2{font-size:13px;margin:8px 0 2px}div{display:flex;gap:6px}
    a{width:150px;color:inherit}span{display:block;height:190px;overflow:hidden}img{width:150px}small{font-size:9px}`;
  const sheet = join(directory, `${realm}.html`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    sheet,
    `<!doctype html><meta charset="utf-8"><title>${realm}</title><style>${style}</style>${rows.join('\n')}`,
  );
  const most = Math.max(...[...Map.groupBy(own, ({ route }) => route).values()].map((all) => all.length));
  const page = await browser.newPage({ viewport: { width: 24 + most * 156, height: 1000 } });
  await page.goto(pathToFileURL(sheet).href);
  await page.screenshot({ path: join(directory, `${realm}.png`), fullPage: true });
  await page.close();
}
