import type { z } from 'zod';
import type { visibilityLogFilter } from '$lib/inputs/staff-visibility';
import { isDay } from '$lib/domain/days';
import { recordKindWords, visibilityWords } from '$lib/domain/words';
import { pageIn } from '$lib/domain/page-in';

type Filter = z.input<typeof visibilityLogFilter>;

const keyOf = <Words extends object>(words: Words, text: string | null): keyof Words | undefined =>
  text !== null && text in words ? (text as keyof Words) : undefined;
const idOf = (text: string | null) =>
  text && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined;
const dayOf = (text: string | null) => (text && isDay(text) ? text : undefined);

/** The part of the log that an address asks for; what makes no sense in it is left out. */
export function filterOf(url: URL): Filter {
  const { searchParams } = url;
  const [projectId, contractId, actorId] = ['project', 'contract', 'actor'].map((name) =>
    idOf(searchParams.get(name)),
  );
  const [kind, to] = [
    keyOf(recordKindWords, searchParams.get('kind')),
    keyOf(visibilityWords, searchParams.get('to')),
  ];
  const [from, until] = [dayOf(searchParams.get('from')), dayOf(searchParams.get('until'))];
  return {
    ...(projectId && { projectId }),
    ...(contractId && { contractId }),
    ...(actorId && { actorId }),
    ...(kind && { kind }),
    ...(to && { to }),
    ...(from && { from }),
    ...(until && { until }),
    page: pageIn(url),
  };
}
