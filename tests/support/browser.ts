/** A real Chromium for the browser tests. */
import { type Browser, chromium, type Page, type Response } from '@playwright/test';
import { inject } from 'vitest';

type PageOptions = {
  width?: number;
  colorScheme?: 'light' | 'dark';
  javaScriptEnabled?: boolean;
  /** Whether there is a touch screen in place of a mouse. */
  touch?: boolean;
  /** The language that the browser asks for. */
  locale?: string;
};

export type TestBrowser = {
  browser: Browser;
  /** A page with cookies of its own, so that each is a different visitor. */
  newPage(options?: PageOptions): Promise<Page>;
  close(): Promise<void>;
};

/** The run's browser, with contexts that are this test file's alone. Use it in `beforeAll`, and `close()` in `afterAll`. */
export async function launchBrowser(): Promise<TestBrowser> {
  const browser = await chromium.connect(inject('browserAt'), { timeout: 30_000 });
  return {
    browser,
    async newPage({
      width = 1280,
      colorScheme = 'light',
      javaScriptEnabled = true,
      touch = false,
      locale = 'en-GB',
    } = {}) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        javaScriptEnabled,
        hasTouch: touch,
        isMobile: touch,
        locale,
        timezoneId: 'UTC',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      if (javaScriptEnabled) waitUntilAlive(page);
      else waitUntilWhole(page);
      return page;
    },
    close: () => browser.close(),
  };
}

/**
 * Has going to a page wait until it has come to life, where a test does not ask for less by `waitUntil`: what somebody does before has
 * tests of its own (hydration.test.ts), and nothing else depends on how busy the machine is.
 */
function waitUntilAlive(page: Page): void {
  const alive = async (answer: Response | null, waitUntil: string | undefined) => {
    if (!waitUntil && answer?.headers()['content-type']?.startsWith('text/html'))
      await page.waitForSelector('html[data-alive]', { state: 'attached' });
    return answer;
  };
  const goto = page.goto.bind(page);
  const reload = page.reload.bind(page);
  page.goto = async (url, options) => alive(await goto(url, options), options?.waitUntil);
  page.reload = async (options) => alive(await reload(options), options?.waitUntil);
}

/**
 * Has a click or a key wait until the page that it opens is there to its end: without scripts each link and form opens one, and Playwright
 * itself waits for its first byte alone, so that a test would read as much of a list as had come by then.
 */
function waitUntilWhole(page: Page): void {
  const frame = page.mainFrame();
  const click = frame.click.bind(frame);
  const press = frame.press.bind(frame);
  frame.click = async (...given) => {
    await click(...given);
    await page.waitForLoadState();
  };
  frame.press = async (...given) => {
    await press(...given);
    await page.waitForLoadState();
  };
}

/** Keeps the scripts of every page from coming, until what this resolves to is called. */
export async function holdScripts(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/_app/**/*.js', async (route) => {
    await released;
    await route.continue();
  });
  return release;
}
