import { sql } from 'kysely';
import { log } from '../../log';
import { asWorker } from '../transaction';
import { lookAtClock } from './look-at-clock';

/** At a time; the rest comes in the next turn. */
const batch = 200;
const retry_s_max = 3_600;

/**
 * Looks at every clock that is due and that nobody else holds, and returns how many that were. What fails is tried again
 * later, each time later, and stands with its reason in app.ticket_sla until it succeeds.
 */
export async function lookAtClocks(): Promise<number> {
  const due = await asWorker(
    null,
    async (db) =>
      (
        await sql<{ tenant_id: string; ticket_id: string }>`select * from app.due_tickets(${batch})`.execute(
          db,
        )
      ).rows,
  );
  let looked = 0;
  for (const { tenant_id, ticket_id } of due) {
    try {
      if (await asWorker(tenant_id, (db) => lookAtClock(db, ticket_id))) looked += 1;
    } catch (error) {
      log.error({ err: error, ticket: ticket_id }, 'the SLA clock of a ticket could not be looked at');
      await asWorker(tenant_id, (db) =>
        db
          .updateTable('app.ticket_sla')
          .set({
            attempts: sql`least(attempts + 1, 100)`,
            failure: error instanceof Error ? error.message.slice(0, 500) : 'unknown',
            next_run_at: sql`now() + make_interval(secs => least(${retry_s_max}, 2 ^ least(attempts + 1, 12)))`,
          })
          .where('ticket_id', '=', ticket_id)
          .execute(),
      );
    }
  }
  return looked;
}
