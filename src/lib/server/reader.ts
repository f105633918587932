/**
 * For whom an answer is made: how they read dates and numbers. The browser's first language counts until the person's own choice is known,
 * which comes with the identity of the first procedure that answers (realm-procedure.ts).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { british, readFormatsFrom, type Formats } from '../domain/formats';
import { firstLanguage, formatsOf } from '../domain/locale';

type Reader = { formats: Formats; readonly browser: Formats };

const readers = new AsyncLocalStorage<Reader>();

/** Requests interleave: each has its own reader. What no request asks for, a job of the worker, is written as in Britain. */
readFormatsFrom(() => readers.getStore()?.formats);

/** More locales than Intl has regions for languages that people use; a header could name thousands of others. */
const kept_max = 500;
const kept = new Map<string, Formats>();

function keptFormats(locale: string): Formats {
  let formats = kept.get(locale);
  if (!formats) {
    if (kept.size >= kept_max) kept.clear();
    formats = formatsOf(locale);
    kept.set(locale, formats);
  }
  return formats;
}

/** Runs the answer to a request for a reader whose browser prefers the languages of this Accept-Language header. */
export function answerFor<T>(acceptLanguage: string | null, answer: () => T): T {
  const language = firstLanguage(acceptLanguage);
  const browser = language ? keptFormats(language) : british;
  return readers.run({ formats: browser, browser }, answer);
}

/** From here on the reader of this request reads by the locale that they chose; null chooses none. */
export function readBy(chosen: string | null): void {
  const reader = readers.getStore();
  if (reader && chosen) reader.formats = keptFormats(chosen);
}

/** A text as a reader by this locale reads it; by null, as one who leaves it to the browser of this request. */
export function writtenFor(locale: string | null, write: () => string): string {
  const { browser = british } = readers.getStore() ?? {};
  return readers.run({ formats: locale ? keptFormats(locale) : browser, browser }, write);
}
