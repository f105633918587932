import type { ScopeEvent } from '../../../domain/burn-down';

type Move = {
  taskId: string;
  from: string | null;
  to: string | null;
  estimateMinutes: number | null;
  at: string;
};
type Status = { taskId: string; from: string | null; to: string; at: string };

/**
 * What a burn-down plays: the moves of tasks into and out of a sprint, and when they were done. What the completion of the
 * sprint itself carried over stays in the picture as work that was left; it bears the moment of that very transaction.
 */
export function scopeEvents(
  sprintId: string,
  completedAt: string | null,
  moves: readonly Move[],
  statuses: readonly Status[],
): ScopeEvent[] {
  return [
    ...moves
      .filter(({ from, at }) => !(from === sprintId && at === completedAt))
      .map(({ taskId, to, at, estimateMinutes }) => ({
        taskId,
        at,
        estimateMinutes,
        change: to === sprintId ? ('added' as const) : ('removed' as const),
      })),
    ...statuses.map(({ taskId, to, at }) => ({
      taskId,
      at,
      estimateMinutes: null,
      change: to === 'done' ? ('done' as const) : ('reopened' as const),
    })),
  ];
}
