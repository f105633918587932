/** What the browser refuses on a page because of its Content-Security-Policy. */
import type { Page } from '@playwright/test';

/** Begins to note it, for every page that this one comes to; what is returned tells what was refused since it was last asked. */
export async function noteRefusals(page: Page): Promise<() => string[]> {
  const refused: string[] = [];
  await page.exposeBinding('refused', (_, sentence: string) => void refused.push(sentence));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sample } = event;
      (window as unknown as { refused: (sentence: string) => void }).refused(
        [effectiveDirective, blockedURI, sample].join(' ').trim(),
      );
    });
  });
  return () => refused.splice(0);
}
