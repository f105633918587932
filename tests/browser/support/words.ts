/** The words that a page shows or tells, and those among them that were meant for machines. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** What stands in a page's HTML, and where else it leads: to states of itself, and by forms. */
export type Told = {
  words: string[];
  /** The queries by which the page leads to itself: links, and what its filters offer. */
  queries: string[];
  /** What each form of it that posts would send, had nobody filled in anything. */
  forms: { action: string; fields: [string, string][] }[];
};

/** Reads pages in the order given, in a page of the browser that shows none of them: no script of theirs runs. */
export const readPages = (blank: Page, pages: { html: string; path: string }[]): Promise<Told[]> =>
  blank.evaluate((all) => all.map(read), pages);

declare function read(page: { html: string; path: string }): Told;

/** Defines in the browser how one page is read. */
export const prepareReader = (blank: Page): Promise<void> =>
  blank.evaluate(() => {
    const told = [
      'title',
      'aria-label',
      'aria-description',
      'aria-roledescription',
      'aria-valuetext',
      'alt',
      'placeholder',
      'label',
      'data-label',
    ];
    const unseen = 'script, style, template';
    const wordsOf = (document: Document) => {
      const words = [document.title];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { parentElement: parent, data } = walker.currentNode as Text;
        if (!parent?.closest(`${unseen}, [data-reference]`)) words.push(data);
      }
      for (const element of document.body.querySelectorAll('*'))
        for (const name of told) words.push(element.getAttribute(name) ?? '');
      for (const input of document.querySelectorAll(
        'input:not([type=hidden], [type=checkbox], [type=radio])',
      ))
        words.push(input.getAttribute('value') ?? '');
      return [...new Set(words.map((one) => one.replace(/\s+/g, ' ').trim()).filter(Boolean))];
    };
    const queriesOf = (document: Document, path: string) => {
      const queries = new Set<string>();
      for (const link of document.querySelectorAll('a[href*="?"]')) {
        const url = new URL(link.getAttribute('href') ?? '', `http://here${path}`);
        if (url.origin === 'http://here' && url.pathname === path) queries.add(url.search);
      }
      for (const select of document.querySelectorAll<HTMLSelectElement>(
        'form:not([method=POST i]) select[name]',
      ))
        for (const option of select.options)
          if (option.value) queries.add(`?${new URLSearchParams({ [select.name]: option.value })}`);
      // One record to choose stands for all of them.
      const alike = (query: string) => query.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id');
      return [...new Map([...queries].map((query) => [alike(query), query])).values()];
    };
    const formsOf = (document: Document) =>
      [...document.querySelectorAll<HTMLFormElement>('form[method=POST i]')].flatMap((form) => {
        const controls = [...form.elements].filter((one) => 'name' in one && one.name) as HTMLInputElement[];
        const fields = controls
          .filter(({ type }) => type !== 'submit' && type !== 'checkbox' && type !== 'radio')
          .map(({ name, type, value }): [string, string] => [name, type === 'hidden' ? value : '']);
        const actions = [form, ...form.querySelectorAll('[formaction]')].map(
          (one) => one.getAttribute('formaction') ?? one.getAttribute('action') ?? '',
        );
        return [...new Set(actions)].map((action) => ({ action, fields }));
      });
    Object.assign(globalThis, {
      read({ html, path }: { html: string; path: string }): Told {
        const document = new DOMParser().parseFromString(html, 'text/html');
        return { words: wordsOf(document), queries: queriesOf(document, path), forms: formsOf(document) };
      },
    });
  });

const enums = [
  ...readFileSync(join(import.meta.dirname, '../../../db/types/enums.ts'), 'utf8').matchAll(/'(\w+)'/g),
].map(([, value]) => value!);
const joined = enums.filter((value) => value.includes('_')).join('|');

/** These are also links and figures within a sentence, and hours as one types them. */
const wordsOfSentences = ['closed', 'projects', 'recorded', 'tickets'];

/** No person reads these: ids, values of the program, moments as machines write them, the database's words for a state. */
const meantForMachines = [
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i,
  /\[object|\b(undefined|null|NaN|Infinity|true|false)\b/,
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d/,
  new RegExp(`\\b(${joined})\\b`),
  // One word alone that every dictionary here begins with a capital.
  new RegExp(`^(${enums.filter((value) => !wordsOfSentences.includes(value)).join('|')})$`),
];

export const wordsForMachines = (words: string[]): string[] =>
  words.filter((one) => meantForMachines.some((pattern) => pattern.test(one)));
