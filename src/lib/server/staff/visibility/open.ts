import { sql } from 'kysely';
import type { z } from 'zod';
import { whoCanSee } from '../../../domain/who-can-see';
import { sharedRecord } from '../../../inputs/staff';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure, type StaffTransaction } from '../procedure';
import { readable } from './entries';
import { place, type Placed } from './place';

/** One record's visibility, whole: its flag and what else decides, who can see it and why, who has opened it, and every change of it. */
export const open = staffProcedure.input(sharedRecord).query(async ({ ctx: { db }, input: { kind, id } }) => {
  const [record] = await place(db, kind, [id]);
  if (!record) throw notFound();
  const facts = await readFacts(db, kind, record);
  const [project] = facts.projects;
  if (!project) throw notFound();

  const hiddenByProject = kind !== 'project' && project.visibility === 'internal_only';
  const hiddenBy = hiddenByProject ? 'its project' : record.taskShared === false ? 'its task' : null;
  const who = whoCanSee({
    visibility: record.visibility,
    shared: record.shared,
    hiddenBy,
    clientName: project.clientName,
    clientUsers: facts.clientUsers,
    team: facts.team,
  });
  return {
    kind,
    id,
    label: record.label,
    taskId: record.taskId,
    visibility: record.visibility,
    shared: record.shared,
    hiddenBy: record.visibility === 'client_visible' ? hiddenBy : null,
    project: { id: project.id, name: project.name },
    clientName: project.clientName,
    mayShare: project.mayShare,
    who,
    receipts: facts.receipts,
    log: facts.log,
  };
});

const readFacts = (db: StaffTransaction, kind: z.output<typeof sharedRecord>['kind'], record: Placed) =>
  together(db, {
    projects: db
      .selectFrom('app.project as p')
      .innerJoin('app.client as c', 'c.id', 'p.client_id')
      .select([
        'p.id',
        'p.name',
        'p.visibility',
        'c.name as clientName',
        sql<boolean>`p.id = any(app.staff_projects('manager'))`.as('mayShare'),
      ])
      .where('p.id', '=', record.projectId),
    clientUsers: db
      .selectFrom('app.client_user as u')
      .innerJoin('app.project as p', 'p.client_id', 'u.client_id')
      .select([
        'u.name',
        'u.role',
        'u.can_sign_in as canSignIn',
        sql<boolean>`'projects' = any(u.open_sections)`.as('hasProjects'),
      ])
      .where('p.id', '=', record.projectId)
      .orderBy('u.role', 'desc')
      .orderBy('u.name'),
    team: db
      .selectFrom('app.staff_member as s')
      .leftJoin('app.project_member as m', (join) =>
        join.onRef('m.staff_member_id', '=', 's.id').on('m.project_id', '=', record.projectId),
      )
      .select(['s.name', 's.role as tenantRole', 'm.role as projectRole'])
      .where('s.active', '=', true)
      .orderBy('s.role', 'desc')
      .orderBy('m.role', 'desc')
      .orderBy('s.name'),
    // What hangs on a task is opened with it.
    receipts: db
      .selectFrom('app.receipt as r')
      .innerJoin('app.client_user as u', 'u.id', 'r.client_user_id')
      .select(['u.name', 'r.first_at as firstAt', 'r.last_at as lastAt', 'r.times'])
      .where('r.project_id', '=', record.projectId)
      .where('r.record_kind', '=', record.taskId ? 'task' : kind)
      .where('r.record_id', '=', record.taskId ?? record.id)
      .orderBy('r.last_at', 'desc'),
    log: readable(db.selectFrom('app.visibility_log as l').where('l.record_id', '=', record.id)).limit(100),
  });
