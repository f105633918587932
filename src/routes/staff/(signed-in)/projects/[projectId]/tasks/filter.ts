import type { z } from 'zod';
import type { taskFilter } from '$lib/inputs/staff';
import { taskStatusWords, visibilityWords } from '$lib/domain/words';

type Filter = z.input<typeof taskFilter>;

const keyOf = <Words extends object>(words: Words, text: string | null): keyof Words | undefined =>
  text !== null && text in words ? (text as keyof Words) : undefined;

/** The list that an address asks for; what makes no sense in it is left out. */
export function filterOf(projectId: string, { searchParams }: URL): Filter {
  const status = keyOf(taskStatusWords, searchParams.get('status'));
  const visibility = keyOf(visibilityWords, searchParams.get('visibility'));
  const sprintId = searchParams.get('sprint');
  const search = searchParams.get('search')?.trim().slice(0, 200);
  const page = Number(searchParams.get('page'));
  return {
    projectId,
    ...(status && { status }),
    ...(visibility && { visibility }),
    ...(sprintId && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(sprintId) && { sprintId }),
    ...(search && { search }),
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
  };
}
