/** Whom a contract's path calls as its clocks run. */
import { escalatesTo, type EscalationStep } from '../../../domain/escalation-path';
import type { SlaEvent } from '../../../domain/sla/events';
import type { SlaPolicies } from '../../../domain/sla/policy';
import { readClocks } from '../../../domain/sla/read-clocks';
import type { WorkerTransaction } from '../transaction';
import { storedMoment } from './stored-moment';

/** The contract's path is made of thresholds, too. */
export const withSteps = (policies: SlaPolicies, steps: readonly EscalationStep[]): SlaPolicies =>
  new Map(
    [...policies].map(([id, policy]) => [
      id,
      {
        ...policy,
        thresholdsPercent: [...policy.thresholdsPercent, ...steps.map(({ atPercent }) => atPercent)],
      },
    ]),
  );

/** Calls whoever stands at each threshold that a running clock has crossed, once; where nobody of the path is left, its owners. */
export async function escalate(
  db: WorkerTransaction,
  { tenant_id, contract_id, ticketId }: { tenant_id: string; contract_id: string; ticketId: string },
  events: readonly SlaEvent[],
  policies: SlaPolicies,
  steps: readonly EscalationStep[],
  at: number,
) {
  if (!steps.length) return;
  const { firstResponse, resolution } = readClocks(events, withSteps(policies, steps), at);
  const reached = steps.flatMap((step) => {
    const reading = step.clock === 'first_response' ? firstResponse : resolution;
    const crossed =
      step.atPercent === 100
        ? reading.breachedAt
        : reading.thresholds.find(({ percent }) => percent === step.atPercent)?.at;
    // A breach that was over before the evaluation escalates to no one: the ticket has been answered or solved.
    return crossed != null && reading.stoppedAt === null ? [{ ...step, crossed }] : [];
  });
  if (!reached.length) return;
  const others = steps.some(({ reaches }) => reaches) ? [] : await ownersOf(db, contract_id);
  await db
    .insertInto('app.escalation')
    .values(
      reached.map((step) => ({
        tenant_id,
        ticket_id: ticketId,
        clock: step.clock,
        at_percent: step.atPercent,
        to_staff_id: escalatesTo(step, steps)?.staffMemberId ?? others[0]?.id ?? null,
        escalated_at: storedMoment(step.crossed),
      })),
    )
    .onConflict((conflict) => conflict.columns(['tenant_id', 'ticket_id', 'clock', 'at_percent']).doNothing())
    .execute();
}

/** The people who can mend the escalation path of a contract, the nearest first: its Owners, then the tenant's Managers. */
const ownersOf = (db: WorkerTransaction, contractId: string) =>
  db
    .selectFrom('app.staff_member as s')
    .leftJoin('app.contract_member as m', (on) =>
      on
        .onRef('m.staff_member_id', '=', 's.id')
        .on('m.contract_id', '=', contractId)
        .on('m.role', '=', 'owner'),
    )
    .select('s.id')
    .where('s.active', '=', true)
    .where((where) => where.or([where('m.role', 'is not', null), where('s.role', '>=', 'manager')]))
    .orderBy((of) => of('m.role', 'is', null))
    .orderBy('s.role')
    .orderBy('s.id')
    .limit(1)
    .execute();
