/**
 * The formatter of a locale and form for any IANA time zone, made once for each zone: making one costs a hundred times what it does
 * with a date, and there are at most as many as time zones. Throws a RangeError for a zone that Intl does not know.
 */
export function keptFormat(locale: string, form: Intl.DateTimeFormatOptions) {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (timeZone: string): Intl.DateTimeFormat => {
    let format = formats.get(timeZone);
    if (!format) {
      format = new Intl.DateTimeFormat(locale, { ...form, timeZone });
      formats.set(timeZone, format);
    }
    return format;
  };
}
