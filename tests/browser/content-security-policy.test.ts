/**
 * What somebody plants in a page does not run: each page allows the scripts and styles that we wrote and nothing else. Of every way in,
 * the browser is asked whether it ran, and what it refused. every-page.test.ts asks of all pages that nothing of ours is refused.
 */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdScripts, launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { idsOf, isForAnybody, pathOf, readRoutesOf, realms } from './support/pages.ts';
import { noteRefusals } from './support/refusals.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let ids: Awaited<ReturnType<typeof idsOf>>;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  ids = await idsOf(company);
}, 120_000);
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

const policy = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'strict-dynamic' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Of the one attribute that Kit's announcer brings.
    "style-src-attr 'unsafe-hashes' 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='",
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].sort();
const partsOf = (header: string | null | undefined) => (header ?? '').split('; ').sort();
const nonceIn = (header: string | null | undefined) => /'nonce-([^']+)'/.exec(header ?? '')?.[1] ?? '';

describe('headers', () => {
  test.each(realms)(
    'every page of the $realm has the policy, with a nonce of its own',
    async ({ realm, address }) => {
      const person = await company.asPerson(address);
      const nonces = new Set<string>();
      const paths = readRoutesOf(realm).map((route) => pathOf(route, ids[realm]));
      for (const path of [...paths, `/${realm}/nowhere`, '/nowhere']) {
        const visitor = isForAnybody(path) ? company.visitor() : person;
        const { headers, body } = await visitor.fetch(path, { headers: { accept: 'text/html' } });
        const header = headers.get('content-security-policy');
        const nonce = nonceIn(header);
        expect({ path, parts: partsOf(header) }).toEqual({ path, parts: policy(nonce) });
        expect(nonce.length).toBeGreaterThanOrEqual(20);
        expect(body).not.toMatch(/<[^>]+\sstyle=/);
        nonces.add(nonce);
      }
      expect(nonces.size).toBe(paths.length + 2);
    },
  );

  test('whatever is no page loads and runs nothing, and tells no other site anything', async () => {
    const dana = await company.asPerson('dana.');
    const answers = {
      data: await dana.fetch('/portal/__data.json'),
      procedure: await dana.query('portal', 'account.me'),
      export: await dana.fetch('/portal/tickets/export'),
      redirect: await company.visitor().fetch('/portal'),
      refusal: await dana.fetch('/portal/api/trpc/account.me', {
        headers: { origin: 'https://elsewhere.example' },
      }),
      none: await dana.fetch('/portal/files/00000000-0000-4000-8000-000000000000'),
    };
    for (const [name, { headers }] of Object.entries(answers)) {
      expect({ name, policy: partsOf(headers.get('content-security-policy')) }).toEqual({
        name,
        policy: ["base-uri 'none'", "default-src 'none'", "form-action 'none'", "frame-ancestors 'none'"],
      });
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()') as string,
        'cache-control': 'private, no-store',
      });
    }
  });
});

/** What is planted, and as which part of the policy the browser refuses it. */
const planted: [name: string, html: string, directive: string][] = [
  ['an inline script', '<script>window.ran = true</script>', 'script-src-elem'],
  ['a script of our own address', '<script src="/portal/api/planted.js"></script>', 'script-src-elem'],
  ['a script of another site', '<script src="https://elsewhere.example/a.js"></script>', 'script-src-elem'],
  [
    'a guessed nonce',
    '<script nonce="AAAAAAAAAAAAAAAAAAAAAA==">window.ran = true</script>',
    'script-src-elem',
  ],
  ['a handler of an event', '<img src="/nowhere.png" alt="" onerror="window.ran = true">', 'script-src-attr'],
  ['a handler within a drawing', '<svg onload="window.ran = true"></svg>', 'script-src-attr'],
  ['a script in a frame', '<iframe srcdoc="<script>parent.ran = true</script>"></iframe>', 'script-src-elem'],
  ['an address of data in a frame', '<iframe src="data:text/html,x"></iframe>', 'frame-src'],
  ['another site in a frame', '<iframe src="https://elsewhere.example/"></iframe>', 'frame-src'],
  ['an object', '<object data="/portal/files/x"></object>', 'object-src'],
  ['a base for addresses', '<base href="https://elsewhere.example/">', 'base-uri'],
  ['a style element', '<style>h1 { display: none }</style>', 'style-src-elem'],
  ['a style attribute', '<p style="position: fixed; inset: 0">Over everything</p>', 'style-src-attr'],
  [
    'a style sheet of another site',
    '<link rel="stylesheet" href="https://elsewhere.example/a.css">',
    'style-src-elem',
  ],
  ['a picture that would tell another site', '<img src="https://elsewhere.example/?told" alt="">', 'img-src'],
];

/** Lets a page come as the server sends it, with something planted in its body. */
async function plant(page: Page, path: string, html: string) {
  await page.route(company.server.origin + path, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    await route.fulfill({
      response,
      body: body.replace('<body ', '<body data-planted ').replace(/(<body[^>]*>)/, `$1${html}`),
    });
  });
  await page.route('**/planted.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'window.ran = true' }),
  );
}
const ran = (page: Page) => page.evaluate(() => (window as unknown as { ran?: boolean }).ran ?? false);

describe.each(realms)('planted in a page of the $realm', ({ realm, address }) => {
  test.each(planted)('%s is refused', async (_, html, directive) => {
    const page = await chromium.newPage();
    await signIn(page, company, address);
    const refusals = await noteRefusals(page);
    await plant(page, `/${realm}`, html);
    await page.goto(`${company.server.origin}/${realm}`);
    const seen: string[] = [];
    await expect
      .poll(() => {
        seen.push(...refusals());
        return seen.map((one) => one.split(' ')[0]);
      })
      .toContain(directive);
    expect(await ran(page)).toBe(false);
    // The page itself is none the worse.
    expect(await page.locator('h1').count()).toBe(1);
    await page.context().close();
  });

  test('a link of javascript does nothing, by itself or by a form', async () => {
    const page = await chromium.newPage();
    await signIn(page, company, address);
    const refusals = await noteRefusals(page);
    await plant(
      page,
      `/${realm}`,
      `<a id="planted" href="javascript:window.ran = true">Press</a>
       <form action="https://elsewhere.example/"><button id="away">Send</button></form>`,
    );
    await page.goto(`${company.server.origin}/${realm}`);
    await page.click('#planted');
    await expect.poll(() => refusals().join()).toContain('script-src');
    await page.evaluate(() => document.querySelector<HTMLElement>('#away')?.click());
    await expect.poll(() => refusals().join()).toContain('form-action');
    expect(await ran(page)).toBe(false);
    expect(page.url()).toBe(`${company.server.origin}/${realm}`);
    await page.context().close();
  });
});

test('what a script of ours would write into a page does not run either, nor code from text', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  const refusals = await noteRefusals(page);
  await page.goto(`${company.server.origin}/portal`);
  await page.evaluate(() => {
    const place = document.createElement('div');
    document.body.append(place);
    place.innerHTML = '<img src="/nowhere.png" alt="" onerror="window.ran = true">';
  });
  await expect.poll(() => refusals().join()).toContain('script-src-attr');
  expect(await ran(page)).toBe(false);
  await page.context().close();
});

test('the tenant’s colour comes with the page, before any script, and again with it', async () => {
  await company.database.admin.query(`update app.tenant set accent_color = '#0f766e'`);
  for (const { realm, address } of realms) {
    const page = await chromium.newPage();
    await signIn(page, company, address);
    const release = await holdScripts(page);
    await page.goto(`${company.server.origin}/${realm}`, { waitUntil: 'commit' });
    const color = () =>
      page
        .locator('[data-realm]')
        .first()
        .evaluate((one) => getComputedStyle(one).getPropertyValue('--accent'));
    await expect.poll(color).toBe('#0f766e');
    release();
    await page.waitForSelector('html[data-alive]', { state: 'attached' });
    expect(await color()).toBe('#0f766e');
    await page.context().close();
  }
});
