import { isId } from '$lib/domain/id';

/** The client of the terms that an address has chosen: "<contract> <client>". */
export function chosenIn({ searchParams }: URL): { clientId?: string } {
  const clientId = searchParams.get('terms')?.split(' ')[1] ?? '';
  return isId(clientId) ? { clientId } : {};
}
