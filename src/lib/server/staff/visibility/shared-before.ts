import { sql, type RawBuilder } from 'kysely';
import type { StaffTransaction } from '../procedure';

/** A comment or note of a task, or a message of a ticket. */
type Text = { id: string; on: string };

/** Of texts in a project, those that its client could read at some time before this transaction, by the visibility log. */
export const textsSharedBefore = (db: StaffTransaction, projectId: string, texts: readonly Text[]) =>
  find(db, texts, {
    logged: sql`l.project_id = ${projectId}`,
    client: sql`(select p.client_id from app.project p where p.id = ${projectId})`,
    above: [projectId],
  });

/** The same of messages on a client's tickets. */
export const messagesSharedBefore = (db: StaffTransaction, clientId: string, texts: readonly Text[]) =>
  find(db, texts, {
    logged: sql`l.contract_id in (select t.contract_id from app.ticket t where t.id = any(${texts.map(({ on }) => on)}::uuid[]))`,
    client: sql`${clientId}::uuid`,
    above: [],
  });

/**
 * A text could be read while it, what it stands on and all `above` were Client Visible at once. What was another client's
 * then does not count.
 */
async function find(
  db: StaffTransaction,
  texts: readonly Text[],
  { logged, client, above }: { logged: RawBuilder<unknown>; client: RawBuilder<unknown>; above: string[] },
): Promise<ReadonlySet<string>> {
  if (texts.length === 0) return new Set();
  const [ids, parents] = [texts.map(({ id }) => id), texts.map(({ on }) => on)];
  const also = sql.join(
    above.map(
      (id) => sql`* coalesce((select s.times from shown s where s.record_id = ${id}), '{}'::tstzmultirange)`,
    ),
    sql` `,
  );
  const { rows } = await sql<{ id: string }>`
    with spans as (
      select l.record_id, l.client_id, l.to_visibility,
             tstzrange(l.changed_at, lead(l.changed_at, 1, now()) over (partition by l.record_id order by l.changed_at, l.id)) as span
        from app.visibility_log l
       where ${logged} and l.record_id = any(${[...ids, ...parents, ...above]}::uuid[]) and l.changed_at < now()
    ), shown as (
      select record_id, range_agg(span) as times from spans
       where to_visibility = 'client_visible' and client_id = ${client} group by record_id
    )
    select text.id from unnest(${ids}::uuid[], ${parents}::uuid[]) text (id, parent)
      join shown own on own.record_id = text.id
      join shown below on below.record_id = text.parent
     where not isempty(own.times * below.times ${also})`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
