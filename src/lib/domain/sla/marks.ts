import { MINUTE_ms } from './moment';
import type { SlaPolicyVersion } from './policy';
import type { ClockName, Terms } from './spans';

/** A share of a target, as the elapsed time that comes to it, rounded up to whole milliseconds. */
export type Mark = { percent: number; elapsed_ms: number };

/** The targets of the policy, in milliseconds of SLA time; null where there is none. */
export function targetOf(clock: ClockName, { policy, level, priority }: Terms): number | null {
  const target = policy.targets[level]?.[priority];
  const minutes = clock === 'first_response' ? target?.firstResponseMinutes : target?.resolutionMinutes;
  return minutes == null ? null : Math.round(minutes * MINUTE_ms);
}

/** The marks of a target, the nearest first: the policy's thresholds, and the breach. */
export const marksOf = (target_ms: number | null, policy: SlaPolicyVersion): Mark[] =>
  target_ms === null
    ? []
    : percentsOf(policy).map((percent) => ({ percent, elapsed_ms: Math.ceil((target_ms * percent) / 100) }));

const known = new WeakMap<SlaPolicyVersion, readonly number[]>();

function percentsOf(policy: SlaPolicyVersion): readonly number[] {
  let percents = known.get(policy);
  if (!percents) {
    const before = policy.thresholdsPercent.filter((percent) => percent > 0 && percent < 100);
    percents = [...new Set([...before, 100])].sort((one, other) => one - other);
    known.set(policy, percents);
  }
  return percents;
}
