/** What is wrong with a page for somebody: serious findings of axe, and how much of it lies beside the window. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

export async function flawsOf(page: Page): Promise<string[]> {
  // What is on its way from one look to another is judged when it is there: a button is pale while what it sent is under way.
  await page.waitForFunction(
    () =>
      !document.querySelector('button[aria-busy="true"]') &&
      !document.getAnimations().some((one) => one instanceof CSSTransition),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return [
    ...violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
    ...(overflow > 0 ? [`${overflow} px too wide`] : []),
  ];
}

/** Opens all that is folded up, as somebody would who reads the whole page. */
export const openDetails = (page: Page): Promise<void> =>
  page.locator('details').evaluateAll((all) => {
    for (const details of all) (details as HTMLDetailsElement).open = true;
  });
