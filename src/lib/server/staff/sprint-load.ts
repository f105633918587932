/** The planned work of people in sprints against their hours, as the page of a sprint and the planning page read it. */
import { sql } from 'kysely';
import type { StaffTransaction } from './procedure';

/** The hours people have for the sprints of a project. */
export const hoursOfPeople = (db: StaffTransaction, projectId: string) =>
  db
    .selectFrom('app.sprint_capacity as k')
    .innerJoin('app.staff_member as p', 'p.id', 'k.staff_member_id')
    .select(['k.sprint_id', 'p.id as staffMemberId', 'p.name', sql<number>`k.hours::float8`.as('hours')])
    .where('k.project_id', '=', projectId);

/** The sums over grouped tasks `t`; they are grouped by `isUnestimated` too, so that a sum speaks for all of them. */
export const workSums = [
  sql<number>`count(*)::int`.as('tasks'),
  sql<number | null>`sum(t.estimate_minutes)::float8`.as('estimateMinutes'),
] as const;
export const isUnestimated = sql<boolean>`t.estimate_minutes is null`;
