import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import type { sharedRecord } from '../../../inputs/staff-visibility';
import { tableOf } from '../write-outcome';
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

export type Located = {
  id: string;
  /** The scope of the record: one of the two. */
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
  /** The parent that hides it where that is not shared, in words. */
  parent: 'its task' | 'its ticket' | 'its message' | 'its note' | 'its comment' | null;
};

const nothing = sql<null>`null::uuid`;
const places: Partial<
  Record<Kind, { project?: RawBuilder<unknown>; task?: RawBuilder<unknown>; ticket?: RawBuilder<unknown> }>
> = {
  project: { project: sql`r.id` },
  task: { task: sql`r.id` },
  comment: { task: sql`r.record_id` },
  note: { task: sql`case when on_it.kind = 'task' then r.record_id end` },
  ticket: { project: nothing, ticket: sql`r.id` },
  message: { project: nothing, ticket: sql`r.ticket_id` },
  attachment: {
    task: sql`(select t.id from app.task t where t.id in (on_it.id, on_it.parent_id))`,
    ticket: sql`r.ticket_id`,
  },
};
const onContract: Kind[] = ['ticket', 'message', 'attachment'];

const parents: Partial<Record<Kind, { shared: RawBuilder<unknown>; words: RawBuilder<unknown> }>> = {
  comment: { shared: sql`on_it.visible and r.project_shared`, words: sql`'its task'` },
  note: {
    shared: sql`case when on_it.kind <> 'project' then on_it.visible and r.project_shared end`,
    words: sql`'its ' || on_it.kind`,
  },
  message: { shared: sql`on_it.visible`, words: sql`'its ticket'` },
  attachment: {
    shared: sql`on_it.visible and coalesce(r.project_shared, true)`,
    // The Internal Only parent: the message or comment itself, else the record that it was written on.
    words: sql`case when on_it.kind not in ('message', 'comment') then 'its ' || on_it.kind
      when on_it.visibility = 'internal_only' then 'its ' || on_it.kind
      when on_it.kind = 'message' then 'its ticket' else 'its task' end`,
  },
};

/** Records of a kind by id, with what they belong to and what decides about them. Those out of reach are left out. */
export async function locate(db: StaffTransaction, kind: Kind, ids: readonly string[]): Promise<Located[]> {
  const { project = sql`r.project_id`, task = nothing, ticket = nothing } = places[kind] ?? {};
  const parent = parents[kind];
  const { rows } = await sql<Located>`
    select r.id, ${project} as "projectId", ${onContract.includes(kind) ? sql`r.contract_id` : nothing} as "contractId",
           ${label[kind]} as label, r.visibility, r.shared, ${task} as "taskId", ${ticket} as "ticketId",
           ${parent?.shared ?? sql`null::boolean`} as "parentShared", ${parent?.words ?? sql`null::text`} as parent
      from ${sql.table(`app.${tableOf(kind)}`)} r
      ${parent ? sql`join app.record own on own.id = r.id and own.kind = ${kind} left join app.record on_it on on_it.id = own.parent_id` : sql``}
     where r.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}
