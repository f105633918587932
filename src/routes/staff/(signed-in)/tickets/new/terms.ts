const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The client of the terms that an address has chosen: "<contract> <client>". */
export function chosenIn({ searchParams }: URL): { clientId?: string } {
  const clientId = searchParams.get('terms')?.split(' ')[1] ?? '';
  return uuid.test(clientId) ? { clientId } : {};
}
