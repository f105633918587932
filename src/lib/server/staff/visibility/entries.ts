import { sql } from 'kysely';
import type { z } from 'zod';
import type { visibilityLogFilter } from '../../../inputs/staff-visibility';
import type { StaffTransaction } from '../procedure';
import { beginOfTeamDay } from '../team-day';

type Filter = Omit<z.output<typeof visibilityLogFilter>, 'page'>;

/** The entries of the visibility log that a filter leaves. */
export function matchingEntries(db: StaffTransaction, input: Filter) {
  let matching = db.selectFrom('app.visibility_log as l');
  if (input.projectId) matching = matching.where('l.project_id', '=', input.projectId);
  if (input.contractId) matching = matching.where('l.contract_id', '=', input.contractId);
  if (input.kind) matching = matching.where('l.record_kind', '=', input.kind);
  const { actorId } = input;
  if (actorId)
    matching = matching.where((is) =>
      is.or([is('l.actor_staff_id', '=', actorId), is('l.actor_client_user_id', '=', actorId)]),
    );
  if (input.to) matching = matching.where('l.to_visibility', '=', input.to);
  if (input.from) matching = matching.where('l.changed_at', '>=', beginOfTeamDay(sql`${input.from}::date`));
  if (input.until)
    matching = matching.where('l.changed_at', '<', beginOfTeamDay(sql`${input.until}::date + 1`));
  return matching;
}

/** The columns of each entry, newest first. */
export const readable = (matching: ReturnType<typeof matchingEntries>) =>
  matching
    .leftJoin('app.staff_member as s', 's.id', 'l.actor_staff_id')
    .leftJoin('app.client_user as u', 'u.id', 'l.actor_client_user_id')
    .leftJoin('app.client as a', 'a.id', 'u.client_id')
    .leftJoin('app.project as p', 'p.id', 'l.project_id')
    .leftJoin('app.contract as k', 'k.id', 'l.contract_id')
    .leftJoin('app.client as c', 'c.id', 'l.client_id')
    .select([
      'l.id',
      'l.changed_at as at',
      's.name as actor',
      'u.name as clientUser',
      'a.name as clientUserOf',
      'l.actor_login as login',
      'p.name as project',
      'k.number as contract',
      'c.name as client',
      'l.record_kind as kind',
      'l.record_label as label',
      'l.from_visibility as from',
      'l.to_visibility as to',
      'l.reason',
      sql<{ name: string; times: number; last_at: string }[] | null>`l.seen`.as('seen'),
    ])
    .orderBy('l.changed_at', 'desc')
    .orderBy('l.id', 'desc');
