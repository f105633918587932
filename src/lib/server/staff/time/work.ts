import { sql } from 'kysely';
import type { StaffTransaction } from '../procedure';

/** Entries with what they are on: a task and its project, or a ticket and its contract. */
export const entriesOnWork = (db: StaffTransaction) =>
  db
    .selectFrom('app.time_entry as e')
    .leftJoin('app.task as t', 't.id', 'e.record_id')
    .leftJoin('app.project as p', 'p.id', 'e.project_id')
    .leftJoin('app.ticket as k', 'k.id', 'e.record_id')
    .leftJoin('app.contract as c', 'c.id', 'e.contract_id');

/** The columns that name that work; `scopeName` is the project's name, or the contract's number and name. */
export const work = [
  'e.project_id as projectId',
  't.id as taskId',
  'k.id as ticketId',
  sql<number>`coalesce(t.number, k.number)`.as('number'),
  sql<string>`coalesce(t.title, k.title)`.as('title'),
  sql<string>`coalesce(p.name, c.number || ' ' || c.name)`.as('scopeName'),
] as const;
