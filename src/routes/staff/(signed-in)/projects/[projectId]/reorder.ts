import type { StaffApi, StaffOutputs } from '$lib/trpc/staff';

type Card = StaffOutputs['tasks']['board']['tasks'][number];
type Target = { status: Card['status']; afterTaskId: string | null; sprintId?: string | null };

/**
 * Keeps moves of cards: over the version that was taken up, or the one that the move before has left. Returns when the
 * page has been asked again, so that what is laid over it can go; before it is asked, `kept` gets the
 * version that the move has left, and may change what is asked for.
 */
export function createReorder({ client, queries }: StaffApi, projectId: () => string) {
  const left = new Map<string, number>();
  return async (
    { id, version }: Card,
    to: Target,
    kept?: (version: number) => Promise<void>,
  ): Promise<void> => {
    try {
      const moved = await client.tasks.reorder.mutate({
        ...{ projectId: projectId(), taskId: id, version: Math.max(version, left.get(id) ?? 0) },
        ...to,
      });
      left.set(id, moved.version);
      await kept?.(moved.version);
    } finally {
      await Promise.all([queries.tasks.board.invalidate(), queries.tasks.backlog.invalidate()]);
    }
  };
}

/** Keeps the outcome of a review: a move that leaves the task its place among others. */
export function reviewing({ client, queries }: StaffApi, projectId: () => string) {
  return async ({ id, version }: Card, status: Card['status'], kept: () => Promise<void>): Promise<void> => {
    try {
      await client.tasks.move.mutate({ projectId: projectId(), taskId: id, version, status });
      await kept();
    } finally {
      await queries.tasks.board.invalidate();
    }
  };
}
