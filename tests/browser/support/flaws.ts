/** What is wrong with a page for somebody: serious findings of axe, and how much of it lies beside the window. */
import type { Page } from '@playwright/test';
import { seriousFlaws } from '../../support/axe.ts';

export async function flawsOf(page: Page): Promise<string[]> {
  const flaws = await seriousFlaws(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return [...flaws, ...(overflow > 0 ? [`${overflow} px too wide`] : [])];
}

/** Opens all that is folded up, as somebody would who reads the whole page. */
export const openDetails = (page: Page): Promise<void> =>
  page.locator('details').evaluateAll((all) => {
    for (const details of all) (details as HTMLDetailsElement).open = true;
  });
