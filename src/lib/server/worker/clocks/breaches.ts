/** Records the breaches of a clock in app.sla_breach, for the invoices. */
import { sql } from 'kysely';
import type { ClockReading } from '../../../domain/sla/read-clocks';
import type { WorkerTransaction } from '../transaction';
import { momentOr, storedMoment } from './stored-moment';

const MS_PER_MINUTE = 60_000;

type Missed = {
  tenant_id: string;
  client_id: string;
  contract_id: string;
  ticketId: string;
};

/**
 * A record for each breach that the clock ever had, told apart by its moment. It grows until that breach ends, and then stands.
 * One of a moment at which nothing was missed after all is withdrawn: it was written before a transaction that had begun earlier
 * brought its event.
 */
export async function writeBreaches(
  db: WorkerTransaction,
  ticket: Missed,
  { clock, breaches }: ClockReading,
) {
  for (const breach of breaches) {
    const measured = {
      actual_minutes: ((breach.target_ms + breach.over_ms) / MS_PER_MINUTE).toFixed(2),
      ended_at: momentOr(breach.until),
    };
    await db
      .insertInto('app.sla_breach')
      .values({
        tenant_id: ticket.tenant_id,
        client_id: ticket.client_id,
        contract_id: ticket.contract_id,
        ticket_id: ticket.ticketId,
        clock,
        sla_policy_id: breach.policyVersionId,
        target_minutes: Math.round(breach.target_ms / MS_PER_MINUTE),
        breached_at: storedMoment(breach.at),
        ...measured,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'ticket_id', 'clock', 'breached_at'])
          .doUpdateSet({ ...measured, withdrawn_at: null })
          .where(
            sql<boolean>`(sla_breach.actual_minutes, sla_breach.ended_at, sla_breach.withdrawn_at) is distinct from
              (${measured.actual_minutes}::numeric, ${measured.ended_at}::timestamptz, null::timestamptz)`,
          ),
      )
      .execute();
  }
  await db
    .updateTable('app.sla_breach')
    .set({ withdrawn_at: sql`now()` })
    .where('ticket_id', '=', ticket.ticketId)
    .where('clock', '=', clock)
    .where('withdrawn_at', 'is', null)
    .where(sql<boolean>`breached_at <> all (${breaches.map(({ at }) => storedMoment(at))}::timestamptz[])`)
    .execute();
}
