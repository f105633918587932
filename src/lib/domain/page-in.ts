import { wholeNumber } from './numbers';

/** Which page of a list an address asks for, by the name of its parameter; the first where it asks for none that can be. */
export function pageIn({ searchParams }: URL, name = 'page'): number {
  return wholeNumber(searchParams.get(name), 1, 10_000) ?? 1;
}

/** The longest text that names where a page begins or ends: a file's name is the longest of it. */
export const edgeLength_max = 1_000;

/** The same with the row that the page begins behind, or ends in front of, where the address names one. */
export function pageAskedIn(url: URL): { page: number; edge?: string } {
  const edge = url.searchParams.get('edge') ?? '';
  return { page: pageIn(url), ...(edge !== '' && edge.length <= edgeLength_max && { edge }) };
}
