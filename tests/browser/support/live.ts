/** The streams by which an open page hears of changes. */
import type { Page } from '@playwright/test';

/** Does what opens a page, and waits until its stream (of a section, or any) is open: what changes from here on reaches it by that. */
export async function hears(
  page: Page,
  open: () => Promise<unknown>,
  section: 'projects' | 'tickets' | '' = '',
): Promise<void> {
  const opened = page.waitForResponse((response) => response.url().includes(`/api/trpc/live.${section}`));
  await open();
  await opened;
}
