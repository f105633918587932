import { getContext, setContext } from 'svelte';

const key = Symbol('time zone');

/** Has everything below show moments in an IANA time zone, where it is not told another. */
export const provideTimeZone = (timeZone: () => string) => setContext(key, timeZone);

/** The time zone in which moments are shown here; UTC where none is provided. */
export const timeZoneHere = (): (() => string) =>
  getContext<(() => string) | undefined>(key) ?? (() => 'UTC');
