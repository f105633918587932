/**
 * What grows with time is read a hundred at a time, from its end: a thread, a history, the time on a task. How many, and which
 * part an address asks for.
 */
export const threadPart_texts = 100;
export const threadParts_max = 10_000;

/** What is read in parts, by the name that its part has in an address: a thread, and what stands beside one. */
const partNames = ['earlier', 'grooming', 'history', 'time', 'moves'] as const;
export type PartName = (typeof partNames)[number];

/** How many parts back the address asks to go; 0 for the latest texts. */
export function earlierIn({ searchParams }: URL, name: PartName = 'earlier'): number {
  const earlier = Number(searchParams.get(name));
  return Number.isInteger(earlier) && earlier > 0 && earlier <= threadParts_max ? earlier : 0;
}

/** The same of each list that a page names. */
export const partsIn = <Name extends PartName>(url: URL, names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, earlierIn(url, name)])) as Record<Name, number>;

/** Where a part of one list is, with the parts that the page shows of its others. */
export function hrefOfPart(url: URL, name: PartName, part: number, place: string): string {
  const parts = { ...partsIn(url, partNames), [name]: part };
  const query = partNames.flatMap((one) => (parts[one] > 0 ? [`${one}=${parts[one]}`] : []));
  return `?${query.join('&')}#${place}`;
}

/** The lists of a task's page that are read in parts, as the client and as the team see it. */
export const clientTaskParts = ['earlier', 'history'] as const;
export const staffTaskParts = ['earlier', 'grooming', 'history', 'time'] as const;
/** And of a ticket's page, as the team sees it. */
export const staffTicketParts = ['earlier', 'time'] as const;

/** How many texts stand before those of a part. */
export const textsBefore = (texts: number, earlier: number): number =>
  Math.max(0, texts - (earlier + 1) * threadPart_texts);
