/** The week that an address asks for, by any day of it; the current one where that makes no sense. */
export function weekOf({ searchParams }: URL): { week?: string } {
  const day = searchParams.get('week');
  return day && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? { week: day } : {};
}
