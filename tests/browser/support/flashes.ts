/** What a page that stays open does to its reader while it follows a change. */
import type { Page } from '@playwright/test';

/** What may not happen to an open page. */
type Disturbance = {
  /** Times at which nothing was there, a skeleton was, or fewer rows than before and after. */
  emptied: number;
  /** What was taken away and put back as it was, or in another place. */
  rebuilt: string[];
  /** Rows, by what they lead to, that another row now stands for. */
  replaced: string[];
  /** Details that were open, and no longer are. */
  closed: number;
  /** How far what stands in the middle of the window has moved in it. */
  moved_px: number;
  focus: 'kept' | 'lost';
};

export const undisturbed: Disturbance = {
  ...{ emptied: 0, rebuilt: [], replaced: [], closed: 0, moved_px: 0, focus: 'kept' },
};

/**
 * Looks at every change of the page's document from now on. The function that is returned says what they did to the
 * reader by then.
 */
export async function watchForFlashes(page: Page): Promise<() => Promise<Disturbance>> {
  const held = await page.evaluateHandle(() => {
    const named =
      'li, tr, article, section, header, h1, h2, h3, form, input, textarea, select, table, nav, figure, details, dl, a[href]';
    const rows = 'main :is(li, tbody tr, article)';
    const skeleton = '[role=status][aria-label=Loading]';
    const contentOf = (node: Node) =>
      node instanceof Element
        ? [node, ...node.querySelectorAll(named)].filter((one) => one.matches(named))
        : [];
    const count = () => document.querySelectorAll(rows).length;
    const isEmpty = () =>
      !document.querySelector('main h1')?.textContent.trim() || document.querySelector(skeleton) !== null;
    /** Rows that lead somewhere, without those that lead to the same. */
    const places = () => {
      const found = new Map<string, Element | null>();
      for (const row of document.querySelectorAll(rows)) {
        const href = row.querySelector('a[href]')?.getAttribute('href');
        if (!href) continue;
        const key = `${row.tagName.toLowerCase()} ${href}`;
        found.set(key, found.has(key) ? null : row);
      }
      return found;
    };
    const middle = document
      .elementFromPoint(innerWidth / 2, innerHeight / 2)
      ?.closest('li, tr, article, section, form, div, main');
    const before = {
      places: places(),
      rows: count(),
      focused: document.activeElement,
      open: [...document.querySelectorAll<HTMLDetailsElement>('details[open]')],
      middle,
      top: middle?.getBoundingClientRect().top ?? 0,
    };
    const seen = { emptied: 0, fewest: before.rows };
    const removed: { node: Element; html: string }[] = [];
    const added = new Set<string>();
    new MutationObserver((records) => {
      if (isEmpty()) seen.emptied += 1;
      seen.fewest = Math.min(seen.fewest, count());
      for (const record of records) {
        for (const node of [...record.removedNodes].flatMap(contentOf))
          removed.push({ node, html: node.outerHTML });
        for (const node of [...record.addedNodes].flatMap(contentOf)) added.add(node.outerHTML);
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    return {
      tell: () => {
        const now = places();
        return {
          emptied: seen.emptied + Number(seen.fewest < Math.min(before.rows, count())),
          rebuilt: removed
            .filter(({ node, html }) => node.isConnected || added.has(html))
            .map(({ html }) => html.slice(0, 200)),
          replaced: [...before.places]
            .filter(([key, row]) => row && now.get(key) && now.get(key) !== row)
            .map(([key]) => key),
          closed: before.open.filter((details) => !details.isConnected || !details.open).length,
          moved_px: before.middle
            ? Math.round(Math.abs(before.middle.getBoundingClientRect().top - before.top))
            : 0,
          focus:
            document.activeElement === before.focused && before.focused?.isConnected
              ? ('kept' as const)
              : ('lost' as const),
        };
      },
    };
  });
  return () => held.evaluate(({ tell }) => tell());
}

/** When these words stand in the page's main part, or no longer do, by the clock that server and browser share. */
export async function momentOf(page: Page, words: string, stand: boolean): Promise<number> {
  return page.evaluate(
    ([wanted, isThere]) =>
      new Promise<number>((resolve) => {
        const look = () => {
          const text = document.querySelector('main')?.textContent.replace(/\s+/g, ' ') ?? '';
          if (text.includes(wanted) !== isThere) return;
          observer.disconnect();
          resolve(performance.timeOrigin + performance.now());
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        look();
      }),
    [words, stand] as const,
  );
}
