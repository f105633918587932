import type { ScopeEvent } from '../../../domain/burn-down';

type Move = {
  taskId: string;
  from: string | null;
  to: string | null;
  estimateMinutes: number | null;
  at: string;
};
type Estimate = { taskId: string; to: number | null; at: string };
type Status = { taskId: string; from: string | null; to: string; at: string };

/**
 * The events of a burn-down: the moves of tasks into and out of a sprint, what they were estimated at, and when they were done.
 * A sprint that is completed ends there: what its completion carried over, which bears the moment of that very transaction,
 * stays in the picture as work that was left, whatever becomes of it later.
 */
export function scopeEvents(
  sprintId: string,
  completedAt: string | null,
  moves: readonly Move[],
  estimates: readonly Estimate[],
  statuses: readonly Status[],
): ScopeEvent[] {
  const end = completedAt === null ? Infinity : Date.parse(completedAt);
  const events = [
    ...moves
      .filter(({ from, at }) => !(from === sprintId && at === completedAt))
      .map(({ taskId, to, at, estimateMinutes }) => ({
        taskId,
        at,
        estimateMinutes,
        change: to === sprintId ? ('added' as const) : ('removed' as const),
      })),
    ...estimates.map(({ taskId, to, at }) => ({
      taskId,
      at,
      estimateMinutes: to,
      change: 'estimated' as const,
    })),
    ...statuses.map(({ taskId, to, at }) => ({
      taskId,
      at,
      estimateMinutes: null,
      change: to === 'done' ? ('done' as const) : ('reopened' as const),
    })),
  ];
  return events.filter(({ at }) => Date.parse(at) <= end);
}
