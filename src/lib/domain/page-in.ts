import { wholeNumber } from './numbers';

/** Which page of a list an address asks for, by the name of its parameter; the first where it asks for none that can be. */
export function pageIn({ searchParams }: URL, name = 'page'): number {
  return wholeNumber(searchParams.get(name), 1, 10_000) ?? 1;
}
