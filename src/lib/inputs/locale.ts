import { z } from 'zod';

/** The locales that somebody can choose to read by, each with where it is spoken. */
export const locales = {
  'en-AU': 'Australia',
  'de-AT': 'Austria',
  'nl-BE': 'Belgium',
  'en-CA': 'Canada',
  'da-DK': 'Denmark',
  'fi-FI': 'Finland',
  'fr-FR': 'France',
  'de-DE': 'Germany',
  'en-IN': 'India',
  'en-IE': 'Ireland',
  'it-IT': 'Italy',
  'nl-NL': 'Netherlands',
  'en-NZ': 'New Zealand',
  'nb-NO': 'Norway',
  'pl-PL': 'Poland',
  'es-ES': 'Spain',
  'sv-SE': 'Sweden',
  'de-CH': 'Switzerland',
  'en-GB': 'United Kingdom',
  'en-US': 'United States',
} as const;

type Locale = keyof typeof locales;

export const accountUpdate = z.strictObject({
  /** By which the person reads dates and numbers; null for that of their browser. */
  locale: z.preprocess(
    (value) => value || null,
    z.enum(Object.keys(locales) as [Locale, ...Locale[]], 'Choose a format from the list.').nullable(),
  ),
});
