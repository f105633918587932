/** An input with every text in it in Unicode's normal form C, as the database stores text: equal words are equal then. */
export function normalized(input: unknown): unknown {
  if (typeof input === 'string') return input.normalize('NFC');
  if (Array.isArray(input)) return input.map(normalized);
  if (input === null || typeof input !== 'object' || Object.getPrototypeOf(input) !== Object.prototype)
    return input;
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, normalized(value)]));
}
