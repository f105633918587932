import { isDay } from '$lib/domain/days';

/** The week that an address asks for, by any day of it; the current one where that makes no sense. */
export function weekOf({ searchParams }: URL): { week?: string } {
  const day = searchParams.get('week');
  return day && isDay(day) ? { week: day } : {};
}
