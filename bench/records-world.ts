/** The records of the bench world, which the triggers that slept while it was filled would have made. */
import type pg from 'pg';

const inProjects = ['epic', 'story', 'sprint', 'milestone', 'task'];

/** Fills app.record from all that is loaded, without triggers and keys; builds its indexes anew at the end. */
export async function fillRecords(admin: pg.Client): Promise<void> {
  await admin.query(
    `update pg_index set indisready = false, indisvalid = false where indrelid = 'app.record'::regclass`,
  );
  await admin.query(`
    insert into app.record (tenant_id, id, client_id, kind, project_id, root_id, visibility)
      select tenant_id, id, client_id, 'project'::app.record_kind, id, id, visibility from app.project
      ${inProjects
        .map(
          (kind) =>
            `union all select tenant_id, id, client_id, '${kind}'::app.record_kind, project_id, project_id, visibility from app.${kind}`,
        )
        .join('\n      ')};
    insert into app.record (tenant_id, id, client_id, kind, contract_id, root_id, parent_id, parent_visible, visibility)
      select tenant_id, id, client_id, 'ticket'::app.record_kind, contract_id, id, null::uuid, true, visibility from app.ticket
      union all
      select m.tenant_id, m.id, m.client_id, 'message'::app.record_kind, m.contract_id, t.id, t.id, t.shared, m.visibility
        from app.message m join app.ticket t on t.tenant_id = m.tenant_id and t.id = m.ticket_id
      union all
      select n.tenant_id, n.id, n.client_id, 'note'::app.record_kind, n.contract_id, t.id, t.id, t.shared, 'internal_only'::app.visibility
        from app.ticket_note n join app.ticket t on t.tenant_id = n.tenant_id and t.id = n.ticket_id;
  `);
  await admin.query('reindex table app.record');
}
