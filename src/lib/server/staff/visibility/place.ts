import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import type { sharedRecord } from '../../../inputs/staff-visibility';
import type { StaffTransaction } from '../procedure';

type Kind = z.output<typeof sharedRecord>['kind'];

/** The columns in which the kinds of record differ. */
const label: Record<Kind, RawBuilder<string>> = {
  project: sql`r.name`,
  sprint: sql`r.name`,
  epic: sql`r.title`,
  story: sql`r.title`,
  milestone: sql`r.title`,
  task: sql`'TSK-' || lpad(r.number::text, 4, '0') || ' ' || r.title`,
  ticket: sql`'TKT-' || lpad(r.number::text, 4, '0') || ' ' || r.title`,
  comment: sql`r.author_name || ': ' || left(r.body, 80)`,
  note: sql`r.author_name || ': ' || left(r.body, 80)`,
  message: sql`r.author_name || ': ' || left(r.body, 80)`,
  attachment: sql`r.name`,
};

export type Placed = {
  id: string;
  /** What it belongs to: one of the two. */
  projectId: string | null;
  contractId: string | null;
  /** The task or the ticket it is, or was written on; for an attachment, also by way of a comment, message or note. */
  taskId: string | null;
  ticketId: string | null;
  label: string;
  visibility: 'client_visible' | 'internal_only';
  shared: boolean;
  /** Whether what it hangs on right away is shared; null for what hangs on nothing. */
  parentShared: boolean | null;
  /** What hides it where that is not, in words. */
  parent: 'its task' | 'its ticket' | 'its message' | 'its note' | 'its comment' | null;
};

const nothing = sql<null>`null::uuid`;
const places: Partial<
  Record<Kind, { project?: RawBuilder<unknown>; task?: RawBuilder<unknown>; ticket?: RawBuilder<unknown> }>
> = {
  project: { project: sql`r.id` },
  task: { task: sql`r.id` },
  comment: { task: sql`r.task_id` },
  note: { task: sql`r.task_id` },
  ticket: { project: nothing, ticket: sql`r.id` },
  message: { project: nothing, ticket: sql`r.ticket_id` },
  attachment: {
    task: sql`coalesce(r.task_id, (select c.task_id from app.comment c where c.id = r.comment_id))`,
    ticket: sql`coalesce(r.ticket_id, (select m.ticket_id from app.message m where m.id = r.message_id),
      (select n.ticket_id from app.ticket_note n where n.id = r.ticket_note_id))`,
  },
};
const onContract: Kind[] = ['ticket', 'message', 'attachment'];

const parents: Partial<Record<Kind, { shared: RawBuilder<unknown>; words: RawBuilder<unknown> }>> = {
  comment: { shared: sql`r.task_shared`, words: sql`'its task'` },
  note: { shared: sql`r.task_shared`, words: sql`'its task'` },
  message: { shared: sql`r.ticket_shared`, words: sql`'its ticket'` },
  attachment: {
    shared: sql`coalesce(r.ticket_shared, r.message_shared, r.task_shared, r.comment_shared, false)`,
    // What is Internal Only: where the message or comment is not, then what that was written on.
    words: sql`case when r.ticket_id is not null then 'its ticket' when r.ticket_note_id is not null then 'its note'
      when r.task_id is not null then 'its task'
      when exists (select from app.message m where m.id = r.message_id and m.visibility = 'client_visible') then 'its ticket'
      when exists (select from app.comment c where c.id = r.comment_id and c.visibility = 'client_visible') then 'its task'
      when r.message_id is not null then 'its message' else 'its comment' end`,
  },
};

/** Records of a kind by id, with what they belong to and what decides about them. Those out of reach are left out. */
export async function place(db: StaffTransaction, kind: Kind, ids: readonly string[]): Promise<Placed[]> {
  const { project = sql`r.project_id`, task = nothing, ticket = nothing } = places[kind] ?? {};
  const parent = parents[kind];
  const { rows } = await sql<Placed>`
    select r.id, ${project} as "projectId", ${onContract.includes(kind) ? sql`r.contract_id` : nothing} as "contractId",
           ${label[kind]} as label, r.visibility, r.shared, ${task} as "taskId", ${ticket} as "ticketId",
           ${parent?.shared ?? sql`null::boolean`} as "parentShared", ${parent?.words ?? sql`null::text`} as parent
      from ${sql.table(`app.${kind}`)} r where r.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}
