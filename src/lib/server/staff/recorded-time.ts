/** Time as the pages of tasks and tickets list it, and who decides on it. Over app.time_entry as e. */
import { sql } from 'kysely';
import type { StaffTransaction } from './procedure';

/** The person holds at least this role on the project or contract of an entry; null where they hold none. */
const holds = (role: 'manager' | 'owner') => sql<boolean | null>`(
  e.project_id = any((select app.staff_projects(${role}::app.project_role))::uuid[])
  or e.contract_id = any((select app.staff_contracts(${role}::app.project_role))::uuid[]))`;

/** Entries on what the person manages. */
export const isManaged = holds('manager');

/** Of those, the entries that the person decides on: not their own, unless they own the project or contract. */
export const isTheirsToDecide = sql<boolean>`(e.staff_member_id <> (select app.staff_id()) or coalesce(${holds('owner')}, false))`;

/** The time on one task or ticket, the latest first. */
export const recordedTime = (db: StaffTransaction, kind: 'task' | 'ticket', id: string) =>
  db
    .selectFrom('app.time_entry as e')
    .innerJoin('app.staff_member as s', 's.id', 'e.staff_member_id')
    .leftJoin('app.staff_member as d', 'd.id', 'e.decided_by')
    .select([
      'e.id',
      's.name as person',
      'e.spent_on as spentOn',
      'e.minutes',
      'e.started_at as startedAt',
      'e.after_hours as afterHours',
      'e.description',
      'e.status',
      'd.name as decidedBy',
      'e.decision_reason as decisionReason',
      'e.version',
      sql<boolean>`e.staff_member_id = (select app.staff_id())`.as('isMine'),
      sql<boolean>`e.status <> 'recorded' and coalesce(${isManaged}, false) and ${isTheirsToDecide}`.as(
        'mayTakeBack',
      ),
    ])
    .where(kind === 'task' ? 'e.task_id' : 'e.ticket_id', '=', id)
    .orderBy('e.spent_on', 'desc')
    .orderBy('e.created_at', 'desc')
    .orderBy('e.id');
