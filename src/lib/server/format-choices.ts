import { dateWords, formatNumber, timeWords } from '../domain/formats';
import { locales } from '../inputs/locale';
import { writtenFor } from './reader';

const shown = new Date('2026-12-31T14:05:00Z');

const exampleOf = (locale: string | null) =>
  writtenFor(locale, () => `${dateWords(shown, true)}, ${timeWords(shown)}; ${formatNumber(12345.6)}`);

/** The formats among which somebody chooses, each as it writes a date, a time and a number; that of their browser first. */
export const formatChoices = () => [
  { locale: '', words: `Same as my browser: ${exampleOf(null)}` },
  ...Object.entries(locales).map(([locale, region]) => ({
    locale,
    words: `${region}: ${exampleOf(locale)}`,
  })),
];
