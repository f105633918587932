/** The visibility log of the sample companies, as if the people of each project had done what the loader did at once. */
import type pg from 'pg';

const kinds = ['project', 'epic', 'story', 'task', 'sprint', 'milestone', 'comment', 'note'] as const;
const written = new Set(['comment', 'note']);

/** Gives each entry of the log the moment of its record, and whoever wrote it or leads its project. */
export async function rememberWhoShared(database: pg.Client): Promise<void> {
  // The log takes no update from anybody; for the sample alone its trigger is put to sleep.
  await database.query(`set local session_replication_role = replica`);
  for (const kind of kinds) {
    await database.query(
      `update app.visibility_log l
          set changed_at = case when l.from_visibility is null then r.created_at else coalesce(r.shared_at, r.created_at) + interval '40 minutes' end,
              actor_staff_id = coalesce(${written.has(kind) ? 'r.author_staff_id, ' : ''}(
                select m.staff_member_id from app.project_member m
                 where m.tenant_id = l.tenant_id and m.project_id = l.project_id
                 order by m.role desc, m.staff_member_id limit 1))
         from app.${kind} r
        where l.record_kind = $1 and r.tenant_id = l.tenant_id and r.id = l.record_id`,
      [kind],
    );
  }
  await database.query(`set local session_replication_role = origin`);
}
