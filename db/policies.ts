/**
 * The permissions on each table: the one registry from which grants, policies and live announcements are
 * written into the migrations (`npm run db:policies`). The result is committed SQL, so that a DBA reads SQL;
 * `npm run check` fails when a migration and this registry differ.
 *
 * The shape of every table's law (ARCHITECTURE rule 4): row security enabled and forced; one permissive policy for
 * each role and command that has a grant, holding the whole condition on the row itself; a restrictive floor TO
 * PUBLIC, which survives `DROP OWNED` on servers that have that hole.
 */
import { attachments } from './policies/attachments.ts';
import { organisations } from './policies/organisations.ts';
import { planning } from './policies/planning.ts';
import { projects } from './policies/projects.ts';
import type { Table } from './policies/shape.ts';
import { records } from './policies/records.ts';
import { sharing } from './policies/sharing.ts';
import { signInTables } from './policies/sign-in.ts';
import { support } from './policies/support.ts';
import { ticketClock } from './policies/ticket-clock.ts';
import { ticketThread } from './policies/ticket-thread.ts';
import { tickets } from './policies/tickets.ts';
import { time } from './policies/time.ts';
import { work } from './policies/work.ts';

export type { Command, Rule, Table } from './policies/shape.ts';

export const tables: readonly Table[] = [
  ...work,
  ...organisations,
  ...signInTables('client'),
  ...signInTables('staff'),
  ...projects,
  ...planning,
  ...sharing,
  ...support,
  ...tickets,
  ...ticketThread,
  ...ticketClock,
  ...time,
  ...attachments,
  ...records,
];
