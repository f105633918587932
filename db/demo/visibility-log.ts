/** The visibility log of the sample companies, as if the people of each project had done what the loader did at once. */
import type pg from 'pg';

type Kind = { table?: string; staff?: string; by?: string };

/** Each kind of record, its table where that is called otherwise, and the column that names whoever of the team put it in; "by" is the column for the client's people. */
const kinds = {
  project: {},
  epic: {},
  story: {},
  task: {},
  sprint: {},
  milestone: {},
  comment: { table: 'text', staff: 'author_staff_id', by: 'author_client_user_id' },
  note: { table: 'text', staff: 'author_staff_id' },
  ticket: { staff: 'raised_by_staff_id', by: 'raised_by_client_user_id' },
  message: { staff: 'author_staff_id', by: 'author_client_user_id' },
  attachment: { staff: 'author_staff_id', by: 'author_client_user_id' },
} satisfies Record<string, Kind>;

/** Gives each entry of the log the moment of its record, and whoever wrote it or leads its project. */
export async function rememberWhoShared(database: pg.Client): Promise<void> {
  // The log takes no update from anybody; for the sample alone its trigger is put to sleep.
  await database.query(`set local session_replication_role = replica`);
  for (const [kind, { table = kind, staff, by }] of Object.entries<Kind>(kinds)) {
    // The author of a record set its first flag; staff made the later changes.
    const isTheirs = by ? `r.${by} is not null and l.from_visibility is null` : 'false';
    await database.query(
      `update app.visibility_log l
          set changed_at = case when l.from_visibility is null then r.created_at else coalesce(r.shared_at, r.created_at) + interval '40 minutes' end,
              actor_login = case when ${isTheirs} then 'client_app' else 'staff_app' end,
              actor_client_user_id = ${by ? `case when ${isTheirs} then r.${by} end` : 'null'},
              actor_staff_id = case when not (${isTheirs}) then coalesce(${staff ? `r.${staff}, ` : ''}(
                select m.staff_member_id from app.project_member m
                 where m.tenant_id = l.tenant_id and m.project_id = l.project_id
                 order by m.role desc, m.staff_member_id limit 1), (
                select m.staff_member_id from app.contract_member m
                 where m.tenant_id = l.tenant_id and m.contract_id = l.contract_id
                 order by m.role desc, m.staff_member_id limit 1)) end
         from app.${table} r
        where l.record_kind = $1 and r.tenant_id = l.tenant_id and r.id = l.record_id`,
      [kind],
    );
  }
  await database.query(`set local session_replication_role = origin`);
}
