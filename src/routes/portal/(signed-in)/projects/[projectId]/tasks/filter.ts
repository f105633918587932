import type { z } from 'zod';
import type { taskListInput } from '$lib/inputs/projects';

type TaskListInput = z.input<typeof taskListInput>;
const statuses = ['to_do', 'in_progress', 'in_review', 'blocked', 'done'] as const;

/** The list that an address asks for; what makes no sense in it is left out. */
export function inputOf(projectId: string, url: URL): TaskListInput {
  const status = statuses.find((one) => one === url.searchParams.get('status'));
  const page = Number(url.searchParams.get('page'));
  return {
    projectId,
    ...(status && { status }),
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
  };
}
