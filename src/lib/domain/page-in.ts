/** Which page of a list an address asks for, by the name of its parameter; the first where it asks for none that can be. */
export function pageIn({ searchParams }: URL, name = 'page'): number {
  const page = Number(searchParams.get(name));
  return Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1;
}
