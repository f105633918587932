/** How numbers that people type are read, wherever they type one. */

/** "1,940" as "1940": a comma before three figures sets off thousands, as it does where a number is shown. */
export const withoutThousands = (text: string): string =>
  text.replace(/^[1-9]\d{0,2}(?:,\d{3})+(?!\d)/, (grouped) => grouped.replaceAll(',', ''));

/**
 * A number without a sign as somebody typed it: "32", "7.5", "7,5", "1,940". Null for anything else: signs, exponents ("1e3"), other
 * bases ("0x10"), "Infinity", figures of other scripts, more than 24 characters, nothing.
 */
export function parseNumber(typed: string): number | null {
  const text = withoutThousands(typed.trim()).replace(',', '.');
  return text.length <= 24 && /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : null;
}

/** A whole number in an address, from `min` to `max`; null for anything else. */
export function wholeNumber(text: string | null, min: number, max: number): number | null {
  const number = /^\d{1,9}$/.test(text ?? '') ? Number(text) : NaN;
  return number >= min && number <= max ? number : null;
}
