/** To whom a contract's tickets escalate where a person of the path is there no more. */

export type EscalationStep = {
  clock: 'first_response' | 'resolution';
  /** Of the clock's target; 100 is the breach. */
  atPercent: number;
  staffMemberId: string;
  /** Whether the person has the contract's tickets in their queue. */
  reaches: boolean;
};

/**
 * The step of a path whose person hears of this one: its own; where that person no longer reaches the contract, the next one
 * of the same clock, else the one before, else the first of the other clock. Null where nobody of the path is left.
 */
export function escalatesTo<Step extends EscalationStep>(step: Step, path: readonly Step[]): Step | null {
  if (step.reaches) return step;
  const there = path
    .filter(({ reaches }) => reaches)
    .toSorted((one, other) => one.atPercent - other.atPercent);
  const own = there.filter(({ clock }) => clock === step.clock);
  return (
    own.find(({ atPercent }) => atPercent > step.atPercent) ??
    own.findLast(({ atPercent }) => atPercent < step.atPercent) ??
    there.find(({ clock }) => clock !== step.clock) ??
    null
  );
}
