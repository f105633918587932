import { daysBetween } from './days';
import { plural } from './words';

/** How far a sprint is from its last day, for people. Days are ISO days; its last day counts as one. */
export function daysLeftWords(
  { startsOn, endsOn, status = 'active' }: { startsOn: string; endsOn: string; status?: string },
  today: string,
): string {
  if (status === 'completed') return 'ended';
  if (today < startsOn) return `starts in ${plural(daysBetween(today, startsOn), 'day')}`;
  const left = daysBetween(today, endsOn);
  if (left < 0) return `${plural(-left, 'day')} overdue`;
  return left === 0 ? 'last day' : `${plural(left, 'day')} left`;
}
