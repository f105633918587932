/** What axe finds wrong with a page. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number];

/**
 * Every rule of axe, on the page and its frames. It runs in the page itself and collects violations alone: a page of its own for the
 * summary, and lists of all that is well, take three times as long and find the same.
 */
export async function violationsOf(page: Page): Promise<Violation[]> {
  // What is on its way from one look to another is judged when it is there: a button is pale while what it sent is under way.
  await page.waitForFunction(
    () =>
      !document.querySelector('button[aria-busy="true"]') &&
      !document.getAnimations().some((one) => one instanceof CSSTransition),
  );
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  return violations;
}

/** Those that keep somebody from using the page, each with the first element that has it. */
export async function seriousFlaws(page: Page): Promise<string[]> {
  const violations = await violationsOf(page);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}
