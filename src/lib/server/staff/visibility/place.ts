import { sql } from 'kysely';
import type { z } from 'zod';
import type { sharedRecord } from '../../../inputs/staff';
import type { StaffTransaction } from '../procedure';

type Kind = z.output<typeof sharedRecord>['kind'];

/** The columns in which the kinds of record differ. */
const label = {
  project: sql`r.name`,
  sprint: sql`r.name`,
  epic: sql`r.title`,
  story: sql`r.title`,
  milestone: sql`r.title`,
  task: sql`'TSK-' || lpad(r.number::text, 4, '0') || ' ' || r.title`,
  comment: sql`r.author_name || ': ' || left(r.body, 80)`,
  note: sql`r.author_name || ': ' || left(r.body, 80)`,
} as const;

export type Placed = {
  id: string;
  projectId: string;
  taskId: string | null;
  label: string;
  visibility: 'client_visible' | 'internal_only';
  shared: boolean;
  /** Whether the task it was written on is shared; null for what hangs on none. */
  taskShared: boolean | null;
};

/** Records of a kind by id, with the project they belong to and what decides about them. Those out of reach are left out. */
export async function place(db: StaffTransaction, kind: Kind, ids: readonly string[]): Promise<Placed[]> {
  const onTask = kind === 'comment' || kind === 'note';
  const { rows } = await sql<Placed>`
    select r.id, ${kind === 'project' ? sql`r.id` : sql`r.project_id`} as "projectId", ${label[kind]} as label, r.visibility, r.shared,
           ${onTask ? sql`r.task_id` : kind === 'task' ? sql`r.id` : sql`null::uuid`} as "taskId",
           ${onTask ? sql`r.task_shared` : sql`null::boolean`} as "taskShared"
      from ${sql.table(`app.${kind}`)} r where r.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}
