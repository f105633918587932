import { sql } from 'kysely';
import { forbidden } from '../../errors';
import { selectAll } from '../../db/select-all';
import { staffProcedure } from '../procedure';
import { doesInTenant } from '../rights';

/** Of more than these the newest are shown. */
const shown_max = 100;

/** Jobs of the company that failed for the last time, the newest first, with the record each is about: its Managers' to see. */
export const list = staffProcedure.query(async ({ ctx: { db } }) => {
  const dead = db.selectFrom('app.job as j').where('j.died_at', 'is not', null);
  const { jobs, count, rights } = await selectAll(db, {
    jobs: dead
      .leftJoin('app.attachment as f', 'f.id', 'j.record_id')
      .leftJoin('app.record as r', 'r.id', 'f.record_id')
      .leftJoin('app.ticket as t', (on) =>
        on.on('t.id', '=', sql<string>`coalesce(f.ticket_id, case when f.id is null then j.record_id end)`),
      )
      .leftJoin('app.task as k', (on) => on.on(sql<boolean>`k.id in (r.id, r.parent_id)`))
      .select(['j.id', 'j.kind', 'j.attempts', 'j.last_error as lastError', 'f.name as file'])
      .select(sql<string>`j.died_at`.as('diedAt'))
      .select(['t.id as ticketId', 't.number as ticketNumber', 't.title as ticketTitle'])
      .select([
        'k.id as taskId',
        'k.project_id as projectId',
        'k.number as taskNumber',
        'k.title as taskTitle',
      ])
      .orderBy('j.died_at', 'desc')
      .orderBy('j.id')
      .limit(shown_max),
    count: dead.select(sql<number>`count(*)::int`.as('jobs')),
    rights: db.selectFrom('app.tenant').select(doesInTenant('failed_work').as('maySee')),
  });
  if (!rights[0]?.maySee) throw forbidden();
  return { jobs, total: count[0]?.jobs ?? 0 };
});
